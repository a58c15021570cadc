import { defaultInternalRoutes, instrument } from "@signalbox/exporter";
import express from "express";
import { faultKinds, faultSwitch } from "./faults.ts";
import { orderRoutes } from "./orders.ts";
import { products } from "./products.ts";
import { shop } from "./shop.signalbox.ts";

const port = Number(process.env["PORT"] ?? 8080);
const metricsPort = Number(process.env["METRICS_PORT"] ?? 9464);
const host = process.env["HOST"] ?? "127.0.0.1";

const faultRoute = "/_demo/faults/:kind";
const signals = instrument(shop, { internalRoutes: [...defaultInternalRoutes, faultRoute] });

const faults = faultSwitch("none");
const initialFault = process.env["FAULT"] ?? "none";
if (faults.knows(initialFault)) faults.set(initialFault);

const app = express();
app.use(signals.express());

app.post(faultRoute, (request, response) => {
  const { kind } = request.params;
  if (!faults.knows(kind)) return response.status(404).json({ error: `the faults are ${faultKinds.join(", ")}` });
  faults.set(kind);
  return response.json({ fault: kind });
});
app.use(faults.middleware);

app.get("/products", (_request, response) => response.json(products));
app.get("/products/:id", (request, response) => {
  const product = products.find(({ id }) => id === request.params["id"]);
  if (product === undefined) return response.status(404).json({ error: "no such product" });
  return response.json(product);
});
app.use("/orders", orderRoutes(signals));

try {
  const served = await signals.serve({ app, port, metricsPort, host });
  console.log(`shop: http://${host}:${served.port}/products, metrics: http://${host}:${served.metricsPort}/metrics`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
