import { describe, expect, it } from "vitest";
import { ownCases, serviceRules } from "../../alerts/index.ts";
import { type AlertCaseDefinition, alertCase, type Config } from "../../config/index.ts";
import { runOwnCases } from "../../simulation/index.ts";
import { config, shopObjectives } from "../services.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";

const path = "rules/own.rules.yaml";
const ownRules = {
  groups: [
    {
      name: "own",
      rules: [
        {
          alert: "TillSilent",
          expr: "up == 0",
          for: "2m",
          labels: { severity: "warning" },
          annotations: { summary: "{{ $labels.job }} is silent" },
        },
        { alert: "ShopBurns", expr: 'sli:error_ratio:rate5m{sli="fast"} > 0.3' },
      ],
    },
  ],
};
const files = [
  { source: { kind: "service" as const, service: "shop" }, rules: serviceRules(shopObjectives, config) },
  { source: { kind: "rules" as const, path }, rules: ownRules },
];
const silent: AlertCaseDefinition = {
  name: "It fires.",
  alert: "TillSilent",
  rules: path,
  series: { 'up{job="till"}': "1 0x7", 'up{job="shoe"}': "0 0 0 1x5", 'up{job="barn"}': "1 1 1 1 0x3" },
  expect: [
    { atMinutes: 2, firing: [{ labels: { job: "shoe" } }] },
    { atMinutes: 3, firing: [{ labels: { job: "till" }, annotations: { summary: "till is silent" } }] },
    { atMinutes: 7, firing: true },
  ],
};

describe.skipIf(!engineIsBuilt)("running cases of one's own", () => {
  const engine = withEngine();
  const problemsOf = async (definition: AlertCaseDefinition): Promise<readonly string[]> => {
    const configured: Config = { ...config, cases: [alertCase(definition)] };
    const [result] = await runOwnCases(engine(), files, ownCases(configured));
    return result?.problems ?? ["did not run"];
  };

  it("passes what happens", async () => {
    expect(await problemsOf(silent)).toEqual([]);
  });

  it.each([
    ["an alert that is missing", { atMinutes: 1, firing: true }, /^minute 1: should fire and does not$/],
    ["an alert that should not be", { atMinutes: 3, firing: false }, /^minute 3: fires and should not: .*till/],
    [
      "another label",
      { atMinutes: 3, firing: [{ labels: { job: "shed" } }] },
      /^minute 3: no alert fires with .*shed.*firing are .*till/,
    ],
    [
      "another annotation",
      { atMinutes: 3, firing: [{ annotations: { summary: "no" } }] },
      /^minute 3: no alert fires with .*summary/,
    ],
    ["an alert more", { atMinutes: 6, firing: [{ labels: { job: "till" } }] }, /^minute 6: 2 alerts fire instead of 1/],
  ] as const)("tells of %s, and at which minute", async (_, expectation, problem) => {
    const [first, ...more] = await problemsOf({ ...silent, expect: [expectation] });
    expect(first).toMatch(problem);
    expect(more).toEqual([]);
  });

  it("takes a stale marker for the end of a series", async () => {
    const series = { 'up{job="till"}': "0x4 stale _x3" };
    const expectation = [
      { atMinutes: 4, firing: true },
      { atMinutes: 5, firing: false },
    ];
    expect(await problemsOf({ ...silent, series, expect: expectation })).toEqual([]);
  });

  it("plays the rules of a service that an alert of one's own file reads, and its traffic", async () => {
    const traffic = [{ service: "shop", indicator: "fast", stretches: [{ minutes: 9, perMinute: 60, badRatio: 0.4 }] }];
    const expectation = [{ atMinutes: 8, firing: [{ labels: { namespace: "live-services" } }] }];
    const { series: _, ...rest } = silent;
    expect(await problemsOf({ ...rest, alert: "ShopBurns", traffic, expect: expectation })).toEqual([]);
  });

  it("may be about a generated alert, told from others by its labels", async () => {
    const { series: _, rules: __, ...rest } = silent;
    const traffic = [
      { service: "shop", indicator: "fast", stretches: [{ minutes: 30, perMinute: 60, badRatio: 0.4 }] },
    ];
    const burn = { ...rest, alert: "ErrorBudgetBurn", service: "shop", traffic };
    expect(await problemsOf({ ...burn, labels: { sli: "fast" }, expect: [{ atMinutes: 20, firing: true }] })).toEqual(
      [],
    );
    expect(
      await problemsOf({ ...burn, labels: { sli: "checkout" }, expect: [{ atMinutes: 20, firing: false }] }),
    ).toEqual([]);
  });

  it.each([
    ["an alert that its file does not have", { alert: "TillSilence" }, "cases[0].alert", "TillSilent"],
    [
      "labels that its rule does not set",
      { labels: { severity: "page" } },
      "cases[0].labels",
      "labels that the rule sets, or none",
    ],
  ])("refuses %s, by its path", async (_, changes, at, correction) => {
    const refused = await problemsOf({ ...silent, ...changes }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ problems: [{ path: at, correction }] });
  });
});
