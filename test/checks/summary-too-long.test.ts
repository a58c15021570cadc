import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("summary-too-long", () => {
  const findings = findingsOf("summary-too-long");
  const alert = (summary: string) => [{ alert: "A", expr: "up == 0", annotations: { summary } }];

  it("warns of a summary with 121 characters", async () => {
    const [finding, ...others] = await findings({ rules: alert("x".repeat(121)) });
    expect(others).toEqual([]);
    expect(finding?.message).toBe(
      "The summary has 121 characters beside its labels; more than 120 are not read at a glance.",
    );
  });

  it("does not count what templates fill in", async () => {
    const template = '{{ with printf "up{job=%q}" $labels.job | query }}{{ . | first | value }}{{ end }}';
    expect(await findings({ rules: alert(`${"x".repeat(119)}${template} `) })).toEqual([]);
  });
});
