import { execFile } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root, signalbox } from "../cli/support/command-line.ts";
import { type Child, startChild } from "../support/child.ts";
import { engineIsBuilt } from "../support/engine.ts";
import { freePort } from "../support/free-port.ts";
import { realTool } from "../support/real-tools.ts";

const prometheus = realTool("prometheus");
const promtool = realTool("promtool");

const minute = 60_000;
const day = 1440 * minute;
const end = Date.UTC(2026, 1, 27, 9);
const start = end - 28 * day;

/** What happened in the 28 days, and what has to be reported of it. */
const incidents = [
  { at: end - 21 * day, minutes: 30, badRatio: 0.5, pages: true },
  { at: end - 14 * day + 211 * minute, minutes: 75, badRatio: 0.08, pages: true },
  { at: end - 9 * day + 45 * minute, minutes: 3, badRatio: 0.05, pages: false },
  { at: end - 5 * day, minutes: 1440, badRatio: 0.005, pages: false },
] as const;

const config = `import { defineService, requests } from "@signalbox/contract";
import { defineConfig, kubePrometheusStack, objectives, pagerDuty, slack } from "signalbox";
const till = defineService({ name: "till", team: "counter", description: "Takes money.", indicators: { answers: requests() } });
export default defineConfig({
  services: [objectives(till, { answers: { targetRatio: 0.999, page: true } })],
  prometheus: kubePrometheusStack({ release: "stack", namespace: "watch", retentionDays: 40 }),
  teams: { counter: {
    page: pagerDuty({ routingKeyFrom: { secret: "pagerduty", key: "key" } }),
    ticket: slack({ channel: "#till", urlFrom: { secret: "slack", key: "url" } }),
  } },
  environments: { shopfloor: { namespace: "stores" } },
});
`;

/** What a team might have had before: a ratio above a hundredth for ten minutes. */
const oldRules = `groups:
  - name: old
    rules:
      - alert: TooManyErrors
        expr: sum by (job) (rate(sli_bad_events_total[5m])) / sum by (job) (rate(sli_events_total[5m])) > 0.01
        for: 10m
        labels: { severity: critical }
`;

interface Alert {
  readonly alert: string;
  readonly urgency: string;
  readonly from: string;
  readonly until: string;
}

