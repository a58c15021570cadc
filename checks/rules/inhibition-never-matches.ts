import type { Finding } from "../finding.ts";
import type { CheckedRouting } from "../input.ts";
import type { ArtefactRule } from "../rule.ts";

/** An inhibition whose sources and targets are known and never agree, or that compares labels which none of them has. */
export const inhibitionNeverMatches: ArtefactRule = ({ routing }) =>
  routing === undefined
    ? []
    : routing.inhibitions.flatMap((inhibition, index): readonly Finding[] => {
        const told = problemOf(inhibition);
        if (told === undefined) return [];
        const where = { artefact: routing.artefact, item: `inhibit_rules[${index}]` };
        return [{ rule: "inhibition-never-matches", where, ...told }];
      });

function problemOf({
  rule,
  reach,
}: CheckedRouting["inhibitions"][number]): Pick<Finding, "severity" | "message" | "fix"> | undefined {
  const { sources, targets, matches, missingLabels } = reach;
  const source = `{${rule.source_matchers.join(", ")}}`;
  const target = `{${rule.target_matchers.join(", ")}}`;
  // Alerts of other exporters are not known here, so a side that matches none of ours proves nothing.
  if (sources.length === 0 || targets.length === 0) {
    if (sources.length === targets.length) return undefined;
    const side = sources.length === 0 ? `source ${source}` : `target ${target}`;
    return {
      severity: "info",
      message: `No generated alert is a ${side} of this inhibition.`,
      fix: "Nothing, if an alert of another exporter is meant; else correct the matchers.",
    };
  }
  const labels = missingLabels.join(", ");
  if (missingLabels.length > 0) {
    return {
      severity: "warning",
      message: `No alert that ${source} or ${target} matches has the label ${labels}; a missing label equals a missing label, so this compares nothing.`,
      fix: "List labels in equal that both sides carry, such as those of identity.",
    };
  }
  if (matches) return undefined;
  return {
    severity: "warning",
    message: `No alert of ${source} can hold one of ${target} back: they never have the same ${(rule.equal ?? []).join(", ") || "labels"}.`,
    fix: "List fewer labels in equal, or correct the matchers.",
  };
}
