import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startEngine } from "@signalbox/engine";
import { chromium } from "playwright-core";
import config from "../demo/signalbox.config.ts";
import { type AlertState, startLive } from "../live/index.ts";
import { browserFlags } from "./browser-flags.ts";
import { endings } from "./demo/endings.ts";
import { faultControls } from "./demo/fault-controls.ts";
import { freePort } from "./demo/ports.ts";
import { startShop } from "./demo/running-shop.ts";

const goodSeconds = 330;
const brokenSeconds = 45;
const mostBytes = 400_000;
const picture = join(import.meta.dirname, "..", "docs", "images", "live.png");

function isAvailabilityPage({ state, urgency, labels }: AlertState): boolean {
  return state === "firing" && urgency === "page" && labels["sli"] === "availability";
}

const end = endings();
try {
  const engine = await startEngine();
  end.add(() => engine.close());
  const shop = await startShop(await freePort(), await freePort());
  end.add(() => shop.stop());
  const live = await startLive({
    config,
    engine,
    targets: [{ service: "shop", url: shop.metricsUrl }],
    port: 0,
    controls: faultControls(shop),
    log: (line) => console.log(line),
  });
  end.add(() => live.close());

  console.log(`${goodSeconds} s of good traffic come first`);
  await delay(goodSeconds * 1000);
  await shop.setFault("failing");
  while (!live.state().alerts.some(isAvailabilityPage)) await delay(1000);
  await delay(brokenSeconds * 1000);

  const profile = mkdtempSync(join(tmpdir(), "signalbox-picture-"));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [...browserFlags],
    viewport: { width: 1440, height: 1180 },
    colorScheme: "light",
  });
  end.add(async () => {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  });
  const page = await browser.newPage();
  await page.goto(live.url);
  await page.locator(".alert.firing.page").first().waitFor();
  await page.locator(".plot canvas").first().waitFor();
  await delay(6000);
  const image = await page.screenshot();
  if (image.length > mostBytes) throw new Error(`the picture has ${image.length} bytes, more than ${mostBytes}`);
  mkdirSync(join(picture, ".."), { recursive: true });
  writeFileSync(picture, image);
  console.log(`docs/images/live.png: ${image.length} bytes`);
} finally {
  await end.run();
}
