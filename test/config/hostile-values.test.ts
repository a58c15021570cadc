import { isDefinitionError } from "@signalbox/contract";
import { describe, expect, it } from "vitest";
import {
  type ConfigDefinition,
  defineConfig,
  kubePrometheusStack,
  objectives,
  type PrometheusProfile,
} from "../../config/index.ts";
import { config, shop } from "../services.ts";

const { services, teams } = config;
const valid = {
  services,
  teams,
  prometheus: kubePrometheusStack({ release: "monitoring", namespace: "telemetry", retentionDays: 35 }),
  environments: { production: { namespace: "live" }, staging: { namespace: "rehearsal", pages: false } },
};

function problemsOf(door: () => unknown): readonly string[] {
  try {
    door();
    return [];
  } catch (error) {
    if (!isDefinitionError(error)) throw error;
    expect(error.message).not.toContain("hunter2");
    return error.problems.map(({ path, code, correction }) => `${path} ${code} → ${correction}`);
  }
}

const withChange = (change: object): readonly string[] =>
  problemsOf(() => defineConfig({ ...valid, ...change } as unknown as ConfigDefinition));
/** Paths and codes. */
const refusals = (change: object): readonly string[] =>
  withChange(change).map((problem) => problem.replace(/ → .*/s, ""));
const profile = (options: object): PrometheusProfile =>
  kubePrometheusStack({ release: "monitoring", namespace: "telemetry", retentionDays: 35, ...options });
const inStaging = (staging: unknown): object => ({
  environments: { production: { namespace: "live" }, staging },
});

