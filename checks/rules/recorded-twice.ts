import { whereOf } from "../expression/question.ts";
import type { ArtefactRule } from "../rule.ts";

/** A rule of a team's own records a name that generated rules record, and boards and alerts cannot tell the two apart. */
export const recordedTwice: ArtefactRule = ({ ruleFiles }) => {
  const generated = new Map(
    ruleFiles
      .filter((file) => file.generated)
      .flatMap((file) => file.groups.flatMap((group) => group.rules.map(({ record }) => [record, file.path] as const))),
  );
  return ruleFiles
    .filter((file) => !file.generated)
    .flatMap((file) =>
      file.groups.flatMap((group) =>
        group.rules
          .filter(({ record }) => record !== undefined && generated.has(record))
          .map((rule) => ({
            rule: "recorded-twice" as const,
            severity: "warning" as const,
            where: whereOf(file, group.name, rule),
            message: `${rule.record} is also recorded by ${generated.get(rule.record)}, so what reads it gets both.`,
            fix: "Give the series of your own rule another name.",
          })),
      ),
    );
};
