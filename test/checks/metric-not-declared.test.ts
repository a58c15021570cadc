import { defineService, otel } from "@signalbox/contract";
import { objectives } from "signalbox";
import { describe, expect, it } from "vitest";
import { config } from "../services.ts";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf, marked } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("metric-not-declared", () => {
  const findings = findingsOf("metric-not-declared");
  const described = { team: "storefront", description: "Sells products." };

  it("names the metric that was meant, and marks the wrong one below Grafana's variables", async () => {
    const panel = 'sum(rate(shop_order_placed_total{namespace=~"$namespace",job="shop"}[$__rate_interval]))';
    const [finding, ...others] = await findings({ panel });
    expect(others).toEqual([]);
    expect(finding?.severity).toBe("error");
    expect(finding?.fix).toContain("Did you mean shop_orders_placed_total?");
    expect(finding && marked(finding)).toBe('shop_order_placed_total{namespace=~"$namespace",job="shop"}');
  });

  it("says which service has a metric that was asked of another one", async () => {
    const [finding] = await findings({ panel: 'sum(rate(ledger_postings_total{job="shop"}[5m]))' });
    expect(finding?.message).toBe("Service shop does not expose ledger_postings_total; ledger does.");
  });

  it("knows native buckets under the name of their histogram, and only where the definition asks for them", async () => {
    const panel = 'histogram_quantile(0.9, sum(rate(http_server_request_duration_seconds{job="shop"}[5m])))';
    expect(await findings({ panel })).toHaveLength(1);
    const native = defineService({ ...described, name: "shop", http: otel({ native: true }) });
    const services = config.services.map((service) =>
      service.service.name === "shop" ? objectives(native, {}) : service,
    );
    expect(await findings({ panel, config: { ...config, services } })).toEqual([]);
  });

  it("does not judge names that a variable of Grafana gives", async () => {
    expect(await findings({ panel: `sum(rate(\${metric}[5m])) + $other + [[third]]` })).toEqual([]);
  });

  it("accepts what services expose, what Prometheus adds and what the config declares of others", async () => {
    const external = { ...config, externalMetrics: { kube_pod_info: ["pod", "node"] } };
    const panel = [
      'up{job="shop"}',
      'rate(ledger_http_duration_ms_count{job="ledger"}[5m])',
      "kube_pod_info",
      'ALERTS{alertstate="firing"}',
    ].join(" or ");
    expect(await findings({ panel, config: external })).toEqual([]);
  });
});
