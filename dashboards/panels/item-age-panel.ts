import { workLabel } from "@signalbox/contract";
import { itemAgeQuantile } from "../../queries/index.ts";
import { lines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { rateWindow } from "../house-style/question.ts";
import { units } from "../house-style/units.ts";
import { type BoardScope, legendOf } from "../scope.ts";

/** How long items wait for their turn. */
export function itemAgePanel(scope: BoardScope): PanelDraft {
  return lines({
    title: "Age of items, p95",
    description:
      "One item in twenty had waited longer than this when work on it began, by kind of work. A line that climbs is a queue that grows. Empty where the service does not tell when items came.",
    unit: units.seconds,
    questions: [{ expression: itemAgeQuantile(0.95, scope.where, rateWindow), legend: legendOf([workLabel]) }],
    noValue: "Not measured",
  });
}
