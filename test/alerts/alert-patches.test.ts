import { describe, expect, it } from "vitest";
import {
  behaviourCases,
  isAlert,
  platformCases,
  platformRules,
  prometheusRule,
  promtoolTests,
  type RuleFile,
  routingFacts,
  serviceRules,
  unmatchedPatches,
} from "../../alerts/index.ts";
import { type AlertPatch, type Config, kubePrometheusStack, objectives, patchAlerts } from "../../config/index.ts";
import { coverage, runCases } from "../../simulation/index.ts";
import { config, shop, shopObjectives } from "../services.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { realTool } from "../support/real-tools.ts";
import { heartbeat, routed } from "./routing/routed-configs.ts";
import { promtool, yamlOf } from "./rule-files.ts";

const promtoolPath = realTool("promtool");
const patches: readonly AlertPatch[] = [
  patchAlerts({ alert: "CpuThrottled" }, { labels: { area: "capacity", tier: "later" } }),
  patchAlerts(
    { alert: "CpuThrottled", service: "shop" },
    {
      labels: { tier: "2" },
      annotations: { note: "Ask the people of the platform first.", summary: "Too little CPU" },
    },
  ),
  patchAlerts(
    { alert: "ErrorBudgetBurn", labels: { sli: "availability", severity: "critical" } },
    { labels: { area: "sales" }, annotations: { runbook_url: "https://wiki.example.com/outage" } },
  ),
  patchAlerts({ alert: "ServiceAbsent" }, { labels: { area: "absence" } }),
  patchAlerts({ alert: "Watchdog" }, { labels: { area: "heartbeat" } }),
  patchAlerts(
    { alert: "RuleEvaluationFailing" },
    { labels: { area: "rules" }, annotations: { summary: "Rules fail" } },
  ),
];
const platform = kubePrometheusStack({ release: "own", namespace: "observing", platformAlerts: { team: "finance" } });
const patched: Config = { ...config, prometheus: platform, patches };

/** Alerts with a label `area` of ours, as `name sli severity area`. */
const areas = (file: RuleFile | undefined): readonly string[] =>
  (file?.groups ?? []).flatMap(({ rules }) =>
    rules.flatMap((rule) => {
      const { area, sli, severity } = isAlert(rule) ? rule.labels : {};
      if (!isAlert(rule) || area === undefined) return [];
      return [[rule.alert, sli, severity, area].filter((part) => part !== undefined).join(" ")];
    }),
  );
const alertOf = (file: RuleFile, name: string) =>
  file.groups.flatMap(({ rules }) => rules).find((rule) => isAlert(rule) && rule.alert === name);

describe("patches", () => {
  it("change the alerts that they select and no others", () => {
    expect(areas(serviceRules(shopObjectives, patched))).toEqual([
      "ErrorBudgetBurn availability critical sales",
      "ServiceAbsent critical absence",
      "ServiceAbsent warning absence",
      "CpuThrottled warning capacity",
    ]);
    expect(areas(platformRules(patched))).toEqual(["Watchdog none heartbeat", "RuleEvaluationFailing warning rules"]);
  });

  it("put the later text in the place of an earlier one or of ours, and leave the rest as it is", () => {
    const plain = alertOf(serviceRules(shopObjectives, config), "CpuThrottled");
    const rule = alertOf(serviceRules(shopObjectives, patched), "CpuThrottled");
    if (plain === undefined || !isAlert(plain)) throw new Error("the fixture has this alert");
    expect(rule).toEqual({
      ...plain,
      labels: { ...plain.labels, area: "capacity", tier: "2" },
      annotations: { ...plain.annotations, note: "Ask the people of the platform first.", summary: "Too little CPU" },
    });
  });

  it("reach the PrometheusRule of each environment", () => {
    const found = config.environments.map((environment) =>
      areas(prometheusRule(shopObjectives, patched, environment).spec),
    );
    expect(found).toEqual([
      [
        "ErrorBudgetBurn availability critical sales",
        "ServiceAbsent critical absence",
        "CpuThrottled warning capacity",
      ],
      ["ServiceAbsent warning absence", "CpuThrottled warning capacity"],
    ]);
  });

  it("are known to the routing, so that a route of one's own may ask for them", () => {
    const route = { matchers: ['area="capacity"'], receiver: "archive" };
    const routing = { mode: "alertmanager", routes: [route], receivers: { archive: heartbeat } } as const;
    const { misrouted } = routingFacts({ ...routed(routing), patches });
    expect(misrouted.map(({ labels, reached }) => [labels["alertname"], labels["team"], reached])).toEqual([
      ["CpuThrottled", "storefront", ["archive"]],
    ]);
  });

  it("leave the cases complete", () => {
    const told = coverage(serviceRules(shopObjectives, patched), behaviourCases(shopObjectives, patched));
    expect(told.filter(({ uncovered }) => uncovered.length > 0)).toEqual([]);
  });
});

