import { channel } from "node:diagnostics_channel";
import { once } from "node:events";
import { get, type IncomingMessage, request as send } from "node:http";
import { get as getEncrypted } from "node:https";
import { type AddressInfo, createServer } from "node:net";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { defineService } from "@signalbox/contract";
import { type InstrumentOptions, instrument, type Signals } from "@signalbox/exporter";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "../support/free-port.ts";
import { sampleValue } from "./exposition-text.ts";
import {
  callingShop,
  calls,
  givenUpAfter,
  type PaymentsServer,
  paymentsServer,
  sent,
  verdicts,
} from "./outbound-shop.ts";

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

describe("a service without dependencies", () => {
  it("listens to no channel and exposes nothing about calls", async () => {
    const names = ["undici:request:create", "http.client.request.created"];
    const before = names.map((name) => channel(name).hasSubscribers);
    const signals = instrument(defineService({ name: "shop", team: "storefront", description: "Sells products." }));
    expect(names.map((name) => channel(name).hasSubscribers)).toEqual(before);
    expect(await signals.exposition()).not.toMatch(/http_client|dependency/);
  });
});

describe("dependencies that nobody has called", () => {
  it("have their series at zero, undeclared hosts too", async () => {
    const signals = shop();
    for (const dependency of ["payments", "search", "other"]) {
      expect(await verdicts(signals, dependency)).toBe("0/0 active 0");
    }
    expect(await calls(signals)).toEqual([]);
  });
});

describe("an answered call", () => {
  it("through fetch is counted once, with method, status and the seconds until its headers", async () => {
    const signals = shop();
    expect(await (await fetch(`${payments.origin}/fine`, { method: "POST", body: "x" })).text()).toBe("fine");
    expect(await calls(signals)).toEqual(["payments POST 200 x1"]);
    expect(sampleValue(await signals.exposition(), "http_client_request_duration_seconds_sum")).toBeCloseTo(0.2, 9);
    expect(await verdicts(signals)).toBe("0/1 active 0");
  });

  it("through node:http is counted once, over a kept connection too", async () => {
    const signals = shop();
    await sent(`${payments.origin}/fine`);
    await sent(`${payments.origin}/fine`, { method: "PUT" });
    await sent(`${payments.origin}/fine`);
    await new Promise((resolve) => get(`${payments.origin}/fine`, resolve));
    expect(await calls(signals)).toEqual(["payments GET 200 x3", "payments PUT 200 x1"]);
    expect(await verdicts(signals)).toBe("0/4 active 0");
  });

  it("is counted when its body is never read", async () => {
    const signals = shop();
    const unread = await fetch(`${payments.origin}/large`);
    expect(await verdicts(signals)).toBe("0/1 active 0");
    await unread.body?.cancel();
    expect(await verdicts(signals)).toBe("0/1 active 0");
  });

  it("that redirects is one call, and what it leads to another, of the host that it leads to", async () => {
    const signals = shop();
    await (await fetch(`${payments.origin}/moved`)).text();
    await (await fetch(`${payments.origin}/elsewhere`)).text();
    expect(await calls(signals)).toEqual(["payments GET 302 x2", "payments GET 200 x1", "other GET 200 x1"]);
  });

  it("is not counted by its early hints", async () => {
    const signals = shop();
    await (await fetch(`${payments.origin}/hint`)).text();
    await sent(`${payments.origin}/hint`);
    expect(await calls(signals)).toEqual(["payments GET 200 x2"]);
    expect(await verdicts(signals)).toBe("0/2 active 0");
  });

  it("to an upgrade through node:http has its status", async () => {
    const signals = shop();
    const request = send(`${payments.origin}/fine`, { headers: { connection: "Upgrade", upgrade: "echo" } }).end();
    const [, socket] = await once(request, "upgrade");
    const closed = request.destroyed ? undefined : once(request, "close");
    socket.destroy();
    await closed;
    expect(await calls(signals)).toEqual(["payments GET 101 x1"]);
    expect(await verdicts(signals)).toBe("0/1 active 0");
  });

  it.each([
    [404, "0/1"],
    [429, "1/1"],
    [500, "1/1"],
    [503, "1/1"],
  ])("with %d has its status as error type and counts as failed/all %s", async (status, counted) => {
    const signals = shop();
    await fetch(`${payments.origin}/status?is=${status}`);
    expect(await calls(signals)).toEqual([`payments GET ${status} ${status} x1`]);
    expect(await verdicts(signals)).toBe(`${counted} active 0`);
  });

  it("that breaks off later has failed, once", async () => {
    const signals = shop();
    await expect(fetch(`${payments.origin}/cut`).then((response) => response.text())).rejects.toThrow("terminated");
    expect(await verdicts(signals)).toBe("1/1 active 0");
    await expect(sent(`${payments.origin}/cut`)).rejects.toThrow("aborted");
    expect(await verdicts(signals)).toBe("2/2 active 0");
    const arrived = once(payments.server, "request") as Promise<[IncomingMessage]>;
    const request = get(`${payments.origin}/endless`, { agent: false }).on("error", () => undefined);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    const [{ socket }] = await arrived;
    socket.resetAndDestroy();
    await new Promise((resolve) => response.on("error", () => undefined).on("close", resolve));
    expect(await verdicts(signals)).toBe("3/3 active 0");
    expect(await calls(signals)).toEqual(["payments GET 200 x3"]);
  });

  it("that failed by its status does not fail again when its body breaks off", async () => {
    const signals = shop();
    await expect(fetch(`${payments.origin}/cut?is=503`).then((response) => response.text())).rejects.toThrow();
    await expect(sent(`${payments.origin}/cut?is=500`)).rejects.toThrow("aborted");
    expect(await calls(signals)).toEqual(["payments GET 503 503 x1", "payments GET 500 500 x1"]);
    expect(await verdicts(signals)).toBe("2/2 active 0");
  });

  it("that the service could not use has not failed", async () => {
    const signals = shop();
    const full = new Writable({ write: (_chunk, _encoding, done) => done(new Error("disk full")) });
    const [response] = (await once(get(`${payments.origin}/endless`), "response")) as [IncomingMessage];
    await expect(pipeline(response, full)).rejects.toThrow("disk full");
    const cancel = new AbortController();
    await fetch(`${payments.origin}/endless`, { signal: cancel.signal });
    cancel.abort(new Error("disk full"));
    expect(await verdicts(signals)).toBe("0/2 active 0");
  });

  it("that took too long to end has failed", async () => {
    const signals = shop();
    const response = await fetch(`${payments.origin}/endless`, { signal: AbortSignal.timeout(50) });
    await expect(response.text()).rejects.toThrow("timeout");
    expect(await verdicts(signals)).toBe("1/1 active 0");
  });

  it("that the service itself broke off has not failed", async () => {
    const signals = shop();
    const cancel = new AbortController();
    await fetch(`${payments.origin}/endless`, { signal: cancel.signal });
    cancel.abort();
    await new Promise<void>((resolve) => {
      get(`${payments.origin}/endless`, (response) => response.on("close", resolve).destroy());
    });
    expect(await verdicts(signals)).toBe("0/2 active 0");
  });
});

