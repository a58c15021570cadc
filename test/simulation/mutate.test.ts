import { describe, expect, it } from "vitest";
import { type MutationCase, type MutationReport, mutate, type TestedRule } from "../../simulation/index.ts";
import { engineIsBuilt, withEngine } from "../support/engine.ts";

/** Samples once a minute from minute 0 on. */
function series(name: string, labels: Readonly<Record<string, string>>, values: readonly number[]) {
  return {
    labels: { __name__: name, ...labels },
    timesMillis: Float64Array.from(values, (_, minute) => minute * 60_000),
    values: Float64Array.from(values),
  };
}

function fileOf(...rules: readonly TestedRule[]) {
  return { groups: [{ name: "own", rules }] };
}

describe.skipIf(!engineIsBuilt)("changing rules", () => {
  const engine = withEngine();
  const changesOf = async (rule: TestedRule): Promise<readonly string[]> => {
    const { mutants } = await mutate([engine()], [fileOf(rule)], []);
    return mutants.map(
      ({ mutation: { kind, says }, verdict }) =>
        `${kind}: ${says}${verdict.kind === "survived" ? "" : ` (${verdict.kind})`}`,
    );
  };

  it("makes each mistake that people make in an alert", async () => {
    const expr = 'sum by (job, sli) (rate(bad_total{job="till",code=~"5..|429"}[5m])) > 3 and up{job="till"} == 1';
    expect(
      await changesOf({ alert: "A", expr, for: "2m", keep_firing_for: "90s", labels: { severity: "page" } }),
    ).toMatchInlineSnapshot(`
      [
        "guard: without and up{job="till"} == 1",
        "guard: without sum by (job, sli) (rate(bad_total{job="till",code=~"5..|4...",
        "comparison: > becomes >=",
        "comparison: > becomes <",
        "guard: without > 3",
        "aggregation: sum becomes avg",
        "label: by without the label job",
        "label: by without the label sli",
        "aggregation: rate becomes increase",
        "window: window 5m becomes 150s",
        "window: window 5m becomes 10m",
        "label: job has another value",
        "label: without the condition on job (equivalent)",
        "label: code without 5..",
        "label: code without 429",
        "label: without the condition on code",
        "number: 3 becomes 1.5",
        "number: 3 becomes 4.5",
        "number: 3 becomes 6",
        "comparison: == becomes !=",
        "guard: without == 1",
        "label: job has another value",
        "label: without the condition on job (equivalent)",
        "number: 1 becomes 0.5",
        "number: 1 becomes 1.5",
        "number: 1 becomes 2",
        "duration: without for",
        "duration: for 2m becomes 4m",
        "duration: without keep_firing_for",
        "duration: keep_firing_for 90s becomes 3m",
        "label: the rule's label severity has another value",
      ]
    `);
  });

  it("makes those of long windows, offsets and floors too", async () => {
    const expr = "0 * avg_over_time(x[1h:5m]) + clamp_min(y offset 1w, 0) unless on (job) z >= bool 2";
    expect(await changesOf({ record: "r", expr })).toMatchInlineSnapshot(`
      [
        "guard: without unless on (job) z >= bool 2",
        "number: 0 becomes 1",
        "aggregation: avg_over_time becomes sum_over_time (equivalent)",
        "window: window 1h becomes 30m",
        "window: window 1h becomes 2h",
        "window: step 5m becomes 150s",
        "window: step 5m becomes 10m",
        "window: offset 1w becomes 84h",
        "window: offset 1w becomes 14d",
        "number: 0 becomes 1",
        "comparison: >= becomes >",
        "comparison: >= becomes <=",
        "number: 2 becomes 1",
        "number: 2 becomes 3",
        "number: 2 becomes 4",
      ]
    `);
  });

  it("shows the line before and after", async () => {
    const { mutants } = await mutate([engine()], [fileOf({ alert: "A", expr: "up > 3\n  or\nx < 7" })], []);
    const [first] = mutants.filter(({ mutation }) => mutation.says === "< becomes <=");
    expect([first?.mutation.before, first?.mutation.after]).toEqual(["x < 7", "x <= 7"]);
  });

  describe("and playing cases", () => {
    const rules = fileOf(
      { record: "till:errors:rate5m", expr: 'sum by (job) (rate(errors_total{job="till"}[5m]))' },
      { alert: "Errors", expr: "till:errors:rate5m > 1", for: "2m", labels: { severity: "page" } },
      { alert: "Other", expr: "vector(1) > 3" },
    );
    const rising = series(
      "errors_total",
      { job: "till" },
      Array.from({ length: 12 }, (_, minute) => minute * 90),
    );
    const fires: MutationCase = {
      name: "It fires.",
      alert: "Errors",
      ruleLabels: { severity: "page" },
      story: { series: [rising], minutes: [5, 6, 10], questions: [] },
    };
    const verdicts = (report: MutationReport): Readonly<Record<string, string>> =>
      Object.fromEntries(
        report.mutants.map(({ name, mutation, verdict }) => [`${name} ${mutation.says}`, verdict.kind]),
      );

    it("tells which changes they notice, in alerts and in what these read", async () => {
      const report = await mutate([engine()], [rules], [fires]);
      expect(verdicts(report)).toMatchObject({
        "Errors > becomes <": "killed",
        "Errors > becomes >=": "survived",
        "Errors 1 becomes 2": "killed",
        "Errors without for": "killed",
        "Errors for 2m becomes 4m": "killed",
        "Errors the rule's label severity has another value": "killed",
        "till:errors:rate5m sum becomes avg": "survived",
        "till:errors:rate5m rate becomes increase": "killed",
        "till:errors:rate5m by without the label job": "killed",
        "till:errors:rate5m job has another value": "killed",
        "Other > becomes <": "survived",
      });
    });

    it("asks about what a rule records, and judges it by the answers", async () => {
      const asks: MutationCase = {
        ...fires,
        name: "It records.",
        story: {
          series: [rising, series("errors_total", { job: "till", pod: "b" }, [0, 60, 120, 180, 240, 300, 360])],
          minutes: [],
          questions: [{ expression: "round(10 * till:errors:rate5m)", atMinutes: 6 }],
        },
      };
      const report = await mutate([engine()], [rules], [asks], { only: ({ rule }) => rule.record !== undefined });
      expect(verdicts(report)).toMatchObject({
        "till:errors:rate5m sum becomes avg": "killed",
        "till:errors:rate5m rate becomes increase": "killed",
        "till:errors:rate5m window 5m becomes 150s": "survived",
        "till:errors:rate5m without the condition on job": "survived",
      });
    });

    it("names the case that noticed, and counts", async () => {
      const report = await mutate([engine()], [rules], [fires], { only: ({ rule }) => rule.alert === "Errors" });
      expect(report.mutants.find(({ mutation }) => mutation.says === "without for")?.verdict).toEqual({
        kind: "killed",
        by: "It fires.",
      });
      expect(report.scoreRatio).toBe(report.killed / (report.killed + report.survived));
    });

    it("gives the same with several engines", async () => {
      const [one, two] = [
        await mutate([engine()], [rules], [fires]),
        await mutate([engine(), engine()], [rules], [fires]),
      ];
      expect(two).toEqual(one);
    });
  });

  describe("and leaving out what changes nothing", () => {
    it.each([
      [
        "a condition that the other side of an operator has too",
        'a{job="till"} > 0.5 and b{job="till"} > 2',
        "label: without the condition on job (equivalent)",
      ],
      ["the boundary of a limit that is no whole number", "a > 0.5", "comparison: > becomes >= (equivalent)"],
      [
        "the average of `up` where its sum is compared with 0",
        "sum(up) == 0",
        "aggregation: sum becomes avg (equivalent)",
      ],
      ["an aggregation that is multiplied by 0", "a or 0 * sum(b)", "aggregation: sum becomes avg (equivalent)"],
      ["a guard whose quotient would be NaN", "a / (b > 0) > 2", "guard: without > 0 (equivalent)"],
      [
        "an aggregation of which only the existence counts",
        "a > 2 and on () (sum(b))",
        "aggregation: sum becomes avg (equivalent)",
      ],
      [
        "an aggregation of groups of one",
        'sum without (state) (rate(a{state="busy"}[5m])) > 2',
        "aggregation: sum becomes avg (equivalent)",
      ],
      [
        "a condition that is kept beside a label that is replaced",
        'label_replace(a{job="till"}, "x", "$1", "y", "(.*)") > 0.5 and b{job="till"} > 2',
        "label: without the condition on job (equivalent)",
      ],
    ])("knows %s", async (_, expr, change) => {
      expect(await changesOf({ alert: "A", expr })).toContain(change);
    });

    it.each([
      ["an aggregation whose value is compared", "a > 2 and on () (sum(b) > 1)", "aggregation: sum becomes avg"],
      [
        "a sum of groups of several",
        'sum without (pod) (rate(a{state="busy"}[5m])) > 2',
        "aggregation: sum becomes avg",
      ],
      [
        "a condition on the label that is replaced",
        'label_replace(a{job="till"}, "job", "$1", "y", "(.*)") > 0.5 and b{job="till"} > 2',
        "label: without the condition on job",
      ],
      ["a condition that only one side has", 'a{job="till"} > 0.5 and b > 2', "label: without the condition on job"],
      [
        "a condition on a label that is summed away",
        'sum by (sli) (a{job="till"}) / sum by (sli) (b{job="till"})',
        "label: without the condition on job",
      ],
      ["the same condition beside an or", 'a{job="till"} or b{job="till"}', "label: without the condition on job"],
      ["the boundary of a whole number", "a > 5", "comparison: > becomes >="],
      ["an average that is compared with 1", "sum(up) == 1", "aggregation: sum becomes avg"],
    ])("does not take for it: %s", async (_, expr, change) => {
      expect(await changesOf({ alert: "A", expr })).toContain(change);
    });
  });
});
