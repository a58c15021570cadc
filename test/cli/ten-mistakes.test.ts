import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { signalbox } from "./support/command-line.ts";
import { emptyFolder, filesOf } from "./support/folders.ts";

const config = join(import.meta.dirname, "ten-mistakes", "signalbox.config.ts");

describe("a definition with ten mistakes", () => {
  it("gets ten errors in one run and exit code 2, and no file changes", async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, "rules"));
    writeFileSync(join(folder, "rules", "shop.rules.yaml"), "groups: [] # of a former run\n");
    const ended = await signalbox(["generate", "--config", config, "--out", folder]);
    expect(ended.exitCode).toBe(2);
    expect(ended.stdout).toBe("");
    expect(ended.stderr).toMatchInlineSnapshot(`
      "10 problems in the definition of service "Shop Front".

        descripton: this key is not known (key/unknown)
          received  "descripton"
          write     description: ...

        name: lower-case letters, digits and hyphens, starting with a letter, at most 50 (name/dns)
          received  "Shop Front"
          write     name: "shop-front"

        team: a text is needed (text/missing)
          received  ""
          write     team: "storefront"

        metrics.shop_orders: the name of a counter ends in _total (metric/counter-suffix)
          received  "shop_orders"
          write     shop_orders_total: counter(...)

        metrics.shop_carts_open.labels.job: Prometheus sets this label on targets (label/reserved)
          received  "job"
          write     job_name: [...]

        metrics.shop_payment_duration_seconds.bounds: bounds are 1 to 100 finite numbers, each greater than the one before (metric/bounds)
          received  [0.5,0.1]
          write     [0.1,0.5]

        metrics["shop-refunds_total"]: a name is lower-case letters, digits and _ (metric/name)
          received  "shop-refunds_total"
          write     shop_refunds_total: ...

        metrics.shop_returns_total.labels.reason: each value is listed once (label/repeated)
          received  "broken"
          write     ["broken"]

        indicators.fast.fasterThanSeconds: the threshold is a number of seconds above 0 (indicator/threshold)
          received  -1
          write     fasterThanSeconds: 0.3

        indicators.payments.bad: a ratio names two counters of this service (indicator/counter)
          received  "shop_payment_failed_total"
          write     one of shop-refunds_total
      "
    `);
    expect(filesOf(folder)).toEqual({ "rules/shop.rules.yaml": "groups: [] # of a former run\n" });
  });

  it("gets them as data with --json", async () => {
    const ended = await signalbox(["check", "--config", config, "--json"]);
    const { format, exitCode, error } = JSON.parse(ended.stdout);
    expect({ format, exitCode }).toEqual({ format: "signalbox.check/1", exitCode: 2 });
    expect(
      new Set(error.problems.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)).size,
    ).toBe(10);
  });
});
