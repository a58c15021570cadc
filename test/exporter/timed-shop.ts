import { defineService, requests } from "@signalbox/contract";
import { type InstrumentOptions, instrument, type Signals } from "@signalbox/exporter";
import type { Application, Response } from "express";
import { type ServedApp, servedExpress } from "./served-app.ts";

/** A service whose indicators judge availability, latency, and one route. */
export const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products.",
  indicators: {
    availability: requests(),
    fast: requests({ fasterThanSeconds: 0.3 }),
    checkout: requests({ routes: ["POST /orders"], alsoBad: [409] }),
  },
});

/** The time of the shop, which passes only when a test says so. */
export const clock: { seconds: number } = { seconds: 0 };

let served: ServedApp | undefined;

/** Serves the shop with the routes of a test. */
export async function shopWith(
  routes: (app: Application) => void,
  options: InstrumentOptions = {},
): Promise<[Signals, ServedApp]> {
  clock.seconds = 0;
  const signals = instrument(shop, { clock: () => clock.seconds, log: () => undefined, ...options });
  served = await servedExpress(signals, routes);
  return [signals, served];
}

/** Ends the shop that was served last. */
export async function closeShop(): Promise<void> {
  await served?.close();
  served = undefined;
}

/** A route that takes some seconds by the shop's clock and answers a status. */
export const answering =
  (status: number, seconds = 0.1): ((request: unknown, response: Response) => void) =>
  (_request, response) => {
    clock.seconds += seconds;
    response.status(status).send("done");
  };
