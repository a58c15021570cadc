import { alertNames } from "@signalbox/contract";
import { whereOf } from "../expression/question.ts";
import type { ArtefactRule } from "../rule.ts";

/** An alert whose labels lead to no receiver of the config: it fires, and nobody is told. */
export const alertUnroutable: ArtefactRule = ({ ruleFiles, config }) => {
  const { page, ticket } = config.severity;
  return ruleFiles.flatMap((file) =>
    file.groups.flatMap((group) =>
      group.rules.flatMap((rule) => {
        const { alert, labels = {} } = rule;
        if (alert === undefined || alert === alertNames.watchdog) return [];
        const team = labels["team"] ?? "";
        const severity = labels["severity"] ?? "";
        const receivers = Object.hasOwn(config.teams, team) ? config.teams[team] : undefined;
        const isTold =
          severity === page ? receivers?.page !== undefined : severity === ticket && receivers !== undefined;
        if (isTold || [team, severity].some((value) => value.includes("{{"))) return [];
        const message = `team=${JSON.stringify(team)} and severity=${JSON.stringify(severity)} lead to no receiver, so nobody is told of ${alert}.`;
        const fix = `Use a team of the config (${Object.keys(config.teams).join(", ")}) and the severity ${page} or ${ticket}.`;
        const where = whereOf(file, group.name, rule);
        return [{ rule: "alert-unroutable" as const, severity: "warning" as const, where, message, fix }];
      }),
    ),
  );
};
