import { writeFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { boardUid, serviceBoard } from "@signalbox/contract";
import {
  askedThen,
  type Incident,
  type IncidentFacts,
  type IncidentPanel,
  incidentFacts,
  incidentReport,
  panelAddress,
} from "../../alerts/index.ts";
import type { Board } from "../../dashboards/index.ts";
import { boardsOf } from "../artefacts/boards.ts";
import { chosenEnvironment, chosenService } from "../config-file/chosen.ts";
import { loadConfig } from "../config-file/load-config.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import type { Outcome, Surroundings } from "../outcome.ts";
import { momentOf } from "../output/durations.ts";
import { bearerToken } from "../query-source/bearer-token.ts";
import { prometheusAddress } from "../query-source/prometheus-address.ts";
import { prometheusSource } from "../query-source/prometheus-source.ts";
import { type SourceLimits, sourceLimits } from "../query-source/source-limits.ts";
import { exists } from "../tree/made-folder.ts";

/** Options of `incident`. Moments in milliseconds since 1970. */
export interface IncidentOptions {
  readonly config?: string;
  readonly from: number;
  /** Default now. */
  readonly to?: number;
  readonly service?: string;
  readonly environment?: string;
  /** Address of a server with Prometheus's query API; without one the report has the queries and no answers. */
  readonly prometheus?: string;
  readonly tokenFile?: string;
  /** The file to write, relative to the working directory; default stdout. */
  readonly out?: string;
}

const longestDays = 31;

/** Writes what fired, what it cost, and the board's queries as Markdown for the post-mortem. */
export async function incident(
  options: IncidentOptions,
  world: Pick<Surroundings, "cwd" | "env" | "fetch" | "signal" | "message" | "progress">,
  limits: SourceLimits = sourceLimits,
): Promise<Outcome> {
  const span = spanOf(options);
  if (options.out !== undefined) await assertFolderOf(options.out, world.cwd);
  const { config } = await loadConfig(world.cwd, options.config);
  const objectives = chosenService(config, options.service);
  const environment = chosenEnvironment(config, options.environment);
  const boards = await boardsOf({ ...config, services: [objectives] });
  const board = boards.find(({ uid }) => uid === boardUid(objectives.service.name, serviceBoard));
  const happened: Incident = {
    objectives,
    config,
    environment,
    ...span,
    panels: board === undefined ? [] : panelsOf(board),
  };
  const facts = options.prometheus === undefined ? undefined : await factsOf(options.prometheus, happened);
  const report = incidentReport(happened, facts);
  if (options.out !== undefined) await writeReport(resolve(world.cwd, options.out), options.out, report);
  return {
    exitCode: exitCodes.done,
    text: options.out === undefined ? report : `${options.out} is written.\n`,
    document: documentOf(happened, facts),
  };

  async function factsOf(server: string, asked: Incident): Promise<IncidentFacts> {
    const address = prometheusAddress(server);
    const token = await bearerToken(options.tokenFile, world);
    world.progress?.(`Asking ${new URL(address).origin} ...`);
    const source = prometheusSource({
      address,
      token,
      fetch: world.fetch,
      limits,
      signal: world.signal,
      warn: (text) => world.message(`${new URL(address).origin} warns: ${text}`),
      notice: world.message,
    });
    return await incidentFacts(source, asked);
  }
}

function spanOf({ from, to = Date.now() }: IncidentOptions): Pick<Incident, "fromSeconds" | "toSeconds"> {
  const fromSeconds = Math.floor(from / 60_000) * 60;
  const toSeconds = Math.ceil(to / 60_000) * 60;
  if (to <= from) {
    throw new Failure(
      exitCodes.invalid,
      `--to ${momentOf(toSeconds * 1000)} is not after --from ${momentOf(fromSeconds * 1000)}. Times without Z or an offset are local time.`,
    );
  }
  if (toSeconds - fromSeconds > longestDays * 86_400) {
    throw new Failure(
      exitCodes.invalid,
      `From --from to --to are ${Math.round((toSeconds - fromSeconds) / 86_400)} days; an incident has at most ${longestDays}. For longer spans use backtest.`,
    );
  }
  return { fromSeconds, toSeconds };
}

function panelsOf(board: Board): readonly IncidentPanel[] {
  let row = "";
  return board.panels.flatMap(({ id, type, title = "", targets = [] }) => {
    if (type === "row") row = title;
    const queries = targets.flatMap(({ expr }) => expr ?? []);
    return queries.length === 0 ? [] : [{ id, title, row, queries }];
  });
}

/** Said before anything is asked, so that no answer is lost. */
async function assertFolderOf(out: string, cwd: string): Promise<void> {
  if (out === "") throw new Failure(exitCodes.invalid, "--out is empty: name the file to write, such as incident.md.");
  const folder = dirname(resolve(cwd, out));
  if (await exists(folder)) return;
  const shown = relative(cwd, folder);
  throw new Failure(
    exitCodes.invalid,
    `--out ${out}: the folder ${shown} does not exist. Make it, or name another file.`,
  );
}

async function writeReport(path: string, shown: string, report: string): Promise<void> {
  try {
    await writeFile(path, report, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new Failure(
      exitCodes.conflict,
      `${shown} exists, and somebody may have written into it. Name another file with --out.`,
      { cause: error },
    );
  }
}

function documentOf(happened: Incident, facts: IncidentFacts | undefined): Outcome["document"] {
  const { objectives, environment, fromSeconds, toSeconds, panels } = happened;
  const momentOrNull = (seconds: number | undefined): string | null =>
    seconds === undefined ? null : momentOf(seconds * 1000);
  return {
    service: objectives.service.name,
    environment: environment.name,
    from: momentOf(fromSeconds * 1000),
    to: momentOf(toSeconds * 1000),
    fired:
      facts?.fired.map(({ alert, labels, fromSeconds: first, toSeconds: last }) => ({
        alert,
        labels,
        from: momentOrNull(first),
        to: momentOrNull(last),
      })) ?? null,
    costs: facts?.costs ?? null,
    panels: panels.map((panel) => ({
      row: panel.row,
      title: panel.title,
      url: panelAddress(panel, happened) ?? null,
      queries: panel.queries.map((query) => askedThen(query, happened)),
    })),
  };
}
