import { describe, expect, it } from "vitest";
import { serviceBoard } from "../../dashboards/index.ts";
import { substituteVariables } from "../../queries/index.ts";
import { config, ledgerObjectives, shopObjectives } from "../services.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";

describe.skipIf(!engineIsBuilt)("the queries of a board", () => {
  const engine = withEngine();

  it.each([shopObjectives, ledgerObjectives])("are PromQL to Prometheus itself ($service.name)", async (objectives) => {
    const { panels, annotations } = serviceBoard(objectives, config);
    const asked = [
      ...panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => expr ?? [])),
      ...annotations.list.flatMap(({ expr }) => expr ?? []),
    ];
    expect(asked.length).toBeGreaterThan(20);
    for (const expression of asked) {
      const result = await engine().parse(substituteVariables(expression).expression);
      expect({ expression, type: result.ok ? result.ast.type : result.problems }).toEqual({
        expression,
        type: "vector",
      });
    }
  });
});
