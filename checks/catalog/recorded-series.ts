import type { ExposedLabel } from "@signalbox/contract";
import { possibleLabels } from "../expression/possible-labels.ts";
import type { Question } from "../expression/question.ts";
import { type Catalog, extended } from "./catalog.ts";
import type { SeriesFamily } from "./series-family.ts";

/** A catalog with the series that rules record, each with the labels that its expression leaves. */
export function withRecordedSeries(catalog: Catalog, asked: readonly Question[]): Catalog {
  const recording = asked.filter(({ rule }) => rule?.record !== undefined);
  const names = new Set(recording.map(({ rule }) => rule?.record ?? ""));
  const unknown = [...names].map((name) => family(name, undefined));
  let known = extended(catalog, unknown);
  // A rule can read what another one records; each pass makes the labels of one further step known.
  for (let pass = 0; pass < recording.length; pass++) {
    const next = extended(catalog, recordedFamilies(recording, known));
    if (describe(next, names) === describe(known, names)) return next;
    known = next;
  }
  return known;
}

function recordedFamilies(recording: readonly Question[], catalog: Catalog): readonly SeriesFamily[] {
  return recording.map(({ rule, ast }) => {
    const left = ast === undefined ? undefined : possibleLabels(ast, catalog);
    const labels =
      left === undefined
        ? undefined
        : new Map<string, ExposedLabel>([...left].map((label) => [label, { kind: "open" }]));
    for (const [label, value] of Object.entries(rule?.labels ?? {}))
      labels?.set(label, { kind: "listed", values: [value] });
    labels?.delete("__name__");
    return family(rule?.record ?? "", labels);
  });
}

function family(name: string, labels: SeriesFamily["labels"]): SeriesFamily {
  return { name, type: "recorded", labels, bounds: undefined, service: undefined };
}

function describe(catalog: Catalog, names: ReadonlySet<string>): string {
  return JSON.stringify(
    [...names].map((name) => catalog.named(name).map(({ labels }) => labels && [...labels.keys()].sort())),
  );
}
