import { defineService, promClient, requests } from "@signalbox/contract";
import { describe, expect, it } from "vitest";
import { type Config, objectives } from "../../config/index.ts";
import { config, ledger } from "../services.ts";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("latency-threshold-not-a-bucket", () => {
  const findings = findingsOf("latency-threshold-not-a-bucket");
  const withThreshold = (fasterThanSeconds: number): Config => {
    const { team, description } = ledger;
    const http = promClient({ unit: "milliseconds", bounds: [20, 80, 200] });
    const service = defineService({
      name: "books",
      team,
      description,
      http,
      indicators: { fast: requests({ fasterThanSeconds }) },
    });
    return { ...config, services: [objectives(service, { fast: { targetRatio: 0.9 } })] };
  };

  it("finds a threshold between two buckets of a histogram that is not ours", async () => {
    const [finding] = await findings({ config: withThreshold(0.1) });
    expect(finding?.fix).toContain("Use one of 0.02, 0.08, 0.2");
  });

  it("accepts a threshold that is a bucket, in whichever unit", async () => {
    expect(await findings({ config: withThreshold(0.08) })).toEqual([]);
  });

  it("accepts any threshold where the exporter counts", async () => {
    expect(await findings({ config: { ...config, services: config.services.slice(0, 1) } })).toEqual([]);
  });
});
