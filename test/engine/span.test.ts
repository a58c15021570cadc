import type { RangeEvaluation, RangeSeries, RuleSet, Storage } from "@signalbox/engine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { load, type WrittenSeries } from "./written-series.ts";

const minutes = 16;

const sample = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 9 }).map(String) },
  fc.constantFrom("_", "_", "stale", "NaN", "0.3"),
);
const values = fc.array(sample, { minLength: 1, maxLength: minutes }).map((all) => all.join(" "));
const series: fc.Arbitrary<readonly WrittenSeries[]> = fc.tuple(values, values, values).map(([a, b, c]) => [
  { series: `m{lane="a",pod="x"}`, values: a },
  { series: `m{lane="a",pod="y"}`, values: b },
  { series: `m{lane="b",pod="z"}`, values: c },
]);

const ofRaw = [
  "sum by (lane) (rate(m[3m]))",
  "m > 4",
  "avg by (lane) (m)",
  "absent(m)",
  "max_over_time(m[4m:1m])",
  "m offset 2m",
  `label_replace(m, "pod", "same", "pod", ".*")`,
  `m{pod="x"} / on (lane) m`,
  "vector(3)",
  "1 + time()",
];
const ofRecorded = (name: string): string[] => [
  `${name} * 2`,
  `${name} > 3`,
  `sum(${name})`,
  `absent(${name})`,
  `sum_over_time(${name}[5m])`,
  `${name} offset 1m`,
  `count by (lane) (${name} == ${name})`,
  `m / on (lane) group_left () sum by (lane) (${name})`,
];

interface Drawn {
  readonly pick: number;
  readonly from: number;
  readonly alert: boolean;
  readonly hold: string;
  readonly keep: string;
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  pick: fc.nat(),
  from: fc.nat(),
  alert: fc.boolean(),
  hold: fc.constantFrom("0s", "1m", "3m"),
  keep: fc.constantFrom("0s", "2m"),
});
const groups = fc.array(
  fc.record({ interval: fc.constantFrom("30s", "60s", "2m"), rules: fc.array(drawn, { minLength: 1, maxLength: 4 }) }),
  { minLength: 1, maxLength: 3 },
);

function ruleFile(drawnGroups: readonly { interval: string; rules: readonly Drawn[] }[]): string {
  const recorded: string[] = [];
  let count = 0;
  return JSON.stringify({
    groups: drawnGroups.map(({ interval, rules }, place) => ({
      name: `g${place}`,
      interval,
      rules: rules.map(({ pick, from, alert, hold, keep }) => {
        count++;
        const name = recorded[from % (recorded.length + 1)];
        const choices = name === undefined ? ofRaw : ofRecorded(name);
        const expr = choices[pick % choices.length];
        if (alert) {
          const lane = `{{ with printf "sum(m{lane=%q})" $labels.lane | query }}{{ . | first | value }}{{ end }}`;
          const asked = name === undefined ? "" : `{{ range query "sum(${name})" }}{{ .Value }}{{ end }}`;
          const annotations = { text: "{{ $value }} in {{ $labels.lane }}", lane, asked };
          return { alert: `A${count}`, expr, for: hold, keep_firing_for: keep, labels: { team: "t" }, annotations };
        }
        recorded.push(`r:${count}`);
        return { record: `r:${count}`, expr };
      }),
    })),
  });
}

