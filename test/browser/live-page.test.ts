import { afterEach, describe, expect, it } from "vitest";
import type { LiveOptions } from "../../live/index.ts";
import { events, type WatchedShop, watchShop } from "../live/watched-shop.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";
import { chromiumPath, withBrowser } from "./browser.ts";

describe.skipIf(!engineIsBuilt || chromiumPath === undefined)(
  "the live page in a browser (needs Chromium and the engine)",
  () => {
    const engine = withEngine();
    const open = withBrowser();
    let shop: WatchedShop | undefined;
    afterEach(() => shop?.live.close());

    let isBroken = false;
    let seconds = 0;
    let served = { all: 0, bad: 0 };

    /** A shop that counts 240 requests in each round; half of them fail once the button is pressed. */
    const start = async (options: Partial<LiveOptions> = {}): Promise<WatchedShop> => {
      [isBroken, seconds, served] = [false, 0, { all: 0, bad: 0 }];
      const run = async (): Promise<void> => {
        isBroken = true;
      };
      const smash = {
        id: "smash",
        label: "Smash it",
        description: "Half of it fails.",
        run,
        active: async () => isBroken,
      };
      shop = await watchShop(engine(), { controls: [smash], ...options });
      return shop;
    };
    const rounds = async (watched: WatchedShop, count: number): Promise<void> => {
      for (let round = 0; round < count; round++) {
        seconds += 10;
        served = { all: served.all + 240, bad: served.bad + (isBroken ? 120 : 0) };
        watched.answer = events(served.all, served.bad);
        await watched.roundAt(seconds);
      }
    };

    it("draws every panel of the boards, and the browser has nothing to complain of", async () => {
      const watched = await start();
      await rounds(watched, 12);
      const { page, complaints } = await open();
      await page.goto(watched.live.url);
      await page.locator(".plot canvas").first().waitFor();
      const boards = (await (await watched.ask("/api/boards")).json()) as readonly {
        panels: readonly { type: string }[];
      }[];
      const expected = boards.flatMap(({ panels }) => panels).filter(({ type }) => type !== "row").length;
      expect(await page.locator("section.panel").count()).toBe(expected);
      expect(await page.locator(".problem:visible").allTextContents()).toEqual([]);
      expect(complaints).toEqual([]);
    });

    it("shows lines where there is data, on the canvas and in the legend", async () => {
      const watched = await start();
      await rounds(watched, 12);
      const { page } = await open();
      await page.goto(watched.live.url);
      const panel = page.locator("section.panel", { hasText: "Error ratio: availability" }).first();
      await panel.locator(".readout", { hasText: "0 %" }).waitFor();
      const inked = await panel.locator("canvas").evaluate((canvas: unknown) => {
        const drawn = canvas as {
          width: number;
          height: number;
          getContext(kind: "2d"): { getImageData(x: number, y: number, w: number, h: number): { data: Uint8Array } };
        };
        return drawn
          .getContext("2d")
          .getImageData(0, 0, drawn.width, drawn.height)
          .data.some((byte) => byte !== 0);
      });
      expect(inked).toBe(true);
    });

    it("tells what fires, why and who is told, after its own button broke the shop", async () => {
      const watched = await start();
      await rounds(watched, 6);
      const { page, complaints } = await open();
      await page.goto(watched.live.url);
      await page
        .locator(".verdict", { hasText: "No alert fires" })
        .or(page.locator(".verdict.pending"))
        .first()
        .waitFor();
      await page.getByRole("button", { name: "Smash it" }).click();
      await page.locator('[data-control="smash"][aria-pressed="true"]').waitFor();
      await rounds(watched, 12);
      const alert = page.locator('.alert.firing.page[data-alert="ErrorBudgetBurn"]').first();
      await alert.waitFor();
      const text = await alert.innerText();
      expect(text).toContain("availability");
      expect(text).toContain("PagerDuty");
      expect(text).toMatch(/error ratio over 1h [\d.]+ %\s*> 1.34 %/);
      expect(await page.title()).toMatch(/^▲ \d+ firing/);
      expect(complaints).toEqual([]);
    });

    it("keeps an explanation open and the focus in place while new values come", async () => {
      const watched = await start();
      await rounds(watched, 6);
      isBroken = true;
      await rounds(watched, 12);
      const { page } = await open();
      await page.goto(watched.live.url);
      const more = page.locator(".alert summary").first();
      await more.focus();
      await page.keyboard.press("Enter");
      const freshness = await page.locator(".freshness").textContent();
      await rounds(watched, 1);
      await page
        .locator(".freshness")
        .filter({ hasNotText: freshness ?? "" })
        .waitFor();
      expect(await page.locator(".alert details").first().getAttribute("open")).toBe("");
      expect(
        await more.evaluate(
          (summary: unknown) =>
            (globalThis as unknown as { document: { activeElement: unknown } }).document.activeElement === summary,
        ),
      ).toBe(true);
    });

    it("shows a target that is down with the reason", async () => {
      const watched = await start();
      watched.answer = { error: new Error("connect ECONNREFUSED 10.0.0.7:9464") };
      await watched.roundAt(10);
      const { page } = await open();
      await page.goto(watched.live.url);
      const target = page.locator(".target.down");
      await target.waitFor();
      expect(await target.innerText()).toMatch(/down[\s\S]*connect ECONNREFUSED 10\.0\.0\.7:9464/);
    });

    it.each([
      { width: 400, dark: false },
      { width: 1280, dark: true },
    ])("fits the window: %j", async (look) => {
      const watched = await start();
      await rounds(watched, 3);
      const { page } = await open(look);
      await page.goto(watched.live.url);
      await page.locator(".plot canvas").first().waitFor();
      const width = await page
        .locator("html")
        .evaluate((root: unknown) => (root as { scrollWidth: number }).scrollWidth);
      expect(width).toBe(look.width);
    });
  },
);
