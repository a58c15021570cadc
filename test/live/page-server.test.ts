import { request } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { type WatchedShop, watchShop } from "./watched-shop.ts";

describe.skipIf(!engineIsBuilt)("the server of the live page (needs the engine)", () => {
  const engine = withEngine();
  let shop: WatchedShop | undefined;
  afterEach(() => shop?.live.close());

  /** `fetch` does not let a test set the Host header. */
  const statusOf = (url: string, method: string, headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const sent = request(url, { method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on("error", reject).end();
    });

  it("listens on this machine only", async () => {
    shop = await watchShop(engine());
    expect(shop.live.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  it("does not listen on an address that other machines reach", async () => {
    await expect(watchShop(engine(), { host: "0.0.0.0" })).rejects.toThrow("0.0.0.0 is not a loopback address");
  });

  it("names a port that is taken, and the option that changes it", async () => {
    shop = await watchShop(engine());
    const port = Number(new URL(shop.live.url).port);
    await expect(watchShop(engine(), { port })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use by another program. Choose another one with --port.`,
    );
  });

  it("refuses a foreign host name, which DNS rebinding would bring", async () => {
    shop = await watchShop(engine());
    expect(await statusOf(shop.live.url, "GET", { host: "evil.example" })).toBe(403);
    expect(await statusOf(shop.live.url, "GET", { host: new URL(shop.live.url).host })).toBe(200);
  });

  it("runs a control for the page itself, and for what is no browser", async () => {
    const runs: string[] = [];
    const control = {
      id: "smash",
      label: "Smash",
      description: "Breaks it.",
      run: async () => void runs.push("smash"),
    };
    shop = await watchShop(engine(), { controls: [control] });
    const url = `${shop.live.url}api/controls/smash`;
    const { host, origin } = new URL(shop.live.url);
    expect(await statusOf(url, "POST", { host, origin, "sec-fetch-site": "same-origin" })).toBe(200);
    expect(await statusOf(url, "POST", { host })).toBe(200);
    expect(runs).toHaveLength(2);
  });

  it.each([{ origin: "https://evil.example" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }] as Record<
    string,
    string
  >[])("does not run a control for another site: %j", async (headers) => {
    const runs: string[] = [];
    const control = {
      id: "smash",
      label: "Smash",
      description: "Breaks it.",
      run: async () => void runs.push("smash"),
    };
    shop = await watchShop(engine(), { controls: [control] });
    const { host } = new URL(shop.live.url);
    expect(await statusOf(`${shop.live.url}api/controls/smash`, "POST", { host, ...headers })).toBe(403);
    expect(runs).toEqual([]);
  });

  it("does not run a control for a GET, and knows only its own", async () => {
    shop = await watchShop(engine());
    expect((await shop.ask("/api/controls/smash")).status).toBe(405);
    expect((await shop.ask("/api/controls/smash", { method: "POST" })).status).toBe(404);
  });

  it.each([
    ["/api/boards/%zz/data", 400],
    ["/api/boards/none/data", 404],
    ["//", 404],
    ["*", 400],
  ])("answers the address %s with %d", async (path, status) => {
    shop = await watchShop(engine());
    const { hostname, port } = new URL(shop.live.url);
    const answered = await new Promise((resolve, reject) => {
      const sent = request({ hostname, port, path }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on("error", reject).end();
    });
    expect(answered).toBe(status);
  });

  it("sends the page's modules without types and its styles, under a policy that lets in nothing else", async () => {
    shop = await watchShop(engine());
    const page = await shop.ask("/");
    expect(page.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; script-src 'self' 'sha256-[^']+'; style-src 'self'; connect-src 'self'/,
    );
    const module = await shop.ask("/main.js");
    expect(module.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(await module.text()).not.toContain("import type { BoardData");
    expect((await shop.ask("/uplot.js")).status).toBe(200);
    expect((await shop.ask("/page.css")).headers.get("content-type")).toBe("text/css; charset=utf-8");
  });

  it("sends the state to those who listen, at once and after each round", async () => {
    shop = await watchShop(engine());
    const reader = (await shop.ask("/api/events")).body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain('"rounds":0');
    await shop.roundAt(10);
    expect((await reader?.read())?.value).toContain('"rounds":1');
    await reader?.cancel();
  });
});
