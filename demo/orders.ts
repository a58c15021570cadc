import { setTimeout as delay } from "node:timers/promises";
import type { Signals } from "@signalbox/exporter";
import express, { type Router } from "express";
import { products } from "./products.ts";
import type { shop } from "./shop.signalbox.ts";

type ShopSignals = Signals<(typeof shop)["metrics"]>;

/** How long the card provider takes, one answer after the other, in seconds. */
const chargeSeconds = [0.04, 0.06, 0.12, 0.05, 0.09];

/** Every so many charges the provider refuses one. */
const refusedEvery = 500;

/** The routes under `/orders`: placing an order, looking at one, cancelling it. */
export function orderRoutes(signals: ShopSignals): Router {
  const { shop_orders_placed_total, shop_payments_total, shop_payments_failed_total } = signals.metrics;
  const paymentDuration = signals.metrics.shop_payment_duration_seconds.with({});
  const placed = new Map<string, string>();
  const cancelled = new Set<string>();
  let charges = 0;

  const charge = async (): Promise<boolean> => {
    const start = performance.now();
    charges += 1;
    shop_payments_total.inc();
    await delay((chargeSeconds[charges % chargeSeconds.length] ?? 0.1) * 1000);
    paymentDuration.observe((performance.now() - start) / 1000);
    const isRefused = charges % refusedEvery === 0;
    if (isRefused) shop_payments_failed_total.inc();
    return !isRefused;
  };

  const router = express.Router();
  router.post("/", express.json(), async (request, response) => {
    const order = (request.body ?? {}) as { readonly product?: unknown; readonly channel?: unknown };
    const product = products.find(({ id }) => id === order.product);
    if (product === undefined) return response.status(404).json({ error: "no such product" });
    if (!product.inStock) return response.status(409).json({ error: "out of stock" });
    if (!(await charge())) return response.status(402).json({ error: "the card was refused" });
    shop_orders_placed_total.inc({ category: product.category, channel: order.channel === "app" ? "app" : "web" });
    const id = String(placed.size + 1);
    placed.set(id, product.id);
    return response.status(201).json({ id, product: product.id });
  });
  router.get("/:id", (request, response) => {
    const product = placed.get(request.params["id"] ?? "");
    if (product === undefined) return response.status(404).json({ error: "no such order" });
    return response.json({ id: request.params["id"], product });
  });
  router.post("/:id/cancellation", (request, response) => {
    const id = request.params["id"] ?? "";
    if (!placed.has(id)) return response.status(404).json({ error: "no such order" });
    if (cancelled.has(id)) return response.status(409).json({ error: "cancelled already" });
    cancelled.add(id);
    return response.json({ id, cancelled: true });
  });
  return router;
}
