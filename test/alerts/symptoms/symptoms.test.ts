import { describe, expect, it } from "vitest";
import { type AlertingRule, behaviourCases, isAlert, promtoolTests, serviceRules } from "../../../alerts/index.ts";
import { objectives, stopped } from "../../../config/index.ts";
import { coverage, runCases } from "../../../simulation/index.ts";
import { config, ledgerObjectives, shop, shopObjectives } from "../../services.ts";
import { engineIsBuilt, withEngine } from "../../support/engine.ts";
import { realTool } from "../../support/real-tools.ts";
import { promtool, yamlOf } from "../rule-files.ts";
import { mailroom, mailroomObjectives } from "./mailroom.ts";

const promtoolPath = realTool("promtool");
const [production, staging] = config.environments;
if (production === undefined || staging === undefined) throw new Error("the config has two environments");

const symptomRules = (of: typeof shopObjectives, environments = config.environments): readonly AlertingRule[] =>
  serviceRules(of, config, environments)
    .groups.filter(({ name }) => name.endsWith(".symptoms"))
    .flatMap(({ rules }) => rules.filter(isAlert));
const namesOf = (rules: readonly AlertingRule[]): readonly string[] => [...new Set(rules.map(({ alert }) => alert))];
/** Only these rules: the stories need no others, and each story is run against all rules of the file. */
const symptomGroup = {
  groups: serviceRules(mailroomObjectives, config).groups.filter(({ name }) => name === "mailroom.symptoms"),
};
const symptomCases = behaviourCases(mailroomObjectives, config).filter(({ alert }) => alert !== "ErrorBudgetBurn");

describe("the symptoms of a service", () => {
  it("are all of them where it exposes what they read", () => {
    expect(namesOf(symptomRules(mailroomObjectives))).toEqual([
      "ServiceTargetsDown",
      "ServiceAbsent",
      "IndicatorRouteUnmatched",
      "ServiceTargetsDownPartly",
      "ServiceHangs",
      "ServiceRestarting",
      "EventLoopSaturated",
      "CpuThrottled",
      "MemoryNearLimit",
      "ExpositionLimitNear",
      "SeriesCapHit",
      "InstrumentationErrors",
      "DependencyFailing",
      "WorkFailing",
      "WorkOverdue",
      "RequestsRateLimited",
      "ClientErrorsTrebled",
      "BusinessStopped",
      "BusinessThreshold",
    ]);
  });

  it("are fewer where our exporter does not run and nothing else is declared", () => {
    expect(namesOf(symptomRules(ledgerObjectives))).toEqual([
      "ServiceTargetsDown",
      "ServiceAbsent",
      "ServiceTargetsDownPartly",
      "ServiceRestarting",
      "ExpositionLimitNear",
      "RequestsRateLimited",
      "ClientErrorsTrebled",
    ]);
  });

  it("page only when it is down, absent or hangs, or where a counter was asked to", () => {
    const pages = symptomRules(mailroomObjectives).filter(({ labels }) => labels["severity"] === "critical");
    expect(pages.map(({ alert, labels }) => [alert, labels["metric"]])).toEqual([
      ["ServiceTargetsDown", undefined],
      ["ServiceAbsent", undefined],
      ["ServiceHangs", undefined],
      ["BusinessStopped", "mailroom_letters_sent_total"],
    ]);
  });

  it("never page in an environment without pages", () => {
    const rules = symptomRules(mailroomObjectives, [staging]);
    expect(rules.length).toBeGreaterThan(10);
    expect(new Set(rules.map(({ labels }) => labels["severity"]))).toEqual(new Set(["warning"]));
  });

  it("watch the business only where alerts may page, and everything else everywhere", () => {
    const byPlace = (alert: string) =>
      symptomRules(mailroomObjectives)
        .filter((rule) => rule.alert === alert)
        .map(({ expr }) => expr.includes(staging.namespace));
    expect(new Set(byPlace("BusinessStopped"))).toEqual(new Set([false]));
    expect(new Set(byPlace("CpuThrottled"))).toEqual(new Set([true]));
  });

  it("can be left out, each with its reason", () => {
    const streaming = objectives(
      shop,
      { availability: { targetRatio: 0.99, page: true } },
      { without: { ServiceHangs: "It only serves event streams." } },
    );
    const all = namesOf(symptomRules(shopObjectives));
    expect(namesOf(symptomRules(streaming))).toEqual(all.filter((name) => name !== "ServiceHangs"));
  });

  it("leave no recording behind that nothing reads", () => {
    const { work: _, ...rest } = mailroomObjectives.symptoms;
    const quiet = {
      ...mailroomObjectives,
      symptoms: {
        ...rest,
        work: [],
        business: [],
        without: { ServiceHangs: "a", RequestsRateLimited: "b", ClientErrorsTrebled: "c" },
      },
    };
    const group = serviceRules(quiet, config).groups.find(({ name }) => name === "mailroom.symptoms");
    expect(group?.rules.filter((rule) => !isAlert(rule))).toEqual([]);
  });

  it("record each series once, before what reads it", () => {
    const group = serviceRules(mailroomObjectives, config).groups.find(({ name }) => name === "mailroom.symptoms");
    const records = (group?.rules ?? []).flatMap((rule) =>
      isAlert(rule) ? [] : [`${rule.record} ${rule.labels?.["metric"] ?? ""}`.trim()],
    );
    expect(records).toEqual([
      "http:answers:rate5m",
      "http:client_errors:rate5m",
      "http:client_error_ratio:rate1h",
      "http:client_error_ratio:rate1h_last_week",
      "business:events:rate5m mailroom_letters_sent_total",
      "business:events:rate1h mailroom_letters_sent_total",
      "business:expected_events:rate1h mailroom_letters_sent_total",
      "business:events:rate5m mailroom_parcels_sent_total",
      "business:events:rate1h mailroom_parcels_sent_total",
      "business:expected_events:rate1h mailroom_parcels_sent_total",
    ]);
    expect(group?.rules.findIndex(isAlert)).toBe(records.length);
  });

  it("keep the labels of the identity in every alert, whichever they are", () => {
    const shared = { ...config, identity: ["cluster", "env", "job"] };
    const cases = behaviourCases(mailroomObjectives, shared);
    const firing = cases.flatMap(({ expectations }) => expectations.flatMap(({ alerts }) => alerts));
    expect(firing.length).toBeGreaterThan(20);
    const without = firing.filter(({ labels }) => labels["job"] !== "mailroom" || labels["env"] === undefined);
    expect(without).toEqual([]);
  });
});

