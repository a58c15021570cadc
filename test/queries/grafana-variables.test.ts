import fc from "fast-check";
import { expect, it } from "vitest";
import { substituteVariables } from "../../queries/index.ts";

it.each([
  ["rate(x[$__rate_interval])", "rate(x[5m])"],
  ["increase(x[$__range]) / $__range_s", "increase(x[5m]) / 300"],
  ["x offset $shift", "x offset 5m"],
  ["sum_over_time(x[1h:$step])", "sum_over_time(x[1h:5m])"],
  ['x{namespace=~"$namespace",job="shop"}', 'x{namespace=~".+",job="shop"}'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's notation
  ['x{namespace!~"${namespace:regex}"}', 'x{namespace!~".+"}'],
  ["sum by ($label) (x)", "sum by (label) (x)"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's notation
  ["sum by ([[label]]) (${metric.name})", "sum by (label) (metric)"],
])("turns %s into %s", (expression, substituted) => {
  expect(substituteVariables(expression).expression).toBe(substituted);
});

it("takes the values that it is given", () => {
  const { expression } = substituteVariables('rate(x{ns=~"$ns"}[$window])', { ns: "live", window: "2m" });
  expect(expression).toBe('rate(x{ns=~"live"}[2m])');
});

it("leaves an expression without variables as it is, position by position", () => {
  const { expression, originalOffset } = substituteVariables("sum(rate(x[3m]))");
  expect(expression).toBe("sum(rate(x[3m]))");
  expect(originalOffset(9)).toBe(9);
});

it("leads a position inside a substituted text to where its variable stands", () => {
  const original = 'rate(x{a=~"$first"}[$__rate_interval]) + $second';
  const { expression, originalOffset } = substituteVariables(original);
  expect(expression).toBe('rate(x{a=~".+"}[5m]) + second');
  for (const [text, variable] of [
    [".+", "$first"],
    ["5m", "$__rate_interval"],
    ["second", "$second"],
  ] as const) {
    for (let inside = 0; inside < text.length; inside++) {
      expect(originalOffset(expression.indexOf(text) + inside)).toBe(original.indexOf(variable));
    }
  }
});

it("leads every position outside of variables back to the same character", () => {
  const parts = fc.array(
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's notation
    fc.constantFrom(" $a ", "${bb:regex}", "[$__rate_interval]", "up", " + ", '{x=~"', '"}', "(", ")"),
  );
  fc.assert(
    fc.property(parts, (chosen) => {
      const original = chosen.join("");
      const { expression, originalOffset } = substituteVariables(original, { a: "12345678", bb: "~" });
      for (const [offset, character] of [...expression].entries()) {
        if (!'+{}()="'.includes(character)) continue;
        expect(original[originalOffset(offset)]).toBe(character);
      }
      expect(originalOffset(expression.length)).toBe(original.length);
    }),
  );
});
