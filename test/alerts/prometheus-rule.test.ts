import { describe, expect, it } from "vitest";
import { prometheusRule, serviceRules } from "../../alerts/index.ts";
import { config, shopObjectives } from "../services.ts";

describe("the PrometheusRule of a service", () => {
  const [, staging] = config.environments;
  if (staging === undefined) throw new Error("the fixture has two environments");

  it("lives in the environment's namespace and has the labels by which Prometheus selects it", () => {
    expect(prometheusRule(shopObjectives, config, staging).metadata).toEqual({
      name: "shop",
      namespace: "rehearsal",
      labels: {
        "app.kubernetes.io/name": "shop",
        "app.kubernetes.io/managed-by": "signalbox",
        release: "monitoring",
      },
    });
  });

  it("holds the rules of that environment only", () => {
    const { groups } = prometheusRule(shopObjectives, config, staging).spec;
    expect(groups).toEqual(serviceRules(shopObjectives, config, [staging]).groups);
    expect(JSON.stringify(groups)).not.toContain("live-services");
  });
});
