import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { promtool } from "../alerts/rule-files.ts";
import { engineIsBuilt } from "../support/engine.ts";
import { realTool } from "../support/real-tools.ts";
import { signalbox } from "./support/command-line.ts";
import { ranHere } from "./support/in-process.ts";
import { project, smallConfig } from "./support/project.ts";

const promtoolPath = realTool("promtool");
const ownRules = `groups:
  - name: own
    rules:
      - { alert: TillQuiet, expr: "up == 0", for: 2m, labels: { severity: warning } }
      - { alert: TillGone, expr: absent(up) }
`;
const files = {
  "signalbox.config.ts": smallConfig.replace("teams:", 'rules: [{ path: "own.rules.yaml" }],\n  teams:'),
  "own.rules.yaml": ownRules,
};

/** The same project with a case for one of its alerts. */
function withCase(expectation: string) {
  const cases = `cases: [
    alertCase({
      name: "It fires when the till has not answered for two minutes.",
      alert: "TillQuiet",
      rules: "own.rules.yaml",
      series: { 'up{job="till",instance="10.0.0.8:9464"}': "1x2 0x5 1" },
      expect: [${expectation}],
    }),
  ],\n  teams:`;
  return {
    ...files,
    "signalbox.config.ts": files["signalbox.config.ts"]
      .replace("teams:", cases)
      .replace("{ defineConfig", "{ alertCase, defineConfig"),
  };
}

const right =
  '{ atMinutes: 4, firing: false }, { atMinutes: 5, firing: [{ labels: { job: "till" } }] }, { atMinutes: 9, firing: false }';

