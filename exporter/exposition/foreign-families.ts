/** A family in the text of another registry. */
export interface ForeignFamily {
  readonly name: string;
  /** Its lines, each with its line end. */
  readonly text: string;
  /** Every name that it writes: its own and those of its samples. */
  readonly names: ReadonlySet<string>;
  readonly samples: number;
  /** Why Prometheus would refuse the text; undefined when it would not. */
  readonly fault: string | undefined;
}

interface OpenFamily {
  readonly name: string;
  readonly lines: string[];
  readonly names: Set<string>;
  readonly series: Set<string>;
  fault: string | undefined;
}

/** Splits text of format 0.0.4 into families and checks every line, because one bad line costs the whole scrape. */
export function foreignFamilies(text: string): readonly ForeignFamily[] {
  const families = new Map<string, OpenFamily>();
  let current: OpenFamily | undefined;
  for (const line of wellFormed(text).split("\n")) {
    if (line.trim() === "") continue;
    const comment = /^# (?:HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*)(?: |$)/.exec(line);
    if (comment === null && line.startsWith("#")) continue;
    const sample = comment === null ? parsedSample(line) : undefined;
    const name = comment?.[1] ?? familyOf(sample?.name, current);
    current = families.get(name) ?? openFamily(name);
    families.set(name, current);
    current.lines.push(`${line}\n`);
    if (comment === null) addSample(current, line, sample);
  }
  return [...families.values()].map(({ name, lines, names, series, fault }) => ({
    name,
    text: lines.join(""),
    names,
    samples: series.size,
    fault,
  }));
}

/** As it leaves the process: lone surrogates replaced, so that two of them that look alike are found. */
function wellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}

interface Sample {
  readonly name: string;
  readonly series: string;
}

function addSample(family: OpenFamily, line: string, sample: Sample | undefined): void {
  if (sample === undefined) {
    family.fault ??= `Prometheus would not read the line ${JSON.stringify(line.slice(0, 120))}`;
    return;
  }
  family.names.add(sample.name);
  if (family.series.has(sample.series)) family.fault ??= `the series ${sample.series.slice(0, 120)} is there twice`;
  family.series.add(sample.series);
}

function openFamily(name: string): OpenFamily {
  return { name, lines: [], names: new Set([name]), series: new Set(), fault: undefined };
}

/** A sample belongs to the family above it when it has its name, or its name and a suffix. */
function familyOf(name: string | undefined, current: OpenFamily | undefined): string {
  if (name === undefined) return current?.name ?? "";
  if (current === undefined) return name;
  const suffix = name.startsWith(current.name) ? name.slice(current.name.length) : undefined;
  return suffix !== undefined && ["", "_bucket", "_sum", "_count"].includes(suffix) ? current.name : name;
}

const sampleLine =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\["\\n])*"(?:,(?=.)|(?=\})))*)\})? +(\S+)(?: +-?[0-9]+)?$/;
const labelPair = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"/g;

function parsedSample(line: string): Sample | undefined {
  const match = sampleLine.exec(line);
  const [, name, labels = "", value = ""] = match ?? [];
  if (name === undefined || !isNumber(value)) return undefined;
  const pairs = [...labels.matchAll(labelPair)].map(([pair, label]) => ({ pair, label }));
  const labelNames = new Set(pairs.map(({ label }) => label));
  if (labelNames.size < pairs.length || labelNames.has("__name__")) return undefined;
  return {
    name,
    series: `${name}{${pairs
      .map(({ pair }) => pair)
      .sort()
      .join(",")}}`,
  };
}

function isNumber(text: string): boolean {
  return /^(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|NaN|Nan|[+-]?Inf)$/.test(text);
}
