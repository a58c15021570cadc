import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("legend-label-aggregated-away", () => {
  const findings = findingsOf("legend-label-aggregated-away");

  it.each([
    ["sum by (category) (rate(shop_orders_placed_total[5m]))", "channel"],
    ["sum without (channel) (rate(shop_orders_placed_total[5m]))", "channel"],
    ["sum(rate(shop_orders_placed_total[5m]))", "category"],
    ["histogram_quantile(0.9, sum by (le) (rate(shop_payment_duration_seconds_bucket[5m])))", "le"],
    [
      "sum by (category) (rate(shop_orders_placed_total[5m])) / on(category) sum by (category, channel) (rate(shop_orders_placed_total[5m]))",
      "channel",
    ],
  ])("finds that %s leaves no %s", async (panel, label) => {
    const [finding] = await findings({ panel, legend: `{{ ${label} }} of all` });
    expect(finding?.message).toContain(`no series has the label ${label}`);
  });

  it.each([
    ["sum by (category) (rate(shop_orders_placed_total[5m]))", "category"],
    ["sum without (channel) (rate(shop_orders_placed_total[5m]))", "pod"],
    ["topk(3, sum by (channel) (rate(shop_orders_placed_total[5m])))", "channel"],
    [
      "sum by (category) (rate(shop_orders_placed_total[5m])) / ignoring(category) group_left sum(rate(shop_payments_total[5m]))",
      "category",
    ],
    ["unknown_metric", "anything"],
  ])("accepts that %s leaves %s", async (panel, label) => {
    expect(await findings({ panel, legend: `{{${label}}}` })).toEqual([]);
  });
});
