import { indicatorLabel, indicatorMetrics } from "@signalbox/contract";
import type { GaugeSegment, InputSeries } from "../cases/behaviour-case.ts";
import type { SymptomCases } from "./symptom.ts";
import { hold, onStage, silentAt } from "./symptom-stage.ts";

/** The stories of `IndicatorRouteUnmatched`. */
export const indicatorRouteUnmatchedCases: SymptomCases = (placed) =>
  onStage(placed, ({ scope, story, firing, gauge }) => {
    const indicator = Object.entries(scope.objectives.service.indicators).find(
      ([, candidate]) => candidate.kind === "requests" && candidate.routes !== undefined,
    )?.[0];
    if (indicator === undefined) return [];
    const sli = { [indicatorLabel]: indicator };
    const unmatched = (segments: readonly GaugeSegment[], pod = 1): InputSeries =>
      gauge(indicatorMetrics.unmatchedRoutes, sli, segments, pod);
    return [
      {
        ...story(
          "fires",
          "it fires when one route stays unknown, however many pods say so",
          [unmatched([hold(15, 1)], 1), unmatched([hold(15, 1)], 2)],
          [...silentAt(9), { atMinutes: 10, alerts: firing(1, sli) }],
          ["fires"],
        ),
        notApplicable: { silentAtLowTraffic: "It compares routes with the router, and reads no events." },
      },
      story("silent", "it stays silent when every route is known", [unmatched([hold(15, 0)])], silentAt(12), [
        "silentJustBelow",
        "silentWithoutTraffic",
      ]),
      story("silent", "it stays silent without data", [], silentAt(12), ["silentWithoutData"]),
      story(
        "clears",
        "it ends when every route is known",
        [unmatched([hold(12, 2), hold(8, 0)])],
        [{ atMinutes: 11, alerts: firing(2, sli) }, ...silentAt(12)],
        ["clears"],
      ),
    ];
  });
