import type { Config, Environment, ServiceObjectives } from "../config/index.ts";
import { type BehaviourCase, historyMinutes, type Pace, sampleMinutes } from "./cases/behaviour-case.ts";
import { behaviourCases } from "./cases/behaviour-cases.ts";
import { ownCases } from "./cases/own-cases.ts";
import { ownPromtoolTest } from "./own-promtool-tests.ts";
import { inputSeries, seriesText } from "./series-text.ts";
import { ruleInterval, serviceRules } from "./service-rules.ts";

/** One group of tests in promtool's format. */
export interface PromtoolTest {
  readonly name: string;
  readonly interval: string;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly alert_rule_test: readonly {
    readonly eval_time: string;
    readonly alertname: string;
    readonly exp_alerts: readonly {
      readonly exp_labels: Readonly<Record<string, string>>;
      readonly exp_annotations: Readonly<Record<string, string>>;
    }[];
  }[];
  /** What expressions give; absent when nothing is asked. */
  readonly promql_expr_test?: readonly {
    readonly expr: string;
    readonly eval_time: string;
    readonly exp_samples: readonly { readonly labels: string; readonly value: number }[];
  }[];
}

/** A test file for `promtool test rules`. */
export interface PromtoolTestFile {
  readonly rule_files: readonly string[];
  readonly evaluation_interval: string;
  readonly group_eval_order: readonly string[];
  readonly tests: readonly PromtoolTest[];
}

/**
 * The behaviour cases of a service as promtool test files, one for each pace, because promtool has one evaluation interval for a file.
 * @param ruleFileName path of the rule file, relative to the test files
 */
export function promtoolTests(
  objectives: ServiceObjectives,
  config: Config,
  ruleFileName: string,
  environments: readonly Environment[] = config.environments,
): Readonly<Record<Pace, PromtoolTestFile>> {
  const cases = behaviourCases(objectives, config, environments);
  const groups = serviceRules(objectives, config, environments).groups.map(({ name }) => name);
  const own = ownCases(config)
    .filter(({ case: { source } }) => source.kind === "service" && source.service === objectives.service.name)
    .map(ownPromtoolTest);
  const fileOf = (wanted: Pace, interval: string, more: readonly PromtoolTest[]): PromtoolTestFile => ({
    rule_files: [ruleFileName],
    evaluation_interval: interval,
    group_eval_order: groups,
    tests: [...cases.filter(({ pace = "minutely" }) => pace === wanted).map(promtoolTest), ...more],
  });
  return {
    minutely: fileOf("minutely", ruleInterval, own),
    history: fileOf("history", `${historyMinutes(objectives)}m`, []),
  };
}

/** One behaviour case as a group of promtool tests. */
export function promtoolTest(behaviour: BehaviourCase): PromtoolTest {
  const everyMinutes = sampleMinutes(behaviour);
  return {
    name: behaviour.name,
    interval: `${everyMinutes}m`,
    input_series: behaviour.series.map((series) => inputSeries(series, everyMinutes)),
    alert_rule_test: behaviour.expectations.map(({ atMinutes, alerts }) => ({
      eval_time: `${atMinutes}m`,
      alertname: behaviour.alert,
      exp_alerts: alerts.map(({ labels, annotations }) => ({
        exp_labels: { ...labels },
        exp_annotations: { ...annotations },
      })),
    })),
    ...(behaviour.recorded === undefined
      ? {}
      : {
          promql_expr_test: behaviour.recorded.map(({ expression, atMinutes, samples }) => ({
            expr: expression,
            eval_time: `${atMinutes}m`,
            exp_samples: samples.map(({ labels, value }) => ({ labels: seriesText("", labels) || "{}", value })),
          })),
        }),
  };
}
