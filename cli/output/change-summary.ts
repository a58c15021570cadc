import type { FileChange } from "../tree/tree-plan.ts";

/** How a change is called when it happened, and when `--check` found that it would. */
const words: Readonly<Record<FileChange["kind"], { readonly done: string; readonly found: string }>> = {
  created: { done: "created", found: "missing" },
  changed: { done: "changed", found: "differs" },
  removed: { done: "removed", found: "no longer generated" },
  kept: { done: "kept, because it was edited", found: "no longer generated, and edited" },
  unchanged: { done: "unchanged", found: "up to date" },
};

/** Lists what changed, or differs, and ends in a line of counts. */
export function changeSummary(folder: string, changes: readonly FileChange[], check: boolean): string {
  const word = (kind: FileChange["kind"]): string => words[kind][check ? "found" : "done"];
  const lines = changes
    .filter(({ kind }) => kind !== "unchanged")
    .map((change) => `  ${word(change.kind)}  ${change.path}${lineCounts(change)}`);
  const kinds: readonly FileChange["kind"][] = ["created", "changed", "removed", "kept", "unchanged"];
  const counts = kinds
    .map((kind) => ({ kind, count: changes.filter((change) => change.kind === kind).length }))
    .filter(({ kind, count }) => count > 0 || kind !== "kept")
    .map(({ kind, count }) => `${count} ${word(kind)}`);
  const advice = check && lines.length > 0 ? `\nRun signalbox generate and commit what it writes.` : "";
  return `${[...lines, `${folder}: ${counts.join(", ")}`].join("\n")}${advice}\n`;
}

function lineCounts(change: FileChange): string {
  return change.kind === "changed" ? ` (+${change.addedLines} -${change.removedLines} lines)` : "";
}
