import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import { createInterface } from "node:readline";
import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";

const host = "127.0.0.1";
const servicePath = fileURLToPath(new URL("./drained-service.ts", import.meta.url));

interface Service {
  readonly child: ChildProcess;
  readonly port: number;
  readonly metricsPort: number;
  readonly exit: Promise<readonly unknown[]>;
  /** The next line that it prints with this word first; what follows the word. */
  line(word: string): Promise<string>;
}

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

async function startedService(drainDelaySeconds: number): Promise<Service> {
  const child = spawn(process.execPath, ["--conditions=signalbox-source", servicePath], {
    env: { ...process.env, DRAIN_DELAY_SECONDS: String(drainDelaySeconds) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const exit = once(child, "exit");
  const lines: string[] = [];
  const waiting = new Map<string, (rest: string) => void>();
  createInterface({ input: child.stdout }).on("line", (text) => {
    const [word = "", ...rest] = text.split(" ");
    lines.push(text);
    waiting.get(word)?.(rest.join(" "));
  });
  const line = (word: string): Promise<string> => {
    const printed = lines.find((text) => text.startsWith(word));
    if (printed !== undefined) return Promise.resolve(printed.slice(word.length + 1));
    return new Promise((resolve) => waiting.set(word, resolve));
  };
  const [port = 0, metricsPort = 0] = (await line("listening")).split(" ").map(Number);
  return { child, port, metricsPort, exit, line };
}

/** One request of a keep-alive client; whether it was answered 200. */
async function isServed(port: number, agent: Agent): Promise<boolean> {
  try {
    const request = get({ host, port, path: "/work", agent });
    const [response] = (await once(request, "response")) as [IncomingMessage];
    response.resume();
    await once(response, "end");
    return response.statusCode === 200;
  } catch {
    return false;
  }
}

describe("a drain", () => {
  it("loses no request of keep-alive clients, counts every one of them, and exits 0", async () => {
    const [leaving, staying] = await Promise.all([startedService(2), startedService(0)]);
    let target = leaving;
    let failed = 0;
    let servedByLeaving = 0;
    let isOver = false;
    const client = async (): Promise<void> => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      while (!isOver) {
        const chosen = target;
        const served = await isServed(chosen.port, agent);
        if (!served) failed += 1;
        else if (chosen === leaving) servedByLeaving += 1;
      }
      agent.destroy();
    };
    const clients = Array.from({ length: 30 }, client);
    while (servedByLeaving < 100) await turnOfTheLoop();
    leaving.child.kill("SIGTERM");
    while ((await fetch(`http://${host}:${leaving.metricsPort}/readyz`)).status === 200);
    expect((await fetch(`http://${host}:${leaving.metricsPort}/livez`)).status).toBe(200);
    const late = await fetch(`http://${host}:${leaving.port}/work`);
    expect([late.status, late.headers.get("connection")]).toEqual([200, "close"]);
    servedByLeaving += 1;
    const beforeTheSwitch = servedByLeaving;
    while (servedByLeaving < beforeTheSwitch + 50) await turnOfTheLoop();
    target = staying;
    const exit = await leaving.exit;
    isOver = true;
    await Promise.all(clients);
    expect(failed).toBe(0);
    expect(await leaving.line("counted")).toBe(String(servedByLeaving));
    expect(exit).toEqual([0, null]);
  });

  it.each([
    ["SIGTERM", 143],
    ["SIGINT", 130],
  ] as const)("ends at once on a second %s, with code %i", async (signal, code) => {
    const { child, port, metricsPort, exit, line } = await startedService(0);
    get({ host, port, path: "/hang" }).on("error", () => undefined);
    await line("hanging");
    child.kill(signal);
    while ((await fetch(`http://${host}:${metricsPort}/readyz`)).status === 200);
    child.kill(signal);
    expect(await exit).toEqual([code, null]);
  });
});
