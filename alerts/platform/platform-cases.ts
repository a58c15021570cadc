import { alertNames, ruleGroups } from "@signalbox/contract";
import type { Config } from "../../config/index.ts";
import { failedEvaluations } from "../../queries/index.ts";
import type { FiringAlert } from "../alert.ts";
import type { BehaviourCase, CounterSegment, InputSeries } from "../cases/behaviour-case.ts";
import type { AlertingRule } from "../rule-file.ts";
import { ruleEvaluationFailingRule, ruleGroupLabel } from "./rule-evaluation-failing.ts";
import { watchdogRule } from "./watchdog.ts";

/** The stories of the rules about Prometheus itself; none where there are no such rules. */
export function platformCases(config: Config): readonly BehaviourCase[] {
  const { platformAlerts } = config.prometheus;
  if (platformAlerts === undefined) return [];
  return [...watchdogCases(watchdogRule(config)), ...failureCases(config, platformAlerts.team)];
}

const minutes = (...times: readonly number[]) => times.map((atMinutes) => ({ atMinutes, alerts: [] }));

function storyOf(rule: AlertingRule): Pick<BehaviourCase, "service" | "alert" | "ruleLabels"> {
  return { service: ruleGroups.platform, alert: rule.alert, ruleLabels: rule.labels };
}

function watchdogCases(rule: AlertingRule): readonly BehaviourCase[] {
  const firing: readonly FiringAlert[] = [{ labels: rule.labels, annotations: rule.annotations }];
  return [
    {
      ...storyOf(rule),
      name: `${alertNames.watchdog}: it fires from the first evaluation on, whatever happens.`,
      behaviour: "fires",
      proves: ["fires"],
      notApplicable: Object.fromEntries(
        (["silentJustBelow", "clears", "silentWithoutTraffic", "silentAtLowTraffic", "silentWithoutData"] as const).map(
          (proof) => [proof, "It always fires; that is its purpose."],
        ),
      ),
      series: [],
      expectations: [0, 1, 20].map((atMinutes) => ({ atMinutes, alerts: firing })),
    },
  ];
}

function failureCases(config: Config, team: string): readonly BehaviourCase[] {
  const rule = ruleEvaluationFailingRule(team, config);
  const [objectives] = config.services;
  const own = `/etc/rules/${objectives?.service.name}.rules.yaml;${ruleGroups.symptoms(objectives?.service.name ?? "")}`;
  const failures = (group: string, segments: readonly CounterSegment[], server = 9): InputSeries => ({
    metric: failedEvaluations,
    labels: { job: "prometheus", instance: `10.0.0.${server}:9090`, [ruleGroupLabel]: group },
    kind: "counter",
    segments,
  });
  const firing = (failed: number): readonly FiringAlert[] => [
    {
      labels: { ...rule.labels, [ruleGroupLabel]: own },
      annotations: {
        ...rule.annotations,
        summary: String(rule.annotations["summary"])
          .replace(/\{\{ \$labels.*?\}\}/, own)
          .replace(/\{\{ \$value.*?\}\}/, String(failed)),
      },
    },
  ];
  const story = (
    behaviour: BehaviourCase["behaviour"],
    sentence: string,
    series: readonly InputSeries[],
    expectations: BehaviourCase["expectations"],
    proves: NonNullable<BehaviourCase["proves"]> = [],
  ): BehaviourCase => ({
    ...storyOf(rule),
    name: `${alertNames.ruleEvaluationFailing}: ${sentence}.`,
    behaviour,
    proves,
    series,
    expectations,
  });
  return [
    {
      ...story(
        "fires",
        "it fires when rules of ours have failed for 15 minutes",
        [failures(own, [{ minutes: 20, perMinute: 2 }]), failures(own, [{ minutes: 20, perMinute: 4 }], 8)],
        [...minutes(15), { atMinutes: 16, alerts: firing(30) }],
        ["fires"],
      ),
      notApplicable: {
        silentWithoutTraffic: "It reads evaluations, not requests.",
        silentAtLowTraffic: "It reads evaluations, not requests.",
      },
    },
    story(
      "fires",
      "it fires when one evaluation in every four minutes fails",
      [
        failures(
          own,
          Array.from({ length: 5 }, () => [
            { minutes: 1, perMinute: 1 },
            { minutes: 3, perMinute: 0 },
          ]).flat(),
        ),
      ],
      [...minutes(15), { atMinutes: 16, alerts: firing(1) }],
    ),
    story(
      "silent",
      "it stays silent when rules fail for 5 minutes, or rules of others",
      [
        failures(own, [
          { minutes: 5, perMinute: 2 },
          { minutes: 30, perMinute: 0 },
        ]),
        failures("/etc/rules/other.rules.yaml;kubernetes", [{ minutes: 35, perMinute: 3 }]),
      ],
      minutes(8, 15, 30),
      ["silentJustBelow"],
    ),
    story(
      "clears",
      "it ends when rules are evaluated again",
      [
        failures(own, [
          { minutes: 20, perMinute: 2 },
          { minutes: 10, perMinute: 0 },
        ]),
      ],
      [{ atMinutes: 18, alerts: firing(10) }, ...minutes(26)],
      ["clears"],
    ),
    story("silent", "it stays silent without data", [], minutes(16), ["silentWithoutData"]),
  ];
}
