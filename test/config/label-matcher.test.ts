import { describe, expect, it } from "vitest";
import { type LabelMatcher, labelTest, matcherText, parseMatchers } from "../../config/index.ts";

const reads = (text: string): readonly LabelMatcher[] | string => {
  const parsed = parseMatchers(text);
  return parsed.ok ? parsed.matchers : parsed.why;
};

describe("a matcher", () => {
  it.each([
    ['team="storefront"', [{ name: "team", operator: "=", value: "storefront" }]],
    [" severity =~ critical|warning ", [{ name: "severity", operator: "=~", value: "critical|warning" }]],
    [
      '{a!="1", b!~"2.*",}',
      [
        { name: "a", operator: "!=", value: "1" },
        { name: "b", operator: "!~", value: "2.*" },
      ],
    ],
    ['path="C:\\\\temp \\"x\\"\\n"', [{ name: "path", operator: "=", value: 'C:\\temp "x"\n' }]],
    ['"a.b"="c"', [{ name: "a.b", operator: "=", value: "c" }]],
  ] as const)("is read from %s", (text, matchers) => {
    expect(reads(text)).toEqual(matchers);
  });

  it.each([
    "team",
    'team=="x"',
    'team="x" job="y"',
    'team="x',
    "",
    "team=a b",
    'x=~"(?=a)b"',
    'x=~"(a)\\\\1"',
    'x=~"["',
  ])("is refused in %s", (text) => {
    expect(parseMatchers(text)).toMatchObject({ ok: false });
  });

  it("is written as it is read", () => {
    const matcher = { name: "path", operator: "!=", value: 'a\\b"c"\nd' } as const;
    expect(reads(matcherText(matcher))).toEqual([matcher]);
  });

  it("names what is wrong with a pattern", () => {
    expect(reads('x=~"a{1,2000}"')).toBe('the pattern "a{1,2000}": RE2 repeats at most 1000 times, not {1,2000}');
  });
});

describe("labels", () => {
  const matches = (operator: LabelMatcher["operator"], value: string, label?: string): boolean =>
    labelTest([{ name: "team", operator, value }])(label === undefined ? {} : { team: label });

  it("that are missing count as empty", () => {
    expect([matches("=", ""), matches("=~", ".*"), matches("!=", "x"), matches("=~", ".+")]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it("are compared with a pattern as a whole", () => {
    expect([matches("=~", "a|bc", "bc"), matches("=~", "a|bc", "abc"), matches("!~", "a|bc", "abc")]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it("of an object's prototype are none", () => {
    expect(labelTest([{ name: "constructor", operator: "=", value: "" }])({})).toBe(true);
  });
});
