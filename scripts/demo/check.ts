import { setTimeout as delay } from "node:timers/promises";
import type { Engine } from "@signalbox/engine";
import config from "../../demo/signalbox.config.ts";
import { type AlertState, type Live, startLive } from "../../live/index.ts";
import { builtEngine } from "./built-engine.ts";
import type { DemoOptions } from "./demo-options.ts";
import type { Endings } from "./endings.ts";
import { faultControls } from "./fault-controls.ts";
import { filledPanels } from "./filled-panels.ts";
import { ensureFree, freePort } from "./ports.ts";
import { type RunningShop, startShop } from "./running-shop.ts";
import { seen } from "./seen.ts";

const everySeconds = 2;
const healthySeconds = 20;

/** A shop with its own watching, which starts without history. */
interface Stage {
  readonly shop: RunningShop;
  readonly live: Live;
  readonly end: () => Promise<void>;
}

/** Breaks the shop in every way and says what was seen; true when all was as it should be. */
export async function checkDemo(options: DemoOptions, endings: Endings): Promise<boolean> {
  const engine = await builtEngine();
  if (engine === undefined) return false;
  endings.add(() => engine.close());
  try {
    const failing = await stage(engine, options, endings);
    await isHealthy(failing);
    await pagesWhen("failing", failing);
    await goesDownAndComesBack(failing);
    await failing.end();

    const hanging = await stage(engine, options, endings);
    await isHealthy(hanging);
    await pagesWhen("hanging", hanging);
    await hanging.end();
    console.log("passed");
    return true;
  } catch (error) {
    console.error(`failed: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

async function stage(engine: Engine, options: DemoOptions, endings: Endings): Promise<Stage> {
  const ports = {
    page: options.port ?? (await freePort()),
    app: options.appPort ?? (await freePort()),
    metrics: options.metricsPort ?? (await freePort()),
  };
  await ensureFree(ports);
  const shop = await startShop(ports.app, ports.metrics);
  endings.add(() => shop.stop());
  console.log(`ok: the shop serves ${shop.url}`);
  const live = await startLive({
    config,
    engine,
    targets: [{ service: "shop", url: shop.metricsUrl }],
    port: ports.page,
    everySeconds,
    controls: faultControls(shop),
  });
  endings.add(() => live.close());
  return {
    shop,
    live,
    end: async () => {
      await live.close();
      await shop.stop();
    },
  };
}

async function isHealthy({ live }: Stage): Promise<void> {
  await seen("the target is scraped", () => {
    const [target] = live.state().targets;
    return target?.up === true ? `${target.samples} samples from ${target.url}` : undefined;
  });
  await seen("the boards have data", async () => {
    const { live: withData, all } = await filledPanels(live);
    return withData >= all * 0.7 ? `${withData} of ${all} panels` : undefined;
  });
  await delay(healthySeconds * 1000);
  const { alerts, alertRules } = live.state();
  const pages = alerts.filter(({ state, urgency }) => state === "firing" && urgency === "page");
  if (pages.length > 0) throw new Error(`the shop is healthy, and yet: ${pages.map(inWords).join("; ")}`);
  const others = alerts.length === 0 ? "" : `; on this machine though ${alerts.map(inWords).join("; ")}`;
  console.log(`ok: ${healthySeconds} s of good traffic, ${alertRules} alert rules, and no page${others}`);
}

async function pagesWhen(fault: "failing" | "hanging", { live }: Stage): Promise<void> {
  const response = await fetch(new URL(`/api/controls/${fault}`, live.url), { method: "POST" });
  if (!response.ok) throw new Error(`the page's button ${fault} answered ${response.status}`);
  await seen(`the shop is ${fault}, and the availability page fires`, () => {
    const alert = live.state().alerts.find(isAvailabilityPage);
    return alert && inWords(alert);
  });
}

async function goesDownAndComesBack({ shop, live }: Stage): Promise<void> {
  await shop.setFault("none");
  await seen("the shop is repaired", async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => fetch(`${shop.url}/products`)));
    return answers.every(({ ok }) => ok) ? "four of four requests are answered" : undefined;
  });
  await shop.crash();
  await seen("the shop is killed, and shows as down", () => {
    const [target] = live.state().targets;
    return target?.up === false ? target.error : undefined;
  });
  await shop.restart();
  await seen("the shop is back, and shows as up", () => {
    const [target] = live.state().targets;
    return target?.up === true ? `${target.samples} samples` : undefined;
  });
}

function isAvailabilityPage({ name, state, urgency, labels, receiver }: AlertState): boolean {
  return (
    name === "ErrorBudgetBurn" &&
    state === "firing" &&
    urgency === "page" &&
    labels["sli"] === "availability" &&
    receiver?.startsWith("PagerDuty") === true
  );
}

function inWords({ name, state, urgency, labels, receiver, because }: AlertState): string {
  const reasons = because.map(({ title, value, operator, threshold }) =>
    [title, Number(value.toPrecision(3)), operator, threshold].join(" "),
  );
  return `${name} ${labels["sli"] ?? ""} (${urgency}, ${state}) to ${receiver ?? "nobody"}: ${reasons.join(", ")}`;
}
