import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { engineIsBuilt } from "../support/engine.ts";
import { signalbox } from "./support/command-line.ts";
import { project, smallConfig } from "./support/project.ts";

const routed = (routing: string) => ({
  "signalbox.config.ts": smallConfig.replace("teams:", `routing: ${routing},\n  teams:`),
});

describe("generate", () => {
  const written = async (routing: string) => {
    const folder = project(routed(routing));
    const ended = await signalbox(["generate", "--json"], { cwd: folder });
    const { changes } = JSON.parse(ended.stdout) as { changes: readonly { path: string }[] };
    const read = (path: string) => readFileSync(join(folder, "observability", path), "utf8");
    return { paths: changes.map(({ path }) => path).filter((path) => path.includes("alertmanager")), read };
  };

  it("writes no routing unless it is asked to", async () => {
    expect((await written('{ mode: "labelsOnly" }')).paths).toEqual([]);
  });

  it("writes Alertmanager's file", async () => {
    const { paths, read } = await written('{ mode: "alertmanager" }');
    expect(paths).toEqual(["alertmanager/alertmanager.yaml"]);
    expect(parse(read("alertmanager/alertmanager.yaml"))).toMatchObject({
      route: { receiver: "nobody", routes: [{ receiver: "nobody" }, { matchers: ['team="counter"'] }] },
      receivers: [{ name: "nobody" }, { name: "counter-ticket" }],
    });
  });

  it("writes an object for the operator, and the same into the chart", async () => {
    const { paths, read } = await written('{ mode: "alertmanagerConfig" }');
    expect(paths).toEqual([
      "chart/files/shopfloor/alertmanagerconfigs/till.yaml",
      "chart/templates/alertmanagerconfigs.yaml",
      "manifests/till/shopfloor-alertmanagerconfig.yaml",
    ]);
    const object = parse(read("manifests/till/shopfloor-alertmanagerconfig.yaml"));
    expect(object).toMatchObject({ kind: "AlertmanagerConfig", metadata: { namespace: "stores" } });
    expect(parse(read("chart/files/shopfloor/alertmanagerconfigs/till.yaml"))).toEqual(object.spec);
    expect(parse(read("chart/values.yaml"))).toMatchObject({ alertmanagerConfigs: { enabled: true } });
  });
});

describe.skipIf(!engineIsBuilt)("test", () => {
  it("runs the routing tests and says why one fails", async () => {
    const alert = '{ alertname: "ErrorBudgetBurn", team: "counter", severity: "warning" }';
    const tests = `[{ alert: ${alert}, reaches: ["counter-ticket"] }, { alert: ${alert}, reaches: [] }]`;
    const ended = await signalbox(["test"], { cwd: project(routed(`{ mode: "alertmanager", tests: ${tests} }`)) });
    expect(ended.exitCode).toBe(1);
    expect(ended.stdout.trimEnd().split("\n").slice(-2)).toEqual([
      "failed: ErrorBudgetBurn (team=counter, severity=warning) should reach nobody: reaches counter-ticket",
      "2 routes: 1 failed.",
    ]);
  }, 180_000);
});

describe.skipIf(!engineIsBuilt)("check", () => {
  it("finds a route that takes the team's alerts away", async () => {
    const routes = '[{ matchers: [\'severity=~"warning|critical"\'], receiver: "nobody" }]';
    const ended = await signalbox(["check"], { cwd: project(routed(`{ mode: "alertmanager", routes: ${routes} }`)) });
    expect(ended.exitCode).toBe(1);
    expect(ended.stdout).toContain(
      "ErrorBudgetBurn (severity warning, team counter) should reach counter-ticket and reaches nobody.",
    );
  }, 180_000);
});
