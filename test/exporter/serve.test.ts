import { once } from "node:events";
import { connect } from "node:net";
import { defineService, requests } from "@signalbox/contract";
import { instrument, type Served, type ServeOptions } from "@signalbox/exporter";
import express from "express";
import { afterEach, describe, expect, it } from "vitest";
import { sampleValue } from "./exposition-text.ts";
import { answer, freed, host, latch, servedShop, takenPort, until } from "./served-shop.ts";

const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products.",
  indicators: { checkout: requests({ routes: ["POST /orders"] }) },
});

const running: Served[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((served) => served.close()));
});

/** Serves until the test ends. */
async function serving(
  options: Partial<ServeOptions>,
  log: (message: string) => void = () => undefined,
): Promise<Served> {
  const served = await instrument(shop, { log }).serve({ app: express(), port: 0, metricsPort: 0, host, ...options });
  running.push(served);
  return served;
}

describe("serve", () => {
  it("reports an indicator's route that the router does not have, before the first request", async () => {
    const messages: string[] = [];
    const signals = instrument(shop, { log: (message) => messages.push(message) });
    const app = express();
    app.use(signals.express());
    running.push(await signals.serve({ app, port: 0, metricsPort: 0, host }));
    expect(messages).toEqual([expect.stringContaining("the router has no route POST /orders")]);
    expect(sampleValue(await signals.exposition(), "sli_unmatched_routes", { sli: "checkout" })).toBe(1);
  });

  it.each(["port", "metricsPort", "probesPort"] as const)(
    "names a port that is taken and the option %s",
    async (option) => {
      const [taken, server] = await takenPort();
      await expect(serving({ [option]: taken })).rejects.toThrow(
        `Port ${taken} is taken by another process. Choose another with the option ${option}, or end that process.`,
      );
      await freed(server);
    },
  );

  it.each(["port", "probesPort"] as const)("leaves no metrics server behind when %s is taken", async (option) => {
    const [taken, server] = await takenPort();
    const [metricsPort, other] = await takenPort();
    await freed(other);
    await expect(serving({ [option]: taken, metricsPort })).rejects.toThrow("is taken");
    await freed(server);
    expect((await serving({ metricsPort })).metricsPort).toBe(metricsPort);
  });

  it("serves without metrics while their port is taken, when it may, and with them afterwards", async () => {
    const [taken, server] = await takenPort();
    const messages: string[] = [];
    const app = express();
    app.get("/", (_request, response) => response.send("ok"));
    const options = { app, metricsPort: taken, onMetricsPortBusy: "warn" } as const;
    const served = await serving(options, (message) => messages.push(message));
    expect(await answer(`http://${host}:${served.port}/`)).toBe("200 ok");
    expect(messages).toContain(
      `Port ${taken} is taken by another process. Choose another with the option metricsPort, or end that process. ` +
        "Until the port is free, there are no metrics and no probes.",
    );
    await freed(server);
    await until(async () => (await answer(`http://${host}:${taken}/readyz`).catch(() => "refused")) === "200 ok");
    expect(served.metricsPort).toBe(taken);
  });

  it("ends while its metrics port is still taken", async () => {
    const [taken, server] = await takenPort();
    const served = await serving({ metricsPort: taken, onMetricsPortBusy: "warn" });
    await served.close();
    await freed(server);
    expect((await serving({ metricsPort: taken })).metricsPort).toBe(taken);
  });

  it("closes without cutting off the request in flight", async () => {
    const reached = latch();
    const released = latch();
    const app = express();
    app.get("/report", async (_request, response) => {
      reached.open();
      await released.passed;
      response.end("done");
    });
    const served = await serving({ app });
    const report = fetch(`http://${host}:${served.port}/report`);
    await reached.passed;
    const closing = served.close();
    released.open();
    const response = await report;
    expect([response.headers.get("connection"), await response.text()]).toEqual(["close", "done"]);
    await closing;
    await expect(fetch(`http://${host}:${served.metricsPort}/livez`)).rejects.toThrow();
  });

  it("can serve again after it was closed", async () => {
    const { signals, served } = await servedShop();
    await served.close();
    const app = express();
    const again = await signals.serve({ app, port: 0, metricsPort: 0, host });
    running.push(again);
    expect(await answer(`http://${host}:${again.metricsPort}/readyz`)).toBe("200 ok");
  });

  it("ends the metrics server even when onDrained fails", async () => {
    const onDrained = (): Promise<void> => Promise.reject(new Error("the database does not let go"));
    const app = express();
    const served = await instrument(shop, { log: () => undefined }).serve({
      app,
      port: 0,
      metricsPort: 0,
      host,
      onDrained,
    });
    await expect(served.close()).rejects.toThrow("does not let go");
    await expect(fetch(`http://${host}:${served.metricsPort}/livez`)).rejects.toThrow();
  });

  it("breaks off what is left at the deadline, upgraded connections too, and says how many", async () => {
    const messages: string[] = [];
    let drained = false;
    const onDrained = (): void => {
      drained = true;
    };
    const served = await serving({ deadlineSeconds: 0.05, onDrained }, (message) => messages.push(message));
    served.server.on("upgrade", (_request, socket) => socket.write("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
    const upgraded = connect(served.port, host);
    upgraded.write("GET / HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    await once(upgraded, "data");
    await served.close();
    expect([messages.filter((message) => message.startsWith("drain")), drained]).toEqual([
      ["drain: broken off at the deadline: 1 connection, with 0 requests in flight"],
      true,
    ]);
  });

  it("keeps idle connections longer than load balancers do, and takes headers longer than that", async () => {
    const usual = await serving({});
    const chosen = await serving({ keepAliveTimeoutSeconds: 320, headersTimeoutSeconds: 330 });
    const timeouts = [usual, chosen].map(({ server }) => [server.keepAliveTimeout, server.headersTimeout]);
    expect(timeouts).toEqual([
      [65_000, 70_000],
      [320_000, 330_000],
    ]);
  });
});
