import { metricLabel, recordedSeries } from "@signalbox/contract";
import { counterRate, expectedEvents, hourlyEvents } from "../../queries/index.ts";
import type { AlertScope } from "../alert.ts";
import { matchersOf } from "../places.ts";
import type { RecordingRule } from "../rule-file.ts";

/**
 * Records what the same hours of earlier weeks let expect of a counter. Hours are kept, so that a comparison with 4 weeks reads 16 points
 * and not four weeks of samples.
 */
export function businessRecords(counter: string, scope: AlertScope): readonly RecordingRule[] {
  const where = matchersOf(scope.config, scope.places);
  const by = scope.config.identity;
  const rule = (record: string, expr: string): RecordingRule => ({ record, expr, labels: { [metricLabel]: counter } });
  return [
    rule(recordedSeries.businessEvents, counterRate(counter, where, "5m", by)),
    rule(recordedSeries.businessEventsHourly, hourlyEvents(counter, where)),
    rule(recordedSeries.expectedBusinessEvents, expectedEvents(counter, where, by)),
  ];
}
