import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineService } from "@signalbox/contract";
import { instrument } from "@signalbox/exporter";
import { afterEach, describe, expect, it } from "vitest";
import { sampleValue } from "./exposition-text.ts";
import { servedShop } from "./served-shop.ts";

const threads = 64;
let release = async (): Promise<void> => undefined;
afterEach(() => release());

/** Keeps every thread of Node's pool busy until the test ends: each waits for somebody to write into a pipe. */
function busyPool(folder: string): void {
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  const waiting = Array.from({ length: threads }, () => open(pipe, "r"));
  release = async () => {
    const ends = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    for (const one of waiting) await (await one).close();
    closeSync(ends);
    rmSync(folder, { recursive: true });
  };
}

describe("a scrape while the service keeps the thread pool busy", () => {
  it.each(["gzip", "identity"])("is answered whole, encoded as %s", async (encoding) => {
    const folder = mkdtempSync(join(tmpdir(), "busy-pool-"));
    const bearerTokenFile = join(folder, "token");
    writeFileSync(bearerTokenFile, "open-sesame");
    const shop = await servedShop({ metricsAuth: { bearerTokenFile } });
    shop.signals.metrics.shop_orders_total.inc(7);
    busyPool(folder);
    const headers = { authorization: "Bearer open-sesame", "accept-encoding": encoding };
    const response = await fetch(`${shop.url}/metrics`, { headers });
    expect([response.status, response.headers.get("content-encoding")]).toEqual([
      200,
      encoding === "gzip" ? "gzip" : null,
    ]);
    const text = encoding === "gzip" ? await shop.signals.exposition() : await response.text();
    expect(sampleValue(text, "shop_orders_total")).toBe(7);
  });

  it("tells what the kernel knows of the process", async () => {
    const signals = instrument(defineService({ name: "shop", team: "storefront", description: "Sells products." }));
    busyPool(mkdtempSync(join(tmpdir(), "busy-pool-")));
    const { chunks } = await signals.scrape({ deadlineSeconds: 0.5 });
    const text = Buffer.concat(chunks).toString();
    expect(sampleValue(text, "process_resident_memory_bytes")).toBeGreaterThan(1e6);
    expect(sampleValue(text, "process_open_fds")).toBeGreaterThan(2);
    signals.close();
  });
});
