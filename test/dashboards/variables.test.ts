import { expect, it } from "vitest";
import type { Config } from "../../config/index.ts";
import { serviceBoard } from "../../dashboards/index.ts";
import { config, shopObjectives } from "../services.ts";

const identified: Config = { ...config, identity: ["cluster", "namespace", "env", "job"] };

it("offers the data source and every identity label but job, each narrowed by those before it", () => {
  const { list } = serviceBoard(shopObjectives, identified).templating;
  expect(list.map(({ name, type }) => [name, type])).toEqual([
    ["datasource", "datasource"],
    ["cluster", "query"],
    ["namespace", "query"],
    ["env", "query"],
  ]);
  expect(list.slice(1).map(({ query }) => (query as { query: string }).query)).toEqual([
    'label_values(up{job="shop"}, cluster)',
    'label_values(up{cluster=~"$cluster",job="shop"}, namespace)',
    'label_values(up{cluster=~"$cluster",namespace=~"$namespace",job="shop"}, env)',
  ]);
});

it("lets the reader choose several values or all, and refreshes the choice with the time range", () => {
  for (const variable of serviceBoard(shopObjectives, identified).templating.list.slice(1)) {
    expect(variable).toMatchObject({ multi: true, includeAll: true, allValue: ".+", refresh: 2, sort: 5 });
  }
});

it("opens on the first environment", () => {
  const { list } = serviceBoard(shopObjectives, identified).templating;
  expect(list.slice(1).map((variable) => (variable as { current?: unknown }).current)).toEqual([
    { text: ["All"], value: ["$__all"] },
    { text: ["live-services"], value: ["live-services"] },
    { text: ["production"], value: ["production"] },
  ]);
});

it("names series by what the reader chose", () => {
  const legends = serviceBoard(shopObjectives, identified).panels.flatMap(({ title, targets = [] }) =>
    title === "Burn rate over the last hour" ? targets.map(({ legendFormat }) => legendFormat) : [],
  );
  expect(legends).toEqual(["{{cluster}} {{namespace}} {{env}} {{sli}}"]);
});
