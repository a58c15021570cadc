import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("template-label-missing", () => {
  const findings = findingsOf("template-label-missing");
  const expr = "sum by (job) (rate(shop_payments_total[5m])) == 0";

  it("finds a label in an annotation that the expression drops", async () => {
    const annotations = { summary: "No payments in {{ $labels.namespace }} of {{ $labels.job }}." };
    const [finding, ...others] = await findings({ rules: [{ alert: "A", expr, annotations }] });
    expect(others).toEqual([]);
    expect(finding?.message).toBe("summary shows $labels.namespace, and the expression keeps no label namespace.");
  });

  it("accepts labels that the rule itself adds", async () => {
    const rule = { alert: "A", expr, labels: { tier: "gold" }, annotations: { summary: "{{ $labels.tier }}" } };
    expect(await findings({ rules: [rule] })).toEqual([]);
  });
});
