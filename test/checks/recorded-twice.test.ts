import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf, ruleFile } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("recorded-twice", () => {
  const findings = findingsOf("recorded-twice");
  const ours = {
    ...ruleFile([{ record: "sli:events:rate5m", expr: "sum(rate(shop_payments_total[5m]))" }], true),
    path: "rules/shop.rules.yaml",
  };

  it("warns of a rule that records a name which is generated", async () => {
    const own = ruleFile([{ record: "sli:events:rate5m", expr: "vector(1)", line: 4 }]);
    const [finding] = await findings({ ruleFiles: [ours, own] });
    expect(finding).toMatchObject({
      severity: "warning",
      where: { artefact: "rules/own.rules.yaml", item: "own / sli:events:rate5m", line: 4 },
      message: expect.stringContaining("also recorded by rules/shop.rules.yaml"),
    });
  });

  it("accepts other names, alerts, and that several generated rules share a name", async () => {
    const own = ruleFile([
      { record: "own:events:rate5m", expr: "vector(1)" },
      { alert: "Own", expr: "vector(1)" },
    ]);
    const alert = { ...ruleFile([{ alert: "Ours", expr: "vector(1)" }], true), path: "rules/ledger.rules.yaml" };
    expect(await findings({ ruleFiles: [ours, { ...ours, path: "rules/other.rules.yaml" }, alert, own] })).toEqual([]);
  });
});
