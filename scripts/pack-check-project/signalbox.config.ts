import { defineConfig, kubePrometheusStack, pagerDuty, slack } from "signalbox";
import { shopObjectives } from "./shop.slo.ts";

export default defineConfig({
  services: [shopObjectives],
  out: "observability",
  prometheus: kubePrometheusStack({
    release: "monitoring",
    namespace: "monitoring",
    prometheusVersion: "3.15",
    retentionDays: 30,
  }),
  identity: ["namespace", "job"],
  severity: { page: "critical", ticket: "warning" },
  grafana: { url: "https://grafana.example.com", folder: "Services" },
  teams: {
    storefront: {
      page: pagerDuty({ routingKeyFrom: { secret: "pagerduty", key: "routing-key" } }),
      ticket: slack({ channel: "#storefront", urlFrom: { secret: "slack", key: "url" } }),
    },
  },
  environments: { production: { namespace: "storefront" } },
});
