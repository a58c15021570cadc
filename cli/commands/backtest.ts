import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { isRecord } from "@signalbox/contract";
import type { Engine } from "@signalbox/engine";
import type { RuleFile } from "../../alerts/index.ts";
import { type Against, type BacktestStep, backtest as backtestRules } from "../../simulation/index.ts";
import { ownRules } from "../artefacts/own-rules.ts";
import { chosenEnvironment, chosenService } from "../config-file/chosen.ts";
import { loadConfig } from "../config-file/load-config.ts";
import { withEngine } from "../engine.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import type { Outcome, Surroundings } from "../outcome.ts";
import { backtestDocument } from "../output/backtest-document.ts";
import { backtestText } from "../output/backtest-text.ts";
import { momentText } from "../output/durations.ts";
import { oneLine } from "../output/one-line.ts";
import { answerFolder } from "../query-source/answer-folder.ts";
import { bearerToken } from "../query-source/bearer-token.ts";
import { dailySource } from "../query-source/daily-source.ts";
import { prometheusAddress } from "../query-source/prometheus-address.ts";
import { prometheusSource } from "../query-source/prometheus-source.ts";
import { type SourceLimits, sourceLimits } from "../query-source/source-limits.ts";

/** Options of `backtest`. Durations in seconds, moments in milliseconds since 1970. */
export interface BacktestOptions {
  readonly config?: string;
  readonly json?: boolean;
  /** Address of a server with Prometheus's query API. */
  readonly prometheus: string;
  /** How far back; default 28 days. */
  readonly last?: number;
  /** The end of the span; default now. */
  readonly until?: number;
  /** A rule file to compare with, relative to the working directory. */
  readonly against?: string;
  /** Takes what the server's ALERTS says of the alerts of that file, instead of evaluating it. */
  readonly againstRecorded?: boolean;
  readonly service?: string;
  readonly environment?: string;
  /** Folder in which answers of the server are kept. */
  readonly resumeFrom?: string;
  readonly tokenFile?: string;
}

const daySeconds = 86_400;

/** A slow machine is no failed backtest. */
const patience = { callTimeoutSeconds: 300 };

/** Replays the generated rules on the history of a server: pages, tickets, budgets, and what other rules did. */
export async function backtest(
  options: BacktestOptions,
  world: Pick<Surroundings, "cwd" | "env" | "fetch" | "signal" | "message" | "progress" | "colours">,
  limits: SourceLimits = sourceLimits,
): Promise<Outcome> {
  const { config } = await loadConfig(world.cwd, options.config);
  const services = options.service === undefined ? config.services : [chosenService(config, options.service)];
  const environments =
    options.environment === undefined ? config.environments : [chosenEnvironment(config, options.environment)];
  if (options.againstRecorded === true && options.against === undefined) {
    throw new Failure(exitCodes.invalid, "--against-recorded needs --against, whose alerts it looks up in ALERTS.");
  }
  const address = prometheusAddress(options.prometheus);
  const { startMillis, endMillis } = spanOf(options);
  const token = await bearerToken(options.tokenFile, world);
  const server = prometheusSource({
    address,
    token,
    fetch: world.fetch,
    limits,
    signal: world.signal,
    warn: (text) => world.message(`${new URL(address).origin} warns: ${text}`),
    notice: world.message,
  });
  const store =
    options.resumeFrom === undefined ? undefined : await answerFolder(resolve(world.cwd, options.resumeFrom), address);
  const backtested = await withEngine(async (engine) => {
    const against = await againstOf(options, world.cwd, engine);
    return await backtestRules(engine, {
      config,
      services,
      environments,
      source: dailySource(server, store),
      startMillis,
      endMillis,
      ...(against === undefined ? {} : { against }),
      onProgress: told(world, startMillis),
    });
  }, patience);
  const names = services.map(({ service }) => service.name);
  if (backtested.objectives.length === 0) {
    throw new Failure(
      exitCodes.no,
      `${address} has no events of ${names.join(", ")} between ${momentText(startMillis)} and ${momentText(endMillis)} UTC. ` +
        `Check that it is the right server, that the label job is the service's name, and that ${config.identity.join(", ")} have the values that the config gives them.`,
    );
  }
  const placeLabels = environments.length > 1 ? config.identity.filter((label) => label !== "job") : [];
  const title = { services: names, server: address, against: options.against, placeLabels };
  return {
    exitCode: backtested.problems.length > 0 ? exitCodes.partly : exitCodes.done,
    text: backtestText(backtested, title, world.colours === true),
    document: backtestDocument(backtested, address),
  };
}

