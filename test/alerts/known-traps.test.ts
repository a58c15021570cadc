import { describe, expect, it } from "vitest";
import { type CounterSegment, type InputSeries, promtoolTest, samplesOf, serviceRules } from "../../alerts/index.ts";
import { objectives, type ServiceObjectives } from "../../config/index.ts";
import { config, ledgerObjectives, shop, shopObjectives } from "../services.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { realTool } from "../support/real-tools.ts";
import { promtool, yamlOf } from "./rule-files.ts";

const promtoolPath = realTool("promtool");

const target = { namespace: "live-services", job: "shop", instance: "10.0.0.1:9464" };
const counter = (
  metric: string,
  labels: Readonly<Record<string, string>>,
  segments: readonly CounterSegment[],
): InputSeries => ({ metric, labels: { ...target, ...labels }, kind: "counter", segments });
const steady = (minutes: number, perMinute: number): CounterSegment => ({ minutes, perMinute });
const shopEvents = (all: readonly CounterSegment[], bad: readonly CounterSegment[]): readonly InputSeries[] => [
  counter("sli_events_total", { sli: "availability" }, all),
  counter("sli_bad_events_total", { sli: "availability" }, bad),
];
const ledgerRequests = (code: string, segments: readonly CounterSegment[]): InputSeries =>
  counter("ledger_http_duration_ms_count", { job: "ledger", verb: "GET", path: "/balance", code }, segments);
const ledgerBucket = (le: string, segments: readonly CounterSegment[]): InputSeries =>
  counter(
    "ledger_http_duration_ms_bucket",
    { job: "ledger", verb: "GET", path: "/balance", code: "200", le },
    segments,
  );
/** A counter of which nothing is exposed before its first increase. */
const born = (series: InputSeries, atMinutes: number): InputSeries => ({
  metric: series.metric,
  labels: series.labels,
  kind: "gauge",
  segments: [
    { minutes: atMinutes, value: undefined },
    ...samplesOf(series).map(({ value }) => ({ minutes: 1, value })),
  ],
});
/** A counter that had another label before, and goes on counting. */
const renamed = (series: InputSeries, atMinutes: number): InputSeries => ({
  metric: series.metric,
  labels: series.labels,
  kind: "gauge",
  segments: [
    { minutes: atMinutes, value: undefined },
    ...samplesOf(series)
      .slice(atMinutes)
      .map(({ value }) => ({ minutes: 1, value })),
  ],
});

/** A service with one of its objectives: fewer rules, faster tests. */
const only = (service: ServiceObjectives, indicator: string): ServiceObjectives => ({
  ...service,
  objectives: service.objectives.filter((objective) => objective.indicator === indicator),
});
const prompt = only(ledgerObjectives, "prompt");
const availability = only(shopObjectives, "availability");
const answers = only(ledgerObjectives, "answers");

const slices = objectives(
  shop,
  { availability: { kind: "timeSlice", goodRatio: 0.95, targetRatio: 0.99, page: true } },
  { windowDays: 14 },
);
/** One pod after another is restarted and counts from 0. */
const restarted = (series: InputSeries, atMinutes: number): InputSeries => ({
  metric: series.metric,
  labels: series.labels,
  kind: "gauge",
  segments: samplesOf(series).map(({ minute, value }, index, all) => ({
    minutes: 1,
    value: minute < atMinutes ? value : value - (all[Math.min(index, atMinutes - 1)]?.value ?? 0),
  })),
});

/** What other generators got wrong on the same samples; each question has the answer 1 when it is right. */
interface Trap {
  readonly truth: string;
  readonly objectives: ServiceObjectives;
  readonly series: readonly InputSeries[];
  readonly questions: readonly { readonly atMinutes: number; readonly expr: string }[];
}

const burning = (severity: string): string =>
  `count(ALERTS{alertname="ErrorBudgetBurn",severity="${severity}",alertstate="firing"})`;

