import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf, ruleFile } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("alert-without-case", () => {
  const findings = findingsOf("alert-without-case");
  const rule = { alert: "A", expr: "up == 0", labels: { sli: "fast", severity: "critical" } };
  const ruleFiles = [ruleFile([rule], true)];

  it("names the behaviours that no case shows", async () => {
    const coverage = [{ group: "own", alert: "A", labels: rule.labels, uncovered: ["clears"] }];
    const [finding] = await findings({ ruleFiles, coverage });
    expect(finding).toMatchObject({ severity: "error", message: "A has no case that proves: clears." });
  });

  it("does not take the cases of a rule of the same name with other labels", async () => {
    const coverage = [{ group: "own", alert: "A", labels: { ...rule.labels, sli: "slow" }, uncovered: [] }];
    expect(await findings({ ruleFiles, coverage })).toHaveLength(1);
  });

  it("accepts an alert that is covered", async () => {
    const coverage = [{ group: "own", alert: "A", labels: rule.labels, uncovered: [] }];
    expect(await findings({ ruleFiles, coverage })).toEqual([]);
  });

  it("only lists alerts of files that were written by hand", async () => {
    const [finding] = await findings({ ruleFiles: [ruleFile([rule])] });
    expect(finding?.severity).toBe("info");
  });

  it("says nothing of an alert of one's own that some case is about", async () => {
    const coverage = [{ group: "own", alert: "A", labels: rule.labels, uncovered: [] }];
    expect(await findings({ ruleFiles: [ruleFile([rule])], coverage })).toEqual([]);
  });
});
