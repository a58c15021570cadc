import {
  counter,
  defineService,
  exposedMetrics,
  histogram,
  maximumSamples,
  open,
  promClient,
  ratio,
  requests,
} from "@signalbox/contract";
import { describe, expect, it } from "vitest";

const described = { name: "shop", team: "storefront", description: "Sells products.", process: "none" } as const;

describe("exposedMetrics", () => {
  it("lists the HTTP family, the indicators and the metrics of the business", () => {
    const service = defineService({
      ...described,
      metrics: { shop_paid_total: counter("Paid.", { by: ["card", "cash"], customer: open({ max: 7 }) }) },
      indicators: { availability: requests() },
    });
    const exposed = exposedMetrics(service);
    expect(exposed.map(({ name }) => name)).toEqual([
      "http_server_request_duration_seconds",
      "http_server_active_requests",
      "sli_events_total",
      "sli_bad_events_total",
      "sli_unmatched_routes",
      "signalbox_overflowed_updates_total",
      "signalbox_internal_errors_total",
      "signalbox_scrapes_total",
      "signalbox_scrapes_in_flight",
      "signalbox_scrape_render_duration_seconds",
      "signalbox_aborted_requests_total",
      "shop_paid_total",
    ]);
    expect(exposed.at(-1)?.labels).toEqual({
      by: { kind: "listed", values: ["card", "cash"] },
      customer: { kind: "open" },
    });
  });

  it("counts no indicator events for a family whose code is not ours, nor for a ratio of two counters", () => {
    const foreign = defineService({ ...described, http: promClient(), indicators: { availability: requests() } });
    expect(exposedMetrics(foreign).map(({ name }) => name)).toEqual(["http_request_duration_seconds"]);
    const ratios = defineService({
      ...described,
      metrics: { shop_paid_total: counter("Paid."), shop_refused_total: counter("Refused.") },
      indicators: { payments: ratio({ bad: "shop_refused_total", total: "shop_paid_total" }) },
    });
    expect(exposedMetrics(ratios).map(({ name }) => name)).not.toContain("sli_events_total");
  });
});

describe("maximumSamples", () => {
  it("grows by every label set of every bucket, the sum, the count and the overflow series", () => {
    const none = defineService(described);
    const one = defineService({
      ...described,
      metrics: {
        shop_wait_seconds: histogram("Wait.", { unit: "seconds", bounds: [1, 2], labels: { by: ["a", "b", "c"] } }),
      },
    });
    expect(maximumSamples(one) - maximumSamples(none)).toBe((3 + 1) * (2 + 3) + 1);
  });
});
