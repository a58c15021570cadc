import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { routeFinder } from "../../../alerts/index.ts";
import { type AlertmanagerRoute, matcherText } from "../../../config/index.ts";
import { realTool } from "../../support/real-tools.ts";

const amtool = realTool("amtool");
const names = ["team", "severity", "job", "alertname"];
const values = [
  "storefront",
  "store.front",
  "critical",
  "warning",
  "a|b",
  'with "quotes"',
  "back\\slash",
  "zwei\nZeilen",
  "",
];
const patterns = [
  ...["storefront|finance", "store.*", "store\\.front", ".*", ".+", "", "[a-s]+", "[^c]*", "crit(ical)?", "(?:a|w).*g"],
  ...["(?i)CRITICAL", "w\\w+g", "\\S{4,10}", "[[:lower:]]+", "(?P<x>store)front", "zwei.Zeilen", "(?s)zwei.Zeilen"],
  ...[
    "a\\|b",
    '.*"quotes"',
    "back\\\\slash",
    "^critical$",
    "\\Acrit\\w*\\z",
    "[\\d\\W]+|a[|]b",
    "{x}|warning",
    "[]c]ritical",
  ],
];
const receivers = ["root", "north", "east", "south", "west"];

const matcher = fc.oneof(
  fc.record({
    name: fc.constantFrom(...names),
    operator: fc.constantFrom("=", "!=" as const),
    value: fc.constantFrom(...values),
  }),
  fc.record({
    name: fc.constantFrom(...names),
    operator: fc.constantFrom("=~", "!~" as const),
    value: fc.constantFrom(...patterns),
  }),
);

const { child } = fc.letrec<{ child: AlertmanagerRoute }>((tie) => ({
  child: fc.record(
    {
      receiver: fc.constantFrom(...receivers),
      matchers: fc.array(matcher.map(matcherText), { maxLength: 2 }),
      continue: fc.boolean(),
      routes: fc.array(tie("child"), { maxLength: 3, depthIdentifier: "tree" }),
    },
    { requiredKeys: [] },
  ),
}));
const tree = fc.array(child, { minLength: 1, maxLength: 4 }).map((routes) => ({ receiver: "root", routes }));
const labels = fc.dictionary(fc.constantFrom(...names), fc.constantFrom(...values), { minKeys: 1 });

describe.skipIf(amtool === undefined)("the route finder and the real amtool", () => {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-routes-"));
  const run = promisify(execFile);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("name the same receivers in the same order for 1,000 random trees and label sets", async () => {
    const samples = fc.sample(fc.tuple(tree, labels), { numRuns: 1000, seed: 20261121 });
    const asked = samples.map(async ([route, set], index) => {
      const file = join(folder, `${index}.json`);
      writeFileSync(file, JSON.stringify({ route, receivers: receivers.map((name) => ({ name })) }));
      return { route, set, file };
    });
    const disagreements: unknown[] = [];
    const answers = new Set<string>();
    const queue = await Promise.all(asked);
    const worker = async (): Promise<void> => {
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        const { route, set, file } = next;
        const given = Object.entries(set).map(([name, value]) => matcherText({ name, operator: "=", value }));
        const args = ["config", "routes", "test", `--config.file=${file}`, ...given];
        const { stdout } = await run(amtool ?? "", args);
        const ours = routeFinder(route)(set)
          .map(({ receiver }) => receiver)
          .join(",");
        answers.add(ours);
        if (ours !== stdout.trim()) disagreements.push({ route, set, ours, amtool: stdout.trim() });
      }
    };
    await Promise.all([worker(), worker()]);
    expect(disagreements).toEqual([]);
    expect(answers.size).toBeGreaterThan(50);
  }, 180_000);
});
