import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FiringAlert, firingAt, type RangeEvaluation } from "@signalbox/engine";
import { describe, expect, test } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { realTool } from "../support/real-tools.ts";
import { load, type WrittenSeries } from "./written-series.ts";

const promtool = realTool("promtool");

interface Case {
  readonly name: string;
  readonly rules: string;
  readonly series: readonly WrittenSeries[];
  readonly minutes: number;
  readonly alerts: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: "an alert without a for fires at once and clears",
    rules: `- { alert: Deep, expr: "queue > 3", labels: { severity: page }, annotations: { text: "{{ $labels.lane }} has {{ $value }}" } }`,
    series: [{ series: `queue{lane="a"}`, values: "1 4 5 6 3 3" }],
    minutes: 6,
    alerts: ["Deep"],
  },
  {
    name: "a for that is not yet over stays silent, and begins anew after a gap",
    rules: `- { alert: Deep, expr: "queue > 3", for: 3m }`,
    series: [{ series: `queue{lane="a"}`, values: "1 4 4 4 4 1 4 4 1 4 4 4 4 4" }],
    minutes: 14,
    alerts: ["Deep"],
  },
  {
    name: "keep_firing_for holds an alert through flapping and lets it go in the end",
    rules: `- { alert: Deep, expr: "queue > 3", for: 1m, keep_firing_for: 4m, annotations: { text: "{{ $value | humanize }}" } }`,
    series: [{ series: `queue{lane="a"}`, values: "1 4 5 6 1 1 7 1 1 1 1 1 1 1 1" }],
    minutes: 15,
    alerts: ["Deep"],
  },
  {
    name: "a series that vanishes or goes stale ends its alert at the same minute",
    rules: `- { alert: Deep, expr: "queue > 3" }`,
    series: [
      { series: `queue{lane="a"}`, values: "4 4 stale _ _ 4" },
      { series: `queue{lane="b"}`, values: "5 5 _ _ _ _ _ _ _ _" },
    ],
    minutes: 12,
    alerts: ["Deep"],
  },
  {
    name: "NaN never compares, and its ratio is silent without traffic",
    rules: `- { alert: Failing, expr: "bad / all > 0.1", for: 2m }`,
    series: [
      { series: "bad", values: "0 0 0 1 1 1 1 0 0 NaN 1 1 1" },
      { series: "all", values: "0 0 5 5 5 5 5 5 0 1 1 1 1" },
    ],
    minutes: 14,
    alerts: ["Failing"],
  },
  {
    name: "a label that changes makes another alert",
    rules: `- { alert: Deep, expr: "queue > 3", for: 1m, labels: { size: '{{ if gt $value 5.0 }}large{{ else }}small{{ end }}' } }`,
    series: [{ series: `queue{lane="a"}`, values: "4 4 4 6 6 6 6 4 4 4 1" }],
    minutes: 11,
    alerts: ["Deep"],
  },
  {
    name: "recorded series feed alerts of the same group and of a later group",
    rules: `- { record: "lane:orders:rate3m", expr: "sum by (lane) (rate(orders_total[3m]))", labels: { origin: recorded } }
- { alert: Busy, expr: "lane:orders:rate3m > 0.4", for: 2m, annotations: { text: "{{ printf \\"%.3f\\" $value }}" } }
- { alert: Gone, expr: "absent(lane:orders:rate3m)" }`,
    series: [
      { series: `orders_total{lane="a",pod="x"}`, values: "_ _ 0 12 24 60 90 120 130 131 132 133 134 stale" },
      { series: `orders_total{lane="a",pod="y"}`, values: "0 3 6 9 2 4 6 8 10 12 14 16" },
    ],
    minutes: 22,
    alerts: ["Busy", "Gone"],
  },
  {
    name: "a rule may read ALERTS and a rule that comes later",
    rules: `- { alert: Followed, expr: 'count by (lane) (ALERTS{alertname="Deep",alertstate="firing"}) > 0', for: 1m }
- { alert: Behind, expr: "later:queue > 3" }
- { alert: Deep, expr: "queue > 3", for: 1m }
- { record: "later:queue", expr: "queue + 1" }`,
    series: [{ series: `queue{lane="a"}`, values: "1 4 4 4 4 1 1 3 3 1 1" }],
    minutes: 12,
    alerts: ["Followed", "Behind", "Deep"],
  },
  {
    name: "templates ask queries, read labels and say what went wrong",
    rules: `- record: "lane:queue"
  expr: "queue * 2"
- alert: Deep
  expr: "queue > 3"
  annotations:
    first: '{{ with query "lane:queue" }}{{ . | first | value | humanize }}{{ end }}'
    wrong: '{{ $labels.lane | toTime }}'
    missing: "[{{ $labels.nowhere }}]"
    dot: '{{ with .Value }}{{ . }}{{ end }} {{ "}" }} {{ printf "%v" . }}'
    duration: "{{ humanizeDuration $value }} {{ humanizePercentage 0.0123 }} {{ $labels.lane | toUpper }}"`,
    series: [{ series: `queue{lane="a"}`, values: "1 4 3723 1" }],
    minutes: 4,
    alerts: ["Deep"],
  },
  {
    name: "templates that read the clock or another series are expanded anew at each minute",
    rules: `- alert: Deep
  expr: "queue > 3"
  annotations:
    clock: "{{ now }}"
    other: '{{ query "other" | first | value }}'`,
    series: [
      { series: "queue", values: "4 4 4" },
      { series: "other", values: "1 2 5" },
    ],
    minutes: 3,
    alerts: ["Deep"],
  },
  {
    name: "a subquery without a step takes the evaluation interval",
    rules: `- { alert: High, expr: "sum_over_time(queue[4m:]) > 11", annotations: { text: "{{ $value }}" } }`,
    series: [{ series: "queue", values: "1 2 3 4 5 1 1 1 0" }],
    minutes: 11,
    alerts: ["High"],
  },
];

