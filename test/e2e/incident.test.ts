import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoConfig, root, signalbox } from "../cli/support/command-line.ts";
import { type Child, startChild } from "../support/child.ts";
import { freePort } from "../support/free-port.ts";
import { realTool } from "../support/real-tools.ts";

const prometheus = realTool("prometheus");
const promtool = realTool("promtool");

const minute = 60_000;
const day = 1440 * minute;
const historyDays = 3;
const perSecond = 5;
/** Half of all requests fail, and go on failing. */
const outage = { minutes: 40, badRatio: 0.5 };

interface Fired {
  readonly alert: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly from: string | null;
  readonly to: string | null;
}

interface Cost {
  readonly indicator: string;
  readonly leftBefore?: number;
  readonly leftAfter?: number;
  readonly badEvents?: number;
  readonly spentRatio?: number;
  readonly worstRatio?: number;
}

interface Report {
  readonly fired: readonly Fired[];
  readonly costs: readonly Cost[];
  readonly panels: readonly { readonly title: string; readonly queries: readonly string[] }[];
}

interface Answer {
  readonly status: string;
  readonly data?: { readonly result: readonly unknown[] };
}

/**
 * What the shop exposed, and what its rules recorded, once a minute up to a moment: the server rejects samples of its own that are
 * older than the last one of a block, so the history ends before the server begins.
 */
function history(endMillis: number): string {
  const place = 'namespace="storefront",job="shop"';
  const target = `${place},instance="10.0.0.6:9464"`;
  const sli = 'sli="availability"';
  const times = Array.from(
    { length: historyDays * 1440 },
    (_, index) => endMillis - (historyDays * 1440 - 1 - index) * minute,
  );
  const badRatioAt = (millis: number): number => (millis > endMillis - outage.minutes * minute ? outage.badRatio : 0);
  // Near 0 Prometheus does not extrapolate a counter to the edges of a window.
  const counts = { events: 1e6, bad: 1e5 };
  const lines = times.map((millis) => {
    counts.events += perSecond * 60;
    counts.bad += perSecond * 60 * badRatioAt(millis);
    return { seconds: millis / 1000, badRatio: badRatioAt(millis), ...counts };
  });
  const samples = (series: string, value: (line: (typeof lines)[number]) => number): string =>
    lines.map((line) => `${series} ${value(line)} ${line.seconds}\n`).join("");
  return [
    "# TYPE sli_events counter\n",
    samples(`sli_events_total{${target},${sli}}`, ({ events }) => events),
    "# TYPE sli_bad_events counter\n",
    samples(`sli_bad_events_total{${target},${sli}}`, ({ bad }) => bad),
    "# TYPE up gauge\n",
    samples(`up{${target}}`, () => 1),
    "# TYPE sli:events:rate5m gauge\n",
    samples(`sli:events:rate5m{${place},${sli}}`, () => perSecond),
    "# TYPE sli:bad_events:rate5m gauge\n",
    samples(`sli:bad_events:rate5m{${place},${sli}}`, ({ badRatio }) => perSecond * badRatio),
    "# TYPE sli:error_ratio:rate5m gauge\n",
    samples(`sli:error_ratio:rate5m{${place},${sli}}`, ({ badRatio }) => badRatio),
    "# TYPE slo:error_budget_remaining:ratio gauge\n",
    samples(`slo:error_budget_remaining:ratio{${place},${sli}}`, () => 1),
    "# EOF\n",
  ].join("");
}

