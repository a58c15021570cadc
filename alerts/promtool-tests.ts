import type { Config, Environment, ServiceObjectives } from "../config/index.ts";
import type { BehaviourCase } from "./cases/behaviour-case.ts";
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
 * The behaviour cases of a service as a promtool test file.
 * @param ruleFileName path of the rule file, relative to the test file
 */
export function promtoolTests(
  objectives: ServiceObjectives,
  config: Config,
  ruleFileName: string,
  environments: readonly Environment[] = config.environments,
): PromtoolTestFile {
  return {
    rule_files: [ruleFileName],
    evaluation_interval: ruleInterval,
    group_eval_order: serviceRules(objectives, config, environments).groups.map(({ name }) => name),
    tests: [
      ...behaviourCases(objectives, config, environments).map(promtoolTest),
      ...ownCases(config)
        .filter(({ case: { source } }) => source.kind === "service" && source.service === objectives.service.name)
        .map(ownPromtoolTest),
    ],
  };
}

/** One behaviour case as a group of promtool tests. */
export function promtoolTest(behaviour: BehaviourCase): PromtoolTest {
  return {
    name: behaviour.name,
    interval: "1m",
    input_series: behaviour.series.map(inputSeries),
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
