import type { RangeEvaluation } from "@signalbox/engine";
import { describe, expect, it } from "vitest";
import { serviceRules } from "../../../alerts/index.ts";
import { stopped } from "../../../config/index.ts";
import { shopObjectives as demoObjectives } from "../../../demo/shop.slo.ts";
import { config } from "../../services.ts";
import { engineIsBuilt, withEngine } from "../../support/engine.ts";
import { yamlOf } from "../rule-files.ts";
import { dayAndNight, type Minute, type Pod, podSeries, pseudoRandom } from "./healthy-days.ts";

const day = 1440;
const week = 7 * day;
/** The days begin after four weeks of history. */
const start = 4 * week;
const end = start + 6 * day;

/** The demo's service with its objectives, and a watch on its orders. */
const shop = {
  ...demoObjectives,
  symptoms: { ...demoObjectives.symptoms, business: [{ counter: "shop_orders_placed_total", alert: stopped() }] },
};

/** Three quiet days: a call now and then, one of them a failure, a stream that stays open. Then three busy ones. */
function story(minute: number): Minute {
  if (minute < start + 3 * day) {
    const isCalled = pseudoRandom(minute) < 0.02;
    const isMishap = minute === start + 2000 || minute === start + 3200;
    return {
      requests: isCalled || isMishap ? 1 : 0,
      wrong: 0,
      limited: 0,
      failed: isMishap ? 1 : 0,
      inFlight: minute % 400 < 90 ? 1 : 0,
    };
  }
  const requests = dayAndNight(minute, 900) + 4;
  return {
    requests,
    wrong: Math.round(requests * 0.02),
    limited: requests > 100 ? Math.round(requests * 0.004) : 0,
    failed: minute % 61 === 0 ? 1 : 0,
    inFlight: Math.ceil(requests / 50),
  };
}

const place = { namespace: "live-services", job: "shop" };
const podOf = (name: string, fromMinute: number, toMinute: number): Pod => ({
  labels: { ...place, instance: `${name}:9464`, pod: name },
  fromMinute,
  toMinute,
});
/** Two pods, and a rollout on each busy day: every pod is replaced by another one, which is up before the old one goes. */
const rollouts = [start, start + 3 * day + 700, start + 4 * day + 800, start + 5 * day + 600, end];
const pods = rollouts
  .slice(1)
  .flatMap((until, index) =>
    [1, 2].map((replica) => podOf(`shop-${index}-${replica}`, rollouts[index] ?? start, until + 2)),
  );

/** What earlier weeks recorded, every 5 minutes: as much traffic as the busy days have at that time, and as many wrong requests. */
const history = Array.from({ length: start / 5 }, (_, index) => index * 5);
const recorded = (metric: string, labels: Readonly<Record<string, string>>, value: (minute: number) => number) => ({
  labels: { __name__: metric, ...place, ...labels },
  timesMillis: Float64Array.from(history, (minute) => minute * 60_000),
  values: Float64Array.from(history, value),
});
const isQuiet = (minute: number): boolean => minute % week < 3 * day;

describe.skipIf(!engineIsBuilt)("three quiet days and three busy ones of a healthy service", () => {
  const engine = withEngine();

  const evaluated = async (
    change: (minute: number) => Minute,
  ): Promise<{ readonly evaluation: RangeEvaluation; readonly answers: number; readonly expected: number }> => {
    const storage = await engine().storage();
    await storage.append([
      ...pods.flatMap((pod) => podSeries(shop.service, pod, change)),
      recorded("http:client_error_ratio:rate1h", {}, () => 0.02),
      recorded("business:events:rate1h", { metric: "shop_orders_placed_total" }, (minute) =>
        isQuiet(minute) ? 0.001 : dayAndNight(minute, 900) / 120,
      ),
      {
        labels: { __name__: "up", namespace: "rehearsal", job: "shop", instance: "rehearsal:9464" },
        timesMillis: Float64Array.from({ length: end - start + 1 }, (_, index) => (start + index) * 60_000),
        values: new Float64Array(end - start + 1).fill(1),
      },
    ]);
    const rules = await engine().rules(yamlOf(serviceRules(shop, config)));
    const evaluation = await rules.evaluateRange(storage, {
      startMillis: start * 60_000,
      endMillis: end * 60_000,
      stepSeconds: 60,
    });
    const count = async (expression: string): Promise<number> => {
      const answer = await storage.instant(expression, end * 60);
      return answer.kind === "vector" ? (answer.samples[0]?.value ?? 0) : 0;
    };
    const answers = await count("sum(http:answers:rate5m)");
    const expected = await count("sum(business:expected_events:rate1h)");
    await rules.dispose();
    await storage.dispose();
    return { evaluation, answers, expected };
  };

  it("set off no alert at all", async () => {
    const { evaluation, answers, expected } = await evaluated(story);
    expect(evaluation.errors).toEqual([]);
    expect(answers).toBeGreaterThan(1);
    expect(expected).toBeGreaterThan(0.05);
    const fired = evaluation.alerts.filter(({ firingFromMillis }) => firingFromMillis !== undefined);
    expect(
      fired.map(({ name, labels, firingFromMillis = 0 }) => [name, labels, firingFromMillis / 60_000 - start]),
    ).toEqual([]);
  }, 240_000);

  it("would not be silent if half an hour of them were an outage without answers", async () => {
    const from = start + 4 * day + 900;
    const hangs = (minute: number): Minute => {
      const usual = story(minute);
      if (minute < from || minute >= from + 30) return usual;
      return { requests: 0, wrong: 0, limited: 0, failed: 0, inFlight: 20 + (minute - from) * 30 };
    };
    const { evaluation } = await evaluated(hangs);
    const fired = new Set(
      evaluation.alerts.flatMap(({ name, firingFromMillis }) => (firingFromMillis === undefined ? [] : [name])),
    );
    expect([...fired].sort()).toEqual(["BusinessStopped", "ServiceHangs"]);
  }, 240_000);
});
