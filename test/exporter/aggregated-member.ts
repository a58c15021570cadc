import { isMainThread, parentPort } from "node:worker_threads";
import { instrument, type Signals } from "@signalbox/exporter";
import type { MemberCommand } from "./aggregated-members.ts";
import { type AggregatedShop, shopNamed } from "./aggregated-shop.ts";

/**
 * A worker of the aggregation tests, as a process of a cluster or as a thread. It is told what to do, message by message, and says
 * when it has done it; one process can be a member of several services.
 */
const shops = new Map<string, Signals<AggregatedShop["metrics"]>>();

function signalsOf(service: string): Signals<AggregatedShop["metrics"]> {
  const known = shops.get(service);
  if (known !== undefined) return known;
  const signals = instrument(shopNamed(service), { reportsTo: isMainThread ? "cluster" : "threads" });
  shops.set(service, signals);
  return signals;
}

async function obey(service: string, command: MemberCommand): Promise<void> {
  const signals = signalsOf(service);
  const { metrics } = signals;
  switch (command.what) {
    case "join":
      return;
    case "order":
      metrics.shop_orders_total.inc({ category: command.category }, command.amount);
      return;
    case "visit":
      metrics.shop_visits_total.inc({ campaign: command.campaign }, command.amount);
      return;
    case "carts":
      metrics.shop_open_carts.set(command.value);
      return;
    case "price":
      metrics.shop_price_euros.set({ product: command.product }, command.value);
      return;
    case "charge":
      for (const seconds of command.seconds) metrics.shop_charge_seconds.observe(seconds);
      return;
    case "serve":
      await signals.serve({
        app: signals.node((_request, response) => response.end("ok")),
        port: 0,
        host: "127.0.0.1",
      });
      return;
    case "send":
      say(command.message);
      return;
    case "exit":
      metrics.shop_orders_total.inc({ category: "books" }, command.orders);
      process.exit(0);
      return;
    case "close":
      signals.close();
      return;
    case "block":
      say({ blocked: true });
      Atomics.wait(command.until, 0, 0);
      return;
  }
}

function say(message: object): void {
  if (parentPort !== null) parentPort.postMessage(message);
  else process.send?.(message);
}

function take(message: unknown): void {
  const { id, service, command } = message as { id?: number; service: string; command: MemberCommand };
  if (id !== undefined)
    obey(service, command).then(
      () => say({ done: id }),
      (error: unknown) => say({ done: id, error: String(error) }),
    );
}

if (parentPort !== null) parentPort.on("message", take);
else process.on("message", take);
