import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf, marked } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("rate-of-gauge", () => {
  const findings = findingsOf("rate-of-gauge");

  it.each(["rate", "irate", "increase"])("warns of %s of a gauge", async (call) => {
    const [finding] = await findings({ panel: `sum(${call}(shop_open_carts{tier="guest"}[5m]))` });
    expect(finding).toMatchObject({ severity: "warning" });
    expect(finding?.message).toContain("shop_open_carts is a gauge");
    expect(finding && marked(finding)).toBe('shop_open_carts{tier="guest"}');
  });

  it("accepts what is meant for gauges, rates of counters, and series that nobody declared", async () => {
    const panel = [
      "deriv(shop_open_carts[5m])",
      "max_over_time(shop_open_carts[5m])",
      "rate(shop_payments_total[5m])",
      "rate(somebody_elses[5m])",
    ].join(" or ");
    expect(await findings({ panel })).toEqual([]);
  });
});