function spanOf({ last = 28 * daySeconds, until }: BacktestOptions): {
  readonly startMillis: number;
  readonly endMillis: number;
} {
  if (last < 3600 || last > 400 * daySeconds) {
    throw new Failure(exitCodes.invalid, "--last is 1h to 400d: as far back as the server keeps samples.");
  }
  const endMillis = Math.floor((until ?? Date.now()) / 60_000) * 60_000;
  return { startMillis: endMillis - Math.round(last / 60) * 60_000, endMillis };
}

async function againstOf(
  { against, againstRecorded }: BacktestOptions,
  cwd: string,
  engine: Pick<Engine, "checkRuleFile">,
): Promise<Against | undefined> {
  if (against === undefined) return undefined;
  const content = await readFile(resolve(cwd, against), "utf8").catch((cause: Error) => {
    throw new Failure(
      exitCodes.invalid,
      `--against ${against} cannot be read: ${cause.message}. The path is relative to the working directory.`,
      { cause },
    );
  });
  const [problem] = await engine.checkRuleFile(content);
  const read = ownRules({ path: against, name: against, content });
  if (problem !== undefined || read.problem !== undefined) {
    const line = problem?.line ?? read.problem?.line;
    const message = problem?.message ?? read.problem?.message;
    throw new Failure(
      exitCodes.invalid,
      `--against ${against}${line === undefined ? "" : `:${line}`} is no rule file that Prometheus would load: ${message}.`,
    );
  }
  return { ruleFile: ruleFileOf(read.value.groups), how: againstRecorded === true ? "recorded" : "evaluated" };
}

/** The groups of a checked rule file, with the labels of a group on its rules. */
function ruleFileOf(groups: readonly unknown[]): RuleFile {
  return {
    groups: groups.filter(isRecord).map((group) => {
      const rules = (Array.isArray(group["rules"]) ? group["rules"] : []).filter(isRecord).map((rule) => {
        const labels = { ...asRecord(group["labels"]), ...asRecord(rule["labels"]) };
        return { ...rule, labels };
      });
      return { name: String(group["name"]), interval: "1m", rules } as unknown as RuleFile["groups"][number];
    }),
  };
}

function asRecord(value: unknown): object {
  return isRecord(value) ? value : {};
}

/** A line for each question and for each week that is evaluated, while somebody watches; and a message when it will take long. */
function told(
  { message, progress }: Pick<Surroundings, "message" | "progress">,
  startMillis: number,
): (step: BacktestStep) => void {
  let weeks = Number.NEGATIVE_INFINITY;
  return (step) => {
    switch (step.kind) {
      case "fetching":
        weeks = Number.NEGATIVE_INFINITY;
        progress?.(`Fetching ${step.question} of ${step.of} for ${step.rules} ...`);
        break;
      case "slow":
        message(`In ${step.rules} ${oneLine(step.why)}`);
        break;
      case "evaluating": {
        const done = Math.floor((step.untilMillis + 60_000 - startMillis) / (7 * daySeconds * 1000));
        if (done > weeks) progress?.(`Evaluated ${step.rules} up to ${momentText(step.untilMillis)} UTC ...`);
        weeks = done;
        break;
      }
    }
  };
}
