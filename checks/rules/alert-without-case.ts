import { whereOf } from "../expression/question.ts";
import type { Finding } from "../finding.ts";
import type { AlertCoverage, CheckedRule } from "../input.ts";
import type { ArtefactRule } from "../rule.ts";

/** An alert whose behaviour nothing proves: a generated one is an error, one of a team's own file is only listed. */
export const alertWithoutCase: ArtefactRule = ({ ruleFiles, coverage }) =>
  ruleFiles.flatMap((file) =>
    file.groups.flatMap((group) =>
      group.rules.flatMap((rule): readonly Finding[] => {
        const { alert } = rule;
        if (alert === undefined) return [];
        const where = whereOf(file, group.name, rule);
        const entry = coverage.find((candidate) => covers(candidate, group.name, rule));
        if (!file.generated) {
          if (entry !== undefined) return [];
          const message = `Nothing proves when ${alert} fires, stays silent and clears.`;
          const fix = "Write it a case: cases: [alertCase({ ... })] in the config.";
          return [{ rule: "alert-without-case", severity: "info", where, message, fix }];
        }
        const uncovered = entry?.uncovered ?? ["everything"];
        if (uncovered.length === 0) return [];
        const message = `${alert} has no case that proves: ${uncovered.join(", ")}.`;
        return [
          { rule: "alert-without-case", severity: "error", where, message, fix: "Add the case beside the alert." },
        ];
      }),
    ),
  );

function covers(entry: AlertCoverage, group: string, rule: CheckedRule): boolean {
  const labels = Object.entries(rule.labels ?? {});
  return (
    entry.group === group && entry.alert === rule.alert && labels.every(([name, value]) => entry.labels[name] === value)
  );
}
