import { describe, expect, it } from "vitest";
import { checkArtefacts } from "../../checks/index.ts";
import { checkInput } from "../../cli/index.ts";
import { config } from "../services.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";

describe.skipIf(!engineIsBuilt)("what is generated", () => {
  const engine = withEngine();

  it("has no finding, for a service of ours and for one whose metrics are somebody else's", async () => {
    const input = await checkInput({ config, file: "signalbox.config.ts", folder: ".", rawRules: [] });
    const findings = await checkArtefacts(input, engine());
    expect(findings.map(({ rule, where, message }) => `${rule} ${where.item} ${message}`)).toEqual([
      expect.stringContaining("status-code-indicator"),
    ]);
  });

  it("has findings as soon as a metric of the definition is renamed", async () => {
    const input = await checkInput({ config, file: "signalbox.config.ts", folder: ".", rawRules: [] });
    const services = config.services.map((objectives) => {
      const { shop_payments_failed_total: renamed, ...metrics } = objectives.service.metrics;
      if (renamed === undefined) return objectives;
      return {
        ...objectives,
        service: { ...objectives.service, metrics: { ...metrics, shop_payments_refused_total: renamed } },
      };
    });
    const findings = await checkArtefacts({ ...input, config: { ...config, services } }, engine());
    const artefacts = new Set(
      findings.filter(({ rule }) => rule === "metric-not-declared").map(({ where }) => where.artefact),
    );
    expect([...artefacts].sort()).toEqual(["dashboards/shop-service.json", "rules/shop.rules.yaml"]);
  });
});
