import { execFileSync } from "node:child_process";
import { defineService, exposedMetrics, maximumSamples } from "@signalbox/contract";
import { instrument } from "@signalbox/exporter";
import { describe, expect, it } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { realTool } from "../support/real-tools.ts";
import { parsedExposition } from "./exposition-text.ts";

const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products.",
  dependencies: { "pay-ments": { host: "payments.internal" }, search: { host: "127.0.0.1" } },
  work: { emails: { description: "Sends one email." }, digest: { description: "Writes the digest." } },
});

/** What the shop exposes after a call that was refused and a run of each kind. */
async function usedShop(): Promise<string> {
  const signals = instrument(shop);
  await fetch("http://127.0.0.1:2/").catch(() => undefined);
  signals.work("emails", () => undefined)();
  signals.work("digest", () => undefined)();
  signals.close();
  return signals.exposition();
}

describe("the metrics of calls and work", () => {
  it("have the names, types, labels and bounds that the contract promises", async () => {
    const ours = /^(http_client|dependency|work)_/;
    const shown = parsedExposition(await usedShop())
      .filter(({ name }) => ours.test(name))
      .map(({ name, type, help, samples }) => ({
        name,
        type,
        help,
        labels: [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))].filter((label) => label !== "le"),
        bounds: [...new Set(samples.flatMap(({ labels }) => labels["le"] ?? []))].map(Number).filter(Number.isFinite),
      }));
    const promised = exposedMetrics(shop).filter(({ name }) => ours.test(name));
    expect(shown).toEqual(promised.map((metric) => ({ ...metric, labels: Object.keys(metric.labels) })));
  });

  it("have every value of a listed label and no other", async () => {
    const families = parsedExposition(await usedShop());
    for (const { name, labels } of exposedMetrics(shop)) {
      if (!/^(dependency|work)_/.test(name)) continue;
      const samples = families.find((family) => family.name === name)?.samples ?? [];
      for (const [label, allowed] of Object.entries(labels)) {
        const values = [...new Set(samples.map((sample) => sample.labels[label]))];
        expect({ name, label, values }).toEqual({
          name,
          label,
          values: allowed.kind === "listed" ? allowed.values : [],
        });
      }
    }
  });

  it("are within the samples that a scrape may have", async () => {
    const { dependencies: _dependencies, work: _work, ...rest } = shop;
    const without = { ...rest, dependencies: {}, work: {} };
    expect(maximumSamples(shop) - maximumSamples(without)).toBeGreaterThanOrEqual(
      (300 + 1) * (14 + 3) + 3 * 3 + 2 * (3 * (14 + 3) + 4),
    );
  });
});

const promtool = realTool("promtool");

describe.skipIf(promtool === undefined)("promtool", () => {
  it("has nothing to say about calls and work", async () => {
    const text = await usedShop();
    const input = text.slice(text.indexOf("# HELP http_client"), text.indexOf("# HELP signalbox"));
    expect(input).toContain("work_active");
    expect(execFileSync(promtool ?? "", ["check", "metrics"], { input, encoding: "utf8" })).toBe("");
  });
});

describe.skipIf(!engineIsBuilt)("Prometheus's own parser", () => {
  const engine = withEngine();

  it("has nothing to say about calls and work", async () => {
    const contentType = "text/plain; version=0.0.4; charset=utf-8";
    expect(await engine().checkExposition(await usedShop(), contentType)).toEqual([]);
  });
});
