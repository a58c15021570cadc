import { answerRate, unansweredRate } from "../../queries/index.ts";
import { colours } from "../house-style/colours.ts";
import { shadesOf, stackedLines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { rateWindow } from "../house-style/question.ts";
import { units } from "../house-style/units.ts";
import type { BoardScope } from "../scope.ts";

/** Which answers the requests got; together they are the rate. */
export function statusMixPanel(scope: BoardScope): PanelDraft {
  const { status } = scope.family.labels;
  const panel = stackedLines({
    title: "Answers by status",
    description:
      "Requests by the status that was sent, stacked to the whole rate. A growing share of 4xx is a client or a release that asks for the wrong thing; 429 is load that was turned away. No answer: the client left before one came.",
    unit: units.requestsPerSecond,
    questions: [
      { expression: answerRate(scope.family, scope.where, rateWindow), legend: `HTTP {{${status}}}` },
      { expression: unansweredRate(scope.family, scope.where, rateWindow), legend: "no answer" },
    ],
    noValue: "No requests",
    colour: colours.neutral,
  });
  return Object.entries(colours.statusClasses).reduce(
    (drawn, [digit, colour]) => shadesOf(drawn, `/^HTTP ${digit}/`, colour),
    panel,
  );
}
