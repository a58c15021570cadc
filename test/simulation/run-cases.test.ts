import { describe, expect, it } from "vitest";
import { behaviourCases, serviceRules } from "../../alerts/index.ts";
import { coverage, runCases } from "../../simulation/index.ts";
import { overlapping } from "../alerts/overlapping.ts";
import { yamlOf } from "../alerts/rule-files.ts";
import { config, ledgerObjectives, shopObjectives } from "../services.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";

const shopRules = yamlOf(serviceRules(shopObjectives, config));
const shopCases = behaviourCases(shopObjectives, config);

/** One mistake each in the rule file, and a word of the names of the cases among which one has to notice. */
const mutations: readonly (readonly [mistake: string, from: RegExp, to: string, cases: RegExp])[] = [
  ["a threshold five times too high", /> 0\.01344$/gm, "> 0.0672", /availability page: after clean/],
  ["a threshold half of what it should be", /> 0\.0056$/gm, "> 0.0028", /availability page: it stays silent just/],
  ["a comparison the wrong way round", /(rate6h\{.*\}) > /g, "$1 < ", /availability page: it fires just/],
  ["no guard against low traffic", /\n\s+and sum_over_time.*> 4\.5/g, "", /the only request of the night/],
  [
    "an hour's window of six",
    /(sli:error_ratio:rate1h)(\{sli="availability".*> 0\.01344)/g,
    "sli:error_ratio:rate6h$2",
    /availability page: after clean/,
  ],
  [
    "a short window of half an hour",
    /and sli:error_ratio:rate5m/g,
    "and sli:error_ratio:rate30m",
    /availability page: after clean/,
  ],
  ["no short window", /\n\s+and sli:error_ratio:.*/g, "", /availability page: it ends/],
  ["no time to outlast a gap", /\n\s+keep_firing_for: 5m/g, "", /availability page: it ends/],
  ["every namespace", /namespace=~"live-services\|rehearsal",/g, "", /availability ticket: .* namesake/],
  [
    "a page for a place without pages",
    /namespace="live-services",/g,
    "",
    /availability page: an outage in namespace rehearsal/,
  ],
  [
    "the counter of bad events where all should be",
    /sli_bad_events_total/g,
    "sli_events_total",
    /availability ticket: it stays silent just/,
  ],
  ["targets down at once", /for: 2m/g, "for: 0s", /ServiceTargetsDown page.*it fires/],
  [
    "one target down instead of all",
    /sum by \(namespace, job\) \(up/g,
    "min by (namespace, job) (up",
    /ServiceTargetsDown page.*it stays/,
  ],
  ["absent at once", /for: 10m/g, "for: 1m", /ServiceAbsent page.*it fires/],
  ["routes counted once for each pod", /max by/g, "sum by", /IndicatorRouteUnmatched.*it fires/],
  ["another summary", /of events are bad/g, "of events are good", /availability page: it fires when every/],
];

describe("coverage", () => {
  it.each([
    ["shop", shopObjectives],
    ["ledger", ledgerObjectives],
    ["archive", overlapping],
  ])("is complete: every alert of %s has a case in which it fires, stays silent and clears", (_, service) => {
    const rules = coverage(serviceRules(service, config), behaviourCases(service, config));
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.filter(({ uncovered }) => uncovered.length > 0)).toEqual([]);
  });

  it("names what no case shows", () => {
    const rules = serviceRules(shopObjectives, config);
    const withoutEnd = shopCases.filter(({ alert, behaviour }) => alert !== "ServiceAbsent" || behaviour !== "clears");
    const gaps = coverage(rules, withoutEnd).filter(({ uncovered }) => uncovered.length > 0);
    expect(
      gaps.map(({ group, alert, labels, cases, uncovered }) => [
        group,
        alert,
        labels["namespace"],
        cases.clears,
        uncovered,
      ]),
    ).toEqual([
      ["shop.symptoms", "ServiceAbsent", "live-services", 0, ["clears"]],
      ["shop.symptoms", "ServiceAbsent", "rehearsal", 0, ["clears"]],
    ]);
  });
});

describe.skipIf(!engineIsBuilt)("running cases in the engine", () => {
  const engine = withEngine();

  it.each([
    ["a service that counts its own indicators", shopObjectives],
    ["a service whose status codes are read", ledgerObjectives],
    ["a service of which several indicators read the same requests", overlapping],
  ])(
    "passes all of %s, as promtool does",
    async (_, service) => {
      const cases = behaviourCases(service, config);
      const results = await runCases(engine(), yamlOf(serviceRules(service, config)), cases);
      expect(results.map((result) => result.case)).toEqual(cases);
      expect(results.filter(({ passed }) => !passed)).toEqual([]);
    },
    240_000,
  );

  it.each(mutations)("notices %s", async (_mistake, from, to, among) => {
    const cases = shopCases.filter(({ name }) => among.test(name));
    const mutated = shopRules.replaceAll(from, to);
    expect(cases.length).toBeGreaterThan(0);
    expect(mutated).not.toBe(shopRules);
    const before = await runCases(engine(), shopRules, cases);
    const after = await runCases(engine(), mutated, cases);
    expect(before.every(({ passed }) => passed)).toBe(true);
    expect(after.some(({ passed }) => !passed)).toBe(true);
  });

  it("tells which alert is missing and which is unexpected, at which minute", async () => {
    const [first] = shopCases.filter(({ name }) => name.includes("fast ticket: it fires when every"));
    if (first === undefined) throw new Error("the shop has no such case");
    const renamed = shopRules.replaceAll("team: storefront", "team: backroom");
    const [result] = await runCases(engine(), renamed, [first]);
    expect(result?.passed).toBe(false);
    expect(result?.problems.map(({ atMinutes }) => atMinutes)).toEqual([5]);
    expect(result?.problems[0]?.missing.map(({ labels }) => labels["team"])).toEqual(["storefront"]);
    expect(result?.problems[0]?.unexpected.map(({ labels }) => labels["team"])).toEqual(["backroom"]);
  });

  it("reports the error of a rule, though its alerts are as expected", async () => {
    const [silent] = shopCases.filter(
      ({ name }) => name.includes("IndicatorRouteUnmatched") && name.includes("silent"),
    );
    if (silent === undefined) throw new Error("the shop has no such case");
    const manyToMany = { record: "broken", expr: "up * on () group_left () (sli_unmatched_routes or up)" };
    const twice = [
      { metric: "up", labels: { job: "a" }, kind: "gauge" as const, segments: [{ minutes: 15, value: 1 }] },
      { metric: "up", labels: { job: "b" }, kind: "gauge" as const, segments: [{ minutes: 15, value: 1 }] },
    ];
    const rules = yamlOf({ groups: [{ name: "own", interval: "1m", rules: [manyToMany] }] });
    const [result] = await runCases(engine(), rules, [{ ...silent, series: twice }]);
    expect(result?.problems).toEqual([]);
    expect(result?.ruleErrors[0]).toMatch(/^own, broken: .*many-to-many/);
    expect(result?.passed).toBe(false);
  });
});
