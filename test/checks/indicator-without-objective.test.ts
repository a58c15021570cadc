import { describe, expect, it } from "vitest";
import { objectives } from "../../config/index.ts";
import { config, shop } from "../services.ts";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("indicator-without-objective", () => {
  const findings = findingsOf("indicator-without-objective");

  it("names every indicator that nothing reads", async () => {
    const services = [objectives(shop, { availability: { targetRatio: 0.999 }, payments: { targetRatio: 0.995 } })];
    const found = await findings({ config: { ...config, services } });
    expect(found.map(({ severity, where }) => [severity, where.item])).toEqual([
      ["info", "indicators.fast"],
      ["info", "indicators.checkout"],
    ]);
  });

  it("is silent where each has an objective", async () => {
    expect(await findings({})).toEqual([]);
  });
});
