import express from "express";
import request from "supertest";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { serviceRules } from "../../alerts/index.ts";
import { serviceBoard } from "../../dashboards/index.ts";
import { instrument } from "../../exporter/index.ts";
import { substituteVariables } from "../../queries/index.ts";
import { config, shop, shopObjectives } from "../services.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";

const scrapeEverySeconds = 15;
const lastScrapeSeconds = 600;

function shopApp() {
  const signals = instrument(shop, { log: () => undefined });
  const app = express();
  app.use(signals.express());
  app.get("/products/:id", (_, response) => void response.json({}));
  app.get("/broken", (_, response) => void response.status(500).end());
  app.post("/orders", (_, response) => void response.status(201).end());
  return { signals, app };
}

/** Columns whose cells are empty in the first hour, or while no budget is spent; Grafana leaves a cell without an answer free. */
const comesLater = /slo:history_start|slo:time_to_exhaustion/;

interface Row {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

describe.skipIf(!engineIsBuilt)("the board of a running shop", () => {
  const engine = withEngine();
  const board = serviceBoard(shopObjectives, config);
  const answers = new Map<string, readonly Row[]>();

  beforeAll(async () => {
    const { signals, app } = shopApp();
    const storage = await engine().storage();
    const rules = await engine().rules(stringify(serviceRules(shopObjectives, config)));
    for (let seconds = 0; seconds <= lastScrapeSeconds; seconds += scrapeEverySeconds) {
      if (seconds % 60 === 0) {
        await request(app).get("/products/7");
        await request(app).post("/orders");
        await request(app).get("/broken");
        await request(app).get("/wp-login.php");
        signals.metrics.shop_orders_placed_total.inc({ category: "toys", channel: "app" });
        signals.metrics.shop_payments_total.inc();
        signals.metrics.shop_payments_failed_total.inc();
        signals.metrics.shop_refunds_total.inc({ campaign: "spring" });
        signals.metrics.shop_open_carts.set({ tier: "guest" }, 5);
        signals.metrics.shop_payment_duration_seconds.observe(0.2);
      }
      await storage.scrape({
        body: await signals.exposition(),
        contentType: "text/plain; version=0.0.4",
        targetLabels: { job: "shop", namespace: "live-services", instance: "10.0.0.7:9464" },
        timeMillis: seconds * 1000,
      });
      if (seconds % 60 === 0) await rules.evaluate(storage, seconds * 1000);
    }
    const chosen = { namespace: "live-services" };
    for (const expression of board.panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => expr ?? []))) {
      const asked = substituteVariables(expression, chosen).expression;
      const result = await storage.instant(asked, lastScrapeSeconds);
      answers.set(expression, result.kind === "vector" ? result.samples : []);
    }
  });

  it("has an answer to every question of every panel, and none is NaN", () => {
    const empty = board.panels.flatMap(({ title, targets = [] }) =>
      targets.flatMap(({ expr = "" }) => {
        const rows = answers.get(expr) ?? [];
        const isThere = rows.length > 0 || comesLater.test(expr);
        return isThere && rows.every(({ value }) => !Number.isNaN(value)) ? [] : [`${title}: ${expr}`];
      }),
    );
    expect(empty).toEqual([]);
  });

  it("tells each route by itself, leaves out what matched none, and counts one failure in four requests", () => {
    const [rate, ratio] = board.panels.find(({ title }) => title === "By route")?.targets ?? [];
    const byRoute = (expr = "") =>
      Object.fromEntries((answers.get(expr) ?? []).map(({ labels, value }) => [labels["http_route"], value]));
    expect(Object.keys(byRoute(rate?.expr)).sort()).toEqual(["/broken", "/orders", "/products/:id"]);
    expect(byRoute(ratio?.expr)).toEqual({ "/broken": 1, "/orders": 0, "/products/:id": 0 });
    const errors = board.panels.find(({ title }) => title === "Errors")?.targets?.[0]?.expr ?? "";
    expect(answers.get(errors)?.map(({ value }) => value)).toEqual([expect.closeTo(0.25, 6)]);
  });

  it("gives every table queries that Grafana can join: the same rows, no name of a metric, one more column at most", () => {
    for (const { title, type, targets = [], transformations = [] } of board.panels) {
      if (type !== "table") continue;
      const labelNames = targets.flatMap(({ expr = "" }) => {
        const [first] = answers.get(expr) ?? [];
        return first === undefined && comesLater.test(expr) ? [] : [Object.keys(first?.labels ?? {})];
      });
      const shared = labelNames.reduce((all, names) => all.filter((name) => names.includes(name)));
      const rows = targets.map(({ expr = "" }) =>
        (answers.get(expr) ?? []).map(({ labels }) => shared.map((name) => labels[name]).join(" ")).sort(),
      );
      const complete = rows.filter((_, index) => !comesLater.test(targets[index]?.expr ?? ""));
      expect(new Set(complete.map((keys) => keys.join("\n"))).size, title).toBe(1);
      expect(complete[0], title).toEqual(expect.arrayContaining(rows.flat()));
      for (const keys of rows) expect(new Set(keys).size, title).toBe(keys.length);
      const shown = Object.keys(transformations[1]?.options["renameByName"] ?? {});
      expect(shown, title).toEqual(expect.arrayContaining([...new Set(labelNames.flat())]));
      expect(labelNames.flat(), title).not.toContain("__name__");
    }
  });

  it("shows the target and the owner of each objective", () => {
    const info =
      board.panels.find(({ type, title }) => type === "table" && title === "Objectives")?.targets?.at(-1)?.expr ?? "";
    const rows = (answers.get(info) ?? []).map(({ labels }) => [labels["sli"], labels["owner"], labels["target"]]);
    expect(rows.sort()).toEqual([
      ["availability", "storefront", "0.999"],
      ["checkout", "storefront", "0.9995"],
      ["fast", "storefront", "0.99"],
      ["payments", "storefront", "0.995"],
    ]);
  });
});
