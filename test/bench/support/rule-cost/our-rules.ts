import { recordedSeries } from "@signalbox/contract";
import { isAlert, type Rule, serviceRules } from "../../../../alerts/index.ts";
import { defineConfig, kubePrometheusStack, objectives, pagerDuty, slack } from "../../../../config/index.ts";
import type { EvaluatedRules } from "./peer-rules.ts";
import type { SourceQuestion } from "./questions.ts";

const windowMinutes = 28 * 1440;
/** Symptoms compare with the same hour of a week before. */
const symptomMinutes = 8 * 1440;
const history: ReadonlySet<string> = new Set([recordedSeries.events, recordedSeries.badEvents]);

/** What this product evaluates for the objective; `symptoms` are the alerts that a service has beside its objectives. */
export function ourRules(question: SourceQuestion): EvaluatedRules & { readonly symptoms: readonly string[] } {
  const { service, indicator } = question;
  const objective = objectives(service, { [indicator]: { targetRatio: 0.999, page: true } }, { windowDays: 28 });
  const config = defineConfig({
    services: [objective],
    prometheus: kubePrometheusStack({
      release: "monitoring",
      namespace: "monitoring",
      retentionDays: 30,
      scrapeIntervalSeconds: 60,
    }),
    teams: {
      storefront: {
        page: pagerDuty({ routingKeyFrom: { secret: "pagerduty", key: "key" } }),
        ticket: slack({ channel: "#storefront", urlFrom: { secret: "slack", key: "url" } }),
      },
    },
    environments: { production: { namespace: "live" } },
  });
  const { groups } = serviceRules(objective, config);
  const isSymptoms = ({ name }: { readonly name: string }): boolean => name.endsWith(".symptoms");
  const expressionsOf = (rules: readonly Rule[]): readonly string[] => rules.map(({ expr }) => expr);
  const ofObjective = groups.filter((group) => !isSymptoms(group)).flatMap(({ rules }) => rules);
  return {
    expressions: expressionsOf(ofObjective),
    symptoms: expressionsOf(groups.filter(isSymptoms).flatMap(({ rules }) => rules)),
    recorded: groups.flatMap((group) =>
      group.rules.flatMap((rule) => {
        if (isAlert(rule)) return [];
        const ofSymptom = isSymptoms(group) ? symptomMinutes : 10;
        return [{ metric: rule.record, minutes: history.has(rule.record) ? windowMinutes : ofSymptom }];
      }),
    ),
    rawMinutes: 180,
  };
}
