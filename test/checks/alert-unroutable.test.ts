import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("alert-unroutable", () => {
  const findings = findingsOf("alert-unroutable");
  const alert = (labels: Readonly<Record<string, string>>) => [{ alert: "A", expr: "up == 0", labels }];

  it.each([
    [{ severity: "critical" }],
    [{ severity: "loud", team: "finance" }],
    [{ severity: "warning", team: "nobody" }],
    [{ severity: "warning", team: "constructor" }],
  ])("warns of the labels %o", async (labels) => {
    const [finding] = await findings({ rules: alert(labels) });
    expect(finding?.fix).toBe("Use a team of the config (storefront, finance) and the severity critical or warning.");
  });

  it("accepts a team and a severity that lead to a receiver", async () => {
    expect(await findings({ rules: alert({ severity: "critical", team: "finance" }) })).toEqual([]);
  });
});
