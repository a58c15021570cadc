import { boardsOf } from "../artefacts/boards.ts";
import { loadConfig } from "../config-file/load-config.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Outcome, Surroundings } from "../outcome.ts";
import { publishedFolder } from "../publish/folder.ts";
import { grafanaAddress } from "../publish/grafana-address.ts";
import { GrafanaClient } from "../publish/grafana-client.ts";
import { publicationReport } from "../publish/publication-report.ts";
import { publishBoards } from "../publish/publish-boards.ts";
import { type PublishLimits, publishLimits } from "../publish/publish-limits.ts";
import { grafanaToken } from "../publish/token.ts";

/** Options of `publish`. */
export interface PublishOptions {
  readonly config?: string;
  /** Address of Grafana; default `grafana.url` of the config. */
  readonly grafanaUrl?: string;
  /** File with the token, relative to the working directory; default the variable GRAFANA_TOKEN. */
  readonly tokenFile?: string;
  /** Sends no request that changes anything. */
  readonly dryRun?: boolean;
  /** Allows `http://` to another machine. */
  readonly insecureHttp?: boolean;
}

/** Writes the boards of the config and their folder to Grafana; boards that are there already are not written. */
export async function publish(
  options: PublishOptions,
  world: Pick<Surroundings, "cwd" | "env" | "fetch" | "signal">,
  limits: PublishLimits = publishLimits,
): Promise<Outcome> {
  const { config } = await loadConfig(world.cwd, options.config);
  const address = grafanaAddress({
    option: options.grafanaUrl,
    config: config.grafana.url,
    insecureHttp: options.insecureHttp === true,
  });
  const token = await grafanaToken(options.tokenFile, world);
  const boards = await boardsOf(config);
  const dryRun = options.dryRun === true;
  const grafana = new GrafanaClient({ address, token, limits, fetch: world.fetch, signal: world.signal });
  const folder = await publishedFolder(grafana, config.grafana.folder, dryRun);
  const results = await publishBoards(grafana, boards, folder, dryRun);
  const interruption = world.signal.aborted ? signalCode(world.signal.reason) : undefined;
  return publicationReport({ grafana: address, dryRun, folder, boards: results, interruption });
}

function signalCode(reason: unknown): ExitCode {
  return reason === exitCodes.terminated ? exitCodes.terminated : exitCodes.interrupted;
}
