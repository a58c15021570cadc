import { textNumber } from "./text-number.ts";
import type { ToldFamily, ToldSample } from "./told-family.ts";

interface OpenFamily {
  readonly name: string;
  readonly values: ToldSample[];
  type: string | undefined;
  help: string;
  fault: string | undefined;
}

/** Reads text of format 0.0.4. A line that is not exactly right costs its family, because nobody knows what it was to say. */
export function textFamilies(text: string): readonly ToldFamily[] {
  const families = new Map<string, OpenFamily>();
  const familyNamed = (name: string): OpenFamily => {
    const family = families.get(name) ?? { name, values: [], type: undefined, help: "", fault: undefined };
    families.set(name, family);
    return family;
  };
  let last: OpenFamily | undefined;
  for (const line of text.split("\n")) {
    const [, keyword, name = "", rest = ""] = headLine.exec(line) ?? [];
    if (keyword !== undefined) {
      last = familyNamed(name);
      if (keyword === "HELP") last.help = unescaped(rest);
      else last.type = rest.trim();
    } else if (line.trim() !== "" && !line.startsWith("#")) {
      const sample = textSample(line);
      if (typeof sample === "string") (last ?? familyNamed("")).fault ??= sample;
      else {
        last = familyNamed(familyOf(sample.metricName, families));
        last.values.push(sample);
      }
    }
  }
  return [...families.values()].map((family) => ({ ...family, type: family.type ?? "untyped", defaultLabels: {} }));
}

const headLine = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*)(?: (.*)|$)/;
const sampleLine =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\["\\n])*"(?:,(?=.)|(?=\})))*)\})? +(\S+)( +-?[0-9]+)?$/;
const labelPair = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"/g;

/** Suffixes of samples, by the type of their family. */
const suffixes: Readonly<Record<string, RegExp>> = { histogram: /_(?:bucket|sum|count)$/, summary: /_(?:sum|count)$/ };

function familyOf(sample: string, families: ReadonlyMap<string, OpenFamily>): string {
  const base = sample.replace(/_(?:bucket|sum|count)$/, "");
  const type = families.get(base)?.type;
  return type !== undefined && suffixes[type]?.test(sample) === true ? base : sample;
}

/** A sample, or why the line is none. */
function textSample(line: string): (ToldSample & { readonly metricName: string }) | string {
  const [, metricName, labels = "", valueText = "", timestamp] = sampleLine.exec(line) ?? [];
  const value = textNumber(valueText);
  if (metricName === undefined || value === undefined) {
    return `Prometheus would not read the line ${JSON.stringify(line.slice(0, 120))}`;
  }
  if (timestamp !== undefined) return `the line ${JSON.stringify(line.slice(0, 120))} has a time; leave times out`;
  const pairs = [...labels.matchAll(labelPair)].map(([, name = "", text = ""]) => [name, unescaped(text)] as const);
  const record = Object.fromEntries(pairs);
  if (Object.keys(record).length < pairs.length) {
    return `a label is there twice in the line ${JSON.stringify(line.slice(0, 120))}`;
  }
  return { metricName, labels: record, value };
}

function unescaped(text: string): string {
  return text.replace(/\\([\\"n])/g, (_, escaped) => (escaped === "n" ? "\n" : escaped));
}
