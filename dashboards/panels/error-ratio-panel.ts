import type { HttpFamily } from "@signalbox/contract";
import { errorRatio } from "../../queries/index.ts";
import { colours } from "../house-style/colours.ts";
import { lines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { rateWindow } from "../house-style/question.ts";
import { units } from "../house-style/units.ts";
import { allowedRatio, type BoardScope } from "../scope.ts";
import { availabilityObjective } from "../whole-service-objectives.ts";

/** Share of requests that failed, beside what the availability objective allows. */
export function errorRatioPanel(scope: BoardScope): PanelDraft {
  const objective = availabilityObjective(scope);
  return lines({
    title: "Errors",
    description: `Share of requests that ${failureOf(scope.family)}. A gap means that there was no request. Read it with the failed requests below: at little traffic one failure is a large share.`,
    unit: units.ratio,
    questions: [{ expression: errorRatio(scope.family, scope.where, rateWindow), legend: "failed" }],
    noValue: "No requests",
    colour: colours.bad,
    ...(objective === undefined ? {} : { limit: allowedRatio(objective) }),
  });
}

function failureOf(family: HttpFamily): string {
  return family.indicatorSource === "events"
    ? "were answered with 5xx, or got no answer before the client left"
    : `were answered with a bad status (${family.badStatus})`;
}
