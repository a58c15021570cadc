import { EngineCrashed, EngineTimeout } from "@signalbox/engine";
import { describe, expect, it } from "vitest";
import { checkArtefacts } from "../../checks/index.ts";
import { config } from "../services.ts";
import { engineIsBuilt } from "../support/engine.ts";
import { boardWith, findingsOf, ruleFile } from "./support/findings.ts";

describe.skipIf(!engineIsBuilt)("expression-invalid", () => {
  const findings = findingsOf("expression-invalid");

  it("marks the place behind Grafana's variables, in the offsets of what was written", async () => {
    const panel = 'sum(rate(shop_payments_total{job="$longer_than_its_replacement"}[$__rate_interval])) +* 2';
    const [finding] = await findings({ panel });
    expect(finding?.where).toMatchObject({ artefact: "dashboards/shop-own.json", item: "Orders", expression: panel });
    expect(panel.slice(finding?.where.start)).toMatch(/^\*/);
  });

  it("leaves what is asked of other data sources alone", async () => {
    const board = boardWith('{app="shop"} |= `error`');
    const boards = [{ ...board, panels: board.panels.map((panel) => ({ ...panel, datasource: { type: "loki" } })) }];
    expect(await findings({ boards })).toEqual([]);
    expect(await findings({ boards: [board] })).toHaveLength(1);
  });

  it("finds a wrong expression of a rule file with its rule", async () => {
    const found = await findings({ rules: [{ record: "own:x", expr: "rate(up)" }] });
    expect(found.map(({ where, severity }) => [where.artefact, where.item, severity])).toEqual([
      ["rules/own.rules.yaml", "own / own:x", "error"],
    ]);
  });

  it("stands at the line of the expression, not of its rule", async () => {
    const [finding] = await findings({ rules: [{ record: "own:x", expr: "rate(up)", line: 4, expressionLine: 7 }] });
    expect(finding?.where.line).toBe(7);
  });

  it.each([
    [new EngineTimeout("parse", 30), "gave up after 30 s"],
    [new EngineCrashed("parse", "out of memory"), "crashed"],
  ])("says of which expression the parser gave no answer: %s", async (error, said) => {
    const files = [ruleFile([{ alert: "Long", expr: "up or up", line: 4, expressionLine: 5 }])];
    const silent = async (): Promise<never> => {
      throw error;
    };
    const input = { config: { ...config, services: [] }, boards: [], ruleFiles: files, coverage: [] };
    const found = await checkArtefacts(input, { parse: silent, checkRuleFile: silent });
    expect(found.filter(({ severity }) => severity === "error")).toMatchObject([
      {
        rule: "rule-file-invalid",
        where: { artefact: "rules/own.rules.yaml" },
        message: expect.stringContaining(said),
      },
      {
        rule: "expression-invalid",
        where: { artefact: "rules/own.rules.yaml", item: "own / Long", line: 5, expression: "up or up" },
        message: expect.stringContaining(said),
      },
    ]);
  });
});
