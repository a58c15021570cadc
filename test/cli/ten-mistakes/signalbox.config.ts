import { counter, defineService, gauge, histogram, ratio, requests } from "@signalbox/contract";

/** Ten mistakes; the types would refuse most of them, which a config in plain JavaScript does not notice. */
export default defineService({
  name: "Shop Front",
  team: "",
  descripton: "Sells products to customers.",
  description: "Sells products to customers.",
  metrics: {
    shop_orders: counter("Orders accepted for payment."),
    shop_carts_open: gauge("Open carts.", { job: ["web"] }),
    shop_payment_duration_seconds: histogram("Time to charge a card.", { unit: "seconds", bounds: [0.5, 0.1] }),
    "shop-refunds_total": counter("Refunds."),
    shop_returns_total: counter("Parcels that came back.", { reason: ["broken", "broken"] }),
  },
  indicators: {
    fast: requests({ fasterThanSeconds: -1 }),
    payments: ratio({ bad: "shop_payment_failed_total", total: "shop_returns_total" }),
  },
} as never);
