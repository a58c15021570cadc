import { describe, expect, it } from "vitest";
import { engineIsBuilt } from "../support/engine.ts";
import { boardWith, findingsOf } from "./support/findings.ts";

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
});
