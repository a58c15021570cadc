import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Answer, answerOf } from "../test/bench/support/answers.ts";
import { type BenchOptions, benchOptions, usage } from "../test/bench/support/bench-options.ts";
import { machine } from "../test/bench/support/machine.ts";
import { installPeers, pinnedVersions } from "../test/bench/support/peer-packages.ts";
import { report } from "../test/bench/support/report.ts";

const root = join(import.meta.dirname, "..");

function asked(): BenchOptions | "help" {
  try {
    return benchOptions(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

async function run({ questions, effort, date, isWhole }: BenchOptions): Promise<void> {
  installPeers(say);
  const answers: Answer[] = [];
  for (const question of questions) answers.push(await answerOf(question, effort, say));
  const { version } = JSON.parse(readFileSync(join(root, "exporter", "package.json"), "utf8")) as { version: string };
  const text = report({
    answers,
    machine: machine(),
    versions: { "@signalbox/exporter": version, ...pinnedVersions() },
    date: date ?? new Date().toISOString().slice(0, 10),
  });
  console.log(text);
  if (answers.some(({ failures }) => failures.length > 0)) process.exitCode = 1;
  if (!isWhole) return;
  writeFileSync(join(root, "docs", "benchmarks.md"), text);
  say("written to docs/benchmarks.md");
}

function say(line: string): void {
  console.error(line);
}

const options = asked();
if (options === "help") console.log(usage);
else if (import.meta.main) await run(options);
else {
  console.error(
    `The benchmark needs Node 24.2 or newer, and this is Node ${process.versions.node}. Run it through npm.`,
  );
  process.exit(2);
}
