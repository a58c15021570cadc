import type { FiringAlert } from "../../alerts/index.ts";
import type { CaseResult } from "../../simulation/index.ts";

/** What was otherwise than a generated case expects, a sentence each; what is the same at several minutes is said once. */
export function caseProblems({ problems, recordedProblems, ruleErrors }: CaseResult): readonly string[] {
  const minutes = new Map<string, number[]>();
  for (const { atMinutes, missing, unexpected } of problems) {
    for (const said of differences(missing, unexpected)) {
      minutes.set(said, [...(minutes.get(said) ?? []), atMinutes]);
    }
  }
  return [
    ...[...minutes].map(([said, at]) => `${minutesInWords(at)}: ${said}`),
    ...recordedProblems.map(
      ({ expected: { atMinutes, expression, samples }, received }) =>
        `minute ${atMinutes}: ${expression} gives ${JSON.stringify(received)} and should give ${JSON.stringify(samples)}`,
    ),
    ...ruleErrors,
  ];
}

function differences(missing: readonly FiringAlert[], unexpected: readonly FiringAlert[]): readonly string[] {
  const sameIn = (alerts: readonly FiringAlert[], { labels }: FiringAlert): FiringAlert | undefined =>
    alerts.find((other) => labelsText(other) === labelsText({ labels, annotations: {} }));
  return [
    ...missing.flatMap((alert) => {
      const fires = sameIn(unexpected, alert);
      return fires === undefined
        ? [`should fire and does not: ${labelsText(alert)}`]
        : annotationDifferences(alert, fires).map((said) => `${labelsText(alert)} fires with ${said}`);
    }),
    ...unexpected
      .filter((alert) => sameIn(missing, alert) === undefined)
      .map((alert) => `fires and should not: ${labelsText(alert)}`),
  ];
}

function annotationDifferences(expected: FiringAlert, received: FiringAlert): readonly string[] {
  const names = [...new Set([...Object.keys(expected.annotations), ...Object.keys(received.annotations)])];
  return names
    .filter((name) => expected.annotations[name] !== received.annotations[name])
    .map(
      (name) =>
        `${name} ${JSON.stringify(received.annotations[name] ?? "")} instead of ${JSON.stringify(expected.annotations[name] ?? "")}`,
    );
}

function labelsText({ labels }: FiringAlert): string {
  const entries = Object.entries(labels).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(", ")}}`;
}

function minutesInWords(minutes: readonly number[]): string {
  const [first, ...more] = minutes;
  const last = more.at(-1);
  if (last === undefined) return `minute ${first}`;
  return more.length === 1 ? `minutes ${first} and ${last}` : `${minutes.length} minutes from ${first} to ${last}`;
}
