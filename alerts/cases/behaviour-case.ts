import type { ServiceObjectives } from "../../config/index.ts";
import type { FiringAlert } from "../alert.ts";
import type { Proof } from "./proofs.ts";

/** A stretch of a counter, in increase per minute. */
export interface CounterSegment {
  readonly minutes: number;
  readonly perMinute: number;
}

/** A stretch of a gauge; undefined where the series does not exist. */
export interface GaugeSegment {
  readonly minutes: number;
  readonly value: number | undefined;
}

/** One series with a sample every minute, or whatever its case says. It begins at minute 0, a counter at 0, and its segments follow each other. */
export type InputSeries = {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
} & (
  | { readonly kind: "counter"; readonly segments: readonly CounterSegment[] }
  | { readonly kind: "gauge"; readonly segments: readonly GaugeSegment[] }
);

/** All alerts of the case's name that fire at a minute; no other may. */
export interface Expectation {
  readonly atMinutes: number;
  readonly alerts: readonly FiringAlert[];
}

/** What a question about recorded series gives at a minute: exactly these series, with exactly these values. */
export interface RecordedExpectation {
  readonly atMinutes: number;
  /** PromQL, such as `round(1e6 * slo:burn_rate:ratio1h{sli="fast"})`; rounded, because the last digits of a ratio are noise. */
  readonly expression: string;
  readonly samples: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

/** What a case shows about its rule. */
export type Behaviour = "fires" | "silent" | "clears";

/**
 * `minutely`: a sample and an evaluation a minute, from minute 0 on. `history`: a sample every 5 minutes or more, and the rules run at minute 0 and
 * at {@link historyMinutes} only, so that weeks of what rules recorded can be their input; an input that a rule records too must
 * have no sample then.
 */
export type Pace = "minutely" | "history";

/** Minutes from one sample of a case's series to the next. */
export function sampleMinutes({ pace, everyMinutes }: Pick<BehaviourCase, "pace" | "everyMinutes">): number {
  return everyMinutes ?? (pace === "history" ? 5 : 1);
}

/** The minute at which stories of the pace `history` are looked at: two days more than the longest budget window, and no less than 30 days, because business alerts look back four weeks. */
export function historyMinutes(objectives: ServiceObjectives): number {
  const longest = Math.max(...objectives.objectives.map(({ windowDays }) => windowDays), objectives.windowDays, 28);
  return (longest + 2) * 1440;
}

/** A story about a service and what one alert rule makes of it. */
export interface BehaviourCase {
  /** A sentence. */
  readonly name: string;
  readonly service: string;
  readonly alert: string;
  /** The labels that the rule sets, which tell it from other rules of its name. */
  readonly ruleLabels: Readonly<Record<string, string>>;
  readonly behaviour: Behaviour;
  /** What it proves, finer than `behaviour`; default: that it fires or clears, and of a silent case nothing. */
  readonly proves?: readonly Proof[];
  /** What no case of this rule can prove, each with its reason; one case of the rule says it. */
  readonly notApplicable?: Readonly<Partial<Record<Proof, string>>>;
  /** How often its series have a sample and its rules run; default `minutely`. */
  readonly pace?: Pace;
  /** Minutes from one sample to the next, where the pace is not enough to say it: promtool refuses a query of more than 10,000 samples. */
  readonly everyMinutes?: number;
  readonly series: readonly InputSeries[];
  readonly expectations: readonly Expectation[];
  /** What the rules have recorded; default: nothing is asked. */
  readonly recorded?: readonly RecordedExpectation[];
}

/**
 * The samples of a series: minute and value, without the minutes where it does not exist.
 * @param everyMinutes minutes from one to the next, of which the lengths of all segments are multiples
 */
export function samplesOf(
  series: InputSeries,
  everyMinutes = 1,
): readonly { readonly minute: number; readonly value: number }[] {
  const samples: { minute: number; value: number }[] = [];
  if (series.kind === "counter") {
    samples.push({ minute: 0, value: 0 });
    let minute = 0;
    let start = 0;
    for (const { minutes, perMinute } of series.segments) {
      for (let step = everyMinutes; step <= minutes; step += everyMinutes)
        samples.push({ minute: minute + step, value: start + perMinute * step });
      minute += minutes;
      start += perMinute * minutes;
    }
    return samples;
  }
  let minute = 0;
  for (const { minutes, value } of series.segments) {
    for (let step = 0; step < minutes; step += everyMinutes) {
      if (value !== undefined) samples.push({ minute: minute + step, value });
    }
    minute += minutes;
  }
  return samples;
}