describe("patches that are for no alert", () => {
  const missing = (...own: readonly AlertPatch[]) =>
    unmatchedPatches({ ...config, patches: own }).map(({ index, namesakes }) => [index, namesakes.length]);

  it("are none where each selects something", () => {
    expect(unmatchedPatches(patched)).toEqual([]);
  });

  it("come with their place, and the alerts of the name", () => {
    const texts = { labels: { area: "x" } };
    expect(
      missing(
        patchAlerts({ alert: "CpuThrottled" }, texts),
        patchAlerts({ alert: "Watchdog" }, texts),
        patchAlerts({ alert: "ErrorBudgetBurn", service: "ledger", labels: { sli: "checkout" } }, texts),
        patchAlerts({ alert: "CpuThrottled", service: "ledger" }, texts),
      ),
    ).toEqual([
      [1, 0],
      [2, 9],
      [3, 1],
    ]);
  });

  it("are not those for alerts that only one environment's PrometheusRule has", () => {
    const own = patchAlerts({ alert: "ErrorBudgetBurn", labels: { severity: "critical" } }, { labels: { area: "x" } });
    const identity = ["cluster", "job"];
    expect(JSON.stringify(serviceRules(shopObjectives, { ...config, identity }))).not.toContain('"critical"');
    expect(unmatchedPatches({ ...config, identity, patches: [own] })).toEqual([]);
  });
});

/** One objective keeps the stories few. */
const few = objectives(shop, { availability: { targetRatio: 0.999, page: true } });
const small: Config = { ...patched, services: [few] };
const wanted = ["CpuThrottled", "ServiceAbsent"];
const isWanted = ({ alert, ruleLabels }: ReturnType<typeof behaviourCases>[number]): boolean =>
  wanted.includes(alert) || (alert === "ErrorBudgetBurn" && ruleLabels["severity"] === "critical");

describe.skipIf(!engineIsBuilt)("in the engine", () => {
  const engine = withEngine();

  it("the stories of patched alerts are true, labels and annotations to the letter", async () => {
    const cases = behaviourCases(few, small)
      .filter(isWanted)
      .filter(({ pace }) => pace !== "history");
    const results = await runCases(engine(), yamlOf(serviceRules(few, small)), cases);
    expect(results.length).toBeGreaterThan(15);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });

  it("those of the alerts about Prometheus itself are", async () => {
    const results = await runCases(engine(), yamlOf(platformRules(patched)), platformCases(patched));
    expect(results.length).toBeGreaterThan(4);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });
});

describe.skipIf(promtoolPath === undefined)("promtool", () => {
  it("agrees with the stories of a patched alert", async () => {
    const tests = promtoolTests(few, small, "shop.rules.yaml").minutely;
    const own = tests.tests.filter(({ name }) => /CpuThrottled/.test(name));
    expect(JSON.stringify(own)).toContain("Ask the people of the platform first.");
    const { output } = await promtool(promtoolPath, ["test", "rules", "shop.test.yaml"], {
      "shop.rules.yaml": yamlOf(serviceRules(few, small)),
      "shop.test.yaml": yamlOf({ ...tests, tests: own }),
    });
    expect(output).toContain("SUCCESS");
  });
});
