import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { counter, defineService, maximumSamples, open } from "@signalbox/contract";
import { describe, expect, it } from "vitest";
import { type Config, type Environment, objectives } from "../../config/index.ts";
import { serviceMonitor } from "../../servicemonitors/index.ts";
import { config, ledgerObjectives, shop, shopObjectives } from "../services.ts";
import { realTool } from "../support/real-tools.ts";

const production: Environment = { name: "production", namespace: "live-services", pages: true };
const staging: Environment = { name: "staging", namespace: "rehearsal", pages: false };

const monitors = [
  { file: "shop", monitor: serviceMonitor(shopObjectives, config, production) },
  { file: "ledger", monitor: serviceMonitor(ledgerObjectives, config, staging) },
];

function scrapedEvery(scrapeIntervalSeconds: number): Config {
  return { ...config, prometheus: { ...config.prometheus, scrapeIntervalSeconds } };
}

it.each(monitors)("the monitor of $file is the golden one", async ({ file, monitor }) => {
  await expect(`${JSON.stringify(monitor, null, 2)}\n`).toMatchFileSnapshot(`../golden/servicemonitors/${file}.json`);
});

it("carries the labels that the operator selects by, in the namespace of the environment", () => {
  const { metadata, spec } = serviceMonitor(shopObjectives, config, staging);
  expect(metadata).toEqual({
    name: "shop",
    namespace: "rehearsal",
    labels: { "app.kubernetes.io/name": "shop", "app.kubernetes.io/managed-by": "signalbox", release: "monitoring" },
  });
  expect(spec.namespaceSelector.matchNames).toEqual(["rehearsal"]);
});

it("takes the job from the label that it selects by, so that the job is the service's name", () => {
  const { jobLabel, selector } = serviceMonitor(shopObjectives, config, production).spec;
  expect(selector.matchLabels[jobLabel]).toBe("shop");
});

it.each([
  [60, "60s", "10s"],
  [15, "15s", "10s"],
  [10, "10s", "8s"],
  [5, "5s", "4s"],
  [2, "2s", "1600ms"],
  [0.5, "500ms", "400ms"],
])("scrapes every %d s as %s with the shorter timeout %s", (seconds, interval, scrapeTimeout) => {
  const [endpoint] = serviceMonitor(shopObjectives, scrapedEvery(seconds), production).spec.endpoints;
  expect(endpoint).toMatchObject({ interval, scrapeTimeout });
});

it("allows all samples that the definition can make, rounded up to a thousand", () => {
  const { sampleLimit } = serviceMonitor(shopObjectives, config, production).spec;
  expect(sampleLimit - maximumSamples(shop)).toBeGreaterThanOrEqual(0);
  expect(sampleLimit - maximumSamples(shop)).toBeLessThan(1000);
  expect(sampleLimit % 1000).toBe(0);
});

it("allows more samples to a definition with more series", () => {
  const wide = defineService({
    name: "wide",
    team: "storefront",
    description: "Has many series.",
    metrics: { wide_events_total: counter("Events.", { kind: open({ max: 1900 }) }) },
  });
  const narrow = defineService({ name: "narrow", team: "storefront", description: "Has few." });
  const limit = (service: typeof narrow) =>
    serviceMonitor(objectives(service, {}), config, production).spec.sampleLimit;
  expect(limit(wide as typeof narrow) - limit(narrow)).toBeGreaterThanOrEqual(1000);
});

it("allows a fixed number of samples to a service whose metrics are not ours", () => {
  expect(serviceMonitor(ledgerObjectives, config, production).spec.sampleLimit).toBe(20_000);
});

it("allows as many labels as the widest series has with those of its target, and longer values than a pod's name", () => {
  const labels = Array.from({ length: 30 }, (_, index) => [`label_${index}`, ["only"]] as const);
  const service = defineService({
    name: "labelled",
    team: "storefront",
    description: "Has many labels.",
    metrics: { labelled_events_total: counter("Events.", Object.fromEntries(labels)) },
  });
  const { labelLimit, labelValueLengthLimit } = serviceMonitor(objectives(service, {}), config, production).spec;
  expect(labelLimit).toBeGreaterThan(30 + 10);
  expect(labelValueLengthLimit).toBeGreaterThan(253);
});

const kubectlValidate = realTool("kubectl-validate");

describe.skipIf(kubectlValidate === undefined)("kubectl-validate with the operator's own definitions", () => {
  it.each(monitors)("accepts the monitor of $file", ({ monitor }) => {
    const folder = mkdtempSync(join(tmpdir(), "signalbox-monitor-"));
    try {
      writeFileSync(join(folder, "monitor.yaml"), JSON.stringify(monitor));
      const crds = join(import.meta.dirname, "..", "..", ".tools", "crds");
      const run = spawnSync(kubectlValidate ?? "", [folder, "--local-crds", crds], { encoding: "utf8" });
      expect({ status: run.status, said: run.stdout + run.stderr }).toEqual({
        status: 0,
        said: expect.stringContaining("OK"),
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
