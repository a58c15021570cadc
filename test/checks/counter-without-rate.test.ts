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
});
