import { alertPlots } from "../../alerts/index.ts";
import type { Config } from "../../config/index.ts";
import type { Board } from "../../dashboards/index.ts";
import type { Artefact } from "./artefact.ts";
import { jsonText } from "./json-text.ts";

/** The board of every service. The SDK behind it takes long to load, so it is loaded only here. */
export async function boardsOf(config: Config): Promise<readonly Board[]> {
  const { serviceBoard } = await import("../../dashboards/index.ts");
  return config.services.map((objectives) => serviceBoard(objectives, config, alertPlots(objectives, config)));
}

/** Each board as Grafana's classic JSON. */
export function boardArtefacts(boards: readonly Board[]): readonly Artefact[] {
  return boards.map((board) => ({
    path: `dashboards/${board.uid}.json`,
    content: jsonText(board),
    source: `the board ${JSON.stringify(board.title)}`,
  }));
}
