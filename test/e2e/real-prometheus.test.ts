import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Child, startChild } from "../support/child.ts";
import { freePort } from "../support/free-port.ts";
import { realTool } from "../support/real-tools.ts";

const prometheus = realTool("prometheus");
const root = join(import.meta.dirname, "../..");
const source = "--conditions=signalbox-source";

interface Answer {
  readonly data: { readonly activeTargets?: readonly Target[]; readonly alerts?: readonly Alert[] };
}
interface Target {
  readonly health: string;
  readonly lastError: string;
  readonly labels: Readonly<Record<string, string>>;
}
interface Alert {
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

describe.skipIf(prometheus === undefined)("the demo under a real Prometheus", () => {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-prometheus-"));
  const children: Child[] = [];
  let api = "";

  beforeAll(async () => {
    const [app, metrics, server] = await Promise.all([freePort(), freePort(), freePort()]);
    const ports = { PORT: String(app), METRICS_PORT: String(metrics), FAULT: "failing" };
    children.push(startChild(process.execPath, [source, join(root, "demo/app.ts")], ports));
    const traffic = ["--url", `http://127.0.0.1:${app}`, "--rate", "12", "--for", "300"];
    children.push(startChild(process.execPath, [source, join(root, "demo/traffic.ts"), ...traffic]));
    const config = {
      global: { scrape_interval: "5s", scrape_timeout: "4s" },
      rule_files: [join(root, "demo/observability/rules/shop.rules.yaml")],
      scrape_configs: [
        {
          job_name: "shop",
          static_configs: [{ targets: [`127.0.0.1:${metrics}`], labels: { namespace: "storefront" } }],
        },
      ],
    };
    writeFileSync(join(folder, "prometheus.yml"), JSON.stringify(config));
    children.push(
      startChild(prometheus ?? "", [
        `--config.file=${join(folder, "prometheus.yml")}`,
        `--storage.tsdb.path=${join(folder, "data")}`,
        `--web.listen-address=127.0.0.1:${server}`,
      ]),
    );
    api = `http://127.0.0.1:${server}/api/v1`;
  });

  afterAll(async () => {
    await Promise.all(children.map((child) => child.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  /** Asks again until the answer satisfies; says what was last seen when it never does. */
  async function eventually<T>(path: string, pick: (answer: Answer) => T | undefined, seconds: number): Promise<T> {
    const end = Date.now() + seconds * 1000;
    let last = "no answer";
    while (Date.now() < end) {
      try {
        const answer = (await (await fetch(api + path)).json()) as Answer;
        const found = pick(answer);
        if (found !== undefined) return found;
        last = JSON.stringify(answer);
      } catch (error) {
        last = String(error);
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error(`${path}: last seen ${last}\n${children.map((child) => child.output()).join("\n")}`);
  }

  it("is scraped and reported up", async () => {
    const target = await eventually(
      "/targets",
      ({ data }) => data.activeTargets?.find(({ health }) => health === "up"),
      60,
    );
    expect(target.lastError).toBe("");
    expect(target.labels["job"]).toBe("shop");
  });

  it("makes the availability page fire through the generated rule file", async () => {
    const firing = await eventually(
      "/alerts",
      ({ data }) =>
        data.alerts?.find(
          ({ state, labels }) =>
            state === "firing" &&
            labels["alertname"] === "ErrorBudgetBurn" &&
            labels["sli"] === "availability" &&
            labels["severity"] === "critical",
        ),
      240,
    );
    expect(firing.labels).toEqual({
      alertname: "ErrorBudgetBurn",
      job: "shop",
      namespace: "storefront",
      severity: "critical",
      sli: "availability",
      team: "storefront",
    });
    expect(firing.annotations["summary"]).toContain("shop");
  }, 300_000);
});
