import { type Engine, firingAt, type Storage } from "@signalbox/engine";
import { type BehaviourCase, type FiringAlert, type InputSeries, samplesOf } from "../alerts/index.ts";

/** How a minute of a case differs from what was expected. */
export interface CaseProblem {
  readonly atMinutes: number;
  /** Alerts that should fire and do not, or not with exactly these labels and annotations. */
  readonly missing: readonly FiringAlert[];
  /** Alerts of the case's name that fire and should not, or not with exactly these labels and annotations. */
  readonly unexpected: readonly FiringAlert[];
}

/** What the engine says of one case. */
export interface CaseResult {
  readonly case: BehaviourCase;
  /** Whether every minute was as expected and no rule had an error. */
  readonly passed: boolean;
  readonly problems: readonly CaseProblem[];
  /** Errors that rules had while they were evaluated, in Prometheus's own words. */
  readonly ruleErrors: readonly string[];
}

/** The part of an engine that running cases needs. */
export type CaseEngine = Pick<Engine, "storage" | "rules">;

/**
 * Runs cases against a rule file, each on a storage of its own, as `promtool test rules` would: one evaluation a minute
 * from minute 0 on, labels and annotations compared to the letter.
 * @param ruleFileYaml the text of the rule file
 * @throws {RulesInvalid} when Prometheus would not load the rule file
 */
export async function runCases(
  engine: CaseEngine,
  ruleFileYaml: string,
  cases: readonly BehaviourCase[],
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const behaviour of cases) results.push(await runCase(engine, ruleFileYaml, behaviour));
  return results;
}

async function runCase(engine: CaseEngine, ruleFileYaml: string, behaviour: BehaviourCase): Promise<CaseResult> {
  const storage = await engine.storage();
  const rules = await engine.rules(ruleFileYaml);
  try {
    await appendSeries(storage, behaviour.series);
    const lastMinute = Math.max(0, ...behaviour.expectations.map(({ atMinutes }) => atMinutes));
    const evaluation = await rules.evaluateRange(storage, {
      startMillis: 0,
      endMillis: minuteMillis(lastMinute),
      stepSeconds: 60,
    });
    const problems = behaviour.expectations.flatMap(({ atMinutes, alerts }) => {
      const firing = firingAt(evaluation, minuteMillis(atMinutes))
        .filter(({ name }) => name === behaviour.alert)
        .map(({ labels, annotations }) => ({ labels: withoutName(labels), annotations }));
      const missing = notAmong(alerts, firing);
      const unexpected = notAmong(firing, alerts);
      return missing.length + unexpected.length === 0 ? [] : [{ atMinutes, missing, unexpected }];
    });
    const ruleErrors = evaluation.errors.map(({ group, name, message }) => `${group}, ${name}: ${message}`);
    return { case: behaviour, passed: problems.length + ruleErrors.length === 0, problems, ruleErrors };
  } finally {
    await rules.dispose();
    await storage.dispose();
  }
}

async function appendSeries(storage: Storage, series: readonly InputSeries[]): Promise<void> {
  await storage.append(
    series.map((one) => {
      const samples = samplesOf(one);
      return {
        labels: { __name__: one.metric, ...one.labels },
        timesMillis: Float64Array.from(samples, ({ minute }) => minuteMillis(minute)),
        values: Float64Array.from(samples, ({ value }) => value),
      };
    }),
  );
}

const minuteMillis = (minutes: number): number => minutes * 60_000;

function withoutName(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== "alertname"));
}

function notAmong(alerts: readonly FiringAlert[], others: readonly FiringAlert[]): readonly FiringAlert[] {
  const known = new Set(others.map(signature));
  return alerts.filter((alert) => !known.has(signature(alert)));
}

function signature({ labels, annotations }: FiringAlert): string {
  return JSON.stringify([sorted(labels), sorted(annotations)]);
}

function sorted(texts: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(texts).sort(([left], [right]) => (left < right ? -1 : 1));
}
