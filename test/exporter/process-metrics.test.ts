import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { defineService, processMetrics } from "@signalbox/contract";
import { instrument, type Signals } from "@signalbox/exporter";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { realTool } from "../support/real-tools.ts";
import { parsedExposition, sampleValue } from "./exposition-text.ts";
import { processRoot, writeProcessFiles } from "./process-root.ts";

const described = { name: "shop", team: "storefront", description: "Sells products." };
const shop = defineService(described);
const oldShop = defineService({ ...described, process: "promClient" });

function instrumented(service = shop, fileSystemRoot = "/"): Signals {
  const signals = instrument(service, { fileSystemRoot });
  onTestFinished(() => signals.close());
  return signals;
}

const status = "Name:\tnode\nVmPeak:\t  900 kB\nVmSize:\t  800 kB\nVmRSS:\t  70 kB\nVmData:\t  6 kB\n";
const limits =
  "Limit                     Soft Limit           Hard Limit           Units\n" +
  "Max processes             11                   12                   processes\n" +
  "Max open files            1024                 4096                 files\n";

describe("the process metrics", () => {
  it.each([shop, oldShop])("are those of the preset, in the order of the contract", async (service) => {
    const families = parsedExposition(await instrumented(service).exposition()).map(({ name }) => name);
    const promised = processMetrics(service).map(({ name }) => name);
    expect(families.slice(-promised.length)).toEqual(promised);
  });

  it("are none under the preset none", async () => {
    const none = instrumented(defineService({ ...described, process: "none" }));
    expect(await none.exposition()).not.toMatch(/process_|nodejs_/);
  });

  it("tell memory and descriptors from the files of the kernel", async () => {
    const root = processRoot({
      "/proc/self/status": status,
      "/proc/self/limits": limits,
      "/proc/self/fd/0": "",
      "/proc/self/fd/1": "",
    });
    const text = await instrumented(oldShop, root).exposition();
    expect(sampleValue(text, "process_resident_memory_bytes")).toBe(70 * 1024);
    expect(sampleValue(text, "process_virtual_memory_bytes")).toBe(800 * 1024);
    expect(sampleValue(text, "process_heap_bytes")).toBe(6 * 1024);
    expect(sampleValue(text, "process_max_fds")).toBe(1024);
    expect(sampleValue(text, "process_open_fds")).toBeGreaterThan(0);
  });

  it.runIf(process.platform === "linux")("agree with the kernel on this machine", async () => {
    const text = await instrumented().exposition();
    const virtual = Number(/VmSize:\s+([0-9]+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) * 1024;
    expect(sampleValue(text, "process_virtual_memory_bytes")).toBeGreaterThan(virtual / 2);
    expect(sampleValue(text, "process_virtual_memory_bytes")).toBeLessThan(virtual * 2);
    const descriptors = readdirSync("/proc/self/fd").length;
    expect(Math.abs((sampleValue(text, "process_open_fds") ?? 0) - descriptors)).toBeLessThan(descriptors / 2);
  });

  it("leave out what the system does not tell, and say that what was known is not any more", async () => {
    const root = processRoot({});
    const signals = instrumented(shop, root);
    expect(await signals.exposition()).not.toMatch(/^process_(open_fds|max_fds|virtual_memory_bytes) /m);
    writeProcessFiles(root, { "/proc/self/limits": limits });
    expect(sampleValue(await signals.exposition(), "process_max_fds")).toBe(1024);
    writeProcessFiles(root, { "/proc/self/limits": limits.replace("1024", "unlimited") });
    expect(sampleValue(await signals.exposition(), "process_max_fds")).toBeNaN();
  });

  it("count CPU time as the system does, in seconds, once for each kind and once in all", async () => {
    const text = await instrumented().exposition();
    const user = sampleValue(text, "process_cpu_user_seconds_total") ?? 0;
    const system = sampleValue(text, "process_cpu_system_seconds_total") ?? 0;
    const now = process.cpuUsage();
    expect(user).toBeGreaterThan(0);
    expect(user).toBeLessThanOrEqual(now.user / 1e6);
    expect(system).toBeLessThanOrEqual(now.system / 1e6);
    expect(sampleValue(text, "process_cpu_seconds_total")).toBeCloseTo(user + system, 9);
  });

  it("tell the start of the process, the same in each scrape, and the version of Node", async () => {
    const signals = instrumented();
    const [one, two] = [await signals.exposition(), await signals.exposition()];
    const start = sampleValue(one, "process_start_time_seconds");
    expect(start).toBe(sampleValue(two, "process_start_time_seconds"));
    expect(Math.abs((start ?? 0) - (Date.now() / 1000 - process.uptime()))).toBeLessThan(5);
    const [major = ""] = process.versions.node.split(".");
    expect(sampleValue(one, "nodejs_version_info", { version: process.version, major })).toBe(1);
  });

  it("tell the V8 heap by space, the spaces together as large as the heap", async () => {
    const families = parsedExposition(await instrumented().exposition());
    const sum = (name: string): number =>
      families.find((family) => family.name === name)?.samples.reduce((total, { value }) => total + value, 0) ?? 0;
    expect(sum("nodejs_heap_space_size_total_bytes") / sum("nodejs_heap_size_total_bytes")).toBeCloseTo(1, 1);
    expect(sum("nodejs_heap_size_used_bytes")).toBeLessThan(sum("nodejs_heap_size_limit_bytes"));
  });

  it("count a resource while it keeps the event loop alive, and 0 afterwards", async () => {
    const signals = instrumented(oldShop);
    const servers = (text: string): readonly (number | undefined)[] =>
      ["nodejs_active_resources", "nodejs_active_handles"].map((name) =>
        sampleValue(text, name, { type: "TCPServerWrap" }),
      );
    const before = servers(await signals.exposition()).map((count) => count ?? 0);
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    expect(servers(await signals.exposition())).toEqual(before.map((count) => count + 1));
    await new Promise((resolve) => server.close(resolve));
    await vi.waitFor(async () => expect(servers(await signals.exposition())).toEqual(before));
  });

  it("do not count the files that a scrape reads", async () => {
    const signals = instrumented(oldShop);
    await signals.exposition();
    const open = process.getActiveResourcesInfo().filter((type) => type.startsWith("FSReq")).length;
    const samples = parsedExposition(await signals.exposition()).flatMap((family) => family.samples);
    const shown = samples.filter(
      ({ name, labels }) => name === "nodejs_active_resources" && labels["type"]?.startsWith("FSReq"),
    );
    expect(shown.reduce((sum, { value }) => sum + value, 0)).toBe(open);
  });
});

const promtool = realTool("promtool");

describe.skipIf(promtool === undefined)("promtool", () => {
  it("has nothing to say about the standard process metrics", async () => {
    const input = await instrumented().exposition();
    expect(execFileSync(promtool ?? "", ["check", "metrics"], { input, encoding: "utf8" })).toBe("");
  });
});
