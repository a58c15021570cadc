import { fstatSync } from "node:fs";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: {
    url: { type: "string", default: "http://127.0.0.1:8080" },
    rate: { type: "string", default: "12" },
    for: { type: "string" },
  },
});
const ratePerSecond = Number(options.rate);
const forSeconds = options.for === undefined ? undefined : Number(options.for);
if (!(ratePerSecond > 0 && ratePerSecond <= 1000))
  throw new Error(`--rate is requests per second, got ${options.rate}`);

const maximumInFlight = 400;
const patienceSeconds = 6;

interface Visit {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly order?: { readonly product: string; readonly channel: "web" | "app" };
}

const look = (path: string): Visit => ({ method: "GET", path });
const buy = (product: string, channel: "web" | "app"): Visit => ({
  method: "POST",
  path: "/orders",
  order: { product, channel },
});

/** What visitors do, again and again in this order: mostly looking, some buying, a few mistakes. */
const visits: readonly Visit[] = [
  look("/products"),
  look("/products/atlas"),
  buy("atlas", "web"),
  look("/products/train"),
  look("/products"),
  look("/orders/1"),
  look("/products/nocturnes"),
  buy("nocturnes", "app"),
  look("/products"),
  look("/products/cookbook"),
  buy("train", "web"),
  look("/products/sold-out-long-ago"),
  look("/products"),
  look("/products/kite"),
  { method: "POST", path: "/orders/2/cancellation" },
  buy("cookbook", "app"),
  look("/products"),
  look("/wp-login.php"),
  look("/products/atlas"),
  look("/products"),
];

/** Every so many visits somebody tries to buy what is out of stock: rare enough for the objective of the checkout. */
const soldOutEvery = 20_000;

let inFlight = 0;
let skipped = 0;

async function visit({ method, path, order }: Visit): Promise<void> {
  if (inFlight >= maximumInFlight) {
    skipped += 1;
    return;
  }
  inFlight += 1;
  try {
    const response = await fetch(new URL(path, options.url), {
      method,
      signal: AbortSignal.timeout(patienceSeconds * 1000),
      ...(order === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(order) }),
    });
    await response.arrayBuffer();
  } catch {
    // A visitor who gets no answer leaves; the shop's own metrics tell of it.
  } finally {
    inFlight -= 1;
  }
}

const parent = process.ppid;
const start = performance.now();
let sent = 0;

/** Sends what is due by now, whether or not earlier requests were answered. */
function sendDue(): void {
  const elapsedSeconds = (performance.now() - start) / 1000;
  if (process.ppid !== parent || (forSeconds !== undefined && elapsedSeconds >= forSeconds)) {
    stop();
    return;
  }
  const due = Math.min(Math.floor(elapsedSeconds * ratePerSecond), sent + maximumInFlight);
  for (; sent < due; sent++) {
    const next = sent % soldOutEvery === soldOutEvery - 1 ? buy("kite", "web") : visits[sent % visits.length];
    if (next !== undefined) void visit(next);
  }
}

const timer = setInterval(sendDue, 20);

function stop(): void {
  clearInterval(timer);
  console.log(`traffic: ${sent - skipped} requests sent, ${skipped} held back`);
  process.exit(0);
}

process.on("SIGTERM", stop);
process.on("SIGINT", stop);
// Whoever started this through a pipe holds the pipe open; when it ends, so does the traffic.
const input = fstatSync(process.stdin.fd);
if (input.isFIFO() || input.isSocket()) process.stdin.on("end", stop).on("error", stop).resume();
