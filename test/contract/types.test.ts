import {
  counter,
  defineService,
  gauge,
  type LabelValues,
  open,
  otel,
  ratio,
  requests,
  type Service,
} from "@signalbox/contract";
import { describe, expect, expectTypeOf, it } from "vitest";

const described = { name: "shop", team: "storefront", description: "Sells products." } as const;

describe("the types of a definition", () => {
  it("infer the listed values of a label", () => {
    const orders = counter("Orders.", { category: ["books", "toys"], customer: open({ max: 9 }) });
    expectTypeOf<LabelValues<typeof orders.labels>>().toEqualTypeOf<{
      readonly category: "books" | "toys";
      readonly customer: string;
    }>();
    expect(orders.labels.category).toEqual(["books", "toys"]);
  });

  it("refuse a counter whose name does not end in _total, with that sentence", () => {
    expect(() =>
      defineService({
        ...described,
        metrics: {
          // @ts-expect-error The name of a counter ends in _total
          shop_orders: counter("Orders."),
        },
      }),
    ).toThrow("the name of a counter ends in _total");
  });

  it("refuse a ratio of a counter that the service does not have", () => {
    expect(() =>
      defineService({
        ...described,
        metrics: { shop_paid_total: counter("Paid."), shop_refused_total: counter("Refused.") },
        indicators: {
          // @ts-expect-error shop_refusd_total is not a counter of this service
          payments: ratio({ bad: "shop_refusd_total", total: "shop_paid_total" }),
        },
      }),
    ).toThrow("shop_refused_total");
  });

  it("give a metric without labels no labels, inside a definition too", () => {
    const service = defineService({ ...described, metrics: { shop_stock: gauge("Stock.") } });
    expectTypeOf<keyof typeof service.metrics.shop_stock.labels>().toEqualTypeOf<never>();
    expect(service.metrics.shop_stock.labels).toEqual({});
  });

  it("keep the names of metrics and indicators", () => {
    const service = defineService({
      ...described,
      http: otel(),
      metrics: { shop_paid_total: counter("Paid."), shop_refused_total: counter("Refused.") },
      indicators: {
        availability: requests(),
        payments: ratio({ bad: "shop_refused_total", total: "shop_paid_total" }),
      },
    });
    expectTypeOf<keyof typeof service.metrics>().toEqualTypeOf<"shop_paid_total" | "shop_refused_total">();
    expectTypeOf<keyof typeof service.indicators>().toEqualTypeOf<"availability" | "payments">();
    const anyService: Service = service;
    expect(anyService.name).toBe("shop");
  });
});
