import { createInterface } from "node:readline";
import { defineService, requests } from "@signalbox/contract";
import { instrument } from "@signalbox/exporter";
import express from "express";

/**
 * A service for the drain tests. It prints what happens to it, one line each, and takes lines on its standard input: `release`
 * lets its registry answer, `crash` throws where nobody catches.
 */
const service = defineService({
  name: "drained",
  team: "storefront",
  description: "Ends in a test.",
  indicators: { availability: requests() },
});
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const seconds = (name: string): number => Number(process.env[name] ?? 0);

let release = (): void => undefined;
const released = new Promise<string>((resolve) => {
  release = () => resolve("");
});
const heldRegistry = {
  contentType: "text/plain",
  metrics: (): Promise<string> => {
    print("scraping");
    return released;
  },
};
createInterface({ input: process.stdin }).on("line", (line) => {
  if (line === "release") release();
  if (line === "crash") throw new Error("nobody catches this");
});

const signals = instrument(service, {
  registries: process.env["HELD_REGISTRY"] === undefined ? [] : [heldRegistry],
  registryDeadlineSeconds: 30,
});
const app = express();
app.use(signals.express());
app.get("/work", (_request, response) => {
  setTimeout(() => response.send("done"), 10);
});
app.get("/held", (_request, response) => {
  print("holding");
  void released.then(() => response.send("done"));
});
app.get("/hang", () => print("hanging"));

if (process.env["SECOND_SERVICE"] !== undefined) {
  const second = instrument(defineService({ name: "second", team: "storefront", description: "Ends in a test, too." }));
  const app = second.node((_request, response) => response.end("done"));
  const onDrained = (): void => {
    setImmediate(() => setImmediate(() => print("second-closed")));
  };
  await second.serve({ app, port: 0, metricsPort: 0, host: "127.0.0.1", onDrained });
}

const served = await signals.serve({
  app,
  port: 0,
  metricsPort: 0,
  host: "127.0.0.1",
  drainDelaySeconds: seconds("DRAIN_DELAY_SECONDS"),
  deadlineSeconds: seconds("DEADLINE_SECONDS") || 20,
  finalScrapeSeconds: seconds("FINAL_SCRAPE_SECONDS"),
  metricsLimits: { scrapeDeadlineSeconds: 60 },
  startup: async () => {
    if (process.env["SLOW_STARTUP"] === undefined) return;
    process.once("SIGTERM", () => release());
    print("starting");
    await released;
  },
  onDrained: () => print("drained"),
});
print(`listening ${served.port} ${served.metricsPort}`);
