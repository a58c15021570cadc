import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { yamlText } from "../../cli/index.ts";

/** Texts that some reader of YAML takes for something else. */
const hostile = [
  ...[
    "yes",
    "no",
    "on",
    "off",
    "y",
    "n",
    "~",
    "null",
    "True",
    "NULL",
    "1e3",
    "0x1F",
    "0o17",
    "0b1",
    "012",
    "1_000",
    "+1",
  ],
  ...[
    "12:30",
    "12:30:45",
    "2026-11-21",
    ".5",
    ".inf",
    ".nan",
    "=",
    "<<",
    "*a",
    "&a",
    "!t",
    "-",
    "?",
    "#",
    ":",
    "@",
    "`",
  ],
  ...[
    "",
    " a",
    "a ",
    "\ta",
    "a\nb",
    "a\nb\n",
    "a\n\n",
    "\n",
    "  x\ny",
    "x\n  y\n z",
    "a: b",
    "a #b",
    "a:",
    "{x}",
    "[x]",
  ],
  ...[
    "é",
    "\u2028",
    "\u0085",
    "\ufeffx",
    "---",
    "...",
    "- a",
    'it\'s "q"',
    "a\\nb",
    "5m",
    "{{ $labels.x }}",
    "%x",
    "|",
    ">-",
  ],
];

const readers = ["1.1", "1.2"] as const;

describe("YAML", () => {
  it.each(hostile)("keeps %j a text, as a value and as a key, for readers of 1.1 and 1.2", (text) => {
    const value = { value: text, list: [text, { [`${text}x`]: text }], [text]: "key" };
    for (const version of readers) expect(parse(yamlText(value), { version })).toEqual(value);
  });

  it("keeps any text", () => {
    const texts = fc.oneof(fc.string({ unit: "binary" }), fc.string(), fc.constantFrom(...hostile));
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        const value = { a: { b: [one, { c: other }] }, [`k${one}`]: other };
        for (const version of readers) expect(parse(yamlText(value), { version })).toEqual(value);
      }),
    );
  });

  it("escapes what some readers take for a line end and what others refuse", () => {
    const text = "a\u0085b\u2028c\u2029d\u007fe\ufefff";
    const yaml = yamlText({ text, [text]: 1 }, "");
    expect(yaml).toMatch(/^[\x20-\x7e\n]*$/);
    expect(yaml).toContain('text: "a\\u0085b\\u2028c\\u2029d\\u007fe\\ufefff"');
    for (const version of readers) expect(parse(yaml, { version })).toEqual({ text, [text]: 1 });
  });

  it("leaves expressions readable and writes several lines as a block", () => {
    const rule = {
      expr: 'sum by (job) (rate(x{a="b"}[5m])) > 0',
      for: "5m",
      description: "One.\nTwo.\n",
      ratio: 0.001,
    };
    expect(yamlText([rule], "")).toMatchInlineSnapshot(`
      "- expr: sum by (job) (rate(x{a="b"}[5m])) > 0
        for: 5m
        description: |
          One.
          Two.
        ratio: 0.001
      "
    `);
  });
});
