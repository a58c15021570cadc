import { type AlertPeriod, type AppendedSeries, markStale, type RuleError, type Storage } from "@signalbox/engine";
import type { RuleFile } from "../alerts/index.ts";
import type { QuerySource, SourceSeries } from "../queries/index.ts";
import { evaluatedSpan, ruleFileOf } from "./evaluated-span.ts";
import { fetchedRules } from "./fetched-rules.ts";
import { ruleCycles } from "./rule-cycles.ts";
import { type ParsedRule, parsedRules, rulesForAlerts, type SimulationEngine } from "./rule-inputs.ts";

/** Rules to replay on a server's history, and from when to when. */
export interface ReplayRequest {
  readonly ruleFile: RuleFile;
  readonly source: Pick<QuerySource, "range">;
  /** The first evaluation; earlier than what is reported, so that long windows are full by then. Whole minutes. */
  readonly startMillis: number;
  /** The last evaluation. */
  readonly endMillis: number;
  /** Recorded series that are needed beside those that alerts read. */
  readonly alsoRecorded?: readonly string[];
  readonly onProgress?: (step: ReplayStep) => void;
}

/** How far a replay is. */
export type ReplayStep =
  | { readonly kind: "fetching"; readonly question: number; readonly of: number }
  /** The evaluation will take long, for a reason that is a sentence. */
  | { readonly kind: "slow"; readonly why: string }
  | { readonly kind: "evaluating"; readonly untilMillis: number };

/** What rules made of a server's history. */
export interface Replay {
  readonly alerts: readonly AlertPeriod[];
  readonly errors: readonly RuleError[];
  /** Rules that could not be replayed, by name, with the reason. */
  readonly left: readonly { readonly name: string; readonly why: string }[];
  /** What the replay recorded, for further questions; undefined after {@link dispose}. */
  readonly storage: Storage;
  readonly dispose: () => Promise<void>;
}

/** Fetches what the rules read from a server, and evaluates them every minute in the engine. */
export async function replay(engine: SimulationEngine, request: ReplayRequest): Promise<Replay> {
  const { source, startMillis, endMillis, onProgress } = request;
  const also = new Set(request.alsoRecorded);
  const all = await parsedRules(engine, request.ruleFile);
  const { questions, rules, left } = await fetchedRules(
    engine,
    rulesForAlerts(all, (record) => also.has(record)),
  );
  const storage = await engine.storage();
  const ruleSet = await engine.rules(ruleFileOf(rules));
  try {
    for (const [index, { expression, metric }] of questions.entries()) {
      onProgress?.({ kind: "fetching", question: index + 1, of: questions.length });
      const answer = await source.range(expression, startMillis / 1000, endMillis / 1000, 60);
      await storage.append(answer.map((series) => asRecorded(series, metric, endMillis)));
    }
    const { alerts, errors } = await evaluatedSpan(ruleSet, storage, {
      startMillis,
      endMillis,
      onPiece: (untilMillis) => onProgress?.({ kind: "evaluating", untilMillis }),
      onStepwise: (why) => onProgress?.({ kind: "slow", why: slowBecause(rules, why) }),
    });
    const names = left.map(({ rule: { rule }, why }) => ({ name: "alert" in rule ? rule.alert : rule.record, why }));
    return { alerts, errors, left: names, storage, dispose: () => storage.dispose() };
  } catch (error) {
    await storage.dispose().catch(() => undefined);
    throw error;
  } finally {
    await ruleSet.dispose().catch(() => undefined);
  }
}

function slowBecause(rules: readonly ParsedRule[], why: string): string {
  const cycles = ruleCycles(rules).map((names) => [...names, names[0]].join(" reads "));
  const slowly = "so every rule is evaluated minute by minute, which takes much longer";
  if (cycles.length === 0) return `${why}, ${slowly}.`;
  return `${cycles.join("; ")}: a rule of such a circle sees what the one that it reads recorded a minute ago, ${slowly}.`;
}

/** An answer as a rule would have recorded it: a stale marker a minute after each last sample before a gap. */
function asRecorded({ labels, times, values }: SourceSeries, metric: string, endMillis: number): AppendedSeries {
  const timesMillis: number[] = [];
  const stored: number[] = [];
  const gaps: number[] = [];
  for (let index = 0; index < times.length; index++) {
    const millis = Math.round((times[index] ?? 0) * 1000);
    timesMillis.push(millis);
    stored.push(values[index] ?? Number.NaN);
    const next = times[index + 1] === undefined ? endMillis + 60_000 : Math.round((times[index + 1] ?? 0) * 1000);
    if (next - millis > 60_000 && millis < endMillis) {
      gaps.push(stored.length);
      timesMillis.push(millis + 60_000);
      stored.push(0);
    }
  }
  const written = Float64Array.from(stored);
  for (const index of gaps) markStale(written, index);
  return { labels: { ...labels, __name__: metric }, timesMillis: Float64Array.from(timesMillis), values: written };
}
