import { dependencyLabel } from "@signalbox/contract";
import { failedCallRatio } from "../../queries/index.ts";
import { lines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { rateWindow } from "../house-style/question.ts";
import { units } from "../house-style/units.ts";
import { type BoardScope, legendOf } from "../scope.ts";

/** Which dependency does not serve. */
export function failedCallsPanel(scope: BoardScope): PanelDraft {
  return lines({
    title: "Failed calls",
    description:
      "Share of calls that got 5xx, 429 or no answer, by dependency. Read it beside the error ratio of the service: when both rise together, the cause is over there. A gap means that there was no call.",
    unit: units.ratio,
    questions: [{ expression: failedCallRatio(scope.where, rateWindow), legend: legendOf([dependencyLabel]) }],
    noValue: "No calls",
  });
}
