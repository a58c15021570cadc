import { once } from "node:events";
import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { answer, connected, exposed, fillShelves, type ServedShop, servedShop, until } from "./served-shop.ts";

describe("the protection of the metrics port", () => {
  it("renders three scrapes at a time and sends the others away", async () => {
    const [shop, release] = await heldShop();
    const statuses: number[] = [];
    const scrapes = Array.from({ length: 5 }, async () => {
      const response = await fetch(`${shop.url}/metrics`);
      statuses.push(response.status);
      if (statuses.length === 2) release();
      return response;
    });
    const responses = await Promise.all(scrapes);
    expect(statuses).toEqual([503, 503, 200, 200, 200]);
    expect(
      responses.map(({ headers }) => headers.get("retry-after")).filter((seconds) => seconds === "1"),
    ).toHaveLength(2);
    expect(await answer(`${shop.url}/metrics`)).toMatch(/^200 /);
    expect(await exposed(shop, "signalbox_scrapes_total", { code: "503" })).toBe(2);
  });

  it("answers fifty scrapes at once with whole expositions or 503, while the application goes on", async () => {
    const shop = await servedShop();
    fillShelves(shop);
    const scrapes = Array.from({ length: 50 }, async () => {
      const response = await fetch(`${shop.url}/metrics`);
      const text = await response.text();
      return response.status === 503 || (response.status === 200 && text.endsWith("\n") && text.length > 1e6);
    });
    const application = await answer(`http://127.0.0.1:${shop.served.port}/`);
    expect(application).toBe("200 ok");
    expect((await Promise.all(scrapes)).filter((isRight) => !isRight)).toEqual([]);
    expect(await exposed(shop, "signalbox_scrapes_in_flight")).toBe(0);
  });

  it("takes as many scrapes at a time as it is told", async () => {
    const [shop, release] = await heldShop({ maximumScrapes: 1 });
    const statuses: number[] = [];
    const scrapes = Array.from({ length: 2 }, async () => {
      statuses.push((await fetch(`${shop.url}/metrics`)).status);
      release();
    });
    await Promise.all(scrapes);
    expect(statuses).toEqual([503, 200]);
  });

  it("is not held up by clients that do not read", async () => {
    const shop = await servedShop();
    fillShelves(shop);
    for (let client = 0; client < 6; client++) {
      const socket = await connected(shop.served.metricsPort);
      socket.pause();
      socket.write("GET /metrics HTTP/1.1\r\nHost: shop\r\n\r\n");
      await until(async () => (await scraped(shop)) === client + 1);
    }
    expect(await answer(`${shop.url}/metrics`)).toMatch(/^200 /);
  });

  it("cuts off a client that does not read", async () => {
    const shop = await servedShop({ metricsLimits: { sendDeadlineSeconds: 0.2, maximumConnections: 1 } });
    fillShelves(shop);
    const socket = await connected(shop.served.metricsPort);
    socket.pause();
    socket.write("GET /metrics HTTP/1.1\r\nHost: shop\r\n\r\n");
    await until(async () => (await scraped(shop)) === 1);
    // The only connection is taken until the server has closed it.
    await until(async () => (await answer(`${shop.url}/livez`).catch(() => "refused")) === "200 ok");
    socket.resume();
    await until(() => socket.closed);
    expect(socket.bytesRead).toBeLessThan(Buffer.byteLength(await shop.signals.exposition()));
  });

  it("cuts off the slowest of too many clients that do not read", async () => {
    const shop = await servedShop({ metricsLimits: { maximumSending: 2, maximumConnections: 3 } });
    fillShelves(shop);
    const sockets: Socket[] = [];
    for (let client = 0; client < 3; client++) {
      const socket = await connected(shop.served.metricsPort);
      socket.pause();
      socket.write("GET /metrics HTTP/1.1\r\nHost: shop\r\n\r\n");
      await until(async () => (await scraped(shop)) === client + 1);
      sockets.push(socket);
    }
    const whole = Buffer.byteLength(await shop.signals.exposition());
    // All connections are taken until one was closed.
    await until(async () => (await answer(`${shop.url}/livez`).catch(() => "refused")) === "200 ok");
    for (const socket of sockets) socket.resume();
    const [first, ...others] = sockets;
    await until(() => first?.closed === true && others.every(({ bytesRead }) => bytesRead > whole));
    expect(first?.bytesRead).toBeLessThan(whole);
  });

  it("forgets a client that left while its scrape was rendered", async () => {
    const [shop, release] = await heldShop({ maximumSending: 1 });
    fillShelves(shop);
    const leaving = await connected(shop.served.metricsPort);
    leaving.write("GET /metrics HTTP/1.1\r\nHost: shop\r\n\r\n");
    await until(async () => (await answer(`${shop.url}/livez`)) === "200 ok");
    leaving.resetAndDestroy();
    await once(leaving, "close");
    await until(async () => (await answer(`${shop.url}/livez`)) === "200 ok");
    release();
    await until(async () => (await scraped(shop)) === 1);
    const sockets: Socket[] = [];
    for (const count of [2, 3]) {
      const socket = await connected(shop.served.metricsPort);
      socket.pause().write("GET /metrics HTTP/1.1\r\nHost: shop\r\n\r\n");
      await until(async () => (await scraped(shop)) === count);
      sockets.push(socket);
    }
    for (const socket of sockets) socket.resume();
    const whole = Buffer.byteLength(await shop.signals.exposition());
    await until(() => sockets[0]?.closed === true && Number(sockets[1]?.bytesRead) > whole);
    expect(sockets[0]?.bytesRead).toBeLessThan(whole);
  });

  it("cuts off a client that reads a little now and then", async () => {
    const shop = await servedShop({ metricsLimits: { sendDeadlineSeconds: 0.3 } });
    fillShelves(shop);
    const socket = await connected(shop.served.metricsPort);
    socket.on("data", () => {
      socket.pause();
      setTimeout(() => socket.resume(), 20);
    });
    socket.write("GET /metrics HTTP/1.1\r\nHost: shop\r\n\r\n");
    await until(() => socket.closed);
    expect(socket.bytesRead).toBeLessThan(Buffer.byteLength(await shop.signals.exposition()));
  });

  it.each([
    ["sends nothing", ""],
    ["sends its headers slowly", "GET /metrics HTTP/1.1\r\nHost: shop\r\nX-Slow: "],
  ])("cuts off a client that %s", async (_, bytes) => {
    const shop = await servedShop({ metricsLimits: { headersDeadlineSeconds: 0.1 } });
    const socket = await connected(shop.served.metricsPort);
    socket.resume().write(bytes);
    await once(socket, "close");
    expect(await answer(`${shop.url}/metrics`)).toMatch(/^200 /);
  });

  it("answers a client that sends its body slowly, and cuts it off", async () => {
    const shop = await servedShop({ metricsLimits: { headersDeadlineSeconds: 0.1, requestDeadlineSeconds: 0.2 } });
    const socket = await connected(shop.served.metricsPort);
    let text = "";
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    socket.write("GET /livez HTTP/1.1\r\nHost: shop\r\nContent-Length: 9\r\n\r\n{");
    await once(socket, "close");
    expect(text).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  it("survives a client that leaves while its scrape is sent", async () => {
    const shop = await servedShop();
    fillShelves(shop);
    for (let client = 0; client < 5; client++) {
      const socket = await connected(shop.served.metricsPort);
      socket.write("GET /metrics HTTP/1.1\r\nHost: shop\r\n\r\n");
      await once(socket, "data");
      socket.resetAndDestroy();
    }
    await until(async () => (await exposed(shop, "signalbox_scrapes_in_flight")) === 0);
    expect(await answer(`${shop.url}/metrics`)).toMatch(/^200 /);
    expect(await exposed(shop, "signalbox_internal_errors_total")).toBe(0);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
    "refuses the limit %d, and says what to write",
    async (limit) => {
      const failure = servedShop({ metricsLimits: { maximumScrapes: limit } });
      await expect(failure).rejects.toThrow(
        `metricsLimits.maximumScrapes: it is a whole number of at least 1 (options/value)\n    received  ${limit}\n    write     maximumScrapes: 3`,
      );
    },
  );
});

/** How many scrapes were rendered with success. */
function scraped(shop: ServedShop): Promise<number | undefined> {
  return exposed(shop, "signalbox_scrape_render_duration_seconds_count");
}

/** A shop whose scrapes wait for a registry, and how to let them go. */
async function heldShop(metricsLimits = {}): Promise<[ServedShop, () => void]> {
  let release = (): void => undefined;
  const text = new Promise<string>((resolve) => {
    release = () => resolve("");
  });
  let isHeld = true;
  const registry = {
    contentType: "text/plain",
    metrics: (): Promise<string> => (isHeld ? text : Promise.resolve("")),
  };
  const shop = await servedShop({ metricsLimits }, { registries: [registry], registryDeadlineSeconds: 20 });
  return [
    shop,
    () => {
      isHeld = false;
      release();
    },
  ];
}
