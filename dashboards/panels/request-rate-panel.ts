import { requestRate } from "../../queries/index.ts";
import { colours } from "../house-style/colours.ts";
import { lines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { rateWindow } from "../house-style/question.ts";
import { units } from "../house-style/units.ts";
import type { BoardScope } from "../scope.ts";

/** How much is asked of the service. */
export function requestRatePanel(scope: BoardScope): PanelDraft {
  return lines({
    title: "Rate",
    description:
      "Requests answered, all routes and statuses. A sudden fall is as telling as a peak: clients may not get through at all.",
    unit: units.requestsPerSecond,
    questions: [{ expression: requestRate(scope.family, scope.where, rateWindow), legend: "requests" }],
    noValue: "No requests",
    colour: colours.rate,
  });
}
