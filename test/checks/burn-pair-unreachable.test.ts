import { describe, expect, it } from "vitest";
import { objectives } from "../../config/index.ts";
import { config, shop } from "../services.ts";
import { engineIsBuilt } from "../support/engine.ts";
import { findingsOf } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("burn-pair-unreachable", () => {
  const findings = findingsOf("burn-pair-unreachable");
  const lenient = (page: boolean) => ({
    config: { ...config, services: [objectives(shop, { payments: { targetRatio: 0.9, page } })] },
  });

  it("tells the limit that no outage reaches", async () => {
    const [found] = await findings(lenient(true));
    expect(found).toMatchObject({
      severity: "warning",
      where: { artefact: "service shop", item: "objectives.payments" },
      message: expect.stringContaining("The page over 1h and 5m is left out"),
    });
    expect(found?.message).toContain("a burn rate of 13.44 is an error ratio of 134 %");
  });

  it("is silent about pages that nobody asked for, and where all pairs can be reached", async () => {
    expect(await findings(lenient(false))).toEqual([]);
    expect(await findings({})).toEqual([]);
  });
});
