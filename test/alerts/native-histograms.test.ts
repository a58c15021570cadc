import { describe, expect, it } from "vitest";
import { serviceRules } from "../../alerts/index.ts";
import { family, histogram, metric } from "../engine/written-protobuf.ts";
import { config } from "../services.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { realTool } from "../support/real-tools.ts";
import { tillObjectives } from "./native-service.ts";
import { promtool, yamlOf } from "./rule-files.ts";

const promtoolPath = realTool("promtool");
const contentType = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
const busyMinutes = 40;
const lastMinute = 80;
const metricName = "till_request_seconds";
const target = { namespace: "live-services", job: "till" };

/** A minute's requests by status: so many within 0.5 s and so many above, in the buckets up to 0.5 and up to 1. */
const perMinute = { "200": { fast: 90, slow: 8 }, "500": { fast: 2, slow: 0 } } as const;
const statuses = ["200", "500"] as const;

/** Each has the answer 1. After the busy minutes nobody calls. */
const questions = [
  { atMinutes: 30, expr: 'count(sli:error_ratio:rate5m{sli="answers"} > 0.0199 < 0.0201)' },
  { atMinutes: 30, expr: 'count(sli:error_ratio:rate5m{sli="fast"} > 0.0816 < 0.0817)' },
  { atMinutes: 30, expr: 'count(sli:error_ratio:rate1h{sli="fast"} > 0.0816 < 0.0817)' },
  { atMinutes: 30, expr: 'count(ALERTS{alertname="ErrorBudgetBurn",sli="fast",severity="warning"})' },
  { atMinutes: 60, expr: 'vector(1) unless sli:error_ratio:rate5m{sli="fast"}' },
  { atMinutes: 60, expr: 'count(sli:bad_events:rate5m{sli="fast"} == 0)' },
  { atMinutes: lastMinute, expr: 'count(sli:error_ratio:rate1d{sli="fast"} > 0.08 < 0.083)' },
  { atMinutes: lastMinute, expr: 'count(slo:error_budget_remaining:ratio{sli="fast"} < -0.6 > -0.7)' },
];

const rules = serviceRules(tillObjectives, config);

describe.skipIf(!engineIsBuilt)("rules over native histograms, in the engine", () => {
  const engine = withEngine();

  it("count what is slower than a threshold, and record no NaN without traffic", async () => {
    const storage = await engine().storage();
    const loaded = await engine().rules(yamlOf(rules));
    for (let minute = 0; minute <= lastMinute; minute++) {
      const counted = Math.min(minute, busyMinutes);
      const metrics = statuses.map((status) => {
        const [fast, slow] = [perMinute[status].fast * counted, perMinute[status].slow * counted];
        return metric(
          { method: "GET", route: "/", status_code: status },
          histogram({
            count: fast + slow,
            sum: fast * 0.3 + slow * 0.7,
            schema: 0,
            zeroThreshold: 0.001,
            positiveSpans: [[-1, 2]],
            positiveDeltas: [fast, slow - fast],
          }),
        );
      });
      await storage.scrape({
        body: family(metricName, "histogram", metrics),
        contentType,
        targetLabels: target,
        timeMillis: minute * 60_000,
        nativeHistograms: true,
      });
    }
    const { errors } = await loaded.evaluateRange(storage, {
      startMillis: 0,
      endMillis: lastMinute * 60_000,
      stepSeconds: 60,
    });
    expect(errors).toEqual([]);
    for (const { atMinutes, expr } of questions) {
      const answer = await storage.instant(expr, atMinutes * 60);
      expect(answer, expr).toMatchObject({ samples: [{ value: 1 }] });
    }
  });
});

describe.skipIf(promtoolPath === undefined)("rules over native histograms, in Prometheus's own test tool", () => {
  it("count what is slower than a threshold, and record no NaN without traffic", async () => {
    const series = statuses.map((status) => {
      const { fast, slow } = perMinute[status];
      const sum = fast * 0.3 + slow * 0.7;
      const at = (minutes: number): string =>
        `{{schema:0 count:${(fast + slow) * minutes} sum:${sum * minutes} z_bucket:0 z_bucket_w:0.001 offset:-1 buckets:[${fast * minutes} ${slow * minutes}]}}`;
      const labels = { ...target, method: "GET", route: "/", status_code: status };
      const written = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
      return {
        series: `${metricName}{${written.join(",")}}`,
        values: `${at(0)}+${at(1)}x${busyMinutes} ${at(busyMinutes)}x${lastMinute - busyMinutes - 1}`,
      };
    });
    const { output } = await promtool(promtoolPath, ["test", "rules", "native.test.yaml"], {
      "native.rules.yaml": yamlOf(rules),
      "native.test.yaml": yamlOf({
        rule_files: ["native.rules.yaml"],
        evaluation_interval: "1m",
        group_eval_order: rules.groups.map(({ name }) => name),
        tests: [
          {
            interval: "1m",
            input_series: series,
            promql_expr_test: questions.map(({ atMinutes, expr }) => ({
              expr,
              eval_time: `${atMinutes}m`,
              exp_samples: [{ labels: "{}", value: 1 }],
            })),
          },
        ],
      }),
    });
    expect(output).toContain("SUCCESS");
  });
});
