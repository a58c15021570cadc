import { activeRequests } from "../../queries/index.ts";
import { colours } from "../house-style/colours.ts";
import { lines } from "../house-style/lines.ts";
import type { PanelDraft } from "../house-style/panel-draft.ts";
import { units } from "../house-style/units.ts";
import type { BoardScope } from "../scope.ts";

/** Requests that wait for their answer; undefined where the family does not count them. */
export function inFlightPanel(scope: BoardScope): PanelDraft | undefined {
  const expression = activeRequests(scope.family, scope.where);
  if (expression === undefined) return undefined;
  return lines({
    title: "In flight",
    description:
      "Requests that have begun and wait for their answer, over all instances. A line that climbs at an even rate is a service that hangs: durations show it only when the answers come.",
    unit: units.number,
    questions: [{ expression, legend: "in flight" }],
    noValue: "No data yet",
    colour: colours.neutral,
  });
}
