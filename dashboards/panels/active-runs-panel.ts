import { workLabel } from "@signalbox/contract";
import { activeRuns } from "../../queries/index.ts";
import { lines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { units } from "../house-style/units.ts";
import { type BoardScope, legendOf } from "../scope.ts";

/** Work that has begun and not ended. */
export function activeRunsPanel(scope: BoardScope): PanelDraft {
  return lines({
    title: "Active runs",
    description:
      "Runs that have begun and not ended, over all instances, by kind of work. A line that stays at its limit is work that hangs, or too few consumers.",
    unit: units.number,
    questions: [{ expression: activeRuns(scope.where), legend: legendOf([workLabel]) }],
    noValue: "No work yet",
  });
}
