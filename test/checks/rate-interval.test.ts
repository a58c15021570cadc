import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf, marked } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("rate-interval", () => {
  const findings = findingsOf("rate-interval");

  it("calls a window of less than two scrapes an error", async () => {
    const [finding] = await findings({ rules: [{ alert: "A", expr: "rate(shop_payments_total[20s]) > 1" }] });
    expect(finding?.severity).toBe("error");
    expect(finding?.fix).toBe("Write at least [60s].");
    expect(finding && marked(finding)).toBe("shop_payments_total[20s]");
  });

  it("warns of a window of less than four scrapes, and names Grafana's variable in a panel", async () => {
    const [finding] = await findings({ panel: "rate(shop_payments_total[45s])" });
    expect(finding).toMatchObject({ severity: "warning", fix: "Write [$__rate_interval]." });
  });

  it("lets a counted minute be a minute and a scrape long, and no shorter", async () => {
    const counted = (window: string) => ({
      rules: [{ record: "sli:bad_minute:bool", expr: `rate(shop_payments_total[${window}])` }],
    });
    expect(await findings(counted("75s"))).toEqual([]);
    expect(await findings(counted("50s"))).toHaveLength(1);
  });

  it("accepts four scrapes and more, and what Grafana chooses", async () => {
    const panel = "rate(shop_payments_total[1m]) + rate(shop_payments_total[$__rate_interval])";
    expect(await findings({ panel })).toEqual([]);
  });
});
