import { defineService, requests } from "@signalbox/contract";
import { instrument } from "@signalbox/exporter";
import express from "express";
import { sampleValue } from "./exposition-text.ts";

/** A service for the drain tests: tells its ports when it listens, and what it counted when it has drained. */
const service = defineService({
  name: "drained",
  team: "storefront",
  description: "Ends in a test.",
  indicators: { availability: requests() },
});
const signals = instrument(service);
const app = express();
app.use(signals.express());
app.get("/work", (_request, response) => {
  setImmediate(() => response.send("done"));
});
app.get("/hang", () => process.stdout.write("hanging\n"));

const served = await signals.serve({
  app,
  port: 0,
  metricsPort: 0,
  host: "127.0.0.1",
  drainDelaySeconds: Number(process.env["DRAIN_DELAY_SECONDS"] ?? 0),
  onDrained: async () => {
    const text = await signals.exposition();
    const labels = { http_route: "/work", http_response_status_code: "200" };
    process.stdout.write(`counted ${sampleValue(text, "http_server_request_duration_seconds_count", labels)}\n`);
  },
});
process.stdout.write(`listening ${served.port} ${served.metricsPort}\n`);
