import { recordedSeries } from "@signalbox/contract";
import { answersPerSecond } from "../../queries/index.ts";
import type { AlertScope } from "../alert.ts";
import { matchersOf } from "../places.ts";
import type { RecordingRule } from "../rule-file.ts";

/** Records the answers of a service, which several symptoms read: one pass over the raw series for all of them. */
export function answerRule({ objectives, config, places }: AlertScope): RecordingRule {
  const where = matchersOf(config, places);
  return { record: recordedSeries.answers, expr: answersPerSecond(objectives.service.http, where, config.identity) };
}
