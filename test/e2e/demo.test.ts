import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { type Child, startChild } from "../support/child.ts";
import { engineIsBuilt } from "../support/engine.ts";
import { freePort } from "../support/free-port.ts";

const demo = join(import.meta.dirname, "..", "..", "scripts", "demo.ts");
const start = (...args: readonly string[]): Child =>
  startChild(process.execPath, ["--conditions=signalbox-source", demo, ...args]);

describe.skipIf(!engineIsBuilt)("the demo (needs the engine)", () => {
  let child: Child | undefined;
  let blocker: Server | undefined;
  afterEach(async () => {
    await child?.stop();
    blocker?.close();
  });

  const ended = async (process: Child): Promise<number | null> => {
    if (process.process.exitCode !== null) return process.process.exitCode;
    const [code] = (await once(process.process, "close")) as [number | null];
    return code;
  };

  /** A running demo and the address of its shop. */
  const running = async (): Promise<{ readonly demo: Child; readonly shopUrl: string }> => {
    const [page, app, metrics] = [await freePort(), await freePort(), await freePort()];
    const started = start("--port", String(page), "--app-port", String(app), "--metrics-port", String(metrics));
    child = started;
    await until(() => /Ctrl-C/.test(started.output()), started);
    return { demo: started, shopUrl: `http://127.0.0.1:${app}/products` };
  };

  it("checks itself: what breaks is seen, and what is down comes back", async () => {
    child = start("--check");
    const code = await ended(child);
    expect(child.output()).toMatch(/failing, and the availability page fires .* to PagerDuty/);
    expect(child.output()).toMatch(/hanging, and the availability page fires .* to PagerDuty/);
    expect(child.output()).toMatch(/shows as down .*ECONNREFUSED/);
    expect(code, child.output()).toBe(0);
  }, 400_000);

  it("names a busy port and the option that changes it, before it starts anything", async () => {
    const busy = createServer();
    blocker = busy;
    busy.listen(0, "127.0.0.1");
    await once(busy, "listening");
    const address = busy.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    child = start(
      "--port",
      String(await freePort()),
      "--app-port",
      String(await freePort()),
      "--metrics-port",
      String(port),
    );
    expect(await ended(child)).toBe(1);
    expect(child.output()).toBe(
      `Port ${port}, for the shop's metrics, is in use by another program. Choose another one with --metrics-port <port>.\n`,
    );
  });

  it.each([
    ["is interrupted", "SIGINT", 130],
    ["is told to end", "SIGTERM", 143],
    ["is killed", "SIGKILL", null],
  ] as const)("ends what it started when it %s", async (_what, signal, code) => {
    const { demo: started, shopUrl } = await running();
    expect((await fetch(shopUrl)).status).toBe(200);
    started.process.kill(signal);
    expect(await ended(started)).toBe(code);
    await until(async () => !(await answers(shopUrl)), started);
    expect(await answers(shopUrl)).toBe(false);
  });

  it("says what is wrong with an option", async () => {
    child = start("--fault", "burning");
    expect(await ended(child)).toBe(1);
    expect(child.output()).toBe("--fault is one of failing, slow, hanging, not burning.\n");
  });
});

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

async function until(holds: () => boolean | Promise<boolean>, child: Child): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (await holds()) return;
    await delay(100);
  }
  throw new Error(`not within 30 s; the demo said:\n${child.output()}`);
}