describe.skipIf(prometheus === undefined || promtool === undefined)("incident on a real Prometheus", () => {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-incident-"));
  const endMillis = Math.floor(Date.now() / minute) * minute;
  const from = new Date(endMillis - (outage.minutes + 10) * minute).toISOString();
  let server: Child | undefined;
  let address = "";
  let report: Report;

  beforeAll(async () => {
    writeFileSync(join(folder, "history.txt"), history(endMillis));
    const data = join(folder, "data");
    // promtool reads the whole file once for each block.
    const blocks = ["tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=720h"];
    await promisify(execFile)(promtool ?? "", [...blocks, join(folder, "history.txt"), data]);
    const rules = readFileSync(join(root, "demo/observability/rules/shop.rules.yaml"), "utf8");
    writeFileSync(join(folder, "shop.rules.yaml"), rules.replaceAll("interval: 1m", "interval: 1s"));
    writeFileSync(join(folder, "prometheus.yml"), JSON.stringify({ rule_files: [join(folder, "shop.rules.yaml")] }));
    const port = await freePort();
    address = `http://127.0.0.1:${port}`;
    server = startChild(prometheus ?? "", [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${data}`,
      "--storage.tsdb.retention.time=10y",
      `--web.listen-address=127.0.0.1:${port}`,
    ]);
    await answered('ALERTS{alertname="ErrorBudgetBurn",alertstate="firing",severity="critical"}', 60);
    const args = ["incident", "--config", demoConfig, "--from", from, "--environment", "production"];
    const ended = await signalbox([...args, "--prometheus", address, "--json"]);
    expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
    report = JSON.parse(ended.stdout);
  }, 120_000);

  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What the server says of a query, whatever that is. */
  async function asked(query: string): Promise<Answer> {
    const response = await fetch(`${address}/api/v1/query?query=${encodeURIComponent(query)}`);
    return (await response.json()) as Answer;
  }

  /** Asks again until there is an answer. */
  async function answered(query: string, seconds: number): Promise<void> {
    const limit = Date.now() + seconds * 1000;
    while (Date.now() < limit) {
      const answer = await asked(query).catch(() => undefined);
      if ((answer?.data?.result.length ?? 0) > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    throw new Error(`${query} has no answer:\n${server?.output()}`);
  }

  it("tells which alerts fired, and that they still fire", () => {
    const burns = report.fired.filter(({ alert }) => alert === "ErrorBudgetBurn");
    expect(burns.map(({ labels }) => [labels["severity"], labels["sli"]])).toEqual([
      ["critical", "availability"],
      ["warning", "availability"],
    ]);
    for (const { from: began, to } of burns) {
      expect(to).toBeNull();
      expect(Date.parse(began ?? "")).toBeGreaterThanOrEqual(endMillis);
    }
  });

  it("tells what it cost", () => {
    const [cost, ...others] = report.costs;
    expect(others).toEqual([]);
    const bad = outage.minutes * 60 * perSecond * outage.badRatio;
    const spent = bad / (historyDays * (day / 1000) * perSecond * 0.001);
    expect(cost?.indicator).toBe("availability");
    expect(cost?.leftBefore).toBe(1);
    expect(cost?.worstRatio).toBeCloseTo(outage.badRatio, 2);
    // The outage goes on while the test runs.
    expect((cost?.badEvents ?? 0) / bad).toBeGreaterThan(0.95);
    expect((cost?.badEvents ?? 0) / bad).toBeLessThan(1.15);
    expect((cost?.spentRatio ?? 0) / spent).toBeGreaterThan(0.9);
    expect((cost?.spentRatio ?? 0) / spent).toBeLessThan(1.2);
    expect((1 - (cost?.leftAfter ?? 0)) / spent).toBeGreaterThan(0.8);
    expect((1 - (cost?.leftAfter ?? 0)) / spent).toBeLessThan(1.25);
  });

  it("has queries of the board that the server understands as they stand", async () => {
    const queries = report.panels.flatMap((panel) => panel.queries);
    expect(queries.length).toBeGreaterThan(20);
    const answers = await Promise.all(queries.map(async (query) => ({ query, ...(await asked(query)) })));
    expect(answers.filter(({ status }) => status !== "success")).toEqual([]);
  });

  it("writes it as Markdown", async () => {
    const out = join(folder, "post-mortem.md");
    const args = ["incident", "--config", demoConfig, "--from", from, "--environment", "production"];
    expect((await signalbox([...args, "--prometheus", address, "--out", out])).exitCode).toBe(0);
    const text = readFileSync(out, "utf8");
    expect(text).toMatch(/\| ErrorBudgetBurn availability \(critical\) fires; PagerDuty[^|]* is told \|/);
    expect(text).toMatch(/\| availability[^|]* \| 99\.9% \| \d+ events \| \d+% \| 100% \| -\d+% \| 50% \|/);
  });
});
