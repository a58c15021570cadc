/** One sample a minute from minute 0 on: a value, a stale marker, or nothing. */
export type SampleList = readonly (number | "stale" | undefined)[];

/** What a text became, or why it cannot be read. */
export type Read<T> = { readonly value: T } | { readonly problem: string; readonly correction: string };

/** As many minutes as a case may last: ten weeks. */
export const mostSamples = 100_800;

const number = String.raw`[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|Inf|NaN)`;
const itemPattern = new RegExp(
  String.raw`^(?:_(?:x(\d+))?|(stale)|(${number})(?:([+-](?:\d|\.|Inf|NaN).*?))?(?:x(\d+))?)$`,
);

/**
 * Reads the values of a series as promtool's `input_series` has them: `1 2 _ 3`, `0+5x10` (11 samples: 0, 5, ... 50), `7x3` (4
 * samples), `_x3` (3 missing), `stale`.
 */
export function sampleList(text: string): Read<SampleList> {
  const samples: (number | "stale" | undefined)[] = [];
  for (const item of text.split(/\s+/).filter((part) => part !== "")) {
    if (item.startsWith("{{")) {
      return {
        problem: "native histograms cannot be written here",
        correction: "the classic buckets, a series for each le",
      };
    }
    const [whole, missing, stale, start = "", step, times] = itemPattern.exec(item) ?? [];
    const slope = step === undefined ? 0 : numberOf(step);
    if (whole === undefined || Number.isNaN(slope) || (step !== undefined && times === undefined)) {
      return {
        problem: `${JSON.stringify(item)} is no value`,
        correction: "0+5x10, 1x4, 3, _ , _x5 or stale, with spaces between",
      };
    }
    const count = whole.startsWith("_") ? Number(missing ?? 1) : Number(times ?? 0) + 1;
    if (samples.length + count > mostSamples) {
      return { problem: `the series is longer than ${mostSamples} minutes`, correction: "a shorter story" };
    }
    for (let index = 0; index < count; index++) {
      samples.push(whole.startsWith("_") ? undefined : stale === undefined ? numberOf(start) + slope * index : "stale");
    }
  }
  return { value: samples };
}

/** Reads a series as it is exposed: `up{job="shop",instance="10.0.0.1:9464"}`; the name becomes the label `__name__`. */
export function seriesLabels(text: string): Read<Readonly<Record<string, string>>> {
  const correction = 'up{job="shop",instance="10.0.0.1:9464"}';
  const [whole, name = "", list = ""] = /^\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(?:\{(.*)\})?\s*$/s.exec(text) ?? [];
  if (whole === undefined) return { problem: "a series is a metric's name with its labels", correction };
  const labels: Record<string, string> = { __name__: name };
  let rest = list.trim();
  while (rest !== "") {
    const found = /^([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*("(?:[^"\\]|\\.)*")\s*(,|$)\s*/s.exec(rest);
    if (found === null) return { problem: `its labels cannot be read from ${JSON.stringify(rest)} on`, correction };
    const [matched, label = "", quoted = ""] = found;
    const value = unquoted(quoted);
    if (value === undefined) return { problem: `the value of ${label} is not quoted as PromQL has it`, correction };
    if (Object.hasOwn(labels, label)) return { problem: `it has the label ${label} twice`, correction };
    labels[label] = value;
    rest = rest.slice(matched.length);
  }
  return { value: labels };
}

function unquoted(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted);
  } catch {
    return undefined;
  }
}

function numberOf(text: string): number {
  if (!new RegExp(`^${number}$`).test(text)) return Number.NaN;
  return Number(text.replace("Inf", "Infinity"));
}
