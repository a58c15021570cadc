import { seriesLimits } from "@signalbox/contract";
import type { ForeignFamily, ForeignSample } from "../exposition/foreign-family.ts";
import { labelValue } from "../storage/label-value.ts";
import { edgeLabel, ForeignChild } from "./foreign-child.ts";
import { helpCharacters, nameBytes, namesOfPrometheus, sampleLabels } from "./foreign-limits.ts";
import type { ToldFamily, ToldSample } from "./told-family.ts";

/** What is left of a family, and what was wrong with the rest. */
export interface CheckedFamily {
  /** What can be exposed; undefined when nothing can. */
  readonly family: ForeignFamily | undefined;
  /** Why something is left out; undefined when nothing is. */
  readonly fault: string | undefined;
}

/**
 * Makes of a family what every format can write: label values are text, well-formed and bounded, and what Prometheus would
 * refuse or read wrongly is left out. A fault of a label set costs that label set, a fault of the name costs the family.
 */
export function checkedFamily(told: ToldFamily): CheckedFamily {
  const fault = told.fault ?? nameFault(told.name);
  if (fault !== undefined) return { family: undefined, fault };
  const head = { name: told.name, type: typeOf(told.type) };
  const { children, unlabelled } = childrenOf(told, head);
  const samples = children.flatMap((child) => child.samples());
  const faults = [...unlabelled, ...children.flatMap((child) => child.fault ?? [])];
  const help = String(told.help ?? "").slice(0, helpCharacters);
  return {
    family: faults.length > 0 && samples.length === 0 ? undefined : { ...head, help: wellFormed(help), samples },
    fault: faults.length > 1 ? `${faults[0]}; and ${faults.length - 1} more` : faults[0],
  };
}

/** The type of a family; what no format knows is untyped. */
export function typeOf(type: unknown): ForeignFamily["type"] {
  return type === "counter" || type === "gauge" || type === "histogram" || type === "summary" ? type : "untyped";
}

function childrenOf(
  told: ToldFamily,
  head: Pick<ForeignFamily, "name" | "type">,
): { readonly children: readonly ForeignChild[]; readonly unlabelled: readonly string[] } {
  const edgeName = edgeLabel(head.type);
  const family = { ...head, edgeTexts: new Map<number, string>() };
  const defaults = Object.entries(told.defaultLabels);
  const children = new Map<string, ForeignChild>();
  const unlabelled: string[] = [];
  const checkedNames = new Set<string>();
  for (const sample of told.values) {
    const all = ownLabels(sample, defaults);
    const labels = labelPairs(all, edgeName, checkedNames);
    if (typeof labels === "string") {
      unlabelled.push(labels);
      continue;
    }
    const key = childKey(labels);
    const child = children.get(key) ?? new ForeignChild(family, labels);
    children.set(key, child);
    const edge = edgeName === undefined ? undefined : all[edgeName];
    child.add(String(sample?.metricName ?? head.name), edge, sample?.value);
  }
  return { children: [...children.values()], unlabelled };
}

type LooseLabels = Readonly<Record<string, unknown>>;

function ownLabels(sample: ToldSample | undefined, defaults: readonly (readonly [string, unknown])[]): LooseLabels {
  const own = (sample?.labels ?? {}) as LooseLabels;
  const missing = defaults.filter(([name]) => !Object.hasOwn(own, name) || own[name] === undefined);
  return missing.length === 0 ? own : { ...own, ...Object.fromEntries(missing) };
}

/** The labels without the one that tells buckets or quantiles apart; a text when one of them cannot be written. */
function labelPairs(
  labels: LooseLabels,
  edgeName: string | undefined,
  checkedNames: Set<string>,
): ForeignSample["labels"] | string {
  const pairs: [string, string][] = [];
  for (const name of Object.keys(labels)) {
    if (name === edgeName) continue;
    const fault = checkedNames.has(name) ? undefined : labelNameFault(name);
    if (fault !== undefined) return fault;
    checkedNames.add(name);
    const given = labels[name];
    const value = given === undefined || given === null ? String(given) : boundedValue(given);
    if (value === undefined) return `the value of the label ${name} cannot become text`;
    pairs.push([name, value]);
  }
  return pairs.length > sampleLabels ? `it has ${pairs.length} labels, ${sampleLabels} are allowed` : pairs;
}

function labelNameFault(name: string): string | undefined {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) || name.length > nameBytes) {
    return `${JSON.stringify(name.slice(0, 120))} is no name of a label`;
  }
  return name.startsWith("__") ? `the label ${name} belongs to Prometheus, as all that start with __` : undefined;
}

function boundedValue(value: unknown): string | undefined {
  return typeof value === "string" && plainText.test(value) ? value : labelValue(value);
}

const plainText: RegExp = new RegExp(`^[ -~]{0,${seriesLimits.labelValueBytes}}$`);

/** To Prometheus the order of labels means nothing, and an empty one is none. A length before each value keeps them apart. */
function childKey(labels: ForeignSample["labels"]): string {
  const parts: string[] = [];
  for (const [name, value] of labels) if (value !== "") parts.push(`${name}=${value.length}:${value}`);
  return parts.length > 1 ? parts.sort().join() : (parts[0] ?? "");
}

function nameFault(name: string): string | undefined {
  if (!/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name) || name.length > nameBytes) return "this is no name of a metric";
  return namesOfPrometheus.has(name) ? "Prometheus writes this name itself for each target; rename it" : undefined;
}

/** Lone surrogates replaced, as they are when the text leaves the process. */
function wellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}