describe("the stories of the symptoms", () => {
  it("prove all that can be proven of each rule, or say why it cannot", () => {
    const rules = coverage(symptomGroup, symptomCases);
    expect(rules.length).toBeGreaterThan(20);
    expect(rules.filter(({ uncovered }) => uncovered.length > 0)).toEqual([]);
  });

  it("fire in every place of their rule at once", () => {
    const placesIn = (texts: readonly string[]): readonly string[] =>
      config.environments.map(({ namespace }) => namespace).filter((one) => texts.some((text) => text.includes(one)));
    for (const { name, alert, ruleLabels, behaviour, expectations } of symptomCases) {
      const fired = expectations.flatMap(({ alerts }) => alerts.map(({ labels }) => labels["namespace"] ?? ""));
      if (behaviour !== "fires") continue;
      const rule = symptomGroup.groups[0]?.rules.find(
        (one) => isAlert(one) && one.alert === alert && JSON.stringify(one.labels) === JSON.stringify(ruleLabels),
      );
      expect(placesIn(fired), name).toEqual(placesIn([rule?.expr ?? ""]));
    }
  });

  it("have names of their own", () => {
    const names = symptomCases.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

describe.skipIf(!engineIsBuilt)("in the engine", () => {
  const engine = withEngine();

  it("every story of every symptom is true", async () => {
    const results = await runCases(engine(), yamlOf(symptomGroup), symptomCases);
    const failed = results
      .filter(({ passed }) => !passed)
      .map(({ case: { name }, problems, ruleErrors }) => ({ name, problems, ruleErrors }));
    expect(failed).toEqual([]);
    expect(results.length).toBeGreaterThan(100);
  }, 240_000);

  it("overdue work says for how many days, hours, minutes and seconds it had no success", async () => {
    const nightly = objectives(mailroom, {}, { work: { digest: { successWithinSeconds: 93_600 } } });
    const rules = {
      groups: serviceRules(nightly, config).groups.map((group) => ({
        ...group,
        rules: group.rules.filter((rule) => isAlert(rule) && rule.alert === "WorkOverdue"),
      })),
    };
    const cases = behaviourCases(nightly, config).filter(({ alert }) => alert === "WorkOverdue");
    const said = cases.flatMap(({ expectations }) => expectations.flatMap(({ alerts }) => alerts));
    expect(said[0]?.annotations["summary"]).toContain("succeeded for 1d 2h 1m 0s or more, and one has to within 1d2h");
    const results = await runCases(engine(), yamlOf(rules), cases);
    expect(results.filter(({ passed }) => !passed).map(({ case: { name } }) => name)).toEqual([]);
  }, 120_000);

  it("a counter is expected to do what the median of earlier weeks did, before or after this hour, whichever was less", async () => {
    const only = objectives(mailroom, {}, { business: { mailroom_parcels_sent_total: stopped() } });
    const rule = serviceRules(only, config)
      .groups.flatMap(({ rules }) => rules)
      .find((one) => !isAlert(one) && one.record === "business:expected_events:rate1h");
    const now = 40 * 86_400;
    const hour = 3600;
    const week = 7 * 24 * hour;
    const expectation = async (before: readonly number[], after: readonly number[]): Promise<readonly number[]> => {
      const storage = await engine().storage();
      const samples = [...before.keys()]
        .flatMap((index) => [
          [now - (index + 1) * week, before[index] ?? 0] as const,
          [now - (index + 1) * week + hour, after[index] ?? 0] as const,
        ])
        .sort(([left], [right]) => left - right);
      await storage.append([
        {
          labels: {
            __name__: "business:events:rate1h",
            metric: "mailroom_parcels_sent_total",
            namespace: production.namespace,
            job: "mailroom",
          },
          timesMillis: Float64Array.from(samples, ([seconds]) => seconds * 1000),
          values: Float64Array.from(samples, ([, value]) => value),
        },
      ]);
      const answer = await storage.instant(rule?.expr ?? "", now);
      await storage.dispose();
      return answer.kind === "vector" ? answer.samples.map(({ value }) => value) : [Number.NaN];
    };
    expect(await expectation([10, 0, 12, 8], [30, 31, 32, 33])).toEqual([9]);
    expect(await expectation([10, 11, 12, 13], [7, 0, 5, 6])).toEqual([5.5]);
    expect(await expectation([10, 11, 12, 13], [0, 0, 0, 0])).toEqual([0]);
    expect(await expectation([10, 14], [20, 20])).toEqual([12]);
    expect(await expectation([10], [20])).toEqual([]);
  });

  it("last week is the same hour one week before", async () => {
    const rule = serviceRules(shopObjectives, config)
      .groups.flatMap(({ rules }) => rules)
      .find((one) => !isAlert(one) && one.record === "http:client_error_ratio:rate1h_last_week");
    const now = 9 * 86_400;
    const storage = await engine().storage();
    await storage.append([
      {
        labels: { __name__: "http:client_error_ratio:rate1h", namespace: production.namespace, job: "shop" },
        timesMillis: Float64Array.from([2 * 86_400, 2 * 86_400 + 600], (seconds) => seconds * 1000),
        values: Float64Array.from([0.03, 0.04]),
      },
    ]);
    const answer = await storage.instant(rule?.expr ?? "", now);
    await storage.dispose();
    expect(answer.kind === "vector" ? answer.samples.map(({ value }) => value) : answer).toEqual([0.03]);
  });
});

describe.skipIf(promtoolPath === undefined)("promtool", () => {
  it("accepts the rules with every lint fatal, and agrees on every story of the symptoms", async () => {
    const names = new Set(symptomCases.map(({ name }) => name));
    const { minutely, history } = promtoolTests(mailroomObjectives, config, "mailroom.rules.yaml");
    const [tests = "", historyTests = ""] = [minutely, history].map(({ group_eval_order: _, ...file }) =>
      yamlOf({ ...file, tests: file.tests.filter(({ name }) => names.has(name)) }),
    );
    const files = {
      "mailroom.rules.yaml": yamlOf(symptomGroup),
      "mailroom.test.yaml": tests,
      "mailroom-history.test.yaml": historyTests,
    };
    const check = await promtool(
      promtoolPath,
      ["check", "rules", "--lint=all", "--lint-fatal", "mailroom.rules.yaml"],
      files,
    );
    expect(check.output).toContain("SUCCESS");
    const { passed, output } = await promtool(
      promtoolPath,
      ["test", "rules", "mailroom.test.yaml", "mailroom-history.test.yaml"],
      files,
    );
    expect(output).not.toContain("FAILED");
    expect(passed).toBe(true);
  }, 240_000);
});