describe.skipIf(prometheus === undefined || promtool === undefined || !engineIsBuilt)(
  "backtest on a real Prometheus with 28 days of history",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "signalbox-backtest-"));
    let server: Child | undefined;
    let report: { readonly exitCode: number; readonly document: Record<string, readonly Alert[]> };
    let stderr = "";

    beforeAll(async () => {
      await writeHistory(join(folder, "history.txt"));
      const data = join(folder, "data");
      // promtool reads the whole file once for each block: blocks of 20 days take a fifteenth of the time of blocks of one.
      const blocks = ["tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=720h"];
      await promisify(execFile)(promtool ?? "", [...blocks, join(folder, "history.txt"), data]);
      writeFileSync(join(folder, "prometheus.yml"), "{}\n");
      const port = await freePort();
      server = startChild(prometheus ?? "", [
        `--config.file=${join(folder, "prometheus.yml")}`,
        `--storage.tsdb.path=${data}`,
        "--storage.tsdb.retention.time=10y",
        `--web.listen-address=127.0.0.1:${port}`,
      ]);
      await ready(`http://127.0.0.1:${port}/-/ready`);
      const cwd = writeProject(join(folder, "project"));
      const span = ["--last", "28d", "--until", new Date(end).toISOString()];
      const ended = await signalbox(
        ["backtest", "--prometheus", `http://127.0.0.1:${port}`, ...span, "--against", "old.rules.yaml", "--json"],
        { cwd },
      );
      stderr = ended.stderr;
      report = { exitCode: ended.exitCode ?? -1, document: JSON.parse(ended.stdout) };
    }, 240_000);

    afterAll(async () => {
      await server?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    /** A project with our packages installed as links. */
    function writeProject(cwd: string): string {
      mkdirSync(join(cwd, "node_modules"), { recursive: true });
      symlinkSync(root, join(cwd, "node_modules", "signalbox"));
      symlinkSync(join(root, "node_modules", "@signalbox"), join(cwd, "node_modules", "@signalbox"));
      writeFileSync(join(cwd, "package.json"), '{ "type": "module" }');
      writeFileSync(join(cwd, "signalbox.config.ts"), config);
      writeFileSync(join(cwd, "old.rules.yaml"), oldRules);
      return cwd;
    }

    /** Samples once a minute, from three days before the span on: 5 requests a second. */
    async function writeHistory(file: string): Promise<void> {
      const out = createWriteStream(file);
      const where = '{namespace="stores",job="till",instance="10.0.0.3:9464",sli="answers"}';
      const [events, bad]: [string[], string[]] = [[], []];
      // Near 0 Prometheus does not extrapolate a counter to the edges of a window.
      let total = 1e6;
      let failed = 1e5;
      for (let time = start - 4 * day; time <= end; time += minute) {
        const incident = incidents.find(({ at, minutes }) => time > at && time <= at + minutes * minute);
        total += 300;
        failed += 300 * (incident?.badRatio ?? 0);
        events.push(`sli_events_total${where} ${total} ${time / 1000}\n`);
        bad.push(`sli_bad_events_total${where} ${failed} ${time / 1000}\n`);
      }
      const up = '{namespace="stores",job="till",instance="10.0.0.3:9464"}';
      out.write(
        `# TYPE sli_events counter\n${events.join("")}# TYPE sli_bad_events counter\n${bad.join("")}# TYPE up gauge\n`,
      );
      for (let time = start - 4 * day; time <= end; time += minute) out.write(`up${up} 1 ${time / 1000}\n`);
      out.end("# EOF\n");
      await finished(out);
    }

    async function ready(url: string): Promise<void> {
      for (let tries = 0; tries < 200; tries++) {
        const isReady = await fetch(url).then(
          ({ ok }) => ok,
          () => false,
        );
        if (isReady) return;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      throw new Error(`Prometheus did not become ready:\n${server?.output()}`);
    }

    const minutesAfter = (moment: string | undefined, at: number): number => (Date.parse(moment ?? "") - at) / minute;
    const alerts = (urgency: string): readonly Alert[] =>
      (report.document["alerts"] ?? []).filter((alert) => alert.urgency === urgency);

    it("ends well", () => {
      expect(stderr).toBe("");
      expect(report.exitCode).toBe(0);
    });

    it("reports one page for each incident that is worth one, at its time, and no other", () => {
      const paging = incidents.filter(({ pages }) => pages);
      expect(alerts("page").map(({ alert }) => alert)).toEqual(paging.map(() => "ErrorBudgetBurn"));
      for (const [index, { at, minutes }] of paging.entries()) {
        const page = alerts("page")[index];
        expect(minutesAfter(page?.from, at)).toBeGreaterThan(0);
        expect(minutesAfter(page?.from, at)).toBeLessThanOrEqual(30);
        expect(minutesAfter(page?.until, at + minutes * minute)).toBeGreaterThan(0);
        expect(minutesAfter(page?.until, at + minutes * minute)).toBeLessThanOrEqual(60);
      }
    });

    it("reports a ticket for the slow burn", () => {
      const slow = incidents[3];
      const ticket = alerts("ticket").find(({ from }) => minutesAfter(from, slow.at) > 0);
      expect(minutesAfter(ticket?.from, slow.at)).toBeLessThan(slow.minutes);
    });

    it("says how much of the budget was spent, and which target the history would have kept", () => {
      const badMinutes = incidents.reduce((sum, { minutes, badRatio }) => sum + minutes * badRatio, 0);
      const ratio = badMinutes / (28 * 1440);
      const [objective] = report.document["objectives"] as unknown as readonly Record<string, number | string>[];
      expect(objective?.["verdict"]).toBe("kept");
      expect(Number(objective?.["spentRatio"])).toBeCloseTo(ratio / 0.001, 2);
      expect(objective?.["reachableTargetRatio"]).toBe(0.99929);
    });

    it("says what the old rules did: they slept through the slow burn", () => {
      const against = (report.document["against"] as unknown as { readonly alerts: readonly Alert[] }).alerts;
      const [half, twelfth] = incidents;
      expect(against.map(({ alert }) => alert)).toEqual(["TooManyErrors", "TooManyErrors"]);
      expect(minutesAfter(against[0]?.from, half.at)).toBeGreaterThanOrEqual(10);
      expect(minutesAfter(against[1]?.from, twelfth.at)).toBeGreaterThanOrEqual(10);
    });
  },
);
