import type { AlertCase, CaseExpectation, Config } from "../config/index.ts";
import type { OwnCase } from "./cases/own-cases.ts";
import { ownCases } from "./cases/own-cases.ts";
import type { PromtoolTest, PromtoolTestFile } from "./promtool-tests.ts";
import { inputSeries, seriesText } from "./series-text.ts";
import { ruleInterval } from "./service-rules.ts";

/**
 * A case of the config as a group of promtool tests. promtool compares alerts to the letter, so it is asked for `ALERTS` instead:
 * how many fire, and whether one has the expected labels. Annotations only the engine compares.
 */
export function ownPromtoolTest({ case: one, series, traffic }: OwnCase): PromtoolTest {
  return {
    name: one.name,
    interval: "1m",
    input_series: [
      ...series.map(({ labels: { __name__: metric = "", ...labels }, notation }) => ({
        series: seriesText(metric, labels),
        values: notation,
      })),
      ...traffic.map((one) => inputSeries(one)),
    ],
    alert_rule_test: [],
    promql_expr_test: one.expect.flatMap((expected) =>
      questions(one, expected).map(({ expr, value }) => ({
        expr,
        eval_time: `${expected.atMinutes}m`,
        exp_samples: [{ labels: "{}", value }],
      })),
    ),
  };
}

/**
 * The cases of the config for one rule file of the team's own, as a promtool test file; undefined when it has none.
 * @param path the rule file as `rawRules` has it
 * @param ruleFiles paths relative to the test file: the rule file, and before it the files whose recorded series it reads
 * @param groups the names of the groups of these files, in the order in which they are evaluated
 */
export function ownPromtoolTests(
  config: Config,
  path: string,
  ruleFiles: readonly string[],
  groups: readonly string[],
): PromtoolTestFile | undefined {
  const cases = ownCases(config).filter(({ case: { source } }) => source.kind === "rules" && source.path === path);
  if (cases.length === 0) return undefined;
  return {
    rule_files: ruleFiles,
    evaluation_interval: ruleInterval,
    group_eval_order: groups,
    tests: cases.map(ownPromtoolTest),
  };
}

function questions({ alert, labels }: AlertCase, { firing }: CaseExpectation) {
  const select = (more: Readonly<Record<string, string>>): string =>
    seriesText("ALERTS", { ...labels, ...more, alertname: alert, alertstate: "firing" });
  const count = `count(${select({})})`;
  const some = (selected: string): { readonly expr: string; readonly value: number } => ({
    expr: `count(${selected}) > bool 0 or vector(0)`,
    value: 1,
  });
  if (firing === true) return [some(select({}))];
  const wanted = firing === false ? [] : firing;
  return [
    { expr: `${count} or vector(0)`, value: wanted.length },
    ...wanted.flatMap((one) => (one.labels === undefined ? [] : [some(select(one.labels))])),
  ];
}
