import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { counter, defineService, histogram, open, requests } from "@signalbox/contract";
import { type InstrumentOptions, instrument, type Served, type ServeOptions, type Signals } from "@signalbox/exporter";
import { afterEach } from "vitest";
import { sampleValue } from "./exposition-text.ts";

export const host = "127.0.0.1";

const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products.",
  process: "none",
  metrics: {
    shop_orders_total: counter("Orders."),
    shop_search_seconds: histogram("Time to search.", {
      unit: "seconds",
      bounds: Array.from({ length: 60 }, (_, index) => (index + 1) / 8),
      labels: { shelf: open({ max: 2000 }) },
    }),
  },
  indicators: { availability: requests() },
});

/** A shop that runs, and what it logged. */
export interface ServedShop {
  readonly signals: Signals<(typeof shop)["metrics"]>;
  readonly served: Served;
  readonly messages: string[];
  /** The metrics port. */
  readonly url: string;
}

const running: Served[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(running.splice(0).map((served) => served.close()));
});

/** Serves a shop on ports that the system chooses, until the test ends. */
export async function servedShop(
  options: Partial<ServeOptions> = {},
  instrumentOptions: InstrumentOptions = {},
): Promise<ServedShop> {
  const messages: string[] = [];
  const signals = instrument(shop, { log: (message) => messages.push(message), ...instrumentOptions });
  const app = signals.node((_request, response) => response.end("ok"), { route: () => "/" });
  const served = await signals.serve({ app, port: 0, metricsPort: 0, host, ...options });
  running.push(served);
  return { signals, served, messages, url: `http://${host}:${served.metricsPort}` };
}

/** Fills the shop's histogram, so that a scrape is some 10 MB, more than the system buffers for a connection. */
export function fillShelves({ signals }: ServedShop): void {
  for (let shelf = 0; shelf < 2000; shelf++) {
    signals.metrics.shop_search_seconds.observe({ shelf: `${shelf}-${"x".repeat(60)}` }, 0.3);
  }
}

/** A raw connection, for clients that behave badly. */
export async function connected(port: number): Promise<Socket> {
  const socket = connect(port, host);
  sockets.push(socket);
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

/** What a probe or a scrape answers: the status and the body in one line. */
export async function answer(url: string): Promise<string> {
  const response = await fetch(url);
  return `${response.status} ${(await response.text()).trim()}`;
}

/** Waits until something holds, without a pause in between. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}

/** A value of the exposition. */
export async function exposed(
  { signals }: Pick<ServedShop, "signals">,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<number | undefined> {
  const family = name.replace(/_(count|sum|bucket)$/, "");
  const { chunks } = await signals.scrape({ names: [family] });
  return sampleValue(Buffer.concat(chunks).toString("utf8"), name, labels);
}

/** A port that is taken, with the server that holds it. */
export async function takenPort(): Promise<[number, Server]> {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  return [(server.address() as AddressInfo).port, server];
}

/** Closes a server that holds a port. */
export async function freed(server: Server): Promise<void> {
  server.close();
  await once(server, "close");
}

/** Something that is waited for until it is opened. */
export interface Latch {
  readonly passed: Promise<void>;
  open(): void;
}

/** A latch, closed. */
export function latch(): Latch {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}
