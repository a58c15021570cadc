import assert from "node:assert/strict";

/** One sample of an exposition, labels in the order of the text. */
interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A family of an exposition. */
interface Family {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** Reads text of format 0.0.4 and fails on anything that is not exactly right, a series that is there twice too. */
export function parsedExposition(text: string): readonly Family[] {
  assert.ok(text.endsWith("\n"), "the text ends with a line end");
  const families: { name: string; type: string; help: string; samples: Sample[] }[] = [];
  const seen = new Set<string>();
  for (const line of text.slice(0, -1).split("\n")) {
    const help = /^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$/.exec(line);
    const type = /^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)$/.exec(line);
    const family = families.at(-1);
    if (help !== null) {
      assert.ok(!families.some(({ name }) => name === help[1]), `family ${help[1]} once`);
      families.push({ name: help[1] ?? "", help: help[2] ?? "", type: "", samples: [] });
    } else if (type !== null) {
      assert.equal(type[1], family?.name);
      if (family !== undefined) family.type = type[2] ?? "";
    } else {
      const sample = parsedSample(line);
      assert.ok(family !== undefined && sample.name.startsWith(family.name), `a family for ${line}`);
      const key = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
      assert.ok(!seen.has(key), `series once: ${line}`);
      seen.add(key);
      family.samples.push(sample);
    }
  }
  return families;
}

function parsedSample(line: string): Sample {
  const head = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/s.exec(line);
  assert.ok(head !== null, `a sample line: ${line}`);
  const [, name = "", labelText = "", value = ""] = head;
  const labels: Record<string, string> = {};
  let rest = labelText;
  while (rest !== "") {
    const pair = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,(?=[a-zA-Z_])|$)/.exec(rest);
    assert.ok(pair !== null, `label pairs: ${rest}`);
    assert.ok(!Object.hasOwn(labels, pair[1] ?? ""), `label once: ${line}`);
    labels[pair[1] ?? ""] = (pair[2] ?? "").replace(/\\(["\\n])/g, (_, escaped) => (escaped === "n" ? "\n" : escaped));
    rest = rest.slice(pair[0].length);
  }
  const number =
    value === "+Inf" ? Number.POSITIVE_INFINITY : value === "-Inf" ? Number.NEGATIVE_INFINITY : Number(value);
  assert.ok(!Number.isNaN(number) || /^NaN$/i.test(value), `a number: ${line}`);
  return { name, labels, value: number };
}

/** The value of the one sample with this name and these labels, others ignored; undefined when there is none, or several. */
export function sampleValue(
  text: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const found = parsedExposition(text)
    .flatMap(({ samples }) => samples)
    .filter(
      (sample) => sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
    );
  return found.length === 1 ? found[0]?.value : undefined;
}
