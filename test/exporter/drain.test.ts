import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import { setTimeout as passing } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type ListeningChild, listeningChild, startedChild } from "./drained-child.ts";
import { sampleValue } from "./exposition-text.ts";
import { answer, connected, host, until } from "./served-shop.ts";

/** Seconds after which a load balancer has learnt that an endpoint leaves. */
const propagationSeconds = 1;

describe("a drain behind a load balancer", () => {
  it("loses no request of sixty keep-alive clients, and its last scrape has seen all of them", async () => {
    const env = { DRAIN_DELAY_SECONDS: String(propagationSeconds + 0.5), FINAL_SCRAPE_SECONDS: "20" };
    const [leaving, staying] = await Promise.all([listeningChild(env), listeningChild()]);
    let endpoints = [leaving, staying];
    let chosen = 0;
    let answered = 0;
    let failed = 0;
    let isOver = false;
    const clients = Array.from({ length: 60 }, async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      while (!isOver) {
        const { port } = endpoints[chosen++ % endpoints.length] ?? staying;
        if (await isAnswered(port, agent)) answered += 1;
        else failed += 1;
      }
      agent.destroy();
    });
    await until(() => answered > 300);
    leaving.child.kill("SIGTERM");
    await until(async () => (await answer(`${urlOf(leaving)}/readyz`)) === "503 draining");
    expect(await answer(`${urlOf(leaving)}/livez`)).toBe("200 ok");
    await passing(propagationSeconds * 1000);
    endpoints = [staying];
    await leaving.line("drained");
    const last = await scraped(leaving);
    expect(await leaving.exit).toEqual([0, null]);
    const enough = answered + 200;
    await until(() => answered > enough);
    isOver = true;
    await Promise.all(clients);
    expect(failed).toBe(0);
    expect(sampleValue(last, "signalbox_aborted_requests_total")).toBe(0);
    expect(served(last) + served(await scraped(staying))).toBe(answered);
  });

  it("tells every client that its connection ends", async () => {
    const leaving = await listeningChild({ DRAIN_DELAY_SECONDS: "60" });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect(await connectionHeader(leaving.port, agent)).toBe("keep-alive");
    leaving.child.kill("SIGTERM");
    await until(async () => (await answer(`${urlOf(leaving)}/readyz`)) === "503 draining");
    expect(await connectionHeader(leaving.port, agent)).toBe("close");
    agent.destroy();
  });
});

