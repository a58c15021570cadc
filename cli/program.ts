import { Command, CommanderError, InvalidArgumentError } from "commander";
import { exitCodeMeanings, exitCodes } from "./exit-codes.ts";
import { reportedFailure } from "./failure.ts";
import { hourOption, momentOption, perSecondOption, ratioOption, secondsOption } from "./option-values.ts";
import type { Outcome, Surroundings } from "./outcome.ts";
import { packageVersion } from "./package-version.ts";

/** Where text goes: `out` takes results, `err` takes messages. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

interface CommonOptions {
  readonly config?: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Runs one command line and returns its exit code. It throws nothing. */
export async function runProgram(args: readonly string[], streams: Streams, world: Surroundings): Promise<number> {
  let exitCode: number = exitCodes.done;
  const stray = world.strayFailure === undefined ? [] : [world.strayFailure];
  const run = async <O extends CommonOptions>(
    verb: string,
    options: O,
    work: () => Promise<Outcome>,
  ): Promise<void> => {
    exitCode = await finish(verb, options, streams, () => Promise.race([work(), ...stray]));
  };
  try {
    await program(streams, world, run).parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.done;
    if (args.includes("--json"))
      streams.out(failureDocument(verbOf(args), exitCodes.invalid, { message: error.message }));
    return exitCodes.invalid;
  }
}

type Run = <O extends CommonOptions>(verb: string, options: O, work: () => Promise<Outcome>) => Promise<void>;

function program(streams: Streams, world: Surroundings, run: Run): Command {
  const root = new Command("signalbox")
    .description("Observability as code for Node.js services: generates, checks and tests what watches them.")
    .version(packageVersion(), "-V, --version")
    .configureOutput({ writeOut: streams.out, writeErr: streams.err })
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText("after", `\nExit codes:\n${exitCodeLines()}`);

  verb(root, "generate", "write every artefact")
    .option("--out <folder>", "output folder; default: out of the config")
    .option("--check", "write nothing; exit 1 when the folder differs")
    .option("--force", "overwrite files that Signalbox did not write")
    .action((options) =>
      run("generate", options, async () => (await import("./commands/generate.ts")).generate(options, world)),
    );

  verb(root, "check", "find every problem of boards and rules, offline")
    .option("--format <format>", "text, json, sarif or github", format, "text")
    .option("--strict", "warnings fail, too")
    .action((options) =>
      run("check", options, async () => (await import("./commands/check.ts")).check(options, world)),
    );

  verb(root, "test", "run the cases of every alert in the engine")
    .option("--strict", "alerts without a case fail, too")
    .option("--mutate", "change the rules in many ways, and say which changes the cases notice")
    .option("--minimum <share>", "share of the changes that has to be noticed; default: 95%", ratioOption)
    .option("--rule <text>", "change only rules whose name contains this")
    .action((options) => run("test", options, async () => (await import("./commands/test.ts")).test(options, world)));

  verb(root, "simulate", "say what an incident would do: which alerts fire when, who is told, what it costs")
    .option("--errors <share>", "share of requests that fail: 2%", ratioOption)
    .option("--slow <duration>", "how long every answer takes: 800ms", secondsOption)
    .option("--hang", "no request completes")
    .requiredOption("--for <duration>", "how long it lasts: 20m", secondsOption)
    .option("--route <route>", 'only requests to this route: "POST /orders"; default: all')
    .option("--indicator <name>", "only this indicator has bad events, as many as --errors says")
    .option("--at-traffic <rate>", "requests per second of the service: 5rps; default: 5rps", perSecondOption)
    .option("--daily", "traffic follows the day, a fifth at night; default: constant")
    .option("--hour <hour>", "hour of the day, UTC, at which it begins; default: 12", hourOption)
    .option("--route-share <share>", "share of the requests that each named route gets; default: 20%", ratioOption)
    .option("--service <name>", "default: the only one of the config")
    .option("--environment <name>", "default: the first of the config")
    .action((options) =>
      run("simulate", options, async () => (await import("./commands/simulate.ts")).simulate(options, world)),
    );

  verb(root, "backtest", "say what these rules would have done on the history of a Prometheus")
    .requiredOption("--prometheus <url>", "address of Prometheus, Mimir, Thanos or VictoriaMetrics")
    .option("--last <duration>", "how far back: 28d; default: 28d", secondsOption)
    .option("--until <time>", "end of the span, such as 2026-11-21T16:00:00Z; default: now", momentOption)
    .option("--against <file>", "a rule file whose alerts are told beside")
    .option("--against-recorded", "take its alerts from the server's ALERTS instead of evaluating them")
    .option("--service <name>", "default: every service of the config")
    .option("--environment <name>", "default: every environment of the config")
    .option("--resume-from <folder>", "keep answers here, and take those that are here already")
    .option("--token-file <file>", "file with a bearer token; default: the variable PROMETHEUS_TOKEN")
    .action((options) =>
      run("backtest", options, async () => (await import("./commands/backtest.ts")).backtest(options, world)),
    );

  verb(root, "incident", "write what fired and what it cost as the beginning of a post-mortem, in Markdown")
    .requiredOption("--from <time>", "when it began: 2026-11-21T16:00:00Z", momentOption)
    .option("--to <time>", "when it ended; default: now", momentOption)
    .option("--prometheus <url>", "server to ask; without one the report has the queries and no answers")
    .option("--service <name>", "default: the only one of the config")
    .option("--environment <name>", "default: the first of the config")
    .option("--token-file <file>", "file with a bearer token; default: the variable PROMETHEUS_TOKEN")
    .option("--out <file>", "write it here; default: standard output")
    .action((options) =>
      run("incident", options, async () => (await import("./commands/incident.ts")).incident(options, world)),
    );

  verb(root, "live", "scrape running services and show their boards and alerts in the browser")
    .option("--target <service=url>", "a service and the address of its metrics; repeat it for more", list, [])
    .option("--port <port>", "port of the page", number, 9300)
    .option("--every <seconds>", "seconds between two scrapes", number, 5)
    .option("--environment <name>", "environment whose labels the targets get; default: the first")
    .action((options) => run("live", options, async () => (await import("./commands/live.ts")).live(options, world)));

  verb(root, "publish", "write boards and their folder to Grafana")
    .option("--grafana-url <url>", "address of Grafana; default: grafana.url of the config")
    .option("--token-file <file>", "file with a service account token; default: the variable GRAFANA_TOKEN")
    .option("--dry-run", "say what would be written, and write nothing")
    .option("--insecure-http", "allow http:// to another machine; the token travels unencrypted")
    .action((options) =>
      run("publish", options, async () => (await import("./commands/publish.ts")).publish(options, world)),
    );

  return root;
}

