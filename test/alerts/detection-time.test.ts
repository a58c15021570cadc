import { describe, expect, it } from "vitest";
import { serviceRules } from "../../alerts/index.ts";
import { config, shopObjectives } from "../services.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { yamlOf } from "./rule-files.ts";
import { slothRules } from "./sloth-rules.ts";

const job = { namespace: "live-services", job: "shop" };
const sli = { ...job, sli: "availability" };
const raw = { ...sli, instance: "10.0.0.1:9464" };
const cleanMinutes = 3 * 1440 + 10;
const perMinute = 60;

const ourRules = yamlOf(
  serviceRules(
    {
      ...shopObjectives,
      objectives: shopObjectives.objectives.filter(({ indicator }) => indicator === "availability"),
    },
    config,
  ),
);
const slothsRules = yamlOf(
  slothRules('sli_bad_events_total{sli="availability"}', 'sli_events_total{sli="availability"}'),
);

/** Minutes from the beginning of an outage to the first page and ticket. */
interface Detected {
  readonly page: number | undefined;
  readonly ticket: number | undefined;
}

describe.skipIf(!engineIsBuilt)("the time from the beginning of an outage to its alerts", () => {
  const engine = withEngine();

  async function detected(
    rulesYaml: string,
    errorRatio: number,
    beginMinute: number,
    minutes: number,
  ): Promise<Detected> {
    const storage = await engine().storage();
    const rules = await engine().rules(rulesYaml);
    const counter = (metric: string, grows: (minute: number) => number) => {
      const count = beginMinute + minutes + 1;
      const values = new Float64Array(count);
      for (let minute = 1; minute < count; minute++) values[minute] = (values[minute - 1] ?? 0) + grows(minute);
      return series({ __name__: metric, ...raw }, 0, values);
    };
    const recorded = (metric: string, value: number) =>
      series({ __name__: metric, ...sli }, 0, new Float64Array(beginMinute - 1).fill(value));
    await storage.append([
      counter("sli_events_total", () => perMinute),
      counter("sli_bad_events_total", (minute) => (minute > beginMinute ? perMinute * errorRatio : 0)),
      recorded("sli:events:rate5m", perMinute / 60),
      recorded("sli:bad_events:rate5m", 0),
    ]);
    const { alerts, errors } = await rules.evaluateRange(storage, {
      startMillis: (beginMinute - 1) * 60_000,
      endMillis: (beginMinute + minutes) * 60_000,
      stepSeconds: 60,
    });
    expect(errors).toEqual([]);
    const first = (...severities: readonly string[]): number | undefined => {
      const times = alerts
        .filter(({ name, labels }) => name === "ErrorBudgetBurn" && severities.includes(labels["severity"] ?? ""))
        .flatMap(({ firingFromMillis }) => firingFromMillis ?? []);
      return times.length === 0 ? undefined : Math.min(...times) / 60_000 - beginMinute;
    };
    await rules.dispose();
    await storage.dispose();
    return { page: first("critical", "page"), ticket: first("warning", "ticket") };
  }

  it.each([
    { errorRatio: 1, minutes: 10, sloth: { page: 1, ticket: 5 }, ours: { page: 1, ticket: 7 } },
    { errorRatio: 0.5, minutes: 15, sloth: { page: 2, ticket: 9 }, ours: { page: 2, ticket: 11 } },
    { errorRatio: 0.1, minutes: 50, sloth: { page: 9, ticket: 41 }, ours: { page: 9, ticket: 43 } },
    { errorRatio: 0.02, minutes: 210, sloth: { page: 41, ticket: 202 }, ours: { page: 41, ticket: 204 } },
  ])(
    "at one request a second and an error ratio of $errorRatio is Sloth's for a page, and 2 minutes more for a ticket",
    async ({ errorRatio, minutes, sloth, ours }) => {
      expect(await detected(slothsRules, errorRatio, cleanMinutes, minutes)).toEqual(sloth);
      // Counts over long windows move in steps of 5 minutes, so the outage begins at different places in such a step.
      for (const begin of [cleanMinutes, cleanMinutes + 1, cleanMinutes + 4]) {
        expect(await detected(ourRules, errorRatio, begin, minutes)).toEqual(ours);
      }
    },
  );
});

function series(labels: Readonly<Record<string, string>>, fromMinute: number, values: Float64Array) {
  return { labels, values, timesMillis: Float64Array.from(values, (_, index) => (fromMinute + index) * 60_000) };
}