describe.skipIf(!engineIsBuilt)("test", () => {
  it("says of each alert how many cases prove what, and lists what nothing tests", async () => {
    const ended = await signalbox(["test"], { cwd: project(files) });
    expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
    const lines = ended.stdout.trimEnd().split("\n");
    expect(lines.filter((line) => line.length > 80 && !line.startsWith("untested"))).toEqual([]);
    expect(lines[0]?.split(/\s+/)).toEqual(["", "just", "no", "few", "no"]);
    expect(lines[1]?.split(/\s+/)).toEqual(["", "fires", "below", "ends", "calls", "calls", "data"]);
    expect(lines[2]).toBe("till");
    expect(lines[3]).toMatch(/^ {2}ErrorBudgetBurn answers warning( +\d+){6}$/);
    expect(lines.filter((line) => /^untested/.test(line))).toEqual([
      "untested TillQuiet (own in own.rules.yaml): write it a case with alertCase()",
      "untested TillGone (own in own.rules.yaml): write it a case with alertCase()",
    ]);
    expect(lines.at(-1)).toMatch(/^\d+ alerts, \d+ cases: all passed\.$/);
  });

  it("proves everything that applies to a generated alert", async () => {
    const ended = await signalbox(["test", "--json"], { cwd: project(files) });
    const { format, alerts, failed } = JSON.parse(ended.stdout);
    expect({ format, failed }).toEqual({ format: "signalbox.test/1", failed: [] });
    for (const { alert, proofs } of alerts) {
      const unproven = Object.values(proofs as Record<string, { cases: number; notApplicable?: string }>).filter(
        ({ cases, notApplicable }) => cases === 0 && notApplicable === undefined,
      );
      expect(unproven, alert).toEqual([]);
    }
    expect(alerts.map(({ alert }: { alert: string }) => alert)).toContain("ErrorBudgetBurn");
  });

  it("proves the rules about Prometheus itself where the profile asks for them", async () => {
    const platform = smallConfig.replace(
      'namespace: "watch"',
      'namespace: "watch", platformAlerts: { team: "counter" }',
    );
    const ended = await ranHere(["test", "--json"], project({ "signalbox.config.ts": platform }));
    const { exitCode, alerts, untested, failed } = JSON.parse(ended.stdout);
    expect({ exitCode, untested, failed }).toEqual({ exitCode: 0, untested: [], failed: [] });
    const proven = (alert: { proofs: Record<string, { passed: number; notApplicable?: string }> }): unknown =>
      Object.entries(alert.proofs).map(([proof, { passed, notApplicable }]) =>
        notApplicable === undefined ? `${proof}: ${passed > 0}` : `${proof}: does not apply`,
      );
    const own = alerts.filter(({ where }: { where: string }) => where === "signalbox-platform");
    expect(own.map((alert: Parameters<typeof proven>[0] & { alert: string }) => [alert.alert, proven(alert)])).toEqual([
      [
        "Watchdog",
        [
          "fires: true",
          "silentJustBelow: does not apply",
          "clears: does not apply",
          "silentWithoutTraffic: does not apply",
          "silentAtLowTraffic: does not apply",
          "silentWithoutData: does not apply",
        ],
      ],
      [
        "RuleEvaluationFailing",
        [
          "fires: true",
          "silentJustBelow: true",
          "clears: true",
          "silentWithoutTraffic: does not apply",
          "silentAtLowTraffic: does not apply",
          "silentWithoutData: true",
        ],
      ],
    ]);
  });

  it("counts a case for the service that it is about, not for another one of the same team", async () => {
    const two = smallConfig
      .replace(
        "export default",
        'const shelf = defineService({ name: "shelf", team: "counter", description: "Holds goods.", indicators: { answers: requests() } });\n\nexport default',
      )
      .replace("services: [", "services: [objectives(shelf, { answers: { targetRatio: 0.97 } }, { windowDays: 7 }), ");
    const ended = await ranHere(["test", "--json"], project({ "signalbox.config.ts": two }));
    const { alerts, cases } = JSON.parse(ended.stdout);
    expect(new Set(alerts.map(({ where }: { where: string }) => where))).toEqual(new Set(["shelf", "till"]));
    expect(alerts.reduce((sum: number, alert: { cases: number }) => sum + alert.cases, 0)).toBe(cases);
  });

  it("fails for alerts that nothing tests only when it is told to be strict", async () => {
    expect((await signalbox(["test", "--strict"], { cwd: project(files) })).exitCode).toBe(1);
  });

  it("runs the cases of the config", async () => {
    const ended = await signalbox(["test"], { cwd: project(withCase(right)) });
    expect(ended.stdout).toMatch(/\nown\.rules\.yaml\n {2}TillQuiet warning +1 +1\n/);
    expect(ended.stdout).not.toContain("untested TillQuiet");
    expect(ended.exitCode).toBe(0);
  });

  it("fails when one of them fails, and says at which minute", async () => {
    const ended = await signalbox(["test"], { cwd: project(withCase("{ atMinutes: 4, firing: true }")) });
    expect(ended.stdout).toContain(
      "failed: It fires when the till has not answered for two minutes.\n  minute 4: should fire and does not\n",
    );
    expect(ended.exitCode).toBe(1);
  });

  it("refuses a case about an alert that is not there", async () => {
    const wrong = withCase(right);
    const config = wrong["signalbox.config.ts"].replace('alert: "TillQuiet"', 'alert: "TillQuite"');
    const ended = await signalbox(["test"], { cwd: project({ ...wrong, "signalbox.config.ts": config }) });
    expect(ended.stderr).toContain("cases[0].alert: there is no such alert in own.rules.yaml");
    expect(ended).toMatchObject({ exitCode: 2, stdout: "" });
  });

  it.each([
    [["--mutate", "--rule", "NoSuchRule"], '--rule "NoSuchRule": no tested rule has it in its name.'],
    [["--mutate", "--rule", "ErorBudgetBurn"], "Did you mean ErrorBudgetBurn?"],
    [["--mutate", "--rule", "TillQuiet"], "no tested rule has it in its name"],
    [["--rule", "ErrorBudgetBurn"], "--rule is about changed rules and needs --mutate"],
    [["--minimum", "90%"], "--minimum is about changed rules and needs --mutate"],
  ])("refuses %j before it plays anything", async (options, message) => {
    const ended = await ranHere(["test", ...options], project(files));
    expect(ended).toMatchObject({ exitCode: 2, stdout: "", stderr: expect.stringContaining(message) });
  });

  it("fails a case whose alert has an expression that Prometheus cannot read", async () => {
    const broken = {
      ...withCase("{ atMinutes: 4, firing: false }"),
      "own.rules.yaml": ownRules.replace("up == 0", "up == ("),
    };
    const ended = await ranHere(["test", "--json"], project(broken));
    expect(ended.exitCode).toBe(1);
    expect(JSON.parse(ended.stdout).failed).toMatchObject([
      {
        alert: "TillQuiet",
        problems: ["Prometheus cannot read the expression of TillQuiet; signalbox check says where"],
      },
    ]);
  });

  it("changes rules and lists what the cases did not notice", async () => {
    const cwd = project(withCase(right));
    const ended = await signalbox(["test", "--mutate", "--rule", "TillQuiet"], { cwd });
    expect(ended.stdout).toContain(" own.rules.yaml TillQuiet warning\n");
    expect(ended.stdout).toContain(
      "not noticed: own.rules.yaml TillQuiet warning: the rule's label severity has another value",
    );
    expect(ended.stdout).toMatch(/\n\d+ changes, \d+ noticed: [\d.]+ %, and at least 95 % are asked for\.\n/);
    expect(ended.exitCode).toBe(1);
    const lenient = await signalbox(["test", "--mutate", "--rule", "TillQuiet", "--minimum", "20%", "--json"], { cwd });
    const { exitCode, mutations } = JSON.parse(lenient.stdout);
    expect(exitCode).toBe(0);
    expect(mutations.notNoticed[0]).toMatchObject({ file: "own.rules.yaml", group: "own", rule: "TillQuiet" });
  });

  it.skipIf(promtoolPath === undefined)("writes the cases of the config for promtool, which agrees", async () => {
    const cwd = project(withCase(right));
    expect((await signalbox(["generate"], { cwd })).exitCode).toBe(0);
    const written = (name: string): string => readFileSync(join(cwd, "observability", "rules", name), "utf8");
    const test = written("own.test.yaml");
    expect(parse(test).rule_files).toEqual(["own.rules.yaml"]);
    const run = (text: string) =>
      promtool(promtoolPath ?? "", ["test", "rules", "own.test.yaml"], {
        "own.rules.yaml": written("own.rules.yaml"),
        "own.test.yaml": text,
      });
    expect(await run(test)).toMatchObject({ passed: true });
    expect(await run(test.replace("1x2 0x5 1", "1x9"))).toMatchObject({ passed: false });
  });
});
