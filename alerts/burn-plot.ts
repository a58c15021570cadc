import { indicatorLabel, panelKeys } from "@signalbox/contract";
import { type BurnLimit, burnLimits, type Objective } from "../config/index.ts";
import { equals, recordedErrorRatio } from "../queries/index.ts";
import type { AlertPlot } from "./alert-plot.ts";
import { percentage } from "./numbers.ts";

/**
 * How near an objective is to its burn alerts: the recorded error ratio of every long window, as a multiple of the limit
 * that it is compared with, so that windows with different limits share one line at 1.
 */
export function burnPlot(objective: Objective): AlertPlot {
  const { indicator, targetRatio, page, windowDays } = objective;
  const limits = (["page", "ticket"] as const)
    .filter((urgency) => urgency === "ticket" || page)
    .flatMap((urgency) => burnLimits(urgency, targetRatio, windowDays));
  return {
    about: "objective",
    key: panelKeys.burn(indicator),
    title: `Burn alerts: ${indicator}`,
    description: `How near the burn alerts of ${indicator} are. Each line is the error ratio over one window as a multiple of its alert's limit: ${limits.map(inWords).join(", ")}. An alert fires once a line is above 1, its short window agrees, and enough events were bad to matter.`,
    unit: "number",
    lines: (where) =>
      limits.map(({ pair, thresholdRatio }) => ({
        expression: `${recordedErrorRatio(pair.long, [...where, equals(indicatorLabel, indicator)])} / ${thresholdRatio}`,
        legend: `${pair.long} (${pair.urgency})`,
      })),
    limit: 1,
  };
}

function inWords({ pair, thresholdRatio }: BurnLimit): string {
  return `${percentage(thresholdRatio)} over ${pair.long} (${pair.urgency})`;
}
