import type { AlertPeriod } from "@signalbox/engine";
import { isAlert, type RuleFile } from "../alerts/index.ts";
import { anyOf, firingAlerts, type QuerySource } from "../queries/index.ts";

/** The part of an alert's life that is reported. */
export type FiredPeriod = Pick<AlertPeriod, "name" | "labels" | "firingFromMillis" | "endMillis">;

/** A gap of the server's evaluations up to this long does not end an alert. */
const bridgedMillis = 5 * 60_000;

/** When the alerts of a rule file fired according to the series `ALERTS` that a server recorded. */
export async function recordedAlerts(
  source: Pick<QuerySource, "range">,
  { groups }: RuleFile,
  startMillis: number,
  endMillis: number,
): Promise<readonly FiredPeriod[]> {
  const names = [...new Set(groups.flatMap(({ rules }) => rules.filter(isAlert).map(({ alert }) => alert)))];
  const found = await source.range(firingAlerts([anyOf("alertname", names)]), startMillis / 1000, endMillis / 1000, 60);
  return found.flatMap(({ labels: all, times }) => {
    const { __name__: _, alertname: name = "", alertstate: __, ...labels } = all;
    const periods: { name: string; labels: typeof labels; firingFromMillis: number; endMillis?: number }[] = [];
    let last = Number.NEGATIVE_INFINITY;
    for (const time of Array.from(times, (seconds) => Math.round(seconds * 1000))) {
      const open = periods.at(-1);
      if (time - last > bridgedMillis) {
        if (open !== undefined) open.endMillis = last + 60_000;
        periods.push({ name, labels, firingFromMillis: time });
      }
      last = time;
    }
    const open = periods.at(-1);
    if (open !== undefined && last < endMillis - bridgedMillis) open.endMillis = last + 60_000;
    return periods;
  });
}
