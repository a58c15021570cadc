import { type AppendedSeries, markStale, type Storage } from "@signalbox/engine";
import { beforeAll, describe, expect, it } from "vitest";
import type { RuleFile } from "../../alerts/index.ts";
import { objectives, type ServiceObjectives } from "../../config/index.ts";
import { type Against, type Backtest, type BacktestStep, backtest } from "../../simulation/index.ts";
import { config, shop } from "../services.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";

const minute = 60_000;
const day = 1440 * minute;
const startMillis = Date.UTC(2026, 2, 2);
const endMillis = startMillis + 9 * day;
const at = (days: number, hours: number, minutes = 0): number =>
  startMillis + days * day + (hours * 60 + minutes) * minute;

/** Half an hour on the second day. */
const outage = { from: at(1, 10), until: at(1, 10, 30), badRatio: 0.4 };
/** The target does not answer for five minutes on the fifth day. */
const down = { from: at(4, 6), until: at(4, 6, 5) };
const target = { namespace: "live-services", job: "shop", instance: "10.0.0.7:9464" };

const services: ServiceObjectives = objectives(
  shop,
  { availability: { targetRatio: 0.999, page: true }, fast: { targetRatio: 0.99 } },
  { windowDays: 7 },
);
const [production] = config.environments;

const old: RuleFile = {
  groups: [
    {
      name: "old",
      interval: "1m",
      rules: [
        { record: "old:errors:rate5m", expr: "sum by (job) (rate(sli_bad_events_total[5m]))" },
        {
          alert: "HighErrors",
          expr: 'old:errors:rate5m / on (job) sum by (job) (rate(sli_events_total{sli="availability"}[5m])) > 0.05',
          for: "10m",
          labels: { severity: "critical" },
          annotations: {},
        },
      ],
    },
  ],
};

/** A series with a sample a minute, and a stale marker where it ends. */
function series(metric: string, labels: object, value: (millis: number) => number | undefined): AppendedSeries {
  const samples: { readonly millis: number; readonly value: number | undefined }[] = [];
  for (let millis = startMillis - 4 * day; millis <= endMillis; millis += minute) {
    const sample = { millis, value: value(millis) };
    if (sample.value !== undefined || samples.at(-1)?.value !== undefined) samples.push(sample);
  }
  const values = Float64Array.from(samples, (sample) => sample.value ?? 0);
  for (const [index, sample] of samples.entries()) if (sample.value === undefined) markStale(values, index);
  const timesMillis = Float64Array.from(samples, ({ millis }) => millis);
  return { labels: { __name__: metric, ...target, ...labels }, timesMillis, values };
}

function counter(metric: string, sli: string, perMinute: (millis: number) => number): AppendedSeries {
  // Near 0 Prometheus does not extrapolate a counter to the edges of a window.
  let total = 1e6;
  return series(metric, { sli }, (millis) => {
    total += perMinute(millis - minute);
    return total;
  });
}

const isWithin = (millis: number, { from, until }: { readonly from: number; readonly until: number }): boolean =>
  millis >= from && millis < until;

const history: readonly AppendedSeries[] = [
  counter("sli_events_total", "availability", () => 600),
  counter("sli_bad_events_total", "availability", (millis) => (isWithin(millis, outage) ? 600 * outage.badRatio : 0)),
  counter("sli_events_total", "fast", () => 500),
  counter("sli_bad_events_total", "fast", () => 10),
  series("up", {}, (millis) => (isWithin(millis, down) ? 0 : 1)),
  series("ALERTS", { alertname: "HighErrors", alertstate: "firing", severity: "critical" }, (millis) =>
    isWithin(millis, { from: at(1, 10, 14), until: at(1, 10, 36) }) ||
    isWithin(millis, { from: at(6, 3), until: at(6, 4) })
      ? 1
      : undefined,
  ),
];

