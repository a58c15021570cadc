import { defineConfig, kubePrometheusStack, onBoard, pagerDuty, rawRules, row, slack, timeseries } from "signalbox";
import { shop } from "./shop.signalbox.ts";
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
  runbooksUrl: "https://github.com/example/shop/blob/main/observability/runbooks",
  teams: {
    storefront: {
      page: pagerDuty({ routingKeyFrom: { secret: "pagerduty", key: "routing-key" } }),
      ticket: slack({ channel: "#storefront", urlFrom: { secret: "slack", key: "url" } }),
    },
  },
  environments: {
    production: { namespace: "storefront" },
    staging: { namespace: "storefront-staging", pages: false },
  },
  rules: [rawRules("rules/legacy.rules.yaml")],
  boards: [
    onBoard(shop, [
      row("Orders", [
        timeseries({
          title: "Share of orders by channel",
          description:
            "How orders divide between web and app. A channel that falls to zero is broken, whatever its errors say.",
          unit: "percentunit",
          queries: [
            {
              expression:
                'sum by (channel) (rate(shop_orders_placed_total{namespace=~"$namespace",job="shop"}[$__rate_interval])) / ignoring(channel) group_left sum(rate(shop_orders_placed_total{namespace=~"$namespace",job="shop"}[$__rate_interval]))',
              legend: "{{channel}}",
            },
          ],
        }),
      ]),
    ]),
  ],
});
