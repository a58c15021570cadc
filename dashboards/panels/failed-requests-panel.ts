import { errorRate } from "../../queries/index.ts";
import { colours } from "../house-style/colours.ts";
import { lines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { rateWindow } from "../house-style/question.ts";
import { units } from "../house-style/units.ts";
import type { BoardScope } from "../scope.ts";

/** How many requests failed, as a number beside the ratio. */
export function failedRequestsPanel(scope: BoardScope): PanelDraft {
  return lines({
    title: "Failed requests",
    description:
      "How many requests failed or got no answer, by the same statuses as the error ratio. It tells a real failure from one unlucky request in a quiet hour. Zero is good; a gap means that there was no request.",
    unit: units.requestsPerSecond,
    questions: [{ expression: errorRate(scope.family, scope.where, rateWindow), legend: "failed" }],
    noValue: "No requests",
    colour: colours.bad,
  });
}
