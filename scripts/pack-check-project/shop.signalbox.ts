import { counter, defineService, histogram, requests } from "@signalbox/contract";

export const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products to customers.",
  metrics: {
    shop_orders_placed_total: counter("Orders accepted for payment.", {
      category: ["books", "toys"],
      channel: ["web", "app"],
    }),
    shop_payment_duration_seconds: histogram("Time to charge a card.", {
      unit: "seconds",
      bounds: [0.1, 0.25, 0.5, 2.5],
    }),
  },
  indicators: {
    availability: requests(),
    fast: requests({ fasterThanSeconds: 0.3 }),
  },
});
