import type { RuleMutations } from "../alert-tests/run-mutations.ts";

/** What the cases noticed of the changes, as data: every change that was not noticed or changes nothing, and the counts of all. */
export function mutationDocument({ report, files }: RuleMutations, minimumRatio: number): object {
  const { mutants, ...counts } = report;
  const listed = mutants.map(({ file, group, name, labels, mutation, verdict }) => ({
    file: files[file],
    group,
    rule: name,
    labels,
    ...mutation,
    verdict,
  }));
  return {
    minimumRatio,
    ...counts,
    notNoticed: listed.filter(({ verdict }) => verdict.kind === "survived"),
    changingNothing: listed.filter(({ verdict }) => verdict.kind === "equivalent"),
    invalidChanges: listed.filter(({ verdict }) => verdict.kind === "invalid"),
  };
}
