import { counter, defineService, gauge, histogram } from "@signalbox/contract";
import { instrument } from "@signalbox/exporter";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Child, startChild } from "../support/child.ts";
import { freePort } from "../support/free-port.ts";
import { realTool } from "../support/real-tools.ts";
import { sampleValue } from "./exposition-text.ts";

const described = { team: "storefront", description: "Runs at night.", process: "none" } as const;

const report = defineService({
  ...described,
  name: "report",
  metrics: { report_rows_total: counter("Rows written.") },
});
const sweep = defineService({
  ...described,
  process: "standard",
  name: "sweep",
  metrics: { sweep_files_total: counter("Files removed.") },
});

/** A job that has written 12 rows. */
function finishedReport() {
  const signals = instrument(report);
  signals.metrics.report_rows_total.inc(12);
  return signals;
}

const binary = realTool("pushgateway");

describe.skipIf(binary === undefined)("the real Pushgateway", () => {
  let gateway: Child;
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}/gate`;
    const options = [`--web.listen-address=127.0.0.1:${port}`, "--web.route-prefix=/gate", "--persistence.file="];
    gateway = startChild(binary ?? "", options);
    await vi.waitFor(() => fetch(`${url}/-/ready`), { timeout: 10_000, interval: 20 });
  });

  afterAll(() => gateway.stop());

  const shown = async (): Promise<string> => (await fetch(`${url}/metrics`)).text();

  /** The labels of all groups that have a job of this name. */
  async function groups(job: string): Promise<readonly Readonly<Record<string, string>>[]> {
    const answer = (await (await fetch(`${url}/api/v1/metrics`)).json()) as {
      data: { labels: Record<string, string> }[];
    };
    return answer.data.map(({ labels }) => labels).filter((labels) => labels["job"] === job);
  }

  it("shows what was pushed under the service's name", async () => {
    await finishedReport().push({ url });
    expect(sampleValue(await shown(), "report_rows_total", { job: "report" })).toBe(12);
  });

  it("shows only the last push of a group that is replaced, and both of one that is added to", async () => {
    await finishedReport().push({ url, job: "night" });
    await instrument(sweep).push({ url: `${url}/`, job: "night", mode: "add" });
    expect(sampleValue(await shown(), "report_rows_total", { job: "night" })).toBe(12);
    expect(sampleValue(await shown(), "sweep_files_total", { job: "night" })).toBe(0);
    await instrument(sweep).push({ url, job: "night" });
    expect(sampleValue(await shown(), "report_rows_total", { job: "night" })).toBeUndefined();
    expect(sampleValue(await shown(), "sweep_files_total", { job: "night" })).toBe(0);
  });

  it.each(["eu-west", "a/b", "", ".", "..", "~", "100 % ü€\n", "a+b?c#d", "==", "name@base64"])(
    "keeps the label value %j of a group, and deletes that group",
    async (value) => {
      const target = { url, job: `job ${value}/of`, groupingKey: { shard: value, zone: "b" } };
      await finishedReport().push(target);
      expect(await groups(target.job)).toEqual([{ job: target.job, ...target.groupingKey }]);
      await instrument(report).deletePushed(target);
      expect(await groups(target.job)).toEqual([]);
      await instrument(report).deletePushed(target);
    },
  );

  it("says why it refuses a push, which is not tried again", async () => {
    const stock = { ...described, name: "stock" };
    await instrument(defineService({ ...stock, metrics: { shop_stock: gauge("Stock.") } })).push({ url, job: "one" });
    const tries = vi.fn(fetch);
    const other = defineService({ ...stock, metrics: { shop_stock: histogram("Stock.", { bounds: [5, 50] }) } });
    await expect(instrument(other).push({ url, job: "two", fetch: tries })).rejects.toThrow(
      /^push: PUT http:\S+\/gate\/metrics\/job\/two failed after 1 try: it answered 400: .*shop_stock.* The gateway does not take these metrics/s,
    );
    expect(tries).toHaveBeenCalledTimes(1);
  });
});
