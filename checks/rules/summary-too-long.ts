import { whereOf } from "../expression/question.ts";
import type { ArtefactRule } from "../rule.ts";

/** Longer summaries are cut on the lock screen of a phone and in the list of a pager. */
const mostCharacters = 120;

/** The summary of an alert is longer than what is read at a glance; what templates fill in is not counted. */
export const summaryTooLong: ArtefactRule = ({ ruleFiles }) =>
  ruleFiles.flatMap((file) =>
    file.groups.flatMap((group) =>
      group.rules.flatMap((rule) => {
        const fixed = String(rule.annotations?.["summary"] ?? "")
          .replaceAll(/\{\{.*?\}\}/gs, "")
          .trim();
        if (rule.alert === undefined || fixed.length <= mostCharacters) return [];
        return [
          {
            rule: "summary-too-long" as const,
            severity: "warning" as const,
            where: whereOf(file, group.name, rule),
            message: `The summary has ${fixed.length} characters beside its labels; more than ${mostCharacters} are not read at a glance.`,
            fix: "Say what is wrong and where in the summary, and the rest in the description.",
          },
        ];
      }),
    ),
  );
