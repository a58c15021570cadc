import { request as send } from "node:http";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsedExposition } from "./exposition-text.ts";
import { answer, connected, exposed, host, servedShop } from "./served-shop.ts";

describe("the metrics server", () => {
  it("serves the exposition in the text format, and lets nobody keep it or guess its type", async () => {
    const { url } = await servedShop();
    const { status, headers } = await fetch(`${url}/metrics?x=1`);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4; charset=utf-8/);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("vary")).toBe("Accept, Accept-Encoding");
  });

  it("serves every metric that the exposition has", async () => {
    const { signals, url } = await servedShop();
    const names = (text: string): readonly string[] => parsedExposition(text).map(({ name }) => name);
    expect(names(await (await fetch(`${url}/metrics`)).text())).toEqual(names(await signals.exposition()));
  });

  it("serves the format that the scraper prefers", async () => {
    const { url } = await servedShop();
    const accept = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";
    const response = await fetch(`${url}/metrics`, { headers: { accept } });
    expect(response.headers.get("content-type")).toMatch(/^application\/openmetrics-text; version=1\.0\.0/);
    expect((await response.text()).endsWith("# EOF\n")).toBe(true);
  });

  it("compresses for those who ask", async () => {
    const { served } = await servedShop();
    const plain = await raw(served.metricsPort, {});
    const packed = await raw(served.metricsPort, { "accept-encoding": "gzip" });
    expect([plain.encoding, packed.encoding]).toEqual([undefined, "gzip"]);
    expect(packed.length).toBe(packed.body.length);
    expect(gunzipSync(packed.body).toString()).toContain("shop_orders_total 0\n");
  });

  it("serves only the families that were named", async () => {
    const { url } = await servedShop();
    const query = "name[]=shop_orders_total&name%5B%5D=signalbox_scrapes_in_flight&name[]=up";
    const text = await (await fetch(`${url}/metrics?${query}`)).text();
    expect(parsedExposition(text).map(({ name }) => name)).toEqual([
      "signalbox_scrapes_in_flight",
      "shop_orders_total",
    ]);
  });

  it("reads a thousand names and no more", async () => {
    const { url } = await servedShop();
    const query = (others: number): string => `${"name[]=x&".repeat(others)}name[]=shop_orders_total`;
    const lengths = [999, 1000].map(async (others) => {
      return (await (await fetch(`${url}/metrics?${query(others)}`)).text()).length > 0;
    });
    expect(await Promise.all(lengths)).toEqual([true, false]);
  });

  it("answers HEAD with the headers alone", async () => {
    const { url } = await servedShop();
    const response = await fetch(`${url}/metrics`, { method: "HEAD" });
    expect(Number(response.headers.get("content-length"))).toBeGreaterThan(1000);
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });

  const refused: readonly [string, string, number][] = [
    ["POST", "/metrics", 405],
    ["DELETE", "/livez", 405],
    ["GET", "/", 404],
    ["GET", "/metrics/", 404],
    ["GET", "/metrics/../../etc/passwd", 404],
    ["GET", "/constructor", 404],
  ];
  it.each(refused)("refuses %s %s with %i", async (method, path, status) => {
    const { url } = await servedShop();
    const response = await fetch(`${url}${path}`, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get("allow")).toBe(status === 405 ? "GET, HEAD" : null);
  });

  it("says 503 when the scraper's time is too short, and when to come again", async () => {
    const shop = await servedShop();
    const headers = { "X-Prometheus-Scrape-Timeout-Seconds": "0.000001" };
    const response = await fetch(`${shop.url}/metrics`, { headers });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(await response.text()).toMatch(/not ready/);
    expect(await exposed(shop, "signalbox_scrapes_total", { code: "503" })).toBe(1);
    expect(await exposed(shop, "signalbox_internal_errors_total")).toBe(0);
  });

  it.each(["0", "-3", "NaN", "1e999", "soon", ""])("takes no notice of the scrape timeout %j", async (timeout) => {
    const { url } = await servedShop();
    const headers = { "X-Prometheus-Scrape-Timeout-Seconds": timeout };
    expect((await fetch(`${url}/metrics`, { headers })).status).toBe(200);
  });

  it("says 500 when the scrape fails, counts it, and serves the next one", async () => {
    let isBroken = false;
    const clock = (): number => {
      if (isBroken) throw new Error("no time");
      return 7;
    };
    const shop = await servedShop({}, { clock });
    isBroken = true;
    expect(await answer(`${shop.url}/metrics`)).toBe("500 the metrics could not be rendered; the log says why");
    isBroken = false;
    expect((await fetch(`${shop.url}/metrics`)).status).toBe(200);
    expect(await exposed(shop, "signalbox_scrapes_total", { code: "500" })).toBe(1);
    expect(await exposed(shop, "signalbox_scrapes_in_flight")).toBe(0);
    expect(await exposed(shop, "signalbox_internal_errors_total")).toBe(1);
  });

  it("tells how many scrapes there were and how long they took to render", async () => {
    let now = 100;
    const clock = (): number => {
      now += 0.5;
      return now;
    };
    const shop = await servedShop({}, { clock });
    const text = await (await fetch(`${shop.url}/metrics`)).text();
    expect(text).toContain('signalbox_scrapes_total{code="200"} 0\n');
    expect(text).toContain("signalbox_scrapes_in_flight 1\n");
    expect(await exposed(shop, "signalbox_scrapes_total", { code: "200" })).toBe(1);
    expect(await exposed(shop, "signalbox_scrapes_in_flight")).toBe(0);
    expect(await exposed(shop, "signalbox_scrape_render_duration_seconds_count")).toBe(1);
    expect(await exposed(shop, "signalbox_scrape_render_duration_seconds_sum")).toBeGreaterThanOrEqual(0.5);
  });

  it("never answers 500 and never falls, whatever is asked", async () => {
    const { served, url } = await servedShop();
    const header = fc.string({
      unit: fc.constantFrom("a", "*", "/", ";", ",", "=", "q", "1", ".", " ", '"', "\\", "\t", "é"),
    });
    const target = fc.oneof(
      fc.constantFrom(
        "/metrics",
        "/metrics?name[]=%",
        "/metrics?name[]=%ff&name[]",
        "http://",
        "http://x",
        "*",
        "//",
        "/%",
      ),
      fc.constantFrom(
        "https://[",
        "/../../etc/passwd",
        "/__proto__",
        "?",
        "#",
        "/metrics#?name[]=a",
        "/metrics?%5B%5D",
      ),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.string({ unit: fc.constantFrom("/", ".", "%", "?", "#", "[", "]", "=", "&", "m", "\u0001", "é") }),
    );
    const method = fc.constantFrom("GET", "HEAD", "POST", "OPTIONS", "TRACE", "CONNECT", "PURGE", "get", "G E T", "");
    const lines = fc.record({ method, target, accept: header, encoding: header, timeout: header, other: fc.string() });
    await fc.assert(
      fc.asyncProperty(lines, async ({ method, target, accept, encoding, timeout, other }) => {
        const head = [
          `${method} ${target} HTTP/1.1`,
          "Host: shop",
          `Accept: ${accept}`,
          `Accept-Encoding: ${encoding}`,
          `X-Prometheus-Scrape-Timeout-Seconds: ${timeout}`,
          ...(other === "" ? [] : [other]),
          "Connection: close",
        ];
        const statuses = await rawStatuses(served.metricsPort, `${head.join("\r\n")}\r\n\r\n`);
        expect(statuses.filter((status) => status === 500)).toEqual([]);
      }),
      { numRuns: 300 },
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (bytes) => {
        expect((await rawStatuses(served.metricsPort, bytes)).filter((status) => status !== 400)).toEqual([]);
      }),
      { numRuns: 50 },
    );
    expect(await answer(`${url}/livez`)).toBe("200 ok");
  });

  it("refuses a request line that is longer than any scrape needs", async () => {
    const { served, url } = await servedShop();
    const query = "name[]=a_name_of_a_family&".repeat(10_000);
    expect(await rawStatuses(served.metricsPort, `GET /metrics?${query} HTTP/1.1\r\nHost: shop\r\n\r\n`)).toEqual([
      431,
    ]);
    expect(await answer(`${url}/livez`)).toBe("200 ok");
  });
});

interface RawAnswer {
  readonly encoding: string | undefined;
  readonly length: number;
  readonly body: Buffer;
}

/** Fetches unpack what they get; this does not. */
function raw(port: number, headers: Readonly<Record<string, string>>): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = send({ host, port, path: "/metrics", headers, agent: false }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({
        encoding: response.headers["content-encoding"],
        length: Number(response.headers["content-length"]),
        body: Buffer.concat(chunks),
      });
    });
    request.on("error", reject).end();
  });
}

/** Sends bytes, says that there will be no more, and reads the statuses of all answers. */
async function rawStatuses(port: number, bytes: string): Promise<readonly number[]> {
  const socket = await connected(port);
  let text = "";
  socket.setEncoding("latin1").on("data", (chunk: string) => {
    text += chunk;
  });
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.write(bytes, "utf8");
  socket.end();
  await closed;
  return [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status));
}
