import { type Dashboard, DashboardBuilder, DashboardCursorSync } from "@grafana/grafana-foundation-sdk/dashboard";
import { deepFreeze } from "@signalbox/contract";
import type { Environment } from "../../config/index.ts";
import type { Board } from "../board.ts";
import { firingSpans, notes, siblingBoards } from "../events.ts";
import type { Row } from "../rows.ts";
import type { BoardScope } from "../scope.ts";
import { identityVariables, sourceVariable } from "../variables.ts";
import { withoutNoise } from "./noise.ts";
import { placePanels } from "./place-panels.ts";

/** A board as it was composed. */
export interface BoardDraft {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** The first tag is that of all boards of ours; siblings are found by it. */
  readonly tags: readonly [string, ...string[]];
  readonly scope: BoardScope;
  readonly rows: readonly Row[];
  readonly scrapeIntervalSeconds: number;
  /** The environment that a first visit shows. */
  readonly shownFirst: Environment | undefined;
}

/** Turns a composed board into Grafana's JSON: what all boards share, then ids, refIds, layout, and nothing superfluous. */
export function finalise(draft: BoardDraft): Board {
  const builder = new DashboardBuilder(draft.title)
    .uid(draft.uid)
    .description(draft.description)
    .tags([...draft.tags])
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: "now-1h", to: "now" })
    .refresh("30s")
    .timezone("browser")
    .variables([sourceVariable(), ...identityVariables(draft.scope, draft.shownFirst)])
    .annotations([notes(), firingSpans(draft.scope)])
    .links([siblingBoards(draft.tags[0])]);
  const dashboard: Dashboard = {
    ...builder.build(),
    panels: [...placePanels(draft.rows, draft.scrapeIntervalSeconds)],
  };
  return deepFreeze(withoutNoise(dashboard) as unknown as Board);
}
