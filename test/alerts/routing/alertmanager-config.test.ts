import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  alertmanagerConfig,
  alertmanagerConfigs,
  effectiveRouting,
  platformConfigs,
  routeTo,
  routingFacts,
} from "../../../alerts/index.ts";
import { email, microsoftTeams, officeHours, webhook } from "../../../config/index.ts";
import { ledgerObjectives, shopObjectives } from "../../services.ts";
import { realTool } from "../../support/real-tools.ts";
import { heartbeat, operatorObjects, routed } from "./routed-configs.ts";

const [production, staging] = operatorObjects.environments;
if (production === undefined || staging === undefined) throw new Error("the fixture has two environments");
const object = alertmanagerConfig(shopObjectives, operatorObjects, production);

describe("the AlertmanagerConfig of a service", () => {
  it("lies in the environment's namespace and matches the service there only", () => {
    expect(object?.metadata).toEqual({
      name: "shop",
      namespace: "live-services",
      labels: { "app.kubernetes.io/name": "shop", "app.kubernetes.io/managed-by": "signalbox", release: "monitoring" },
    });
    expect(object?.spec.route).toMatchObject({
      receiver: "storefront-ticket",
      groupBy: ["namespace", "job", "severity"],
      matchers: [
        { name: "namespace", matchType: "=", value: "live-services" },
        { name: "job", matchType: "=", value: "shop" },
        { name: "team", matchType: "=", value: "storefront" },
        { name: "severity", matchType: "=~", value: "critical|warning" },
      ],
    });
  });

  it("knows secrets as keys, and office hours without a zone", () => {
    expect(object?.spec.receivers).toMatchObject([
      { name: "storefront-page", pagerdutyConfigs: [{ routingKey: { name: "pagerduty", key: "routing-key" } }] },
      { name: "storefront-ticket", slackConfigs: [{ apiURL: { name: "slack-storefront", key: "url" } }] },
    ]);
    expect(object?.spec.muteTimeIntervals).toEqual([
      {
        name: "office-hours",
        timeIntervals: [{ times: [{ startTime: "09:00", endTime: "17:00" }], weekdays: ["monday:friday"] }],
      },
    ]);
  });

  it("is written once where no identity label tells environments apart", () => {
    const config = { ...routed({ mode: "alertmanagerConfig", matcherStrategy: "None" }), identity: ["job"] };
    expect(alertmanagerConfig(shopObjectives, config, production)).toBeDefined();
    expect(alertmanagerConfig(shopObjectives, config, staging)).toBeUndefined();
  });

  it("is joined by one for the heartbeat in Alertmanager's namespace", () => {
    const config = routed({
      mode: "alertmanagerConfig",
      matcherStrategy: "OnNamespaceExceptForAlertmanagerNamespace",
      deadMansSwitch: heartbeat,
    });
    expect(platformConfigs(config)).toMatchObject([
      {
        metadata: { name: "dead-mans-switch", namespace: "telemetry" },
        spec: {
          receivers: [{ webhookConfigs: [{ sendResolved: false, urlSecret: { name: "heartbeat", key: "address" } }] }],
        },
      },
    ]);
    expect(alertmanagerConfigs(config)).toHaveLength(5);
  });

  it("is joined by one for the alerts about Prometheus itself, where the operator lets it be", () => {
    const prometheus = { ...operatorObjects.prometheus, platformAlerts: { team: "finance" } };
    const strict = { ...operatorObjects, prometheus };
    const free = { ...routed({ mode: "alertmanagerConfig", matcherStrategy: "None" }), prometheus };
    const failing = {
      alertname: "RuleEvaluationFailing",
      rule_group: "/etc/x;shop.slo",
      severity: "warning",
      team: "finance",
    };
    expect([strict, free].map((config) => routeTo(config, failing).receivers)).toEqual([[], ["finance-ticket"]]);
    expect(routingFacts(strict).misrouted).toMatchObject([
      { labels: { alertname: "RuleEvaluationFailing" }, reached: [] },
    ]);
  });
});

