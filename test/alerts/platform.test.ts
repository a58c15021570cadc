import { describe, expect, it } from "vitest";
import { platformCases, platformRules, promtoolTest } from "../../alerts/index.ts";
import { kubePrometheusStack } from "../../config/index.ts";
import { coverage, runCases } from "../../simulation/index.ts";
import { config } from "../services.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { realTool } from "../support/real-tools.ts";
import { promtool, yamlOf } from "./rule-files.ts";

const promtoolPath = realTool("promtool");
const watched = {
  ...config,
  prometheus: kubePrometheusStack({ release: "own", namespace: "observing", platformAlerts: { team: "finance" } }),
};
const rules = platformRules(watched);
const cases = platformCases(watched);

describe("the rules about Prometheus itself", () => {
  it("are written only where the profile asks for them", () => {
    expect(platformRules(config)).toBeUndefined();
    expect(platformCases(config)).toEqual([]);
  });

  it("are one group for the whole config, with a Watchdog that always fires and tells no team", () => {
    expect(rules?.groups.map(({ name }) => name)).toEqual(["signalbox.platform"]);
    expect(rules?.groups[0]?.rules[0]).toMatchObject({
      alert: "Watchdog",
      expr: "vector(1)",
      labels: { severity: "none" },
    });
  });

  it("watch the groups of every service, and tell the team that the profile names", () => {
    expect(rules?.groups[0]?.rules[1]).toMatchObject({
      alert: "RuleEvaluationFailing",
      expr: 'sum by (rule_group) (increase(prometheus_rule_evaluation_failures_total{rule_group=~".*;(shop\\\\.sli|shop\\\\.slo|shop\\\\.symptoms|ledger\\\\.sli|ledger\\\\.slo|ledger\\\\.symptoms|signalbox\\\\.platform)"}[5m])) > 0',
      labels: { severity: "warning", team: "finance" },
    });
  });

  it("have stories for all that each of them does", () => {
    const told = coverage(rules ?? { groups: [] }, cases);
    expect(told.map(({ alert, uncovered }) => [alert, uncovered])).toEqual([
      ["Watchdog", []],
      ["RuleEvaluationFailing", []],
    ]);
  });
});

describe.skipIf(!engineIsBuilt)("in the engine", () => {
  const engine = withEngine();

  it("their stories are true", async () => {
    const results = await runCases(engine(), yamlOf(rules), cases);
    expect(results.length).toBeGreaterThan(4);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });
});

describe.skipIf(promtoolPath === undefined)("promtool", () => {
  it("agrees with their stories", async () => {
    const { output } = await promtool(promtoolPath, ["test", "rules", "platform.test.yaml"], {
      "platform.rules.yaml": yamlOf(rules),
      "platform.test.yaml": yamlOf({
        rule_files: ["platform.rules.yaml"],
        evaluation_interval: "1m",
        tests: cases.map(promtoolTest),
      }),
    });
    expect(output).toContain("SUCCESS");
  });
});