function verb(root: Command, name: string, description: string): Command {
  return root
    .command(name)
    .description(description)
    .option("-c, --config <file>", "the config; default: the nearest signalbox.config.ts upward from here")
    .option("--json", "print one JSON document")
    .option("--debug", "print the stack of an error");
}

async function finish(
  verbName: string,
  options: CommonOptions,
  streams: Streams,
  work: () => Promise<Outcome>,
): Promise<number> {
  try {
    const { exitCode, text, notes, document } = await work();
    if (notes !== undefined && notes !== "") streams.err(notes);
    streams.out(options.json === true ? jsonDocument(verbName, exitCode, document) : text);
    return exitCode;
  } catch (error) {
    const { exitCode, message, problems, stack } = reportedFailure(error);
    streams.err(`${message}\n`);
    if (options.debug === true && stack !== undefined) streams.err(`${stack}\n`);
    if (options.json === true) streams.out(failureDocument(verbName, exitCode, { message, problems }));
    return exitCode;
  }
}

function jsonDocument(verbName: string, exitCode: number, document: object): string {
  return `${JSON.stringify({ format: `signalbox.${verbName}/1`, exitCode, ...document }, null, 2)}\n`;
}

function failureDocument(verbName: string, exitCode: number, error: object): string {
  return jsonDocument(verbName, exitCode, { error });
}

function verbOf(args: readonly string[]): string {
  return args.find((arg) => !arg.startsWith("-")) ?? "signalbox";
}

function exitCodeLines(): string {
  return Object.entries(exitCodeMeanings)
    .map(([code, meaning]) => `  ${code.padStart(3)}  ${meaning}`)
    .join("\n");
}

function format(value: string): string {
  if (["text", "json", "sarif", "github"].includes(value)) return value;
  throw new InvalidArgumentError("It is text, json, sarif or github.");
}

function number(value: string): number {
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value);
  throw new InvalidArgumentError("It is a number.");
}

function list(value: string, former: readonly string[]): readonly string[] {
  return [...former, value];
}
