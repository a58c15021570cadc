import type { MutantResult } from "../../simulation/index.ts";
import type { RuleMutations } from "../alert-tests/run-mutations.ts";
import { textWidth } from "./columns.ts";
import { oneLine } from "./one-line.ts";

/** What the cases noticed of the changes, for people: a line for each rule, then what nobody noticed. */
export function mutationText({ report, files }: RuleMutations, minimumRatio: number): string {
  const rules = new Map<string, MutantResult[]>();
  for (const mutant of report.mutants) {
    const key = ruleName(mutant, files);
    rules.set(key, [...(rules.get(key) ?? []), mutant]);
  }
  const survivors = report.mutants.filter(({ verdict }) => verdict.kind === "survived");
  const { killed, survived, equivalent, invalid, scoreRatio } = report;
  const lines = [
    "noticed",
    ...[...rules].map(([name, mutants]) => ruleLine(name, mutants)),
    ...survivors.flatMap((mutant) => [
      "",
      `not noticed: ${ruleName(mutant, files)}: ${mutant.mutation.says}`,
      `  - ${mutant.mutation.before}`,
      `  + ${mutant.mutation.after}`,
    ]),
    ...equivalenceLines(report.mutants),
    "",
    `${killed + survived} changes, ${killed} noticed: ${percent(scoreRatio)}, and at least ${percent(minimumRatio)} are asked for.`,
    `Not counted: ${equivalent} that change nothing, ${invalid} that Prometheus would not load.`,
  ];
  return `${lines.map(oneLine).join("\n")}\n`;
}

function ruleName({ file, name, labels }: MutantResult, files: readonly string[]): string {
  const { severity, team: _team, owner: _owner, target: _target, ...others } = labels;
  const own = Object.values(others).filter((value) => value !== files[file]);
  return [files[file] ?? "", name, ...own, ...(severity === undefined ? [] : [severity])].join(" ");
}

function ruleLine(name: string, mutants: readonly MutantResult[]): string {
  const killed = mutants.filter(({ verdict }) => verdict.kind === "killed").length;
  const counted = killed + mutants.filter(({ verdict }) => verdict.kind === "survived").length;
  return `${`${killed}/${counted}`.padStart(7)}  ${name}`.slice(0, textWidth);
}

function equivalenceLines(mutants: readonly MutantResult[]): readonly string[] {
  const reasons = new Map<string, number>();
  for (const { verdict } of mutants) {
    if (verdict.kind === "equivalent") reasons.set(verdict.reason, (reasons.get(verdict.reason) ?? 0) + 1);
  }
  if (reasons.size === 0) return [];
  return ["", "change nothing", ...[...reasons].map(([reason, count]) => `${String(count).padStart(7)}  ${reason}`)];
}

function percent(ratio: number): string {
  return `${Math.floor(ratio * 1000) / 10} %`;
}
