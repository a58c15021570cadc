import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { counter, defineService, histogram, requests } from "@signalbox/contract";
import { instrument } from "@signalbox/exporter";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Child, startChild } from "../support/child.ts";
import { freePort } from "../support/free-port.ts";
import { realTool } from "../support/real-tools.ts";

const prometheus = realTool("prometheus");

const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products.",
  metrics: {
    shop_orders_total: counter("Orders.", { category: ["books", "toys"] }),
    shop_charge_seconds: histogram("Time to charge.", { unit: "seconds", bounds: [0.25, 1, 2.5], native: true }),
  },
  indicators: { availability: requests() },
});

/** Names of Prometheus for the formats, and the content types by which it knows them. */
const protocols = {
  PrometheusProto: "application/vnd.google.protobuf",
  "OpenMetricsText1.0.0": "application/openmetrics-text",
  "PrometheusText1.0.0": "text/plain; version=1.0.0",
  "PrometheusText0.0.4": "text/plain; version=0.0.4",
} as const;

interface Answer {
  readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
}

interface ExemplarAnswer {
  readonly data: readonly {
    readonly seriesLabels: Readonly<Record<string, string>>;
    readonly exemplars: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: string }[];
  }[];
}

describe.skipIf(prometheus === undefined)("a real Prometheus, in each format", () => {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-formats-"));
  const sent = new Map<string, string>();
  let child: Child;
  let target: Server;
  let api = "";

  beforeAll(async () => {
    const signals = instrument(shop);
    const held = signals.metrics.shop_charge_seconds.with({});
    for (let value = 1; value <= 1000; value++) held.observe(value / 1000, { exemplar: { trace_id: `t${value}` } });
    signals.metrics.shop_orders_total.inc({ category: "toys" }, 41, { exemplar: { trace_id: "a1", span_id: "b2" } });
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const body = await signals.scrape({
        accept: request.headers.accept,
        acceptEncoding: String(request.headers["accept-encoding"]),
      });
      sent.set(request.url ?? "", body.contentType);
      if (body.contentEncoding !== undefined) response.setHeader("content-encoding", body.contentEncoding);
      response.setHeader("content-type", body.contentType).end(Buffer.concat(body.chunks));
    };
    target = createServer((request, response) => {
      answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
    });
    await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
    const { port } = target.address() as AddressInfo;
    const config = {
      global: { scrape_interval: "1s", scrape_timeout: "1s" },
      scrape_configs: Object.keys(protocols).map((protocol) => ({
        job_name: protocol,
        metrics_path: `/${protocol}`,
        scrape_protocols: [protocol],
        scrape_native_histograms: true,
        always_scrape_classic_histograms: true,
        static_configs: [{ targets: [`127.0.0.1:${port}`] }],
      })),
    };
    writeFileSync(join(folder, "prometheus.yml"), JSON.stringify(config));
    const server = await freePort();
    child = startChild(prometheus ?? "", [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${server}`,
      "--enable-feature=exemplar-storage",
    ]);
    api = `http://127.0.0.1:${server}/api/v1`;
  });

  afterAll(async () => {
    await child.stop();
    await new Promise((resolve) => target.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  /** The value of a query as soon as it has one. */
  async function answered(query: string): Promise<number> {
    const answer = await eventually<Answer>(
      `/query?query=${encodeURIComponent(query)}`,
      ({ data }) => data.result.length === 1,
    );
    return Number(answer.data.result[0]?.value[1]);
  }

  async function eventually<T>(path: string, isDone: (answer: T) => boolean): Promise<T> {
    const end = Date.now() + 60_000;
    let last = "no answer";
    while (Date.now() < end) {
      try {
        const answer = (await (await fetch(api + path)).json()) as T;
        if (isDone(answer)) return answer;
        last = JSON.stringify(answer);
      } catch (error) {
        last = String(error);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`${path}: last seen ${last}\n${child.output()}`);
  }

  it.each(Object.entries(protocols))("takes %s, with every classic bucket", async (protocol, contentType) => {
    expect(await answered(`up{job="${protocol}"} == 1`)).toBe(1);
    expect(sent.get(`/${protocol}`)).toContain(contentType);
    expect(await answered(`shop_orders_total{job="${protocol}",category="toys"}`)).toBe(41);
    expect(await answered(`shop_charge_seconds_bucket{job="${protocol}",le="0.25"}`)).toBe(250);
    expect(await answered(`shop_charge_seconds_bucket{job="${protocol}",le="+Inf"}`)).toBe(1000);
    expect(await answered(`shop_charge_seconds_sum{job="${protocol}"}`)).toBeCloseTo(500.5, 6);
  });

  it("answers quantiles from native buckets, as closely as their growth promises", async () => {
    const series = 'shop_charge_seconds{job="PrometheusProto"}';
    expect(await answered(`histogram_count(${series})`)).toBe(1000);
    expect(await answered(`histogram_sum(${series})`)).toBeCloseTo(500.5, 6);
    for (const quantile of [0.1, 0.5, 0.9, 0.99]) {
      const native = await answered(`histogram_quantile(${quantile}, ${series})`);
      expect(Math.max(native / quantile, quantile / native)).toBeLessThan(1.1);
    }
    expect(await answered(`histogram_fraction(0, 0.5, ${series})`)).toBeCloseTo(0.5, 1);
  });

  it.each(["PrometheusProto", "OpenMetricsText1.0.0"])("keeps the exemplars of %s", async (protocol) => {
    const query = encodeURIComponent(`shop_orders_total{job="${protocol}"}`);
    const now = Date.now() / 1000;
    const path = `/query_exemplars?query=${query}&start=${now - 300}&end=${now + 300}`;
    const { data } = await eventually<ExemplarAnswer>(path, (answer) => answer.data.length > 0);
    expect(data.map(({ exemplars }) => exemplars.map(({ labels, value }) => [labels, value]))).toEqual([
      [[{ trace_id: "a1", span_id: "b2" }, "41"]],
    ]);
  });
});
