import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf, marked } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("label-not-declared", () => {
  const findings = findingsOf("label-not-declared");

  it("finds a label that the metric does not have, and marks only the label", async () => {
    const [finding] = await findings({
      rules: [{ alert: "A", expr: 'rate(shop_orders_placed_total{chanel="web"}[5m]) == 0' }],
    });
    expect(finding?.message).toBe("shop_orders_placed_total has no label chanel, so the selector matches nothing.");
    expect(finding?.fix).toBe("Did you mean channel?");
    expect(finding && marked(finding)).toBe("chanel");
  });

  it("says that a matcher which accepts the empty value changes nothing", async () => {
    const [finding] = await findings({ panel: 'rate(shop_orders_placed_total{region!="eu"}[5m])' });
    expect(finding?.message).toContain("the matcher changes nothing");
  });

  it("finds a label in a grouping that an inner aggregation has dropped", async () => {
    const [finding] = await findings({
      panel: "max by (channel) (sum by (category) (rate(shop_orders_placed_total[5m])))",
    });
    expect(finding?.fix).toBe("Its labels are category.");
  });

  it("finds a label of on() that one side does not have", async () => {
    const [finding] = await findings({
      panel:
        "sum by (category) (rate(shop_orders_placed_total[5m])) / on(category) sum by (job) (rate(shop_payments_total[5m]))",
    });
    expect(finding?.message).toBe("One side of / has no label category, so on(category) cannot match by it.");
  });

  it("computes the labels of a recorded series from its expression and its own labels", async () => {
    const rules = [
      {
        record: "own:first",
        expr: "sum by (job, channel) (rate(shop_orders_placed_total[5m]))",
        labels: { tier: "gold" },
      },
      { record: "own:second", expr: "sum without (channel) (own:first)" },
    ];
    const [finding, ...others] = await findings({
      rules,
      panel: 'own:second{tier="gold"} > on(job) own:second{channel="web"}',
    });
    expect(others).toEqual([]);
    expect(finding?.message).toContain("own:second has no label channel");
  });

  it("does not judge labels that a variable of Grafana gives", async () => {
    const panel = `sum by (\${group}) (rate(shop_orders_placed_total{$label="a"}[5m]))`;
    expect(await findings({ panel })).toEqual([]);
  });

  it("accepts labels of targets, of the metric, and of label_replace", async () => {
    const panel =
      'sum by (copy, pod) (label_replace(rate(shop_open_carts{tier="guest",pod="a"}[5m]), "copy", "$1", "tier", "(.*)"))';
    expect(await findings({ rules: [{ alert: "A", expr: panel }] })).toEqual([]);
  });
});
