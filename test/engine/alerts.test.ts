import { firingAt, type RuleSet, type Storage } from "@signalbox/engine";
import { describe, expect, test } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { load } from "./written-series.ts";

const minute = 60_000;

describe.skipIf(!engineIsBuilt)("alerts", () => {
  const engine = withEngine();

  async function deep(values: string, rule: object = {}): Promise<{ rules: RuleSet; storage: Storage }> {
    const storage = await engine().storage();
    await load(storage, [{ series: `queue{lane="a"}`, values }]);
    const file = { groups: [{ name: "g", rules: [{ alert: "Deep", expr: "queue > 3", ...rule }] }] };
    return { storage, rules: await engine().rules(JSON.stringify(file)) };
  }

  test("a rule set describes its groups with all defaults filled in", async () => {
    const file = `groups:
  - name: first
    labels: { team: storefront }
    rules:
      - { record: "a:b", expr: up }
  - name: second
    interval: 15s
    rules:
      - { alert: Late, expr: "up == 0", for: 90s, keep_firing_for: 2m, labels: { severity: page }, annotations: { text: "{{ $value }}" } }
`;
    expect((await engine().rules(file, { intervalSeconds: 30 })).groups).toEqual([
      {
        name: "first",
        intervalSeconds: 30,
        rules: [
          {
            kind: "record",
            name: "a:b",
            expression: "up",
            labels: { team: "storefront" },
            forSeconds: 0,
            keepFiringForSeconds: 0,
          },
        ],
      },
      {
        name: "second",
        intervalSeconds: 15,
        rules: [
          {
            kind: "alert",
            name: "Late",
            expression: "up == 0",
            labels: { severity: "page" },
            annotations: { text: "{{ $value }}" },
            forSeconds: 90,
            keepFiringForSeconds: 120,
          },
        ],
      },
    ]);
  });

  test("are pending first, then firing, each with since when", async () => {
    const { rules, storage } = await deep("4 5 6 7", {
      for: "2m",
      labels: { severity: "page" },
      annotations: { text: "{{ $value }}" },
    });
    const states = [];
    for (const at of [0, 1, 2, 3]) states.push((await rules.evaluate(storage, at * minute)).alerts);
    const common = {
      group: "g",
      name: "Deep",
      labels: { alertname: "Deep", lane: "a", severity: "page" },
      activeAtMillis: 0,
    };
    expect(states).toEqual([
      [{ ...common, state: "pending", annotations: { text: "4" }, value: 4 }],
      [{ ...common, state: "pending", annotations: { text: "5" }, value: 5 }],
      [{ ...common, state: "firing", annotations: { text: "6" }, value: 6, firedAtMillis: 2 * minute }],
      [{ ...common, state: "firing", annotations: { text: "7" }, value: 7, firedAtMillis: 2 * minute }],
    ]);
  });

  test("an evaluation tells how each rule went", async () => {
    const storage = await engine().storage();
    await load(storage, [
      { series: `queue{lane="a",pod="x"}`, values: "4" },
      { series: `queue{lane="a",pod="y"}`, values: "5" },
    ]);
    const rules = await engine().rules(`groups: [{ name: g, rules: [
      { record: copied, expr: "queue" },
      { record: broken, expr: "queue / on (lane) queue" },
      { alert: Deep, expr: "queue > 4" }] }]`);
    expect((await rules.evaluate(storage, 0)).rules).toEqual([
      { group: "g", name: "copied", kind: "record", samples: 2 },
      {
        group: "g",
        name: "broken",
        kind: "record",
        samples: 0,
        error: expect.stringContaining("found duplicate series"),
      },
      { group: "g", name: "Deep", kind: "alert", samples: 2 },
    ]);
  });

  test("write ALERTS and ALERTS_FOR_STATE, and end them at once", async () => {
    const { rules, storage } = await deep("1 4 4 1", { for: "1m", labels: { severity: "page" } });
    await rules.evaluateRange(storage, { startMillis: 0, endMillis: 4 * minute });
    const labels = { alertname: "Deep", lane: "a", severity: "page" };
    expect(await storage.range("ALERTS", 0, 240, 60)).toEqual([
      {
        labels: { __name__: "ALERTS", ...labels, alertstate: "firing" },
        times: Float64Array.of(120),
        values: Float64Array.of(1),
      },
      {
        labels: { __name__: "ALERTS", ...labels, alertstate: "pending" },
        times: Float64Array.of(60),
        values: Float64Array.of(1),
      },
    ]);
    expect(await storage.range("ALERTS_FOR_STATE", 0, 240, 60)).toEqual([
      {
        labels: { __name__: "ALERTS_FOR_STATE", ...labels },
        times: Float64Array.of(60, 120),
        values: Float64Array.of(60, 60),
      },
    ]);
  });

  test("a span tells each life of an alert, also one that never fired", async () => {
    const { rules, storage } = await deep("4 1 4 4 4 1", { for: "1m", annotations: { text: "{{ $value }}" } });
    const { alerts } = await rules.evaluateRange(storage, { startMillis: 0, endMillis: 6 * minute });
    const common = { group: "g", name: "Deep", labels: { alertname: "Deep", lane: "a" } };
    expect(alerts).toEqual([
      { ...common, pendingFromMillis: 0, endMillis: minute, annotations: [{ fromMillis: 0, texts: { text: "4" } }] },
      {
        ...common,
        pendingFromMillis: 2 * minute,
        firingFromMillis: 3 * minute,
        endMillis: 5 * minute,
        annotations: [{ fromMillis: 2 * minute, texts: { text: "4" } }],
      },
    ]);
  });

  test("what fires at a minute has the annotations of that minute", async () => {
    const { rules, storage } = await deep("4 5 5 6 1", { annotations: { text: "{{ $value }}" } });
    const evaluation = await rules.evaluateRange(storage, { startMillis: 0, endMillis: 5 * minute });
    const textsAt = (time: number) => firingAt(evaluation, time).map(({ annotations }) => annotations["text"]);
    expect([0, 1, 2, 2.5, 3, 3.99, 4].map((at) => textsAt(at * minute))).toEqual([
      ["4"],
      ["5"],
      ["5"],
      ["5"],
      ["6"],
      ["6"],
      [],
    ]);
  });

  test("templates see external labels and the external URL", async () => {
    const storage = await engine().storage();
    const rules = await engine().rules(
      `groups: [{ name: g, rules: [{ alert: A, expr: "vector(1)", annotations: { text: "{{ $externalLabels.cluster }} {{ $externalURL }} {{ externalURL }}" } }] }]`,
      { externalLabels: { cluster: "north" }, externalUrl: "https://prometheus.example.com/p" },
    );
    expect((await rules.evaluate(storage, 0)).alerts[0]?.annotations).toEqual({
      text: "north https://prometheus.example.com/p https://prometheus.example.com/p",
    });
  });

  test("a value that is not a number stays what it is", async () => {
    const storage = await engine().storage();
    const rules = await engine().rules(`groups: [{ name: g, rules: [{ alert: A, expr: "vector(NaN)" }] }]`);
    expect((await rules.evaluate(storage, 0)).alerts[0]?.value).toBeNaN();
  });

  test("a group's limit empties the rule with Prometheus's words", async () => {
    const storage = await engine().storage();
    await load(storage, [
      { series: `queue{lane="a"}`, values: "4" },
      { series: `queue{lane="b"}`, values: "5" },
    ]);
    const rules = await engine().rules(`groups: [{ name: g, limit: 1, rules: [{ alert: A, expr: "queue" }] }]`);
    expect(await rules.evaluate(storage, 0)).toEqual({
      rules: [{ group: "g", name: "A", kind: "alert", samples: 0, error: "exceeded limit of 1 with 2 alerts" }],
      alerts: [],
    });
  });

  test("a query offset reads and writes in the past", async () => {
    const storage = await engine().storage();
    await load(storage, [{ series: "queue", values: "4 5 6" }]);
    const rules = await engine().rules(
      `groups: [{ name: g, query_offset: 1m, rules: [{ record: copied, expr: "queue" }] }]`,
    );
    await rules.evaluate(storage, 2 * minute);
    expect(await storage.range("copied", 60, 120, 60)).toMatchObject([
      { times: Float64Array.of(60, 120), values: Float64Array.of(5, 5) },
    ]);
  });
});
