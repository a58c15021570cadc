import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("bucket-not-declared", () => {
  const findings = findingsOf("bucket-not-declared");

  it("finds a bound that the histogram does not have", async () => {
    const [finding] = await findings({ panel: 'rate(shop_payment_duration_seconds_bucket{le="0.3"}[5m])' });
    expect(finding?.fix).toContain("Its bounds are 0.1, 0.25, 0.5, 2.5");
  });

  it("finds a whole bound that is written as Prometheus 2 had it", async () => {
    const [finding] = await findings({ panel: 'rate(ledger_http_duration_ms_bucket{le="200"}[5m])' });
    expect(finding?.fix).toContain('le=~"200(\\\\.0)?"');
  });

  it("finds a quantile of an aggregation without le", async () => {
    const [finding] = await findings({
      panel: "histogram_quantile(0.9, sum by (job) (rate(shop_payment_duration_seconds_bucket[5m])))",
    });
    expect(finding?.message).toContain("drops it");
  });

  it("accepts declared bounds in both spellings, infinity, and quantiles with le", async () => {
    const panel = [
      'rate(shop_payment_duration_seconds_bucket{le=~"0.25|+Inf"}[5m])',
      'rate(ledger_http_duration_ms_bucket{le=~"200(\\\\.0)?"}[5m])',
      "histogram_quantile(0.9, sum by (le) (rate(shop_payment_duration_seconds_bucket[5m])))",
    ].join(" or ");
    expect(await findings({ panel })).toEqual([]);
  });
});
