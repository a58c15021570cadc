import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf, marked } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("recorded-not-generated", () => {
  const findings = findingsOf("recorded-not-generated");
  const record = { record: "own:orders:rate5m", expr: "sum by (job) (rate(shop_orders_placed_total[5m]))" };

  it("finds a recorded name that no rule writes", async () => {
    const [finding] = await findings({ panel: "own:order:rate5m", rules: [record] });
    expect(finding?.message).toBe("No rule records the series own:order:rate5m.");
    expect(finding?.fix).toBe("Did you mean own:orders:rate5m?");
    expect(finding && marked(finding)).toBe("own:order:rate5m");
  });

  it("accepts a name that a rule writes", async () => {
    expect(await findings({ panel: "own:orders:rate5m", rules: [record] })).toEqual([]);
  });
});
