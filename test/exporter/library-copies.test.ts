import { readFile } from "node:fs/promises";
import { defineService } from "@signalbox/contract";
import { instrument, type Signals } from "@signalbox/exporter";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const recordKey = Symbol.for("@signalbox/exporter/process-record/2");

const service = (name: string) => defineService({ name, team: "storefront", description: "Sells products." });

let messages: string[] = [];
const ends: (() => Promise<void> | void)[] = [];

function instrumented(name: string): Signals {
  const signals = instrument(service(name), { log: (message) => messages.push(message) });
  ends.push(() => signals.close());
  return signals;
}

async function served(signals: Signals): Promise<() => Promise<void>> {
  const app = (_request: unknown, response: { end(): unknown }): unknown => response.end();
  const running = await signals.serve({ app, port: 0, metricsPort: 0, host: "127.0.0.1" });
  ends.push(() => running.close());
  return () => running.close();
}

beforeEach(() => {
  messages = [];
  Reflect.deleteProperty(globalThis, recordKey);
});

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

describe("two copies of the library in one process", () => {
  it("are reported once, with both versions", async () => {
    instrumented("shop");
    vi.resetModules();
    const copy: { instrument: typeof instrument } = await import("@signalbox/exporter");
    expect(copy.instrument).not.toBe(instrument);
    const log = (message: string): unknown => messages.push(message);
    ends.push(copy.instrument(service("cart"), { log }).close);
    ends.push(copy.instrument(service("till"), { log }).close);
    const { version } = JSON.parse(await readFile(new URL("../../exporter/package.json", import.meta.url), "utf8"));
    const both = `2 copies of @signalbox/exporter are loaded in this process, versions ${version} and ${version};`;
    expect(messages).toEqual([expect.stringContaining(both)]);
  });

  it("are reported when the other one is of another version", () => {
    const copies = new Map([[{}, "0.0.7"]]);
    Object.assign(globalThis, { [recordKey]: { copies, services: new Map(), reported: new Set() } });
    instrumented("shop");
    expect(messages).toEqual([expect.stringContaining("versions 0.0.7 and ")]);
  });

  it("are not reported when there is one", () => {
    instrumented("shop");
    instrumented("cart");
    expect(messages).toEqual([]);
  });
});

describe("a service that is instrumented twice in one process", () => {
  it("is reported when one of the two is served, whichever came first", async () => {
    instrumented("shop");
    await served(instrumented("shop"));
    await served(instrumented("cart"));
    instrumented("cart");
    expect(messages).toEqual([
      expect.stringMatching(/^the service "shop" is instrumented more than once/),
      expect.stringMatching(/^the service "cart" is instrumented more than once/),
    ]);
  });

  it("is reported once, however often it happens", async () => {
    await served(instrumented("shop"));
    instrumented("shop");
    instrumented("shop");
    expect(messages).toHaveLength(1);
  });

  it("is not reported when the first has ended, by its server or by itself", async () => {
    const close = await served(instrumented("shop"));
    await close();
    const second = instrumented("shop");
    second.close();
    await served(instrumented("shop"));
    expect(messages).toEqual([]);
  });

  it("is not reported when none is served, as in tests", () => {
    instrumented("shop");
    instrumented("shop");
    expect(messages).toEqual([]);
  });
});