describe.skipIf(!engineIsBuilt)("evaluating rules over a span", () => {
  const engine = withEngine();
  const span = { startMillis: 0, endMillis: minutes * 60_000 };

  async function opened(
    rules: string,
    written: readonly WrittenSeries[],
  ): Promise<{ rules: RuleSet; storage: Storage }> {
    const storage = await engine().storage();
    await load(storage, written);
    return { rules: await engine().rules(rules), storage };
  }

  async function contents(storage: Storage): Promise<readonly RangeSeries[]> {
    const found: RangeSeries[] = [];
    for (const query of [`{__name__=~"r:.+"}`, "ALERTS", "ALERTS_FOR_STATE"]) {
      found.push(...(await storage.range(query, 0, minutes * 60 + 600, 30)));
    }
    return found;
  }

  function inOrder({ mode: _, errors, ...evaluation }: RangeEvaluation): object {
    const text = (error: object): string => JSON.stringify(error);
    return { ...evaluation, errors: errors.map(text).sort() };
  }

  test("one range query for each rule gives what single steps give", async () => {
    await fc.assert(
      fc.asyncProperty(groups, series, async (drawnGroups, written) => {
        const file = ruleFile(drawnGroups);
        const whole = await opened(file, written);
        const single = await opened(file, written);
        const batch = await whole.rules.evaluateRange(whole.storage, span);
        const stepwise = await single.rules.evaluateRange(single.storage, { ...span, stepByStep: true });
        expect([batch.mode, stepwise.mode]).toEqual(["batch", "stepwise"]);
        expect(inOrder(batch)).toEqual(inOrder(stepwise));
        expect(await contents(whole.storage)).toEqual(await contents(single.storage));
        await Promise.all([whole.storage, whole.rules, single.storage, single.rules].map((one) => one.dispose()));
      }),
      { numRuns: 60, seed: 20_261_121 },
    );
  });

  test("two spans one after the other give what one span gives", async () => {
    await fc.assert(
      fc.asyncProperty(groups, series, async (drawnGroups, written) => {
        const file = ruleFile(drawnGroups);
        const once = await opened(file, written);
        const twice = await opened(file, written);
        await once.rules.evaluateRange(once.storage, span);
        await twice.rules.evaluateRange(twice.storage, { startMillis: 0, endMillis: 7 * 60_000 + 30_000 });
        await twice.rules.evaluateRange(twice.storage, { startMillis: 8 * 60_000, endMillis: span.endMillis });
        expect(await contents(twice.storage)).toEqual(await contents(once.storage));
        await Promise.all([once.storage, once.rules, twice.storage, twice.rules].map((one) => one.dispose()));
      }),
      { numRuns: 30, seed: 20_261_122 },
    );
  });

  test("evaluating minute by minute gives what a span gives", async () => {
    const file = ruleFile([
      {
        interval: "60s",
        rules: [
          { pick: 0, from: 0, alert: false, hold: "0s", keep: "0s" },
          { pick: 2, from: 0, alert: true, hold: "3m", keep: "2m" },
          { pick: 0, from: 0, alert: true, hold: "0s", keep: "0s" },
        ],
      },
    ]);
    const written = [{ series: `m{lane="a",pod="x"}`, values: "0 5 9 9 stale 3 7 8 9 9 20 40" }];
    const whole = await opened(file, written);
    const single = await opened(file, written);
    await whole.rules.evaluateRange(whole.storage, span);
    for (let minute = 0; minute <= minutes; minute++) await single.rules.evaluate(single.storage, minute * 60_000);
    expect(await contents(single.storage)).toEqual(await contents(whole.storage));
  });

  test.each([
    ["reads itself", `- { record: r, expr: "r + 1 or vector(1)" }`, `"r" reads what "r" writes after it`],
    [
      "reads a later rule",
      `- { record: a, expr: "b" }\n- { record: b, expr: "m" }`,
      `"a" reads what "b" writes after it`,
    ],
    [
      "reads ALERTS",
      `- { record: a, expr: "ALERTS" }\n- { alert: b, expr: "m" }`,
      `"a" reads what "b" writes after it`,
    ],
    ["reads any name", `- { record: a, expr: '{lane="x"}' }`, `"a" reads what "a" writes after it`],
    [
      "asks a query in a template that nobody knows before",
      `- { alert: a, expr: m, annotations: { t: '{{ query $labels.lane }}' } }`,
      `a template of "a" asks a query that is known only when it is expanded`,
    ],
    [
      "asks in a template for a name that nobody knows before",
      `- { alert: a, expr: m, annotations: { t: '{{ printf "%s" $labels.lane | query }}' } }`,
      `"a" reads what "a" writes after it`,
    ],
    [
      "asks in a template what a later rule writes",
      `- { alert: a, expr: m, annotations: { t: '{{ with printf "b{lane=%q}" $labels.lane | query }}{{ end }}' } }\n- { record: b, expr: m }`,
      `"a" reads what "b" writes after it`,
    ],
    [
      "asks in a template for the other end of the span",
      `- { alert: a, expr: m, annotations: { t: '{{ if query "m @ end()" }}{{ end }}' } }`,
      `"a" uses @ start() or @ end()`,
    ],
    ["looks at the query's end", `- { record: a, expr: "m @ end()" }`, `"a" uses @ start() or @ end()`],
    [
      "looks ahead at a recorded series",
      `- { record: a, expr: m }\n- { record: b, expr: "a offset -1m" }`,
      `"b" reads "a" at a time of its own`,
    ],
    [
      "may write what another writes",
      `- { record: a, expr: m }\n- { record: a, expr: "m * 2" }`,
      `two rules write "a"`,
    ],
  ])("goes step by step when a rule %s, and says why", async (_, rules, why) => {
    const { rules: set, storage } = await opened(
      `groups:\n- name: g\n  rules:\n${rules.replaceAll(/^/gm, "  ")}\n`,
      [],
    );
    expect(await set.evaluateRange(storage, span)).toMatchObject({ mode: "stepwise", whyStepped: why });
  });

  test.each([
    `{{ query "m" }}`,
    `{{ with query (printf "m{lane=%q} %% 2" $labels.lane) }}{{ end }}`,
    "query $labels.lane",
  ])("a template that asks only what is there before its rule forces no single steps: %s", async (template) => {
    const file = JSON.stringify({
      groups: [{ name: "g", rules: [{ alert: "a", expr: "m", annotations: { t: template } }] }],
    });
    const { rules, storage } = await opened(file, []);
    expect(await rules.evaluateRange(storage, span)).toMatchObject({ mode: "batch" });
  });

  test("labels that tell rules apart keep one name from forcing single steps", async () => {
    const file = `groups: [{ name: g, rules: [
      { record: ratio, expr: m, labels: { sli: fast } },
      { alert: Slow, expr: 'ratio{sli="fast"} > 3', labels: { severity: page } },
      { record: ratio, expr: m, labels: { sli: good } },
      { alert: Slow, expr: 'ratio{sli="good"} > 3', labels: { severity: ticket } }] }]`;
    const { rules, storage } = await opened(file, []);
    expect(await rules.evaluateRange(storage, span)).toMatchObject({ mode: "batch" });
  });

  test("a step for the whole span is the step of all groups, and of subqueries that name none", async () => {
    const file = `groups: [{ name: g, interval: 5m, rules: [{ record: counted, expr: "count_over_time(vector(1)[5m:])" }] }]`;
    const { rules, storage } = await opened(file, []);
    await rules.evaluateRange(storage, { startMillis: 0, endMillis: 60_000, stepSeconds: 30 });
    expect(await storage.range("counted", 0, 60, 30)).toMatchObject([
      { times: Float64Array.of(0, 30, 60), values: Float64Array.of(10, 10, 10) },
    ]);
    expect(await storage.instant("count_over_time(vector(1)[5m:])", 0)).toMatchObject({ samples: [{ value: 5 }] });
  });

  test("a series that one rule writes twice is an error with its first time and its count", async () => {
    const file = `groups: [{ name: g, rules: [{ record: a, expr: 'm', labels: { pod: same } }] }]`;
    const written = [
      { series: `m{lane="a",pod="x"}`, values: "1 1 1" },
      { series: `m{lane="a",pod="y"}`, values: "_ 2 2" },
    ];
    const { rules, storage } = await opened(file, written);
    expect((await rules.evaluateRange(storage, { startMillis: 0, endMillis: 180_000 })).errors).toEqual([
      {
        group: "g",
        name: "a",
        message: "vector contains metrics with the same labelset after applying rule labels",
        firstTimeMillis: 60_000,
        count: 3,
      },
    ]);
  });
});
