import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, step } from "./steps.ts";
import { install, pinned } from "./tarballs.ts";

const jest = "jest@30.5.2";

const definition = `defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products to customers.",
  metrics: { shop_orders_placed_total: counter("Orders accepted for payment.", { category: ["books", "toys"] }) },
  indicators: { availability: requests() },
});
`;

const requiredDefinition = `
const { counter, defineService, requests } = require("@signalbox/contract");
exports.shop = ${definition}`;

const importedDefinition = `
import { counter, defineService, requests } from "@signalbox/contract";
export const shop = ${definition}`;

const tests = `
test("an order is counted", async () => {
  const signals = instrument(shop);
  signals.metrics.shop_orders_placed_total.inc({ category: "toys" }, 3);
  expect(await signals.exposition()).toContain('shop_orders_placed_total{category="toys"} 3');
  signals.close();
});

test("a request is counted under its route", async () => {
  const signals = instrument(shop);
  const app = express();
  app.use(signals.express());
  app.get("/products/:id", (request, response) => {
    response.json({ id: request.params.id });
  });
  const served = await signals.serve({ app, host: "127.0.0.1", port: 0, metricsPort: 0 });
  const answer = await fetch("http://127.0.0.1:" + served.port + "/products/7");
  expect(answer.status).toBe(200);
  await answer.text();
  const metrics = await fetch("http://127.0.0.1:" + served.metricsPort + "/metrics");
  expect(await metrics.text()).toMatch(/_count\\{http_request_method="GET",http_route="\\/products\\/:id".*\\} 1\\n/);
  await served.close();
  signals.close();
});
`;

const required = `
const { instrument } = require("@signalbox/exporter");
const express = require("express");
const { shop } = require("./shop.js");
${tests}`;

const imported = `
import { instrument } from "@signalbox/exporter";
import express from "express";
import { shop } from "./shop.mjs";
${tests}`;

/** Runs tests of a service in Jest: with nothing set, and with the flag under which Jest takes ES modules. */
export async function checkJestProject(project: string, tarballs: readonly string[]): Promise<void> {
  await step("Jest: install", () => install(project, "commonjs", [...tarballs, jest, ...pinned(["express"])]));
  writeFileSync(join(project, "shop.js"), requiredDefinition);
  writeFileSync(join(project, "shop.mjs"), importedDefinition);
  writeFileSync(join(project, "required.test.js"), required);
  writeFileSync(join(project, "imported.test.mjs"), imported);
  const runner = join("node_modules", "jest", "bin", "jest.js");
  await step("Jest: nothing set", () => run("npx", ["--no", "jest", "--", "--ci", "required"], project));
  await step("Jest: --experimental-vm-modules", () =>
    run(process.execPath, ["--experimental-vm-modules", runner, "--ci", "required", "imported"], project),
  );
}