describe("the door of the config", () => {
  it.each([
    [inStaging({ namespace: "rehearsal", pages: "false" }), "environments.staging.pages config/environment-pages"],
    [inStaging({ namespace: "rehearsal", pages: 0 }), "environments.staging.pages config/environment-pages"],
    [inStaging({ namespace: "rehearsal", pages: null }), "environments.staging.pages config/environment-pages"],
    [inStaging("rehearsal"), "environments.staging config/environment"],
    [{ severity: "critical" }, "severity config/severity"],
    [{ severity: null }, "severity config/severity"],
    [{ severity: { page: 1 } }, "severity.page config/severity"],
    [{ severity: { ticket: " " } }, "severity.ticket config/severity"],
    [{ severity: { page: "{{ $value }}" } }, "severity.page config/severity"],
    [{ severity: { page: "a\nb" } }, "severity.page config/severity"],
    [{ severity: { page: "wake", tickets: "mail" } }, "severity.tickets key/unknown"],
    [{ severity: { page: "same", ticket: "same" } }, "severity config/severity-same"],
    [{ severity: { page: "warning" } }, "severity config/severity-same"],
    [{ identity: ["namespace", "job", "__name__"] }, "identity[2] config/identity-label"],
    [{ identity: ["job", "namespace", "job"] }, "identity[2] config/identity-label"],
    [{ identity: ["namespace", "severity", "job"] }, "identity[1] config/identity-label"],
    [{ identity: ["namespace", "job", "le"] }, "identity[2] config/identity-label"],
    [{ identity: ["namespace", "job", "pod"] }, "identity[2] config/identity-label"],
    [{ identity: ["namespace", "job", "instance"] }, "identity[2] config/identity-label"],
    [{ prometheus: profile({ retention: 30 }) }, "prometheus.retention key/unknown"],
    [{ prometheus: profile({ platformAlerts: { team: "finance", pages: true } }) }, platformKey()],
    [
      { prometheus: profile({ retentionDays: Number.POSITIVE_INFINITY }) },
      "prometheus.retentionDays config/prometheus-number",
    ],
    [{ prometheus: profile({ retentionDays: 3651 }) }, "prometheus.retentionDays config/prometheus-number"],
    [{ prometheus: profile({ scrapeIntervalSeconds: 0.001 }) }, scrapeInterval()],
    [{ prometheus: profile({ scrapeIntervalSeconds: 76 }) }, scrapeInterval()],
    [{ prometheus: profile({ scrapeIntervalSeconds: "30" }) }, scrapeInterval()],
    [{ prometheus: profile({ prometheusVersion: 3.1 }) }, "prometheus.prometheusVersion config/version"],
    [{ prometheus: profile({ prometheusVersion: "0.1" }) }, "prometheus.prometheusVersion config/version"],
    [{ prometheus: profile({ release: "s\n" }) }, "prometheus.release config/prometheus-name"],
    [{ prometheus: profile({ namespace: "W W" }) }, "prometheus.namespace config/prometheus-name"],
    [{ grafana: "https://hunter2@grafana.example.com" }, "grafana config/grafana"],
    [{ grafana: { folder: 5 } }, "grafana.folder text/missing"],
    [{ grafana: { url: "https://me:hunter2@grafana.example.com" } }, "grafana.url config/url"],
    [{ alertmanagerUrl: "https://me:hunter2@am.example.com/?x=#f" }, "alertmanagerUrl config/url"],
    [{ alertmanagerUrl: "me:hunter2@am.example.com" }, "alertmanagerUrl config/url"],
    [{ runbooksUrl: "https://wiki.example.com/?token=hunter2" }, "runbooksUrl config/url"],
    [{ teams: { ...teams, other: "hunter2" } }, "teams.other config/team"],
    [{ rules: "rules/own.rules.yaml" }, "rules config/list"],
    [{ rules: ["rules/own.rules.yaml"] }, "rules[0] config/rules"],
    [{ rules: [{ path: 5 }] }, "rules[0].path text/missing"],
    [{ boards: {} }, "boards config/list"],
    [{ boards: [{ service: "shop", rows: "x" }] }, "boards[0].rows config/board-rows"],
    [{ boards: [{ service: "shop", rows: [{ title: "A" }] }] }, "boards[0].rows[0] config/board-rows"],
    [withPanel("x"), "boards[0].rows[0].panels[0] config/panel"],
    [withPanel({ kind: "raw", panel: "x" }), "boards[0].rows[0].panels[0].panel config/panel"],
    [withPanel({ ...drawn(), queries: [] }), "boards[0].rows[0].panels[0].queries config/panel"],
    [
      withPanel({ ...drawn(), queries: [{ expr: "up", expression: "up" }] }),
      "boards[0].rows[0].panels[0].queries[0].expr key/unknown",
    ],
    [{ externalMetrics: ["redis_up"] }, "externalMetrics config/external-metrics"],
    [{ externalMetrics: { redis_up: "instance" } }, "externalMetrics.redis_up config/external-metrics"],
    [{ externalMetrics: { "redis up": ["instance"] } }, 'externalMetrics["redis up"] config/external-metrics'],
    [{ externalMetrics: { redis_up: ["in stance"] } }, "externalMetrics.redis_up config/external-metrics"],
  ])("refuses %j", (change, problem) => {
    expect(refusals(change)).toEqual([problem]);
  });

  it("keeps the default of a severity that is not given", () => {
    const definition = { ...valid, severity: { page: "wake" } } as unknown as ConfigDefinition;
    expect(defineConfig(definition).severity).toEqual({ page: "wake", ticket: "warning" });
  });

  it("suggests the option that was meant, and an identity without what is refused", () => {
    expect(withChange({ prometheus: profile({ retentionDay: 30 }) })).toEqual([
      "prometheus.retentionDay key/unknown → retentionDays: ...",
    ]);
    expect(withChange({ identity: ["cluster", "pod", "job"] })).toEqual([
      'identity[1] config/identity-label → identity: ["cluster","job"]',
    ]);
  });

  it("takes numbers at their limits", () => {
    expect(withChange({ prometheus: profile({ retentionDays: 3650, scrapeIntervalSeconds: 75 }) })).toEqual([]);
    expect(withChange({ prometheus: profile({ scrapeIntervalSeconds: 1, prometheusVersion: "2.0" }) })).toEqual([]);
  });

  it.each([28, null, "28"])("refuses %j as the options of objectives", (options) => {
    const door = (): unknown => objectives(shop, { fast: { targetRatio: 0.99 } }, options as never);
    expect(problemsOf(door)).toEqual(["options objective/options → objectives(shop, { ... }, { windowDays: 28 })"]);
  });
});

function platformKey(): string {
  return "prometheus.platformAlerts.pages key/unknown";
}

function scrapeInterval(): string {
  return "prometheus.scrapeIntervalSeconds config/prometheus-number";
}

function drawn(): object {
  return { kind: "stat", title: "Up", description: "One is good.", unit: "short", queries: [{ expression: "up" }] };
}

function withPanel(panel: unknown): object {
  return { boards: [{ service: "shop", rows: [{ title: "A", panels: [panel] }] }] };
}
