import { brandKey, DefinitionError, deepFreeze } from "@signalbox/contract";
import { alertCaseProblems } from "./alert-case-rules.ts";
import { whatIsSeen } from "./case-proof-rules.ts";
import type { Proof } from "./proofs.ts";
import { type SampleList, sampleList, seriesLabels } from "./series-notation.ts";

/** A stretch of traffic of an indicator. */
export interface CaseTrafficStretch {
  readonly minutes: number;
  /** Events, good and bad. */
  readonly perMinute: number;
  /** Share of bad events, 0 to 1; default 0. */
  readonly badRatio?: number;
}

/** What an indicator of a service sees in one environment. */
export interface CaseTraffic {
  readonly service: string;
  readonly indicator: string;
  /** Default: the first of the config. */
  readonly environment?: string;
  readonly stretches: readonly CaseTrafficStretch[];
}

/** A firing alert, by those of its labels and annotations that matter. */
export interface ExpectedAlert {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What is to be seen at a minute. */
export interface CaseExpectation {
  readonly atMinutes: number;
  /** `true`: at least one fires. `false`: none does. A list: exactly as many fire, and each of the list is among them. */
  readonly firing: boolean | readonly ExpectedAlert[];
}

/** What {@link alertCase} takes. */
export interface AlertCaseDefinition {
  /** A sentence. */
  readonly name: string;
  readonly alert: string;
  /** Labels that tell the rule from others of its name; default: any rule of the name. */
  readonly labels?: Readonly<Record<string, string>>;
  /** The path of the team's own rule file in which the alert stands, as `rawRules` has it. Either this or `service`. */
  readonly rules?: string;
  /** The service of which the alert is generated. Either this or `rules`. */
  readonly service?: string;
  /** Samples once a minute in promtool's notation: `{ 'up{job="till"}': "1x5 0x10" }`. */
  readonly series?: Readonly<Record<string, string>>;
  /** Samples as an indicator's traffic makes them. */
  readonly traffic?: readonly CaseTraffic[];
  readonly expect: readonly CaseExpectation[];
  /** What it proves; default: what follows from `expect`, and of a case that is silent throughout nothing in particular. */
  readonly proves?: readonly Proof[];
}

/** One series of a case. */
export interface CaseSeries {
  /** The name is the label `__name__`. */
  readonly labels: Readonly<Record<string, string>>;
  /** In promtool's notation. */
  readonly notation: string;
  readonly samples: SampleList;
}

/** A case of one's own, for an alert of one's own file or a generated one; the rules run once a minute from minute 0. */
export interface AlertCase {
  readonly [brandKey]: "alert-case/1";
  readonly name: string;
  readonly alert: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly source:
    | { readonly kind: "rules"; readonly path: string }
    | { readonly kind: "service"; readonly service: string };
  readonly series: readonly CaseSeries[];
  readonly traffic: readonly CaseTraffic[];
  readonly expect: readonly CaseExpectation[];
  readonly proves: readonly Proof[];
}

/**
 * Says when an alert has to fire and when to stay silent; `signalbox test` proves it.
 * @throws {DefinitionError} with every problem at once
 */
export function alertCase(definition: AlertCaseDefinition): AlertCase {
  const problems = alertCaseProblems(definition);
  if (problems.length > 0) throw new DefinitionError(`alert case ${JSON.stringify(definition?.name ?? "")}`, problems);
  const { rules, service } = definition;
  return deepFreeze({
    [brandKey]: "alert-case/1",
    name: definition.name,
    alert: definition.alert,
    labels: definition.labels ?? {},
    source: rules === undefined ? { kind: "service", service: service ?? "" } : { kind: "rules", path: rules },
    series: Object.entries(definition.series ?? {}).map(([text, notation]) => readSeries(text, notation)),
    traffic: definition.traffic ?? [],
    expect: definition.expect,
    proves: definition.proves ?? provenBy(definition.expect),
  });
}

function readSeries(text: string, notation: string): CaseSeries {
  const labels = seriesLabels(text);
  const samples = sampleList(notation);
  if ("problem" in labels || "problem" in samples) throw new Error(`${text} was not checked`);
  return { labels: labels.value, notation: notation.trim().replace(/\s+/g, " "), samples: samples.value };
}

function provenBy(expect: readonly CaseExpectation[]): readonly Proof[] {
  const { fires, clears } = whatIsSeen(expect);
  return [...(fires ? (["fires"] as const) : []), ...(clears ? (["clears"] as const) : [])];
}
