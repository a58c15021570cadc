import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { demoConfig, signalbox } from "./support/command-line.ts";
import { project, smallConfig } from "./support/project.ts";

const ownRules = `groups:
  - name: till.own
    rules:
      - alert: TillQuiet
        expr: sum by (job) (rate(http_server_request_duration_second_count{job="till"}[10m])) == 0
        labels: { severity: warning, team: counter }
`;

/** A metric that is spelled wrong in the team's own rules, and a legend without its label in a panel with a title that a log would obey. */
const mistaken = {
  "signalbox.config.ts": smallConfig
    .replace("objectives, slack", "objectives, onBoard, row, slack, timeseries")
    .replace(
      "teams:",
      `rules: [{ path: "own.rules.yaml" }],
  boards: [onBoard(till, [row("Own", [timeseries({
    title: "By route\\n::stop-commands::x",
    description: "Requests by route, 100% of them.",
    unit: "reqps",
    queries: [{ expression: 'sum(rate(http_server_request_duration_seconds_count{job="till"}[$__rate_interval]))', legend: "{{http_route}}" }],
  })])])],
  teams:`,
    ),
  "own.rules.yaml": ownRules,
};

describe.skipIf(!engineIsBuilt)("check", () => {
  it("finds nothing wrong with the demo", async () => {
    const ended = await signalbox(["check", "--config", demoConfig, "--strict"]);
    expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
    expect(ended.stdout).toContain("0 errors, 0 warnings");
  });

  it("shows each finding with its place, a mark and a way to mend it, and exits with 1", async () => {
    const ended = await signalbox(["check"], { cwd: project(mistaken) });
    expect(ended.exitCode).toBe(1);
    expect(ended.stdout).toMatchInlineSnapshot(`
      "error legend-label-aggregated-away
        dashboards/till-service.json > By route ::stop-commands::x
          sum(rate(http_server_request_duration_seconds_count{job="till"}[$__rate_interval]))
        The legend shows {{http_route}}, and no series has the label http_route at the end of the expression.
        Fix: Keep it: ... by (http_route).

      error metric-not-declared
        own.rules.yaml:5 > till.own / TillQuiet
          sum by (job) (rate(http_server_request_duration_second_count{job="till"}[10m])) == 0
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        Service till exposes no metric http_server_request_duration_second_count.
        Fix: Did you mean http_server_request_duration_seconds_count? Otherwise declare it in the service's metrics, or in externalMetrics of the config when another exporter has it.

      info alert-without-case
        own.rules.yaml:4 > till.own / TillQuiet
        Nothing proves when TillQuiet fires, stays silent and clears.
        Fix: Write it a case: cases: [alertCase({ ... })] in the config.

      1 board and 2 rule files checked: 2 errors, 0 warnings, 1 for information.
      "
    `);
  });

  it("writes annotations that cannot smuggle in a command of their own", async () => {
    const ended = await signalbox(["check", "--format", "github"], { cwd: project(mistaken) });
    expect(ended.exitCode).toBe(1);
    expect(ended.stdout).toMatchInlineSnapshot(`
      "::error file=signalbox.config.ts,title=legend-label-aggregated-away::dashboards/till-service.json > By route%0A::stop-commands::x%0AThe legend shows {{http_route}}, and no series has the label http_route at the end of the expression.%0Asum(rate(http_server_request_duration_seconds_count{job="till"}[$__rate_interval]))%0AKeep it: ... by (http_route).
      ::error file=own.rules.yaml,line=5,title=metric-not-declared::own.rules.yaml > till.own / TillQuiet%0AService till exposes no metric http_server_request_duration_second_count.%0Asum by (job) (rate(http_server_request_duration_second_count{job="till"}[10m])) == 0%0ADid you mean http_server_request_duration_seconds_count? Otherwise declare it in the service's metrics, or in externalMetrics of the config when another exporter has it.
      ::notice file=own.rules.yaml,line=4,title=alert-without-case::own.rules.yaml > till.own / TillQuiet%0ANothing proves when TillQuiet fires, stays silent and clears.%0AWrite it a case: cases: [alertCase({ ... })] in the config.
      "
    `);
  });

  it("writes SARIF that names the file to change", async () => {
    const ended = await signalbox(["check", "--format", "sarif"], { cwd: project(mistaken) });
    const { version, runs } = JSON.parse(ended.stdout);
    const places = runs[0].results.map(
      (result: { ruleId: string; level: string; locations: readonly { physicalLocation: object }[] }) => [
        result.ruleId,
        result.level,
        result.locations[0]?.physicalLocation,
      ],
    );
    expect(version).toBe("2.1.0");
    expect(places).toContainEqual([
      "metric-not-declared",
      "error",
      { artifactLocation: { uri: "own.rules.yaml" }, region: { startLine: 5 } },
    ]);
  });

  it("prints one document with --json, and the same with --format json", async () => {
    const folder = project(mistaken);
    const [first, second] = [
      await signalbox(["check", "--json"], { cwd: folder }),
      await signalbox(["check", "--format", "json"], { cwd: folder }),
    ];
    expect(JSON.parse(first.stdout)).toMatchObject({ format: "signalbox.check/1", exitCode: 1, counts: { error: 2 } });
    expect(second.stdout).toBe(first.stdout);
  });

  it("says why Prometheus would not load a rule file that is no YAML", async () => {
    const ended = await signalbox(["check"], { cwd: project({ ...mistaken, "own.rules.yaml": "groups: [\n" }) });
    expect(ended.exitCode).toBe(1);
    expect(ended.stdout).toContain("error rule-file-invalid\n  own.rules.yaml");
  });

  it("finds the paths that generate refuses, and the cases about alerts that are not there", async () => {
    const config = smallConfig.replace("{ defineConfig", "{ alertCase, defineConfig").replace(
      "teams:",
      `rules: [{ path: "a/own.rules.yaml" }, { path: "b/own.rules.yaml" }],
  cases: [alertCase({ name: "Quiet.", alert: "TillQuit", rules: "a/own.rules.yaml", series: {}, expect: [{ atMinutes: 1, firing: false }] })],
  teams:`,
    );
    const files = { "signalbox.config.ts": config, "a/own.rules.yaml": ownRules, "b/own.rules.yaml": ownRules };
    const ended = await signalbox(["check"], { cwd: project(files) });
    expect(ended.stdout).toContain(
      'another artefact has the path rules/own.rules.yaml: one is from rawRules("a/own.rules.yaml"), one from rawRules("b/own.rules.yaml").',
    );
    expect(ended.stdout).toContain('cases[0].alert is "TillQuit": there is no such alert in a/own.rules.yaml');
    expect(ended.exitCode).toBe(1);
  });

  it("lets warnings pass, unless --strict asks for more", async () => {
    const files = {
      ...mistaken,
      "own.rules.yaml": ownRules.replace("_second_count", "_seconds_count").replace("team: counter", "team: nobody"),
    };
    const config = {
      ...files,
      "signalbox.config.ts": files["signalbox.config.ts"].replace('legend: "{{http_route}}"', 'legend: "all"'),
    };
    const folder = project(config);
    expect(await signalbox(["check"], { cwd: folder })).toMatchObject({ exitCode: 0 });
    expect(await signalbox(["check", "--strict"], { cwd: folder })).toMatchObject({ exitCode: 1 });
  });
});
