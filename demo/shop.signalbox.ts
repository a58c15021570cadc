import { counter, defineService, histogram, ratio, requests } from "@signalbox/contract";

/** What the shop measures, and what is good. It ships with the service. */
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
