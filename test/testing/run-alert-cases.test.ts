import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defineService, requests } from "@signalbox/contract";
import { describe, expect, it } from "vitest";
import { alertCase, defineConfig, kubePrometheusStack, objectives, slack } from "../../config/index.ts";
import { runAlertCases } from "../../testing/index.ts";
import { root } from "../cli/support/command-line.ts";
import { project, smallConfig } from "../cli/support/project.ts";
import { engineIsBuilt } from "../support/engine.ts";

const ownRules =
  "groups: [{ name: own, rules: [{ alert: TillGone, expr: absent(up) }, { alert: TillSilent, expr: up == 0, for: 2m }] }]\n";

const till = defineService({
  name: "till",
  team: "counter",
  description: "Takes money.",
  indicators: { answers: requests() },
});

/** An example of the guide: the first block of code that contains a text. */
function example(containing: string): string {
  const guide = readFileSync(join(root, "docs", "testing-alerts.md"), "utf8");
  const block = [...guide.matchAll(/```ts\n(.*?)```/gs)]
    .map(([, code = ""]) => code)
    .find((code) => code.includes(containing));
  if (block === undefined) throw new Error(`the guide has no example with ${containing}`);
  return block;
}

describe.skipIf(!engineIsBuilt)("running alert cases from a test runner", () => {
  const config = (firing: boolean) =>
    defineConfig({
      services: [objectives(till, { answers: { targetRatio: 0.98 } }, { windowDays: 7 })],
      prometheus: kubePrometheusStack({ release: "stack", namespace: "watch" }),
      teams: { counter: { ticket: slack({ channel: "#till", urlFrom: { secret: "slack", key: "url" } }) } },
      environments: { office: { namespace: "books" } },
      rules: [{ path: "own.rules.yaml" }],
      cases: [
        alertCase({
          name: "It fires at once.",
          alert: "TillGone",
          rules: "own.rules.yaml",
          series: {},
          expect: [{ atMinutes: 3, firing }],
        }),
      ],
    });

  it("gives plain values: every case, what is proven of each alert, and what is untested", async () => {
    const folder = project({ "own.rules.yaml": ownRules });
    const { passed, cases, alerts, untested } = await runAlertCases(config(true), { folder });
    expect(passed).toBe(true);
    expect(cases.at(-1)).toEqual({ name: "It fires at once.", alert: "TillGone", passed: true, problems: [] });
    expect(cases.length).toBeGreaterThan(20);
    expect(alerts.at(-1)).toMatchObject({
      where: "own.rules.yaml",
      alert: "TillGone",
      proofs: { fires: 1, clears: 0 },
    });
    expect(untested).toEqual([{ file: "own.rules.yaml", group: "own", alert: "TillSilent" }]);
  });

  it("says what was otherwise than expected", async () => {
    const folder = project({ "own.rules.yaml": ownRules });
    const { passed, cases } = await runAlertCases(config(false), { folder });
    expect(passed).toBe(false);
    expect(cases.filter((one) => !one.passed).map(({ problems }) => problems)).toEqual([
      ['minute 3: fires and should not: {"alertname":"TillGone"}'],
    ]);
  });

  it("refuses what is no config", async () => {
    await expect(runAlertCases({ services: [] } as never)).rejects.toThrow("takes what defineConfig returns");
  });

  it("runs the examples of the guide", () => {
    const listed = smallConfig
      .replace("teams:", 'rules: [{ path: "rules/legacy.rules.yaml" }],\n  cases: tillCases,\n  teams:')
      .replace("import", 'import { tillCases } from "./till.cases.ts";\nimport');
    const folder = project({
      "signalbox.config.ts": listed,
      "till.cases.ts": example("alertCase"),
      "rules/legacy.rules.yaml": "groups: [{ name: own, rules: [{ alert: TillSilent, expr: up == 0, for: 2m }] }]\n",
    });
    const door = JSON.stringify(join(root, "testing", "index.ts"));
    writeFileSync(join(folder, "alerts.test.ts"), example("runAlertCases").replace('"signalbox/testing"', door));
    const flags = [
      "--import",
      join(root, "scripts", "node-version.mjs"),
      "--conditions=signalbox-source",
      "--test",
      "--test-reporter=tap",
    ];
    const { status, stdout } = spawnSync(process.execPath, [...flags, "alerts.test.ts"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stdout).toContain("# pass 1");
    expect(status).toBe(0);
  });
});
