import { exporterMetrics, metricLabel } from "@signalbox/contract";
import type { CounterSegment, GaugeSegment } from "../cases/behaviour-case.ts";
import type { SymptomCases } from "./symptom.ts";
import { grow, hold, onStage, silentAt } from "./symptom-stage.ts";

const labels = { [metricLabel]: "shop_refunds_total" };

/** The stories of `SeriesCapHit`. */
export const seriesCapHitCases: SymptomCases = (placed) =>
  onStage(placed, ({ story, firing, gauge, counter }) => {
    const updates = (segments: readonly CounterSegment[], pod = 1) =>
      counter(exporterMetrics.overflowedUpdates, labels, segments, pod);
    const steady = (segments: readonly GaugeSegment[]) => gauge(exporterMetrics.overflowedUpdates, labels, segments);
    return [
      {
        ...story(
          "fires",
          "it fires at the first update that finds no room",
          [updates([grow(5, 0), grow(1, 1), grow(9, 0)]), updates([grow(15, 0)], 2)],
          [...silentAt(5), { atMinutes: 6, alerts: firing(1, labels) }],
          ["fires"],
        ),
        notApplicable: { silentAtLowTraffic: "One update without room tells as much as many." },
      },
      story(
        "silent",
        "it stays silent while no further update overflows, though some did long ago",
        [steady([hold(20, 31)])],
        silentAt(5, 15),
        ["silentJustBelow", "silentWithoutTraffic"],
      ),
      story("silent", "it stays silent without data", [], silentAt(5), ["silentWithoutData"]),
      story(
        "clears",
        "it ends an hour after the last of them",
        [updates([grow(3, 2), grow(65, 0)])],
        [{ atMinutes: 60, alerts: firing(4, labels) }, ...silentAt(63)],
        ["clears"],
      ),
    ];
  });
