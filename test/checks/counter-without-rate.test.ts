import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("counter-without-rate", () => {
  const findings = findingsOf("counter-without-rate");

  it("warns of a counter that is read as it is", async () => {
    const [finding] = await findings({ panel: "sum(shop_orders_placed_total)" });
    expect(finding).toMatchObject({
      severity: "warning",
      message: expect.stringContaining("shop_orders_placed_total is a counter"),
    });
  });

  it("warns of the count of a histogram", async () => {
    expect(await findings({ panel: "shop_payment_duration_seconds_count > 3" })).toHaveLength(1);
  });

  it("accepts rates, subqueries of rates, counting of series, and gauges", async () => {
    const panel = [
      "max_over_time(rate(shop_orders_placed_total[5m])[1h:1m])",
      "count(shop_orders_placed_total)",
      "absent(shop_orders_placed_total)",
      "shop_open_carts",
    ].join(" or ");
    expect(await findings({ panel })).toEqual([]);
  });

  it.each(["and", "unless"])("accepts the right side of %s, of which only the presence matters", async (operator) => {
    const panel = `shop_open_carts ${operator} on (job) sum by (job) (shop_orders_placed_total)`;
    expect(await findings({ panel })).toEqual([]);
  });

  it.each([
    "shop_payments_total unless shop_open_carts",
    "shop_open_carts or shop_payments_total",
    "shop_open_carts and shop_payments_total > 3",
  ])("warns where the value of the counter matters: %s", async (panel) => {
    expect(await findings({ panel })).toHaveLength(1);
  });
});
