import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { signalbox } from "./support/command-line.ts";
import { project, smallConfig } from "./support/project.ts";

const ownRules = "groups: [{ name: own, rules: [{ alert: TillQuiet, expr: up == 0 }] }]\n";
const files = {
  "signalbox.config.ts": smallConfig.replace("teams:", 'rules: [{ path: "own.rules.yaml" }],\n  teams:'),
  "own.rules.yaml": ownRules,
};

describe.skipIf(!engineIsBuilt)("test", () => {
  it("says of each alert how often it was seen to fire, stay silent and clear, and lists what nothing tests", async () => {
    const ended = await signalbox(["test"], { cwd: project(files) });
    expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
    const lines = ended.stdout.trimEnd().split("\n");
    expect(lines.at(-2)).toBe("untested TillQuiet (own in own.rules.yaml): test it with promtool beside its file");
    expect(lines.at(-1)).toMatch(/^\d+ alerts, \d+ cases: all passed\.$/);
    for (const line of lines.slice(0, -2))
      expect(line).toMatch(/^ok {5}till \w+ \(.*\): fires \d+, silent \d+, clears \d+$/);
  });

  it("gives the same as data", async () => {
    const ended = await signalbox(["test", "--json"], { cwd: project(files) });
    const { format, alerts, untested, failed } = JSON.parse(ended.stdout);
    expect({ format, untested, failed }).toEqual({
      format: "signalbox.test/1",
      untested: [{ file: "own.rules.yaml", group: "own", alert: "TillQuiet" }],
      failed: [],
    });
    expect(alerts.map(({ alert }: { alert: string }) => alert)).toContain("ErrorBudgetBurn");
  });
});
