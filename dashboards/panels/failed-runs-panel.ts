import { workLabel } from "@signalbox/contract";
import { failedRunRatio } from "../../queries/index.ts";
import { lines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { rateWindow } from "../house-style/question.ts";
import { units } from "../house-style/units.ts";
import { type BoardScope, legendOf } from "../scope.ts";

/** Which work fails. */
export function failedRunsPanel(scope: BoardScope): PanelDraft {
  return lines({
    title: "Failed runs",
    description:
      "Share of runs that ended with an error, by kind of work. A queue that tries again hides it from its users until it gives up. A gap means that no run ended.",
    unit: units.ratio,
    questions: [{ expression: failedRunRatio(scope.where, rateWindow), legend: legendOf([workLabel]) }],
    noValue: "No runs",
  });
}
