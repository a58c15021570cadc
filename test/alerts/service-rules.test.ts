import { describe, expect, it } from "vitest";
import { type AlertingRule, isAlert, type RuleFile, serviceRules } from "../../alerts/index.ts";
import { objectives } from "../../config/index.ts";
import { config, ledgerObjectives, shop, shopObjectives } from "../services.ts";
import { realTool } from "../support/real-tools.ts";
import { promtool, yamlOf } from "./rule-files.ts";

const promtoolPath = realTool("promtool");
const alertsOf = (file: RuleFile): readonly AlertingRule[] => file.groups.flatMap(({ rules }) => rules.filter(isAlert));
const recordsOf = (file: RuleFile): readonly string[] =>
  file.groups.flatMap(({ rules }) => rules.flatMap((rule) => (isAlert(rule) ? [] : [rule.record])));
const [production, staging] = config.environments;

describe("the rules of a service", () => {
  it("are the golden file for a service that counts its own indicators", async () => {
    await expect(yamlOf(serviceRules(shopObjectives, config))).toMatchFileSnapshot("../golden/rules/shop.rules.yaml");
  });

  it("are the golden file for a service whose status codes are read", async () => {
    await expect(yamlOf(serviceRules(ledgerObjectives, config))).toMatchFileSnapshot(
      "../golden/rules/ledger.rules.yaml",
    );
  });

  it("share no object, so that YAML needs no anchors", () => {
    const rules = serviceRules(shopObjectives, config);
    expect(structuredClone(rules)).toEqual(rules);
    const labels = rules.groups.flatMap((group) => group.rules.map((rule) => rule.labels ?? {}));
    expect(new Set(labels).size).toBe(labels.length);
  });

  it("never give an alert of an environment without pages the page severity", () => {
    const alerts = alertsOf(serviceRules(shopObjectives, config, staging === undefined ? [] : [staging]));
    expect(new Set(alerts.map(({ labels }) => labels["severity"]))).toEqual(new Set(["warning"]));
  });

  it("select only the paging environments in a page", () => {
    const pages = alertsOf(serviceRules(shopObjectives, config)).filter(
      ({ labels }) => labels["severity"] === "critical",
    );
    expect(pages.length).toBeGreaterThan(0);
    expect(pages.filter(({ expr }) => expr.includes("rehearsal"))).toEqual([]);
  });

  it("make no page of a symptom where no objective pages", () => {
    const quiet = objectives(shop, { availability: { targetRatio: 0.97 } });
    const alerts = alertsOf(serviceRules(quiet, config));
    expect(alerts.filter(({ labels }) => labels["severity"] === "critical")).toEqual([]);
  });

  it("page nowhere when the identity cannot tell a place that pages from one that does not", () => {
    const blind = { ...config, identity: ["job"] };
    const severities = alertsOf(serviceRules(shopObjectives, blind)).map(({ labels }) => labels["severity"]);
    expect(new Set(severities)).toEqual(new Set(["warning"]));
  });

  it("record only windows that something reads", () => {
    const ticketOnly = objectives(shop, { fast: { targetRatio: 0.98 } });
    expect(recordsOf(serviceRules(ticketOnly, config)).filter((name) => name.startsWith("sli:error_ratio"))).toEqual(
      ["5m", "1h", "2h", "6h", "1d", "3d"].map((window) => `sli:error_ratio:rate${window}`),
    );
  });

  it("leave out groups without rules", () => {
    const none = objectives(shop, {});
    expect(serviceRules(none, config).groups.map(({ name }) => name)).toEqual(["shop.symptoms"]);
  });

  it("name the environment by whichever identity label the config has", () => {
    const outside = { ...config, identity: ["env", "job"] };
    const [absent] = alertsOf(serviceRules(shopObjectives, outside)).filter(({ alert }) => alert === "ServiceAbsent");
    expect(absent?.expr).toBe('absent(up{env="production",job="shop"})');
  });

  it("carry links only where the config has addresses", () => {
    const bare = { ...config, grafana: { url: undefined, folder: "Services" }, runbooksUrl: undefined };
    const [alert] = alertsOf(serviceRules(shopObjectives, bare));
    expect(Object.keys(alert?.annotations ?? {})).toEqual(["summary", "description"]);
  });

  it("have the same text for the same environment, alone or by default", () => {
    const alone = { ...config, environments: config.environments.slice(0, 1) };
    expect(yamlOf(serviceRules(shopObjectives, config, production === undefined ? [] : [production]))).toBe(
      yamlOf(serviceRules(shopObjectives, alone)),
    );
  });
});

describe.skipIf(promtoolPath === undefined)("promtool", () => {
  it.each([
    ["shop", shopObjectives],
    ["ledger", ledgerObjectives],
  ])("accepts the rules of %s with every lint fatal", async (_, service) => {
    const file = yamlOf(serviceRules(service, config));
    const words = ["check", "rules", "--lint=all", "--lint-fatal", "service.rules.yaml"];
    const { passed, output } = await promtool(promtoolPath, words, { "service.rules.yaml": file });
    expect(output).toContain("SUCCESS");
    expect(passed).toBe(true);
  });
});
