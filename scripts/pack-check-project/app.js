import express from "express";
import { signals } from "./signals.ts";

const app = express();
app.use(signals.express());
app.post("/orders", (_request, response) => {
  signals.metrics.shop_orders_placed_total.inc({ category: "books", channel: "web" });
  response.status(201).end();
});
await signals.serve({ app, port: Number(process.env["PORT"]), metricsPort: Number(process.env["METRICS_PORT"]) });
