import type { Expr } from "@signalbox/engine";
import { describe, expect, test } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";

describe.skipIf(!engineIsBuilt)("parsing PromQL", () => {
  const engine = withEngine();

  async function tree(expression: string): Promise<Expr> {
    const result = await engine().parse(expression);
    if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("; "));
    return result.ast;
  }

  test("names the Prometheus version that is linked", () => {
    expect(engine().version).toBe("3.15");
  });

  test("a selector carries its metric, all matchers, offset and time", async () => {
    expect(await tree(`orders_total{shop="north",lane!~"x|y"} offset 90s @ 1700`)).toMatchObject({
      kind: "selector",
      type: "vector",
      metric: "orders_total",
      matchers: [
        { label: "shop", operator: "=", value: "north" },
        { label: "lane", operator: "!~", value: "x|y" },
        { label: "__name__", operator: "=", value: "orders_total" },
      ],
      offsetSeconds: 90,
      at: 1700,
      position: { start: 0 },
    });
  });

  test("a selector may look ahead and be tied to the query's end", async () => {
    expect(await tree("orders_total offset -3m @ end()")).toMatchObject({ offsetSeconds: -180, at: "end" });
  });

  test("a metric in quotes is a name, a pattern for names is not", async () => {
    expect(await tree(`{"orders.total"}`)).toMatchObject({ metric: "orders.total" });
    expect(await tree(`{__name__=~"orders.+"}`)).not.toHaveProperty("metric");
  });

  test("ranges and subqueries carry seconds, and a step only where one is written", async () => {
    expect(await tree("orders_total[7m]")).toMatchObject({ kind: "range", type: "matrix", rangeSeconds: 420 });
    expect(await tree("orders_total[2h:15s]")).toMatchObject({ kind: "subquery", rangeSeconds: 7200, stepSeconds: 15 });
    expect(await tree("orders_total[2h:]")).not.toHaveProperty("stepSeconds");
  });

  test("an aggregation tells by from without from neither, and has its parameter", async () => {
    expect(await tree("topk by (shop, lane) (4, orders_total)")).toMatchObject({
      kind: "aggregation",
      operator: "topk",
      by: ["shop", "lane"],
      parameter: { kind: "number", type: "scalar", value: 4 },
    });
    const without = await tree("sum without (lane) (orders_total)");
    expect(without).toMatchObject({ without: ["lane"] });
    expect(without).not.toHaveProperty("by");
    expect(await tree("sum by () (orders_total)")).toMatchObject({ by: [] });
    expect(await tree("sum(orders_total)")).not.toHaveProperty("by");
  });

  test("an operator carries both sides and how they are matched", async () => {
    expect(await tree("a_total / on (shop) group_left (owner) b_info")).toMatchObject({
      kind: "binary",
      operator: "/",
      returnsBool: false,
      left: { metric: "a_total" },
      right: { metric: "b_info" },
      matching: { card: "many-to-one", on: true, labels: ["shop"], include: ["owner"] },
    });
    const scalars = await tree("2 < bool 3");
    expect(scalars).toMatchObject({ type: "scalar", returnsBool: true });
    expect(scalars).not.toHaveProperty("matching");
  });

  test("calls, signs, parentheses, strings and infinite numbers have kinds of their own", async () => {
    expect(await tree(`label_replace(up, "a", "$1", "b", "(.*)")`)).toMatchObject({
      kind: "call",
      function: "label_replace",
      arguments: [
        { kind: "selector" },
        { kind: "string", value: "a" },
        { value: "$1" },
        { value: "b" },
        { value: "(.*)" },
      ],
    });
    expect(await tree("-(up)")).toMatchObject({ kind: "unary", operator: "-", expression: { kind: "parentheses" } });
    expect(await tree("Inf")).toMatchObject({ kind: "number", value: Number.POSITIVE_INFINITY });
    expect(await tree("NaN")).toMatchObject({ kind: "number", value: Number.NaN });
  });

  test("positions count UTF-16 units, so that they cut the text that was given", async () => {
    const expression = `sum(up{city="Zürich 🚂"}) + rate(late_total[5m])`;
    const sum = await tree(expression);
    if (sum.kind !== "binary" || sum.right.kind !== "call") throw new Error("unexpected tree");
    expect(expression.slice(sum.right.position.start, sum.right.position.end)).toBe("rate(late_total[5m])");
  });

  test("the text comes back as Prometheus formats it", async () => {
    expect(await engine().parse(`sum(  up{job='shop'})by(job)`)).toMatchObject({
      ok: true,
      formatted: `sum by (job) (up{job="shop"})`,
    });
  });

  test("an error has Prometheus's words and the place, behind wide characters too", async () => {
    const expression = `up{city="Zürich 🚂"} + rate(late_total)`;
    const result = await engine().parse(expression);
    expect(result).toMatchObject({
      ok: false,
      problems: [{ message: `expected type range vector in call to function "rate", got instant vector` }],
    });
    if (result.ok) throw new Error("unexpected success");
    expect(expression.slice(result.problems[0]?.start)).toBe("late_total)");
  });

  test("an empty expression is an error, not a crash", async () => {
    expect(await engine().parse("")).toMatchObject({
      ok: false,
      problems: [{ message: "no expression found in input" }],
    });
  });

  test("experimental functions are errors, as on a default server", async () => {
    expect(await engine().parse("sort_by_label(up, 'job')")).toMatchObject({ ok: false });
  });
});
