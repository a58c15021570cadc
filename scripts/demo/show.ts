import { setTimeout as delay } from "node:timers/promises";
import config from "../../demo/signalbox.config.ts";
import { type Live, startLive } from "../../live/index.ts";
import { builtEngine } from "./built-engine.ts";
import type { DemoOptions } from "./demo-options.ts";
import type { Endings } from "./endings.ts";
import { faultControls } from "./fault-controls.ts";
import { ensureFree } from "./ports.ts";
import { type RunningShop, startShop } from "./running-shop.ts";

const warmUpSeconds = 30;

/** The demo for people: the shop, its traffic, and the page; runs until it is ended. */
export async function showDemo(options: DemoOptions, endings: Endings): Promise<void> {
  const ports = { page: options.port ?? 9300, app: options.appPort ?? 8080, metrics: options.metricsPort ?? 9464 };
  await ensureFree(ports);
  const engine = await builtEngine();
  if (engine !== undefined) endings.add(() => engine.close());
  const shop = await startShop(ports.app, ports.metrics);
  endings.add(() => shop.stop());

  if (engine === undefined) return showWithoutEngine(shop);
  const live = await startLive({
    config,
    engine,
    targets: [{ service: "shop", url: shop.metricsUrl }],
    port: ports.page,
    controls: faultControls(shop),
    log: (line) => console.log(`${new Date().toLocaleTimeString("en-GB")} ${line}`),
  });
  endings.add(() => live.close());
  sayWhere(live, shop);
  if (options.fault !== undefined) breakLater(live, shop, options.fault, endings);
}

function sayWhere(live: Live, shop: RunningShop): void {
  console.log(`
  Page      ${live.url}
  Shop      ${shop.url}/products
  Metrics   ${shop.metricsUrl}
  Break it  with the buttons on the page, or: curl -X POST ${live.url}api/controls/failing
            (or hanging, slow; repair mends it)
  End       Ctrl-C
`);
}

async function showWithoutEngine(shop: RunningShop): Promise<void> {
  await delay(2000);
  const exposition = await (await fetch(shop.metricsUrl)).text();
  const telling = /^(sli_events_total|sli_bad_events_total|http_server_request_duration_seconds_count)/;
  const lines = exposition.split("\n").filter((line) => telling.test(line));
  console.log(`
  Without the engine there is no page. The shop serves traffic all the same.

  Shop      ${shop.url}/products
  Metrics   ${shop.metricsUrl}
  Boards, rules and manifests made from its definition: demo/observability
  End       Ctrl-C

  What its metrics say after two seconds:
${lines
  .slice(0, 10)
  .map((line) => `  ${line}`)
  .join("\n")}
`);
}

function breakLater(
  live: Live,
  shop: RunningShop,
  fault: Exclude<DemoOptions["fault"], undefined>,
  endings: Endings,
): void {
  console.log(`  The shop will be ${fault} in ${warmUpSeconds} s.\n`);
  const timer = setTimeout(() => {
    shop.setFault(fault).then(
      () => console.log(`  The shop is ${fault} now. To repair it: curl -X POST ${live.url}api/controls/repair`),
      (error: unknown) => console.error(`  The shop could not be broken: ${String(error)}`),
    );
  }, warmUpSeconds * 1000);
  endings.add(async () => clearTimeout(timer));
}