describe("the operator's merge", () => {
  const merged = effectiveRouting({
    ...routed({
      mode: "alertmanagerConfig",
      officeHours: officeHours({ location: "UTC" }),
      platform: {
        route: { receiver: "null", routes: [{ matchers: ['severity="critical"'], receiver: "platform" }] },
        receivers: [{ name: "null" }, { name: "platform" }],
      },
    }),
    services: [ledgerObjectives, shopObjectives],
  });

  it("puts the objects before the platform's routes, in the order of namespace and name, and lets all go on", () => {
    const first = merged.route.routes ?? [];
    expect(first.map(({ receiver, continue: goesOn }) => [receiver, goesOn])).toEqual([
      ["live-services/ledger/finance-ticket", true],
      ["live-services/shop/storefront-ticket", true],
      ["rehearsal/ledger/finance-ticket", true],
      ["rehearsal/shop/storefront-ticket", true],
      ["platform", undefined],
    ]);
  });

  it("limits routes to the object's namespace, and inhibitions where they are not yet", () => {
    expect(merged.route.routes?.[1]?.matchers).toEqual([
      'namespace="live-services"',
      ...['job="shop"', 'team="storefront"', 'severity=~"critical|warning"'],
      'namespace="live-services"',
    ]);
    const rules = merged.inhibit_rules ?? [];
    expect(rules.length).toBeGreaterThan(3);
    for (const { source_matchers, target_matchers } of rules) {
      for (const side of [source_matchers, target_matchers]) {
        expect(side.filter((text) => text.startsWith("namespace="))).toHaveLength(1);
      }
    }
  });

  it("names receivers and intervals after the object", () => {
    expect(merged.time_intervals?.[0]?.name).toBe("live-services/ledger/office-hours");
    expect(merged.route.routes?.[0]?.routes?.[1]?.active_time_intervals).toEqual(["live-services/ledger/office-hours"]);
    expect(merged.receivers.map(({ name }) => name)).toContain("rehearsal/shop/storefront-ticket");
  });

  it("leaves the namespace of an object alone where the strategy says so", () => {
    const free = effectiveRouting(routed({ mode: "alertmanagerConfig", matcherStrategy: "None" }));
    expect(free.route.routes?.[0]?.matchers?.[0]).toBe('namespace="live-services"');
    expect(JSON.stringify(free.inhibit_rules)).not.toContain("rehearsal-");
  });
});

const kubectlValidate = realTool("kubectl-validate");

describe.skipIf(kubectlValidate === undefined)("kubectl-validate with the operator's own definitions", () => {
  const secret = { secret: "mail", key: "password" };
  const kinds = {
    ...operatorObjects,
    teams: {
      storefront: {
        page: email({
          to: "a@example.com",
          from: "b@example.com",
          smarthost: "c.example.com:25",
          username: "d",
          passwordFrom: secret,
        }),
        ticket: microsoftTeams({ urlFrom: { secret: "teams", key: "url" } }),
      },
      finance: { ticket: webhook({ urlFrom: { secret: "hook", key: "url" } }) },
    },
  };

  it.each([
    ["pages and chat", operatorObjects],
    ["mail, Teams and a webhook", kinds],
  ])("accepts the objects with %s", (_, config) => {
    const folder = mkdtempSync(join(tmpdir(), "signalbox-routing-"));
    try {
      alertmanagerConfigs(config).forEach((each, index) => {
        writeFileSync(join(folder, `${index}.yaml`), JSON.stringify(each));
      });
      const crds = join(import.meta.dirname, "..", "..", "..", ".tools", "crds");
      const run = spawnSync(kubectlValidate ?? "", [folder, "--local-crds", crds], { encoding: "utf8" });
      expect({ status: run.status, said: run.stdout + run.stderr }).toEqual({
        status: 0,
        said: expect.stringContaining("OK"),
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
