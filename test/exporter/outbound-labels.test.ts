import { channel } from "node:diagnostics_channel";
import { once } from "node:events";
import { get } from "node:http";
import { defineService } from "@signalbox/contract";
import { type InstrumentOptions, instrument, type Signals } from "@signalbox/exporter";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sampleValue } from "./exposition-text.ts";
import { callingShop, calls, type PaymentsServer, paymentsServer, sent, verdicts } from "./outbound-shop.ts";

const described = { name: "shop", team: "storefront", description: "Sells products." };

let payments: PaymentsServer;
let opened: Signals[] = [];

beforeEach(async () => {
  payments = await paymentsServer();
});

afterEach(() => {
  for (const signals of opened) signals.close();
  opened = [];
  payments.close();
});

function shop(options: InstrumentOptions = {}, abandonedAfterSeconds?: number): Signals {
  const signals = callingShop(payments.port, options, abandonedAfterSeconds);
  opened.push(signals);
  return signals;
}

describe("labels of calls", () => {
  it("take a host as it was asked for: by name, suffix and port, in any case", async () => {
    const { port: served } = payments;
    const service = defineService({
      ...described,
      dependencies: {
        near: { host: "localhost", port: served },
        all: { host: "LOCALHOST" },
        wide: { host: "*.example.internal" },
        narrow: { host: "*.eu.example.internal" },
        six: { host: "::1" },
      },
    });
    const signals = instrument(service, { log: () => undefined });
    opened.push(signals);
    for (const address of [
      `http://LocalHost:${served}/fine`,
      "http://localhost:2/",
      "http://a.example.internal/",
      "http://a.eu.example.internal./",
      "http://example.internal/",
      "http://[::1]:2/",
    ]) {
      await sent(address).catch(() => undefined);
      await fetch(address).catch(() => undefined);
    }
    const counted: Record<string, number> = {};
    for (const line of await calls(signals)) {
      const [dependency = "", count] = [line.split(" ")[0], Number(line.split(" x")[1])];
      counted[dependency] = (counted[dependency] ?? 0) + count;
    }
    expect(counted).toEqual({ near: 2, all: 2, wide: 2, narrow: 2, other: 2, six: 2 });
  });

  it("take a host in capitals, which node:http leaves as it is", async () => {
    const signals = shop();
    await once(get({ host: "PAYMENTS.internal", port: payments.port }), "error");
    expect(await calls(signals)).toEqual(["payments GET name_not_resolved x1"]);
  });

  it("are other for a Unix socket, whatever host is named", async () => {
    const signals = shop();
    await once(get({ host: "payments.internal", port: payments.port, socketPath: "/nowhere/payments.sock" }), "error");
    expect(await calls(signals)).toEqual(["other GET _OTHER x1"]);
  });

  it("do not name a WebSocket, which undici opens and never ends", async () => {
    const signals = shop();
    const socket = new WebSocket(`ws://127.0.0.1:${payments.port}/fine`);
    await once(socket, "error");
    expect(await calls(signals)).toEqual([]);
    expect(await verdicts(signals)).toBe("0/0 active 0");
  });

  it("take another Host header for what it is, and the host that is connected to", async () => {
    const signals = shop();
    await sent(`${payments.origin}/fine`, { headers: { host: "shop.example.com" } });
    expect(await calls(signals)).toEqual(["payments GET 200 x1"]);
  });

  it("do not follow what a dependency or a caller makes up", async () => {
    const signals = shop();
    await fetch(`${payments.origin}/status?is=299`, { method: "PURGE" });
    expect(await calls(signals)).toEqual(["payments _OTHER 299 x1"]);
  });

  it("end in one overflow series, while calls and failures stay exact", async () => {
    const signals = shop();
    for (let status = 200; status < 520; status++) {
      const request = { origin: payments.origin, method: "GET" };
      channel("undici:request:create").publish({ request });
      channel("undici:request:headers").publish({ request, response: { statusCode: status } });
    }
    expect(await calls(signals)).toHaveLength(301);
    expect((await calls(signals))[0]).toBe("__overflow__ __overflow__ __overflow__ __overflow__ x20");
    expect(await verdicts(signals)).toBe("21/320 active 0");
  });
});

describe("what hurts", () => {
  it("does not reach the call: a clock that throws, a message that is not what it was", async () => {
    const clockOf = { isBroken: false };
    const signals = shop({
      clock: () => {
        if (clockOf.isBroken) throw new Error("no time");
        return 4;
      },
    });
    clockOf.isBroken = true;
    expect(await (await fetch(`${payments.origin}/fine`)).text()).toBe("fine");
    expect(await sent(`${payments.origin}/fine`)).toBe(200);
    clockOf.isBroken = false;
    channel("undici:request:create").publish({ request: { origin: "no origin", method: "GET" } });
    channel("undici:request:create").publish(undefined);
    expect(sampleValue(await signals.exposition(), "signalbox_internal_errors_total")).toBe(4);
    expect(await verdicts(signals)).toBe("0/0 active 0");
  });

  it("is not counted twice: an answer that is published again, one that fails again", async () => {
    const signals = shop();
    const request = { origin: payments.origin, method: "GET" };
    const answer = { request, response: { statusCode: 200 } };
    channel("undici:request:create").publish({ request });
    channel("undici:request:headers").publish(answer);
    channel("undici:request:headers").publish(answer);
    const failure = { request, error: new Error("late") };
    channel("undici:request:error").publish(failure);
    channel("undici:request:error").publish(failure);
    expect(await calls(signals)).toEqual(["payments GET 200 x1"]);
    expect(await verdicts(signals)).toBe("0/1 active 0");
  });

  it("is not listened to after close, and calls that wait are left", async () => {
    const signals = shop();
    signals.close();
    await fetch(`${payments.origin}/fine`);
    await sent(`${payments.origin}/fine`);
    expect(await calls(signals)).toEqual([]);
  });
});
