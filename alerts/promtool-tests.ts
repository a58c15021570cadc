import type { Config, Environment, ServiceObjectives } from "../config/index.ts";
import { selector } from "../queries/index.ts";
import type { BehaviourCase, InputSeries } from "./cases/behaviour-case.ts";
import { behaviourCases } from "./cases/behaviour-cases.ts";
import { plain } from "./numbers.ts";
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
    tests: behaviourCases(objectives, config, environments).map(promtoolTest),
  };
}

/** One behaviour case as a group of promtool tests. */
export function promtoolTest(behaviour: BehaviourCase): PromtoolTest {
  return {
    name: behaviour.name,
    interval: "1m",
    input_series: behaviour.series.map((series) => ({ series: notation(series), values: values(series) })),
    alert_rule_test: behaviour.expectations.map(({ atMinutes, alerts }) => ({
      eval_time: `${atMinutes}m`,
      alertname: behaviour.alert,
      exp_alerts: alerts.map(({ labels, annotations }) => ({
        exp_labels: { ...labels },
        exp_annotations: { ...annotations },
      })),
    })),
  };
}

function notation({ metric, labels }: InputSeries): string {
  return selector(
    metric,
    Object.entries(labels).map(([label, value]) => ({ label, operator: "=", value })),
  );
}

/** promtool's `a+bxn`, which is n+1 samples: a, a+b, ... */
function values(series: InputSeries): string {
  if (series.kind === "gauge") {
    return series.segments
      .map(({ minutes, value }) => (value === undefined ? `_x${minutes}` : `${value}x${minutes - 1}`))
      .join(" ");
  }
  let total = 0;
  return series.segments
    .map(({ minutes, perMinute }, index) => {
      const rate = plain(perMinute);
      const start = index === 0 ? 0 : plain(total + perMinute);
      const repeats = index === 0 ? minutes : minutes - 1;
      total += perMinute * minutes;
      return `${start}+${rate}x${repeats}`;
    })
    .join(" ");
}
