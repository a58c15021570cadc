import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf, marked } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("label-value-impossible", () => {
  const findings = findingsOf("label-value-impossible");

  it("finds a value that the definition does not list", async () => {
    const [finding, ...others] = await findings({ panel: 'rate(shop_orders_placed_total{category="book"}[5m])' });
    expect(others).toEqual([]);
    expect(finding?.message).toBe('The label category of shop_orders_placed_total is never "book".');
    expect(finding?.fix).toBe('Did you mean "books"?');
    expect(finding && marked(finding)).toBe("book");
  });

  it("finds the one wrong word of a list of alternatives", async () => {
    const [finding, ...others] = await findings({
      panel: 'rate(shop_orders_placed_total{category=~"books|toyz"}[5m])',
    });
    expect(others).toEqual([]);
    expect(finding && marked(finding)).toBe("toyz");
  });

  it("finds a pattern that no listed value matches", async () => {
    expect(await findings({ panel: 'rate(shop_orders_placed_total{channel=~"mobile.+"}[5m])' })).toHaveLength(1);
  });

  it("accepts listed values, the overflow value, variables, and anything for a label that is open", async () => {
    const panel = [
      'rate(shop_orders_placed_total{category=~"books|toys",channel="app"}[5m])',
      'rate(shop_orders_placed_total{category="__overflow__"}[5m])',
      'rate(shop_orders_placed_total{category=~"$category"}[5m])',
      'rate(shop_refunds_total{campaign="spring"}[5m])',
    ].join(" or ");
    expect(await findings({ panel })).toEqual([]);
  });
});
