import { describe, expect, it } from "vitest";
import { serviceRules } from "../../alerts/index.ts";
import type { Config } from "../../config/index.ts";
import { config } from "../services.ts";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("alert-unroutable", () => {
  const findings = findingsOf("alert-unroutable");
  const alert = (labels: Readonly<Record<string, string>>) => [{ alert: "A", expr: "up == 0", labels }];

  it.each([
    [{ severity: "critical" }],
    [{ severity: "loud", team: "finance" }],
    [{ severity: "warning", team: "nobody" }],
    [{ severity: "warning", team: "constructor" }],
  ])("warns of the labels %o", async (labels) => {
    const [finding] = await findings({ rules: alert(labels) });
    expect(finding?.fix).toBe("Use a team of the config (storefront, finance) and the severity critical or warning.");
  });

  it("accepts a team and a severity that lead to a receiver", async () => {
    expect(await findings({ rules: alert({ severity: "critical", team: "finance" }) })).toEqual([]);
  });

  describe("beside AlertmanagerConfigs", () => {
    const objects: Config = { ...config, routing: { mode: "alertmanagerConfig" } };
    const labels = { severity: "warning", team: "finance" };
    const found = (expr: string, added: Readonly<Record<string, string>> = {}, given = objects) =>
      findings({ config: given, rules: [{ alert: "A", expr, labels: { ...labels, ...added } }] });

    it.each([
      ["drops job", "min by (namespace) (up) == 0", {}, 'job="ledger"'],
      ["drops both", "min(up) == 0", {}, 'namespace="live-services" or "rehearsal" and job="ledger"'],
      ["asks for the service of another team", 'up{job="shop"} == 0', {}, 'job="ledger"'],
      ["sets another job", "up == 0", { job: "shop" }, 'job="ledger"'],
      [
        "asks for another namespace",
        'up{job="ledger",namespace="elsewhere"} == 0',
        {},
        'namespace="live-services" or "rehearsal"',
      ],
    ])("warns where the rule %s", async (_, expr, added, missing) => {
      expect((await found(expr, added)).map(({ message }) => message)).toEqual([
        `A never has ${missing}, so no AlertmanagerConfig of team finance matches it: only the platform's own routes can tell somebody.`,
      ]);
    });

    it("says so where the team has no service", async () => {
      const [finding] = await found("up == 0", {}, { ...objects, services: config.services.slice(0, 1) });
      expect(finding?.message).toContain("Team finance has no service here");
    });

    it.each([
      ["keeps both", "up == 0", {}],
      ["keeps them in an aggregation", 'min by (namespace, job) (up{job="ledger"}) == 0', {}],
      ["sets them", "min(up) == 0", { namespace: "rehearsal", job: "ledger" }],
      ["renames a label", 'label_replace(up{job="x"}, "job", "ledger", "", "") == 0', {}],
      ["asks for nothing that is known", "min(other_team_thing) by (namespace, job) == 0", {}],
    ])("is silent where the rule %s", async (_, expr, added) => {
      expect(await found(expr, added)).toEqual([]);
    });

    it("does not ask for a namespace that no object matches", async () => {
      const anywhere: Config = { ...objects, identity: ["job"] };
      expect(await found("min by (job) (up) == 0", {}, anywhere)).toEqual([]);
    });

    it("is silent in another mode, and about the alerts that are generated", async () => {
      expect(await found("min(up) == 0", {}, config)).toEqual([]);
      const rules = config.services.flatMap((service) =>
        serviceRules(service, objects).groups.flatMap((one) => one.rules),
      );
      expect(rules.length).toBeGreaterThan(20);
      expect(await findings({ config: objects, rules })).toEqual([]);
    });
  });
});