describe.skipIf(!engineIsBuilt)("backtest", () => {
  const engine = withEngine({ callTimeoutSeconds: 60 });
  let server: Storage;
  let result: Backtest;
  let first: readonly string[] = [];
  const asked: string[] = [];
  const steps: BacktestStep[] = [];

  const run = (against: Against, of: readonly ServiceObjectives[]): Promise<Backtest> =>
    backtest(engine(), {
      config,
      services: of,
      environments: production === undefined ? [] : [production],
      source: {
        range: (expression, start, end, step) => {
          asked.push(expression);
          return server.range(expression, start, end, step);
        },
      },
      startMillis,
      endMillis,
      against,
      onProgress: (step) => void steps.push(step),
    });

  beforeAll(async () => {
    server = await engine().storage();
    await server.append(history);
    result = await run({ ruleFile: old, how: "evaluated" }, [services]);
    first = asked.slice(0, steps.filter(({ kind, rules }) => kind === "fetching" && rules === "shop").length);
  }, 120_000);

  const named = (name: string) => result.alerts.filter(({ alert }) => alert === name);

  it("reports the page of an outage with its time, and nothing else that pages but the dead target", () => {
    const pages = result.alerts.filter(({ urgency }) => urgency === "page");
    expect(pages.map(({ alert, labels }) => [alert, labels["sli"]])).toEqual([
      ["ErrorBudgetBurn", "availability"],
      ["ServiceTargetsDown", undefined],
    ]);
    const [burn] = pages;
    expect((burn?.fromMillis ?? 0) - outage.from).toBeGreaterThan(0);
    expect((burn?.fromMillis ?? 0) - outage.from).toBeLessThanOrEqual(4 * minute);
    expect((burn?.untilMillis ?? 0) - outage.until).toBeGreaterThan(0);
    expect((burn?.untilMillis ?? 0) - outage.until).toBeLessThanOrEqual(40 * minute);
  });

  it("lets a page that goes on for 5 minutes begin to end with the first minute in which the server's answer has a gap", () => {
    expect(named("ServiceTargetsDown")).toMatchObject([
      { fromMillis: down.from + 2 * minute, untilMillis: down.until + 5 * minute },
    ]);
  });

  it("tells alerts that fire for the whole span apart", () => {
    expect(result.lasting.map(({ alert, labels }) => [alert, labels["sli"]])).toEqual([["ErrorBudgetBurn", "fast"]]);
  });

  it("says which objective was missed for a part of the time, and what would have been kept", () => {
    const [availability] = result.objectives;
    const badEvents = 30 * 600 * outage.badRatio;
    const worst = badEvents / (7 * 1440 * 600);
    expect(availability).toMatchObject({
      indicator: "availability",
      labels: { namespace: "live-services", job: "shop" },
      badEvents,
      verdict: "missed",
      spentRatio: 0,
      isPartial: false,
    });
    expect(availability?.reachableTargetRatio).toBeLessThan(1 - worst);
    expect(availability?.reachableTargetRatio).toBeGreaterThan(1 - worst * 1.1);
  });

  it("says which objective could not be met at any time", () => {
    expect(result.objectives[1]).toMatchObject({
      indicator: "fast",
      verdict: "neverMet",
      goodRatio: 0.98,
      spentRatio: 2,
      reachableTargetRatio: 0.98,
    });
  });

  it("evaluates other rules on the same history", () => {
    expect(result.against?.alerts).toMatchObject([{ alert: "HighErrors", urgency: "page" }]);
    const [page] = result.against?.alerts ?? [];
    expect((page?.fromMillis ?? 0) - outage.from).toBeGreaterThanOrEqual(10 * minute);
    expect((page?.fromMillis ?? 0) - outage.from).toBeLessThanOrEqual(13 * minute);
  });

  it("takes what the server itself recorded of other rules", async () => {
    const { against } = await run({ ruleFile: old, how: "recorded" }, []);
    expect(against?.alerts.map(({ fromMillis, untilMillis }) => [fromMillis, untilMillis])).toEqual([
      [at(1, 10, 14), at(1, 10, 36)],
      [at(6, 3), at(6, 4)],
    ]);
  }, 120_000);

  it("goes on with rules that read each other in a circle, and says which they are", async () => {
    const errors = 'sum(rate(sli_bad_events_total{sli="availability"}[5m]))';
    const rules = [
      { record: "held:errors", expr: `${errors} + 0.5 * (max(smooth:errors) or vector(0))`, labels: {} },
      { record: "smooth:errors", expr: "held:errors + 0", labels: {} },
      { alert: "HeldErrors", expr: "held:errors > 0.1", labels: { severity: "critical" }, annotations: {} },
    ];
    const circle: RuleFile = { groups: [{ name: "circle", interval: "1m", rules }] };
    const before = steps.length;
    const { against } = await run({ ruleFile: circle, how: "evaluated" }, []);
    expect(against?.alerts).toMatchObject([{ alert: "HeldErrors", fromMillis: outage.from + minute }]);
    const ended = against?.alerts[0]?.untilMillis ?? 0;
    // Errors leave a window of 5 minutes; from 8 a second on, the circle halves what it holds once a minute.
    expect((ended - outage.until) / minute).toBeGreaterThan(5);
    expect((ended - outage.until) / minute).toBeLessThan(16);
    expect(steps.slice(before).filter(({ kind }) => kind === "slow")).toEqual([
      {
        kind: "slow",
        rules: "the other rules",
        why: expect.stringContaining("held:errors reads smooth:errors reads held:errors: "),
      },
    ]);
  }, 120_000);

  it("asks the server only for what was scraped, each question once, and says how far it is", () => {
    expect(first.length).toBeGreaterThan(0);
    expect(first.filter((question) => /\b(sli|slo|old):/.test(question))).toEqual([]);
    expect(new Set(first).size).toBe(first.length);
    expect(steps.some(({ kind, rules }) => kind === "evaluating" && rules === "the other rules")).toBe(true);
  });
});
