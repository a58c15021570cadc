import { workLabel } from "@signalbox/contract";
import { secondsSinceSuccess } from "../../queries/index.ts";
import { lines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { units } from "../house-style/units.ts";
import { type BoardScope, legendOf } from "../scope.ts";

/** When work last succeeded. */
export function sinceSuccessPanel(scope: BoardScope): PanelDraft {
  return lines({
    title: "Since last success",
    description:
      "Time since a run of any instance last ended without an error, by kind of work. For work on a schedule, more than two periods is a job that does not run or does not succeed.",
    unit: units.seconds,
    questions: [{ expression: secondsSinceSuccess(scope.where), legend: legendOf([workLabel]) }],
    noValue: "No success yet",
  });
}