describe("a call without an answer", () => {
  it("because nobody listens is connection_refused", async () => {
    const signals = shop();
    const free = await freePort();
    const other = `http://localhost:${free}/`;
    await expect(fetch(other)).rejects.toThrow("fetch failed");
    await expect(once(get(other), "response")).rejects.toThrow("ECONNREFUSED");
    expect(await calls(signals)).toEqual(["other GET connection_refused x2"]);
    expect(await verdicts(signals, "other")).toBe("2/2 active 0");
  });

  it("because the connection ended is connection_reset", async () => {
    const signals = shop();
    await expect(fetch(`${payments.origin}/reset`)).rejects.toThrow("fetch failed");
    await expect(sent(`${payments.origin}/reset`, { agent: false })).rejects.toThrow("ECONNRESET");
    await expect(sent(`${payments.origin}/hangup`, { agent: false })).rejects.toThrow("hang up");
    expect(await calls(signals)).toEqual(["payments GET connection_reset x3"]);
    expect(await verdicts(signals)).toBe("3/3 active 0");
  });

  it("because the connection ended before its encryption began is connection_reset", async () => {
    const signals = shop();
    const deaf = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
    await once(deaf, "listening");
    const { port } = deaf.address() as AddressInfo;
    await expect(once(getEncrypted(`https://127.0.0.1:${port}/`), "response")).rejects.toThrow("disconnected");
    await expect(fetch(`https://127.0.0.1:${port}/`)).rejects.toThrow("fetch failed");
    expect(await calls(signals)).toEqual(["other GET connection_reset x2"]);
    deaf.close();
  });

  it("because the host has no address is name_not_resolved", async () => {
    const signals = shop();
    await expect(sent("http://nowhere.search.internal:1/")).rejects.toThrow();
    expect(await calls(signals)).toEqual(["search GET name_not_resolved x1"]);
  });

  it("because of a time limit is timeout", async () => {
    const signals = shop();
    await expect(fetch(`${payments.origin}/hang`, { signal: AbortSignal.timeout(20) })).rejects.toThrow("timeout");
    await expect(sent(`${payments.origin}/hang`, { timeout: 20 })).rejects.toThrow("hang up");
    await expect(sent(`${payments.origin}/hang`, { signal: AbortSignal.timeout(20) })).rejects.toThrow("aborted");
    expect(await calls(signals)).toEqual(["payments GET timeout x3"]);
    expect(await verdicts(signals)).toBe("3/3 active 0");
  });

  it("that the service gave up soon tells nothing of the dependency", async () => {
    const signals = shop();
    await givenUpAfter(5, payments);
    expect(await calls(signals)).toEqual(["payments GET aborted x2"]);
    expect(await verdicts(signals)).toBe("0/0 active 0");
  });

  it("that the service gave up after a long wait has failed", async () => {
    const signals = shop();
    await givenUpAfter(5.01, payments);
    expect(await verdicts(signals)).toBe("2/2 active 0");
    const patient = shop({}, 30);
    await givenUpAfter(29, payments);
    expect(await verdicts(patient)).toBe("0/0 active 0");
  });

  it("is active while it waits, and not counted when it was given up before it began", async () => {
    const signals = shop();
    const cancel = new AbortController();
    const arrived = once(payments.server, "request");
    const waiting = fetch(`${payments.origin}/hang`, { signal: cancel.signal });
    await arrived;
    expect(await verdicts(signals)).toBe("0/0 active 1");
    cancel.abort();
    await expect(waiting).rejects.toThrow("aborted");
    await expect(fetch(`${payments.origin}/fine`, { signal: AbortSignal.abort() })).rejects.toThrow("aborted");
    expect(await verdicts(signals)).toBe("0/0 active 0");
  });

  it("with an error of the caller's own is _OTHER", async () => {
    const signals = shop();
    const cancel = new AbortController();
    const arrived = once(payments.server, "request");
    const waiting = fetch(`${payments.origin}/hang`, { signal: cancel.signal });
    await arrived;
    cancel.abort(new RangeError("enough"));
    await expect(waiting).rejects.toThrow("enough");
    expect(await calls(signals)).toEqual(["payments GET _OTHER x1"]);
  });
});