describe("a signal to end", () => {
  it("lets a scrape end that is in flight", async () => {
    const leaving = await listeningChild({ HELD_REGISTRY: "yes" });
    const scrape = fetch(`${urlOf(leaving)}/metrics`);
    await leaving.line("scraping");
    leaving.child.kill("SIGTERM");
    await leaving.line("drained");
    leaving.tell("release");
    const response = await scrape;
    expect([response.status, (await response.text()).endsWith("\n")]).toEqual([200, true]);
    expect(await leaving.exit).toEqual([0, null]);
  });

  it("waits for a scrape that starts after the last request, not for an earlier one", async () => {
    const leaving = await listeningChild({ HELD_REGISTRY: "yes", FINAL_SCRAPE_SECONDS: "3600" });
    const early = scraped(leaving);
    await leaving.line("scraping");
    leaving.child.kill("SIGTERM");
    await leaving.line("drained");
    leaving.tell("release");
    await early;
    await scraped(leaving);
    expect(await leaving.exit).toEqual([0, null]);
  });

  it("waits for a scrape of everything, not for a part of it or for its headers alone", async () => {
    const leaving = await listeningChild({ FINAL_SCRAPE_SECONDS: "3600" });
    leaving.child.kill("SIGTERM");
    await leaving.line("drained");
    await fetch(`${urlOf(leaving)}/metrics`, { method: "HEAD" });
    await answer(`${urlOf(leaving)}/metrics?name[]=process_start_time_seconds`);
    await passing(100);
    expect(await scraped(leaving)).toContain("http_server_active_requests");
    expect(await leaving.exit).toEqual([0, null]);
  });

  it("ends the process after the last of several services in it", async () => {
    const leaving = await listeningChild({ SECOND_SERVICE: "yes" });
    const held = fetch(`http://${host}:${leaving.port}/held`).then((response) => response.text());
    await leaving.line("holding");
    leaving.child.kill("SIGTERM");
    await leaving.line("second-closed");
    leaving.tell("release");
    expect(await held).toBe("done");
    expect(await leaving.exit).toEqual([0, null]);
  });

  it("breaks off a request that hangs, counts it, and still exits 0", async () => {
    const leaving = await listeningChild({ DEADLINE_SECONDS: "0.2", FINAL_SCRAPE_SECONDS: "20" });
    const hanging = once(get({ host, port: leaving.port, path: "/hang" }), "response");
    await leaving.line("hanging");
    const unused = await connected(leaving.port);
    leaving.child.kill("SIGTERM");
    await expect(hanging).rejects.toThrow("socket hang up");
    await leaving.line("drained");
    expect(sampleValue(await scraped(leaving), "signalbox_aborted_requests_total")).toBe(1);
    expect(await leaving.exit).toEqual([0, null]);
    expect(leaving.errors()).toContain("drain: broken off at the deadline: 1 connection, with 1 request in flight");
    unused.destroy();
  });

  it.each([
    ["SIGTERM", 143],
    ["SIGINT", 130],
  ] as const)("ends at once when %s comes a second time, with code %i", async (signal, code) => {
    const leaving = await listeningChild();
    get({ host, port: leaving.port, path: "/hang" }).on("error", () => undefined);
    await leaving.line("hanging");
    leaving.child.kill(signal);
    await until(async () => (await answer(`${urlOf(leaving)}/readyz`)) === "503 draining");
    leaving.child.kill(signal);
    expect(await leaving.exit).toEqual([code, null]);
  });

  it("ends a service that is still starting, which then never listens", async () => {
    const starting = startedChild({ SLOW_STARTUP: "yes", DRAIN_DELAY_SECONDS: "0.3" });
    await starting.line("starting");
    starting.child.kill("SIGTERM");
    expect(await starting.exit).toEqual([0, null]);
    expect([starting.printed(), starting.errors()]).toEqual([["starting", "drained"], ""]);
  });
});

describe("a service that fails", () => {
  it("dies of an error that nobody catches, as without us", async () => {
    const failing = await listeningChild();
    failing.tell("crash");
    expect(await failing.exit).toEqual([1, null]);
    expect(failing.errors()).toContain("nobody catches this");
  });

  it("starts again at zero after it was killed", async () => {
    const killed = await listeningChild();
    await answer(`http://${host}:${killed.port}/work`);
    expect(served(await scraped(killed))).toBe(1);
    killed.child.kill("SIGKILL");
    expect(await killed.exit).toEqual([null, "SIGKILL"]);
    const next = await listeningChild();
    expect(served(await scraped(next))).toBe(0);
  });
});

function urlOf({ metricsPort }: ListeningChild): string {
  return `http://${host}:${metricsPort}`;
}

async function scraped(child: ListeningChild): Promise<string> {
  const response = await fetch(`${urlOf(child)}/metrics`);
  expect(response.status).toBe(200);
  return response.text();
}

/** How many requests an exposition has counted for the indicator. */
function served(text: string): number {
  return sampleValue(text, "sli_events_total", { sli: "availability" }) ?? Number.NaN;
}

async function isAnswered(port: number, agent: Agent): Promise<boolean> {
  try {
    const response = await answered(port, agent);
    return response.statusCode === 200;
  } catch {
    return false;
  }
}

async function connectionHeader(port: number, agent: Agent): Promise<string | undefined> {
  return (await answered(port, agent)).headers.connection;
}

async function answered(port: number, agent: Agent): Promise<IncomingMessage> {
  const [response] = (await once(get({ host, port, path: "/work", agent }), "response")) as [IncomingMessage];
  response.resume();
  await once(response, "end");
  return response;
}
