import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf, ruleFile } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("rule-file-invalid", () => {
  const findings = findingsOf("rule-file-invalid");

  it("says why Prometheus would not load a file, with the line", async () => {
    const text = "groups:\n  - name: own\n    rules:\n      - alert: A\n        expr: up == 0\n        until: 5m\n";
    const [finding] = await findings({
      ruleFiles: [{ path: "rules/own.rules.yaml", generated: false, text, groups: [] }],
    });
    expect(finding?.message).toContain("field until not found");
    expect(finding?.where).toMatchObject({ artefact: "rules/own.rules.yaml", line: 6 });
  });

  it("accepts a file that Prometheus loads", async () => {
    expect(await findings({ ruleFiles: [ruleFile([{ alert: "A", expr: "up == 0" }])] })).toEqual([]);
  });
});
