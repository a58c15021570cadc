import type { QuerySource, SourceSample, SourceSeries } from "../../queries/index.ts";
import type { Incident } from "./incident.ts";
import { costQuestions, firedQuestion } from "./incident-questions.ts";

/** One alert that fired during an incident. */
export interface FiredAlert {
  readonly alert: string;
  /** Its labels without `alertname`. */
  readonly labels: Readonly<Record<string, string>>;
  /** Unix seconds; undefined when it fired before the incident began. */
  readonly fromSeconds: number | undefined;
  /** Unix seconds of the first minute without it; undefined when it still fired at the end. */
  readonly toSeconds: number | undefined;
}

/** What the incident cost one objective in one place. A number is undefined where the server has none. */
export interface IncidentCost {
  readonly indicator: string;
  readonly targetRatio: number;
  readonly counts: "events" | "minutes";
  /** The labels that tell the place, without `sli`; empty for a service with one place. */
  readonly labels: Readonly<Record<string, string>>;
  /** What was left of the budget, 1 untouched, negative overspent. */
  readonly leftBefore: number | undefined;
  readonly leftAfter: number | undefined;
  readonly badEvents: number | undefined;
  /** The share of the whole budget that the bad events are. */
  readonly spentRatio: number | undefined;
  /** The highest error ratio over 5 minutes, 0 to 1. */
  readonly worstRatio: number | undefined;
}

/** What a server knows of an incident. */
export interface IncidentFacts {
  /** In the order in which they began. */
  readonly fired: readonly FiredAlert[];
  readonly costs: readonly IncidentCost[];
}

const stepSeconds = 60;

/** Asks a server what fired during an incident, and what it cost; one query over the span and five for each objective. */
export async function incidentFacts(source: QuerySource, incident: Incident): Promise<IncidentFacts> {
  const { fromSeconds, toSeconds } = incident;
  const series = await source.range(firedQuestion(incident), fromSeconds, toSeconds, stepSeconds);
  const costs: IncidentCost[] = [];
  for (const { objective, ...asked } of costQuestions(incident)) {
    const before = await source.instant(asked.budgetLeft, fromSeconds);
    const [after, bad, spent, worst] = await Promise.all(
      [asked.budgetLeft, asked.badEvents, asked.spentRatio, asked.worstRatio].map((query) =>
        source.instant(query, toSeconds),
      ),
    );
    const answers = { leftBefore: before, leftAfter: after, badEvents: bad, spentRatio: spent, worstRatio: worst };
    for (const labels of placesIn(Object.values(answers))) {
      const valueIn = (answer: readonly SourceSample[] = []): number | undefined =>
        answer.find((sample) => keyOf(placeLabels(sample.labels)) === keyOf(labels))?.value;
      costs.push({
        indicator: objective.indicator,
        targetRatio: objective.targetRatio,
        counts: objective.kind === "timeSlice" ? "minutes" : "events",
        labels,
        leftBefore: valueIn(answers.leftBefore),
        leftAfter: valueIn(answers.leftAfter),
        badEvents: valueIn(answers.badEvents),
        spentRatio: valueIn(answers.spentRatio),
        worstRatio: valueIn(answers.worstRatio),
      });
    }
  }
  return { fired: firedAlerts(series, incident), costs };
}

/** The alerts of the series `ALERTS`, asked once a minute; an alert that fired twice is told twice. */
function firedAlerts(
  series: readonly SourceSeries[],
  { fromSeconds, toSeconds }: Pick<Incident, "fromSeconds" | "toSeconds">,
): readonly FiredAlert[] {
  const fired = series.flatMap(({ labels: all, times }) => {
    const { __name__: _, alertname: alert = "", alertstate: __, ...labels } = all;
    return stretches(Array.from(times)).map(([first, last]) => ({
      alert,
      labels,
      fromSeconds: first <= fromSeconds ? undefined : first,
      toSeconds: last + stepSeconds > toSeconds ? undefined : last + stepSeconds,
    }));
  });
  return fired.sort(
    (left, right) =>
      (left.fromSeconds ?? 0) - (right.fromSeconds ?? 0) ||
      (keyOf({ alert: left.alert, ...left.labels }) < keyOf({ alert: right.alert, ...right.labels }) ? -1 : 1),
  );
}

/** First and last of the times that follow each other without a gap. */
function stretches(times: readonly number[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const time of times) {
    const open = found.at(-1);
    if (open !== undefined && time - open[1] <= 1.5 * stepSeconds) open[1] = time;
    else found.push([time, time]);
  }
  return found;
}

function placesIn(
  answers: readonly (readonly SourceSample[] | undefined)[],
): readonly Readonly<Record<string, string>>[] {
  const all = answers.flatMap((answer = []) => answer.map(({ labels }) => placeLabels(labels)));
  return [...new Map(all.map((labels) => [keyOf(labels), labels])).entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, labels]) => labels);
}

function placeLabels(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { __name__: _, sli: __, job: ___, ...place } = labels;
  return place;
}

function keyOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort(([left], [right]) => (left < right ? -1 : 1)));
}
