import {
  boardUid,
  brandKey,
  counter,
  DefinitionError,
  defineService,
  gauge,
  hasBrand,
  histogram,
  nearestName,
  open,
  promClient,
  ratio,
  requests,
} from "@signalbox/contract";
import { describe, expect, it } from "vitest";
import { problemsOf } from "./problems-of.ts";

const described = { name: "shop", team: "storefront", description: "Sells products." };

const withMetric = (name: string, metric: unknown): readonly string[] =>
  problemsOf({ ...described, metrics: { [name]: metric } });

describe("defineService", () => {
  it("returns a frozen value with a brand that another copy of the package understands", () => {
    const service = defineService({ ...described, metrics: { shop_paid_total: counter("Paid.", { by: ["card"] }) } });
    expect(service[brandKey]).toBe("service/1");
    expect(hasBrand(JSON.parse(JSON.stringify(service)), "service/1")).toBe(true);
    expect(Object.isFrozen(service.metrics.shop_paid_total.labels.by)).toBe(true);
  });

  it("does not freeze a group of metrics that is spread into two services", () => {
    const group = { shop_paid_total: counter("Paid.", { by: ["card"] }) };
    defineService({ ...described, metrics: { ...group } });
    expect(Object.isFrozen(group.shop_paid_total)).toBe(false);
  });

  it("names every mistake of a definition in one error, each with path, rule, value and correction", () => {
    const definition = {
      name: "The Shop",
      team: "storefront",
      descripton: "typo",
      description: "Sells products.",
      metrics: {
        shop_orders: counter("Orders."),
        shop_paid_total: counter("Paid."),
        shop_refused_total: counter("Refused."),
        shop_latency_ms: histogram("Latency.", { bounds: [1, 5] }),
        shop_stock: gauge("Stock.", { pod: ["a"] }),
        shop_wait_seconds: histogram("Wait.", { unit: "seconds", bounds: [0.5, 0.1] }),
      },
      indicators: {
        fast: requests({ fasterThanSeconds: 300 }),
        checkout: requests({ routes: ["orders"], alsoBad: [500] }),
        templated: requests({ routes: ["GET /{{shop}}/orders", "GET /{shop}/orders"] }),
        payments: ratio({ bad: "shop_refusd_total", total: "shop_paid_total" }),
      },
    };
    expect(problemsOf(definition)).toEqual([
      "descripton key/unknown → description: ...",
      'name name/dns → name: "the-shop"',
      "metrics.shop_orders metric/counter-suffix → shop_orders_total: counter(...)",
      "metrics.shop_latency_ms metric/base-unit → shop_latency_seconds: ...",
      "metrics.shop_stock.labels.pod label/reserved → pod_name: [...]",
      "metrics.shop_wait_seconds.bounds metric/bounds → [0.1,0.5]",
      "indicators.fast.fasterThanSeconds indicator/threshold-unit → fasterThanSeconds: 0.3",
      'indicators.checkout.routes indicator/route → "POST /orders" or "/orders"',
      "indicators.checkout.alsoBad indicator/also-bad → alsoBad: [409]",
      'indicators.templated.routes indicator/route-template → "GET /{shop}/orders"',
      'indicators.payments.bad indicator/counter → bad: "shop_refused_total"',
    ]);
  });

  it("says in its message what it got and how to write it", () => {
    expect(() => defineService({ ...described, name: "Shop" })).toThrow(
      /name: lower-case .*\(name\/dns\)\n {4}received {2}"Shop"\n {4}write {5}name: "shop"/,
    );
    expect(() => defineService({ ...described, name: "Shop" })).toThrow(DefinitionError);
  });

  it.each([
    ["shop_paid_total", gauge("Paid."), "metric/total-suffix"],
    ["shop_paid_count", gauge("Paid."), "metric/suffix"],
    ["shop_size_gauge", gauge("Size."), "metric/type-in-name"],
    ["sli_events_total", counter("Events."), "metric/reserved"],
    ["shopPaid_total", counter("Paid."), "metric/name"],
    ["shop_size", gauge("Size.", {}, { unit: "bytes" }), "metric/unit-in-name"],
    ["shop_size", gauge(""), "text/missing"],
    ["shop_size", gauge("Size.", { kind: [] as string[] }), "label/values"],
    ["shop_size", gauge("Size.", { kind: ["fits", "é".repeat(65)] }), "label/values"],
    ["shop_size", gauge("Size.", { kind: ["a", "a"] }), "label/repeated"],
    ["shop_size", gauge("Size.", { le: ["a"] }), "label/reserved"],
    ["shop_size", gauge("Size.", { kind: open({ max: 0 }) }), "label/open"],
    ["shop_size", gauge("Size.", { a: open({ max: 100 }), b: open({ max: 100 }) }), "metric/too-many-series"],
    ["shop_size", gauge("Size.", { kind: ["a", "b"] }, { labelSetLimit: 1 }), "metric/too-many-series"],
    ["shop_size", gauge("Size.", {}, { labelSetLimit: 0.5 }), "metric/label-set-limit"],
    ["shop_size", { type: "summary" }, "metric/shape"],
  ])("refuses the metric %s where it breaks a rule of Prometheus's naming (%#)", (name, metric, code) => {
    expect(withMetric(name, metric).map((problem) => problem.split(" ")[1])).toEqual([code]);
  });

  it("refuses a metric whose name a histogram already exposes", () => {
    const metrics = { shop_wait: histogram("Wait.", { bounds: [1] }), shop_wait_sum: gauge("Sum.") };
    expect(problemsOf({ ...described, metrics })).toContainEqual(expect.stringContaining("metric/collision"));
  });

  it("refuses a metric whose name a counter has in OpenMetrics", () => {
    const metrics = { shop_jobs_total: counter("Jobs."), shop_jobs: gauge("Jobs that wait.") };
    expect(problemsOf({ ...described, metrics })).toContainEqual("metrics.shop_jobs metric/collision → another name");
  });

  it("checks what promClient was given", () => {
    const http = promClient({ duration: "http.duration", bounds: [1, 1], labels: { route: "__route" } });
    expect(problemsOf({ ...described, http }).map((problem) => problem.split(" ")[0])).toEqual([
      "http.duration",
      "http.bounds",
      "http.labels.route",
    ]);
  });

  it.each([undefined, null, 7, "shop", []])("explains itself to a definition that is no object: %j", (definition) => {
    expect(problemsOf(definition)[0]).toContain("service/shape");
  });
});

describe("boardUid", () => {
  it("is made of the names", () => {
    expect(boardUid("shop", "service")).toBe("shop-service");
  });

  it("stays within Grafana's 40 characters and keeps long names apart", () => {
    const long = "a-service-with-a-rather-long-name-of-its-own";
    const uids = [boardUid(long, "service"), boardUid(`${long}-2`, "service")];
    expect(uids.map((uid) => uid.length)).toEqual([40, 40]);
    expect(uids[0]).not.toBe(uids[1]);
  });
});

describe("nearestName", () => {
  it("finds what a typo meant, and nothing where nothing is near", () => {
    expect(nearestName("targetRato", ["page", "targetRatio"])).toBe("targetRatio");
    expect(nearestName("zzz", ["page", "targetRatio"])).toBeUndefined();
  });
});
