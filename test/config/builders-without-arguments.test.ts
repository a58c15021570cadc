import { isDefinitionError } from "@signalbox/contract";
import { describe, expect, it } from "vitest";
import * as doors from "../../config/index.ts";
import { config, shop } from "../services.ts";

type Builder = (...given: readonly unknown[]) => unknown;
const { defineConfig, objectives, ...builders } = doors as unknown as Readonly<Record<string, Builder>>;
const built = (name: string, ...given: readonly unknown[]): unknown => builders[name]?.(...given);

function problemsOf(change: object): readonly string[] {
  const { services, prometheus, teams } = config;
  const environments = { production: { namespace: "live" } };
  try {
    defineConfig?.({ services, prometheus, teams, environments, ...change });
    return [];
  } catch (error) {
    if (!isDefinitionError(error)) throw error;
    expect(error.message).not.toContain("hunter2");
    return error.problems.map(({ path, code }) => `${path} ${code}`);
  }
}

const asTicket = (receiver: unknown): object => ({
  teams: { ...config.teams, finance: { ...config.teams["finance"], ticket: receiver } },
});
const ticket = "teams.finance.ticket";

describe("a builder that is called without its options", () => {
  it.each([
    [
      "kubePrometheusStack",
      [],
      (prometheus: unknown) => ({ prometheus }),
      ["prometheus.release", "prometheus.namespace"],
    ],
    [
      "kubePrometheusStack",
      ["hunter2"],
      (prometheus: unknown) => ({ prometheus }),
      ["prometheus.release", "prometheus.namespace"],
    ],
    ["onBoard", [], (board: unknown) => ({ boards: [board] }), ["boards[0].service", "boards[0].rows"]],
    ["pagerDuty", ["hunter2"], asTicket, [`${ticket}.routingKeyFrom`]],
    ["webhook", ["https://hunter2"], asTicket, [`${ticket}.urlFrom`]],
    ["slack", [], asTicket, [`${ticket}.channel`, `${ticket}.urlFrom`]],
    ["rawReceiver", ["hunter2"], asTicket, [`${ticket}.title`, ticket]],
    ["rawRules", [], (file: unknown) => ({ rules: [file] }), ["rules[0].path"]],
    ["patchAlerts", [], (patch: unknown) => ({ patches: [patch] }), ["patches[0].selected", "patches[0]"]],
    ["row", [], (row: unknown) => ({ boards: [{ service: "shop", rows: [row] }] }), ["boards[0].rows[0]"]],
    [
      "officeHours",
      ["Europe/Berlin"],
      (officeHours: unknown) => ({ routing: { mode: "alertmanager", officeHours } }),
      ["routing.officeHours.location"],
    ],
  ] as const)("%s(%j) is a problem with a path", (name, given, placed, paths) => {
    const found = problemsOf((placed as (value: unknown) => object)(built(name, ...given)));
    expect([...new Set(found.map((problem) => problem.split(" ")[0]))].filter((path) => !isOfWindow(path))).toEqual(
      paths,
    );
  });

  it.each([
    ["threshold", [], ["options.business.shop_payments_total.within", "options.business.shop_payments_total"]],
    [
      "threshold",
      ["10 in 5m"],
      ["options.business.shop_payments_total.within", "options.business.shop_payments_total"],
    ],
    ["stopped", ["30m"], ["options.business.shop_payments_total.within"]],
  ] as const)("%s(%j) is a problem of the objectives", (name, given, paths) => {
    const business = { shop_payments_total: built(name, ...given) };
    try {
      objectives?.(shop, {}, { business });
      expect.unreachable();
    } catch (error) {
      if (!isDefinitionError(error)) throw error;
      expect(error.problems.map(({ path }) => path)).toEqual(paths);
    }
  });
});

/** The window of a budget against the default retention, which is not what these tests are about. */
function isOfWindow(path: string | undefined): boolean {
  return path?.endsWith(".windowDays") === true;
}
