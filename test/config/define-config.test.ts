import { counter, defineService, isDefinitionError, requests } from "@signalbox/contract";
import {
  type ConfigDefinition,
  defineConfig,
  kubePrometheusStack,
  objectives,
  pagerDuty,
  receiverTitle,
  slack,
} from "signalbox";
import { describe, expect, it } from "vitest";

const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products.",
  metrics: { shop_paid_total: counter("Paid.") },
  indicators: { availability: requests(), fast: requests({ fasterThanSeconds: 0.3 }) },
});
const page = pagerDuty({ routingKeyFrom: { secret: "pagerduty", key: "routing-key" } });
const ticket = slack({ channel: "#storefront", urlFrom: { secret: "slack", key: "url" } });
const valid: ConfigDefinition = {
  services: [objectives(shop, { availability: { targetRatio: 0.999, page: true } })],
  prometheus: kubePrometheusStack({ release: "monitoring", namespace: "observing", retentionDays: 30 }),
  teams: { storefront: { page, ticket } },
  environments: { production: { namespace: "storefront" }, staging: { namespace: "storefront-staging", pages: false } },
};

function problemsOf(door: () => unknown): readonly string[] {
  try {
    door();
    return [];
  } catch (error) {
    if (!isDefinitionError(error)) throw error;
    return error.problems.map(({ path, code, correction }) => `${path} ${code} → ${correction}`);
  }
}

const withChange = (change: Record<string, unknown>): readonly string[] =>
  problemsOf(() => defineConfig({ ...valid, ...change } as unknown as ConfigDefinition));

describe("objectives", () => {
  it("come in the order of the indicators, and page only where asked", () => {
    const set = objectives(shop, { fast: { targetRatio: 0.99 }, availability: { targetRatio: 0.999, page: true } });
    expect(set.objectives).toMatchObject([
      { indicator: "availability", targetRatio: 0.999, page: true },
      { indicator: "fast", targetRatio: 0.99, page: false },
    ]);
    expect(set.windowDays).toBe(28);
  });

  it("tell percent from ratio, an unknown indicator and a window that is too long, all at once", () => {
    // @ts-expect-error the service has no indicator availabilty
    const door = (): unknown => objectives(shop, { availabilty: { targetRatio: 99.9 } }, { windowDays: 365 });
    expect(problemsOf(door)).toEqual([
      "availabilty objective/indicator → availability: ...",
      "availabilty.targetRatio objective/target → targetRatio: 0.999",
      "options.windowDays objective/window → windowDays: 28",
    ]);
  });

  it.each([0, 1, -0.5, Number.NaN])("refuse the target %d", (targetRatio) => {
    expect(problemsOf(() => objectives(shop, { fast: { targetRatio } }))[0]).toContain("objective/target");
  });
});

describe("defineConfig", () => {
  it("fills what was left out", () => {
    const config = defineConfig(valid);
    expect(config).toMatchObject({
      out: "observability",
      identity: ["namespace", "job"],
      severity: { page: "critical", ticket: "warning" },
      environments: [
        { name: "production", namespace: "storefront", pages: true },
        { name: "staging", namespace: "storefront-staging", pages: false },
      ],
    });
  });

  it("finds a budget window that is longer than Prometheus remembers", () => {
    const prometheus = kubePrometheusStack({ release: "monitoring", namespace: "observing", retentionDays: 10 });
    expect(withChange({ prometheus })).toEqual([expect.stringContaining("config/retention → retentionDays: 28")]);
  });

  it.each([
    [{ teams: { other: { ticket } } }, "config/team-unknown"],
    [{ teams: { storefront: { ticket } } }, "config/team-page"],
    [{ teams: { storefront: { page, ticket: { kind: "pigeon" } } } }, "config/receiver"],
    [{ teams: { storefront: { page, ticket: { kind: "slack", channel: "#a", urlFrom: "hooks" } } } }, "config/secret"],
    [{ environments: {} }, "config/environments"],
    [{ environments: { a: { namespace: "x" }, b: { namespace: "x" } } }, "config/namespace-twice"],
    [{ services: [shop] }, "config/service"],
    [{ services: [...valid.services, ...valid.services] }, "config/service-twice"],
    [{ identity: ["namespace"] }, "config/identity-job"],
    [{ out: "/etc" }, "config/out"],
    [{ grafana: { url: "grafana.example.com" } }, "config/url"],
    [{ grafana: { url: "https://grafana.example.com/{{ $labels.team }}" } }, "config/url"],
    [{ runbooksUrl: "https://runbooks.example.com/{{x}}" }, "config/url"],
    [{ boards: [{ service: "shpo", rows: [] }] }, "config/board"],
    [{ enviroments: {} }, "key/unknown"],
  ])("refuses %j with %s", (change, code) => {
    expect(withChange(change).map((problem) => problem.split(" ")[1])).toEqual([code]);
  });

  it("never repeats a secret that was written into it", () => {
    const teams = { storefront: { page: { kind: "pagerDuty", routingKeyFrom: "s3cr3t" }, ticket } };
    expect(() => defineConfig({ ...valid, teams } as unknown as ConfigDefinition)).toThrow(/^(?![\s\S]*s3cr3t)/);
  });
});

describe("receiverTitle", () => {
  it("says in words where a notification goes", () => {
    expect([receiverTitle(page), receiverTitle(ticket)]).toEqual(["PagerDuty (Secret pagerduty)", "Slack #storefront"]);
  });
});
