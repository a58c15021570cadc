import { dependencyLabel } from "@signalbox/contract";
import { callRate } from "../../queries/index.ts";
import { lines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { rateWindow } from "../house-style/question.ts";
import { units } from "../house-style/units.ts";
import { type BoardScope, legendOf } from "../scope.ts";

/** How much the service asks of its dependencies. */
export function callRatePanel(scope: BoardScope): PanelDraft {
  return lines({
    title: "Calls",
    description:
      "Calls to other services, by dependency; other is every host that the definition does not name. A fall without a fall of requests is a cache, or a path that is never reached any more.",
    unit: units.requestsPerSecond,
    questions: [{ expression: callRate(scope.where, rateWindow), legend: legendOf([dependencyLabel]) }],
    noValue: "No calls",
  });
}
