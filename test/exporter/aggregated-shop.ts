import { counter, defineService, gauge, histogram, open, requests, type Service } from "@signalbox/contract";

const shopMetrics = {
  shop_orders_total: counter("Orders.", { category: ["books", "toys"] }),
  shop_visits_total: counter("Visits.", { campaign: open({ max: 4 }) }),
  shop_open_carts: gauge("Open carts."),
  shop_price_euros: gauge("Price of the day.", { product: open({ max: 10 }) }),
  shop_charge_seconds: histogram("Time to charge.", {
    unit: "seconds",
    bounds: [0.25, 1],
    native: { growth: 1.1 },
  }),
} as const;

/** A shop of the tests about several processes. */
export type AggregatedShop = Service<typeof shopMetrics>;

/** A shop by its name; all have the same metrics. */
export function shopNamed(name: string): AggregatedShop {
  return defineService({
    name,
    team: "storefront",
    description: "Sells products.",
    metrics: shopMetrics,
    indicators: { availability: requests() },
  });
}

export const shop: AggregatedShop = shopNamed("shop");