describe.skipIf(!engineIsBuilt || promtool === undefined)("promtool sees the same alerts fire", () => {
  const engine = withEngine();

  test.each(cases)("$name", async ({ rules, series, minutes, alerts }) => {
    const file = `groups:\n  - name: g\n    rules:\n${indent(rules, 6)}\n`;
    const storage = await engine().storage();
    await load(storage, series);
    const evaluation = await (await engine().rules(file)).evaluateRange(storage, {
      startMillis: 0,
      endMillis: minutes * 60_000,
      stepSeconds: 60,
    });
    expect(evaluation.errors).toEqual([]);
    expect(evaluation.alerts.length).toBeGreaterThan(0);
    expect(promtoolVerdict(file, testFile(series, minutes, alerts, evaluation))).toBe("SUCCESS");
  });

  test("and it would say so if it did not", () => {
    const series = [{ series: "queue", values: "4 4" }];
    const file = `groups: [{ name: g, rules: [{ alert: Deep, expr: "queue > 3" }] }]`;
    const nothing: RangeEvaluation = { mode: "batch", alerts: [], errors: [] };
    expect(promtoolVerdict(file, testFile(series, 1, ["Deep"], nothing))).toContain("FAILED");
  });
});

function indent(text: string, columns: number): string {
  return text.replaceAll(/^/gm, " ".repeat(columns));
}

function testFile(
  series: readonly WrittenSeries[],
  minutes: number,
  alerts: readonly string[],
  evaluation: RangeEvaluation,
): string {
  const times = Array.from({ length: minutes + 1 }, (_, minute) => minute);
  return JSON.stringify({
    rule_files: ["rules.yaml"],
    evaluation_interval: "1m",
    tests: [
      {
        interval: "1m",
        input_series: series,
        alert_rule_test: times.flatMap((minute) => {
          const firing = firingAt(evaluation, minute * 60_000);
          return alerts.map((name) => ({
            eval_time: `${minute}m`,
            alertname: name,
            exp_alerts: firing.filter((alert) => alert.name === name).map(expected),
          }));
        }),
      },
    ],
  });
}

function expected({ labels, annotations }: FiringAlert): object {
  const { alertname: _, ...others } = labels;
  return { exp_labels: others, exp_annotations: annotations };
}

function promtoolVerdict(rules: string, tests: string): string {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-promtool-"));
  try {
    writeFileSync(join(folder, "rules.yaml"), rules);
    writeFileSync(join(folder, "tests.yaml"), tests);
    execFileSync(promtool ?? "promtool", ["test", "rules", "tests.yaml"], {
      cwd: folder,
      encoding: "utf8",
      stdio: "pipe",
    });
    return "SUCCESS";
  } catch (error) {
    return `${(error as { stdout?: string }).stdout}${(error as { stderr?: string }).stderr}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
