import { defineService, otel, requests } from "@signalbox/contract";
import { describe, expect, it } from "vitest";
import { checkArtefacts } from "../../checks/index.ts";
import { checkInput } from "../../cli/index.ts";
import { type Config, objectives, type ServiceObjectives } from "../../config/index.ts";
import { serviceBoard } from "../../dashboards/index.ts";
import { instrument } from "../../exporter/index.ts";
import { substituteVariables } from "../../queries/index.ts";
import { config } from "../services.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";

const kiosk = defineService({
  name: "kiosk",
  team: "storefront",
  description: "Sells tickets on a large fleet.",
  http: otel({ detail: "lean" }),
  indicators: { availability: requests(), fast: requests({ fasterThanSeconds: 0.3 }) },
});

const kioskObjectives: ServiceObjectives = objectives(
  kiosk,
  { availability: { targetRatio: 0.998, page: true }, fast: { targetRatio: 0.97 } },
  { windowDays: 28 },
);

const { storefront } = config.teams;
const leanConfig: Config = {
  ...config,
  services: [kioskObjectives],
  teams: storefront === undefined ? {} : { storefront },
};

describe.skipIf(!engineIsBuilt)("a service with a lean HTTP family", () => {
  const engine = withEngine();

  it("has no finding in what is generated for it", async () => {
    const input = await checkInput({ config: leanConfig, file: "signalbox.config.ts", folder: ".", rawRules: [] });
    const findings = await checkArtefacts(input, engine());
    expect(findings.map(({ rule, where, message }) => `${rule} ${where.item} ${message}`)).toEqual([]);
  });

  it("has an answer to every question about requests on its board", async () => {
    const signals = instrument(kiosk, { log: () => undefined });
    const storage = await engine().storage();
    for (let seconds = 0; seconds <= 600; seconds += 15) {
      for (const status of [200, 200, 200, 503])
        signals.request.begin({ method: "GET" }).end({ route: "/tickets/:id", status });
      signals.request.begin({ method: "GET" }).end({ route: "/tickets/:id", outcome: "clientLeft" });
      await storage.scrape({
        body: await signals.exposition(),
        contentType: "text/plain; version=0.0.4",
        targetLabels: { job: "kiosk", namespace: "live-services", instance: "10.0.0.9:9464" },
        timeMillis: seconds * 1000,
      });
    }
    const asked = serviceBoard(kioskObjectives, leanConfig)
      .panels.flatMap(({ title, targets = [] }) => targets.map(({ expr = "" }) => ({ title, expr })))
      .filter(({ expr }) => expr.includes("http_server_"));
    const answers: [string | undefined, readonly number[]][] = [];
    for (const { title, expr } of asked) {
      const result = await storage.instant(substituteVariables(expr, { namespace: "live-services" }).expression, 600);
      answers.push([title, result.kind === "vector" ? result.samples.map(({ value }) => value) : []]);
    }
    expect(answers.filter(([, values]) => values.length === 0 || values.some(Number.isNaN))).toEqual([]);
    expect(answers.find(([title]) => title === "Errors")?.[1]).toEqual([expect.closeTo(0.4, 6)]);
  });
});