const traps: readonly Trap[] = [
  {
    truth: "half an hour without traffic and then healthy hours leave the whole budget",
    objectives: availability,
    series: shopEvents([steady(30, 0), steady(300, 60)], [steady(330, 0)]),
    questions: [
      { atMinutes: 330, expr: 'count(slo:error_budget_remaining:ratio{sli="availability"} == 1)' },
      { atMinutes: 330, expr: 'count(sli:error_ratio:rate6h{sli="availability"} == 0)' },
    ],
  },
  {
    truth: "a healthy service whose failures have no series yet has its whole budget",
    objectives: answers,
    series: [ledgerRequests("200", [steady(120, 300)])],
    questions: [{ atMinutes: 120, expr: 'count(slo:error_budget_remaining:ratio{sli="answers"} == 1)' }],
  },
  {
    truth: "11 minutes of 10 % errors after 10 clean hours are 0.18 %, though the series of failures is born with them",
    objectives: answers,
    series: [
      ledgerRequests("200", [steady(600, 600), steady(11, 540)]),
      born(ledgerRequests("500", [steady(10, 60)]), 601),
    ],
    questions: [{ atMinutes: 611, expr: 'count(sli:error_ratio:rate1d{sli="answers"} > 0.0013 < 0.0019)' }],
  },
  {
    truth: "the only request of six hours fails and nobody is woken",
    objectives: availability,
    series: shopEvents([steady(350, 0), steady(1, 1), steady(60, 0)], [steady(350, 0), steady(1, 1), steady(60, 0)]),
    questions: [351, 353, 360, 380, 410].map((atMinutes) => ({
      atMinutes,
      expr: `vector(1) unless count(ALERTS{alertname="ErrorBudgetBurn"})`,
    })),
  },
  {
    truth: "six busy clean hours and six quiet hours with 10 % errors are 0.1 % of the requests, not 5 % of the time",
    objectives: availability,
    series: shopEvents([steady(360, 6000), steady(360, 60)], [steady(360, 0), steady(360, 6)]),
    questions: [{ atMinutes: 720, expr: 'count(sli:error_ratio:rate1d{sli="availability"} > 0.00095 < 0.00102)' }],
  },
  {
    truth: "half of all requests failing pages after 2 minutes, following an hour of clean traffic",
    objectives: availability,
    series: shopEvents([steady(70, 600)], [steady(60, 0), steady(10, 300)]),
    questions: [
      { atMinutes: 61, expr: `vector(1) unless ${burning("critical")}` },
      { atMinutes: 62, expr: burning("critical") },
    ],
  },
  {
    truth: 'fast requests are not more than all while Prometheus 3 writes le="200.0" instead of le="200"',
    objectives: prompt,
    series: [
      ledgerRequests("200", [steady(40, 600)]),
      ledgerBucket("200", [steady(20, 594)]),
      renamed(ledgerBucket("200.0", [steady(40, 594)]), 20),
    ],
    questions: [20, 21, 22, 23, 24, 25].map((atMinutes) => ({
      atMinutes,
      expr: 'count(sli:error_ratio:rate5m{sli="prompt"} >= 0 < 0.011)',
    })),
  },
  {
    truth: "a service that is two minutes old is not projected onto an hour: three failures are three",
    objectives: availability,
    series: shopEvents([steady(1, 0), steady(3, 1), steady(10, 0)], [steady(1, 0), steady(3, 1), steady(10, 0)]),
    questions: [4, 5, 6, 10].map((atMinutes) => ({ atMinutes, expr: `vector(1) unless ${burning("critical")}` })),
  },
  {
    truth:
      "a service whose every answer is an error from the first request on pages, though it has no series for good ones",
    objectives: answers,
    series: [born(ledgerRequests("500", [steady(30, 60)]), 3)],
    questions: [{ atMinutes: 12, expr: burning("critical") }],
  },
  {
    truth: "pods that restart lose no events and make none bad",
    objectives: availability,
    series: [10, 25, 40].flatMap((atMinutes, pod) =>
      shopEvents([steady(60, 600)], [steady(60, 6)]).map((series) =>
        restarted({ ...series, labels: { ...series.labels, instance: `10.0.0.${pod}:9464` } }, atMinutes),
      ),
    ),
    questions: [
      { atMinutes: 60, expr: 'count(sli:error_ratio:rate1h{sli="availability"} > 0.0099 < 0.0101)' },
      { atMinutes: 60, expr: 'count(sli:events:rate5m{sli="availability"} > 29.9 < 30.1)' },
    ],
  },
  {
    truth: "of 600 minutes those with more than 5 % errors are bad, however busy they are, and quiet ones are good",
    objectives: slices,
    series: shopEvents(
      [steady(100, 0), steady(6, 10), steady(200, 6000), steady(12, 1000), steady(282, 0)],
      [steady(100, 0), steady(6, 10), steady(200, 240), steady(12, 60), steady(282, 0)],
    ),
    questions: [
      { atMinutes: 600, expr: 'count(sli:error_ratio:rate1d{sli="availability"} > 0.0299 < 0.0301)' },
      { atMinutes: 600, expr: 'count(sli:events:rate5m{sli="availability"} * 60 > 0.99 < 1.01)' },
      { atMinutes: 600, expr: 'count(slo:error_budget_remaining:ratio{sli="availability"} > -2.1 < -1.9)' },
    ],
  },
  {
    truth: "a budget tells since when it is counted, to the hour, and how long it lasts",
    objectives: availability,
    series: shopEvents([steady(400, 600)], [steady(400, 0.3)]),
    questions: [
      { atMinutes: 400, expr: 'count(slo:history_start:timestamp_seconds{sli="availability"} == 3600)' },
      { atMinutes: 400, expr: 'count(slo:error_budget_remaining:ratio{sli="availability"} > 0.499 < 0.501)' },
      { atMinutes: 400, expr: 'count(slo:burn_rate:ratio1h{sli="availability"} > 0.499 < 0.501)' },
      { atMinutes: 400, expr: 'count(slo:time_to_exhaustion:seconds{sli="availability"} > 2410000 < 2430000)' },
    ],
  },
];

