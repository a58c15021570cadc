import { counter, defineService, gauge, histogram, open, promClient, ratio, requests } from "@signalbox/contract";
import {
  type Config,
  defineConfig,
  kubePrometheusStack,
  objectives,
  pagerDuty,
  type ServiceObjectives,
  slack,
} from "../config/index.ts";

/** A service that our exporter instruments: every kind of metric and of indicator. */
export const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products to customers.",
  metrics: {
    shop_orders_placed_total: counter("Orders accepted for payment.", {
      category: ["books", "toys", "music"],
      channel: ["web", "app"],
    }),
    shop_payments_total: counter("Payments tried."),
    shop_payments_failed_total: counter("Payments refused by the provider for a reason of ours."),
    shop_refunds_total: counter("Refunds by voucher campaign.", { campaign: open({ max: 70 }) }),
    shop_open_carts: gauge("Carts with at least one product.", { tier: ["guest", "member"] }),
    shop_payment_duration_seconds: histogram("Time to charge a card.", {
      unit: "seconds",
      bounds: [0.1, 0.25, 0.5, 2.5],
    }),
  },
  indicators: {
    availability: requests(),
    fast: requests({ fasterThanSeconds: 0.3 }),
    checkout: requests({ routes: ["POST /orders"], alsoBad: [409] }),
    payments: ratio({ bad: "shop_payments_failed_total", total: "shop_payments_total" }),
  },
});

/** Objectives of the shop: two page, two make tickets. */
export const shopObjectives: ServiceObjectives = objectives(
  shop,
  {
    availability: { targetRatio: 0.999, page: true },
    checkout: { targetRatio: 0.9995, page: true },
    fast: { targetRatio: 0.99 },
    payments: { targetRatio: 0.995 },
  },
  { windowDays: 28 },
);

/** A service whose prom-client names we only read: milliseconds, names of its own, no gauge of requests in flight. */
export const ledger = defineService({
  name: "ledger",
  team: "finance",
  description: "Keeps the books.",
  http: promClient({
    duration: "ledger_http_duration_ms",
    unit: "milliseconds",
    bounds: [20, 80, 200, 1000, 4000],
    labels: { method: "verb", route: "path", status: "code" },
    unmatchedRoute: "#unknown",
    badStatus: "5..|499",
  }),
  metrics: {
    ledger_postings_total: counter("Postings written.", { book: ["sales", "taxes"] }),
  },
  indicators: {
    answers: requests({ routes: ["/entries", "GET /balance"], alsoBad: [423] }),
    prompt: requests({ fasterThanSeconds: 0.2 }),
  },
});

/** Objectives of the foreign service, over another window than the shop's. */
export const ledgerObjectives: ServiceObjectives = objectives(
  ledger,
  { answers: { targetRatio: 0.998, page: true }, prompt: { targetRatio: 0.97 } },
  { windowDays: 21 },
);

/** A config with both services, two teams and two environments. */
export const config: Config = defineConfig({
  services: [shopObjectives, ledgerObjectives],
  out: "observability",
  prometheus: kubePrometheusStack({
    release: "monitoring",
    namespace: "telemetry",
    prometheusVersion: "3.15",
    retentionDays: 35,
    scrapeIntervalSeconds: 15,
  }),
  identity: ["namespace", "job"],
  severity: { page: "critical", ticket: "warning" },
  grafana: { url: "https://grafana.example.com", folder: "Services" },
  runbooksUrl: "https://runbooks.example.com/signalbox",
  teams: {
    storefront: {
      page: pagerDuty({ routingKeyFrom: { secret: "pagerduty", key: "routing-key" } }),
      ticket: slack({ channel: "#storefront", urlFrom: { secret: "slack-storefront", key: "url" } }),
    },
    finance: {
      page: pagerDuty({ routingKeyFrom: { secret: "pagerduty-finance", key: "integration-key" } }),
      ticket: slack({ channel: "#finance", urlFrom: { secret: "slack-finance", key: "webhook" } }),
    },
  },
  environments: {
    production: { namespace: "live-services" },
    staging: { namespace: "rehearsal", pages: false },
  },
});
