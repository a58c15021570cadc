import { counter, defineService } from "@signalbox/contract";
import { describe, expect, it } from "vitest";
import { objectives } from "../../config/index.ts";
import { type Board, type BoardPanel, serviceBoard } from "../../dashboards/index.ts";
import { substituteVariables } from "../../queries/index.ts";
import { config } from "../services.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";

const described = { name: "mailer", team: "storefront", description: "Sends mail." };

const mailer = defineService({
  ...described,
  dependencies: { smtp: { host: "smtp.internal" } },
  work: { emails: { description: "Sends one email." } },
  metrics: { mailer_bounces_total: counter("Bounces.") },
});

function board(service: typeof mailer | ReturnType<typeof defineService>): Board {
  return serviceBoard(objectives(service, {}), config);
}

function rowsOf({ panels }: Board): readonly (string | undefined)[] {
  return panels.filter(({ type }) => type === "row").map(({ title }) => title);
}

/** The panels of a row, which follow it. */
function panelsIn({ panels }: Board, row: string): readonly BoardPanel[] {
  const start = panels.findIndex(({ type, title }) => type === "row" && title === row) + 1;
  const end = panels.findIndex(({ type }, index) => index >= start && type === "row");
  return panels.slice(start, end < 0 ? undefined : end);
}

describe("the rows of dependencies and work", () => {
  it("stand between routes and business, where a service has them", () => {
    expect(rowsOf(board(mailer))).toEqual(["Requests", "Routes", "Dependencies", "Work", "Business"]);
    const service = defineService({ ...described, dependencies: { smtp: { host: "smtp.internal" } } });
    expect(rowsOf(board(service))).toEqual(["Requests", "Routes", "Dependencies"]);
    expect(rowsOf(board(defineService(described)))).toEqual(["Requests", "Routes"]);
  });

  it("show rate, errors and duration side by side, a line for each", () => {
    const places = (row: string) => panelsIn(board(mailer), row).map(({ title, gridPos: { x } }) => [title, x]);
    expect(places("Dependencies")).toEqual([
      ["Calls", 0],
      ["Failed calls", 8],
      ["Call duration, p95", 16],
    ]);
    expect(places("Work")).toEqual([
      ["Runs", 0],
      ["Failed runs", 8],
      ["Run duration, p95", 16],
      ["Age of items, p95", 0],
      ["Active runs", 8],
      ["Since last success", 16],
    ]);
    const legends = (row: string) =>
      panelsIn(board(mailer), row).flatMap(({ targets = [] }) => targets.map(({ legendFormat }) => legendFormat));
    expect(new Set(legends("Dependencies"))).toEqual(new Set(["{{dependency}}"]));
    expect(new Set(legends("Work"))).toEqual(new Set(["{{work}}"]));
  });
});

describe.skipIf(!engineIsBuilt)("their queries", () => {
  const engine = withEngine();

  it("are PromQL to Prometheus itself", async () => {
    const asked = ["Dependencies", "Work"]
      .flatMap((row) => panelsIn(board(mailer), row))
      .flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => expr ?? []));
    expect(asked).toHaveLength(9);
    for (const expression of asked) {
      const result = await engine().parse(substituteVariables(expression).expression);
      expect({ expression, type: result.ok ? result.ast.type : result.problems }).toEqual({
        expression,
        type: "vector",
      });
    }
  });
});