describe.skipIf(promtoolPath === undefined)("in Prometheus's own test tool", () => {
  it.each(traps)("$truth", async ({ truth, objectives, series, questions }) => {
    const test = promtoolTest({
      name: truth,
      service: objectives.service.name,
      alert: "ErrorBudgetBurn",
      ruleLabels: {},
      behaviour: "silent",
      series,
      expectations: [],
    });
    const file = serviceRules(objectives, config);
    const promqlTests = questions.map(({ atMinutes, expr }) => ({
      expr,
      eval_time: `${atMinutes}m`,
      exp_samples: [{ labels: "{}", value: 1 }],
    }));
    const { output } = await promtool(promtoolPath, ["test", "rules", "trap.test.yaml"], {
      "trap.rules.yaml": yamlOf(file),
      "trap.test.yaml": yamlOf({
        rule_files: ["trap.rules.yaml"],
        evaluation_interval: "1m",
        group_eval_order: file.groups.map(({ name }) => name),
        tests: [{ ...test, promql_expr_test: promqlTests }],
      }),
    });
    expect(output).toContain("SUCCESS");
  });
});

describe.skipIf(!engineIsBuilt)("in the engine", () => {
  const engine = withEngine();

  it.each(traps)("$truth", async ({ objectives, series, questions }) => {
    const storage = await engine().storage();
    const rules = await engine().rules(yamlOf(serviceRules(objectives, config)));
    await storage.append(
      series.map((one) => ({
        labels: { __name__: one.metric, ...one.labels },
        timesMillis: Float64Array.from(samplesOf(one), ({ minute }) => minute * 60_000),
        values: Float64Array.from(samplesOf(one), ({ value }) => value),
      })),
    );
    const last = Math.max(...questions.map(({ atMinutes }) => atMinutes));
    await rules.evaluateRange(storage, { startMillis: 0, endMillis: last * 60_000, stepSeconds: 60 });
    for (const { atMinutes, expr } of questions) {
      const answer = await storage.instant(expr, atMinutes * 60);
      const value =
        answer.kind === "scalar" ? answer.value : answer.kind === "vector" ? answer.samples[0]?.value : undefined;
      expect(value, `${expr} at minute ${atMinutes}`).toBe(1);
    }
    await rules.dispose();
    await storage.dispose();
  });
});
