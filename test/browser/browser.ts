import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { browserFlags } from "../../scripts/browser-flags.ts";
import { realTool } from "../support/real-tools.ts";

/** Where Chromium is: named by the variable CHROMIUM, or found on PATH; undefined where there is none. */
export const chromiumPath: string | undefined = process.env["CHROMIUM"] ?? realTool("chromium");

/** A page with everything that its console complained of. */
export interface WatchedPage {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** Starts a browser with a fresh profile for the suite that it is called in; gives pages to its tests. */
export function withBrowser(): (options?: {
  readonly width?: number;
  readonly dark?: boolean;
}) => Promise<WatchedPage> {
  let context: BrowserContext | undefined;
  let profile = "";
  beforeAll(async () => {
    profile = mkdtempSync(join(tmpdir(), "signalbox-browser-"));
    context = await chromium.launchPersistentContext(profile, {
      ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
      args: [...browserFlags],
    });
  });
  afterAll(async () => {
    await context?.close();
    rmSync(profile, { recursive: true, force: true });
  });
  return async ({ width = 1440, dark = false } = {}) => {
    if (context === undefined) throw new Error("the browser has not started: ask for pages inside of tests");
    const page = await context.newPage();
    await page.setViewportSize({ width, height: 1000 });
    await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    return { page, complaints };
  };
}
