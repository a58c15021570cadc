import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, run, step } from "./steps.ts";
import { install, pinned } from "./tarballs.ts";

const plainService = `
const { counter, defineService } = require("@signalbox/contract");
const { instrument } = require("@signalbox/exporter");

const shop = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products to customers.",
  metrics: { shop_orders_placed_total: counter("Orders accepted for payment.", { category: ["books", "toys"] }) },
  indicators: {},
});
const signals = instrument(shop);
signals.metrics.shop_orders_placed_total.inc({ category: "toys" }, 3);

async function main() {
  console.log(await signals.exposition());
  signals.close();
  for (const name of ["@signalbox/contract", "@signalbox/exporter"]) {
    const isOneCopy = require(name) === (await import(name));
    console.log(name + (isOneCopy ? " is loaded once" : " is loaded twice, once by require and once by import"));
  }
}
void main();
`;

const typedService = `
import { counter, defineService, type Service } from "@signalbox/contract";
import { instrument, ScrapeLateError, type Signals } from "@signalbox/exporter";

const metrics = { shop_orders_placed_total: counter("Orders accepted for payment.", { category: ["books", "toys"] }) };
const shop: Service<typeof metrics> = defineService({
  name: "shop",
  team: "storefront",
  description: "Sells products to customers.",
  metrics,
  indicators: {},
});
const signals: Signals<typeof metrics> = instrument(shop);
signals.metrics.shop_orders_placed_total.inc({ category: "toys" }, 3);
// @ts-expect-error: the definition lists no such value
signals.metrics.shop_orders_placed_total.inc({ category: "music" });
void signals.exposition().then((text: string) => {
  console.log(text, ScrapeLateError.name);
  signals.close();
});
`;

/** What a CommonJS project in TypeScript may say, from the newest to what was common before Node had `exports`. */
const compilations: readonly (readonly string[])[] = [
  ["--module", "nodenext"],
  ["--module", "node16"],
  ["--module", "commonjs", "--moduleResolution", "bundler"],
  ["--module", "commonjs", "--moduleResolution", "node10", "--ignoreDeprecations", "6.0"],
];

const counted = 'shop_orders_placed_total{category="toys"} 3';

/** Loads the tarballs with `require`, from JavaScript and from TypeScript that becomes CommonJS. */
export async function checkCommonJsProject(project: string, tarballs: readonly string[]): Promise<void> {
  await step("CommonJS: install", () =>
    install(project, "commonjs", [...tarballs, ...pinned(["typescript", "@types/node"])]),
  );
  writeFileSync(join(project, "plain.js"), plainService);
  writeFileSync(join(project, "typed.ts"), typedService);
  await step("CommonJS: require", () => {
    const printed = run(process.execPath, ["plain.js"], project);
    for (const expected of [counted, "@signalbox/contract is loaded once", "@signalbox/exporter is loaded once"]) {
      if (!printed.includes(expected)) throw new Failure(`The service did not print "${expected}", but:\n${printed}`);
    }
  });
  for (const compilation of compilations) {
    await step(`CommonJS: tsc ${compilation.join(" ")}`, () => {
      const options = ["--strict", "--target", "es2023", "--types", "node", "--outDir", "compiled"];
      run("npx", ["--no", "tsc", "--", "typed.ts", ...options, ...compilation], project);
      const printed = run(process.execPath, [join("compiled", "typed.js")], project);
      if (!printed.includes(counted)) throw new Failure(`The service did not print "${counted}", but:\n${printed}`);
    });
  }
}
