import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Outcome } from "../outcome.ts";
import { oneLine } from "../output/one-line.ts";
import type { PublishedFolder } from "./folder.ts";
import type { BoardResult } from "./publish-boards.ts";

/** Everything that a run of `publish` did, or in a dry run would do. */
export interface Publication {
  /** Address of Grafana. */
  readonly grafana: string;
  readonly dryRun: boolean;
  readonly folder: PublishedFolder;
  readonly boards: readonly BoardResult[];
  /** The exit code of the signal that interrupted the run. */
  readonly interruption: ExitCode | undefined;
}

/** How a result is called when it happened, and when it only would. */
const words: Readonly<Record<BoardResult["result"], { readonly done: string; readonly planned: string }>> = {
  created: { done: "created", planned: "would be created" },
  changed: { done: "changed", planned: "would be changed" },
  unchanged: { done: "unchanged", planned: "unchanged" },
  failed: { done: "failed", planned: "would fail" },
  untried: { done: "not tried", planned: "not tried" },
};

const results = Object.keys(words) as readonly BoardResult["result"][];

/** Puts a run into words: a line for each board, a line of counts, remarks, and the exit code. */
export function publicationReport(publication: Publication): Outcome {
  const { grafana, dryRun, folder, boards, interruption } = publication;
  const word = (result: BoardResult["result"]): string => words[result][dryRun ? "planned" : "done"];
  const counts = results
    .map((result) => ({ result, count: boards.filter((board) => board.result === result).length }))
    .filter(({ result, count }) => count > 0 || (result !== "failed" && result !== "untried"))
    .map(({ result, count }) => `${count} ${word(result)}`);
  const lines = [
    ...folderLines(folder),
    ...boards.map((board) => `  ${word(board.result)}  ${board.uid}  ${oneLine(board.title)}${details(board)}`),
    `${grafana}, folder ${oneLine(folder.title)}: ${counts.join(", ")}`,
  ];
  return {
    exitCode: interruption ?? exitCode(boards, dryRun),
    text: `${lines.join("\n")}\n`,
    notes: notes(publication),
    document: { grafana, dryRun, folder, boards },
  };
}

function folderLines(folder: PublishedFolder): readonly string[] {
  if (folder.state === "present") return [];
  return [
    `  folder ${folder.state === "created" ? "created" : "would be created"}  ${folder.uid}  ${oneLine(folder.title)}`,
  ];
}

function details({ differences = [], failure }: BoardResult): string {
  if (failure !== undefined) return `: ${failure.message}`;
  if (differences.length === 0) return "";
  const rest = differences.length > 3 ? ` and ${differences.length - 3} more` : "";
  return ` (${differences.slice(0, 3).map(oneLine).join(", ")}${rest})`;
}

function notes({ dryRun, folder, boards, interruption }: Publication): string {
  const lines = boards.flatMap(({ uid, remark }) => (remark === undefined ? [] : [`${uid}: ${remark}`]));
  if (folder.otherTitle !== undefined) {
    lines.push(
      `The folder ${folder.uid} is called ${JSON.stringify(oneLine(folder.otherTitle))} in Grafana; the boards go there.`,
    );
  }
  if (interruption !== undefined)
    lines.push("Interrupted. What is listed as not tried was not sent; run publish again.");
  else if (dryRun) lines.push("Nothing was written.");
  return lines.map((line) => `${line}\n`).join("");
}

/** 4 when some boards were written and others failed; when none was written, the code of the first failure. */
function exitCode(boards: readonly BoardResult[], dryRun: boolean): ExitCode {
  const failure = boards.find((board) => board.failure !== undefined)?.failure;
  if (failure === undefined) return exitCodes.done;
  const isWritten = !dryRun && boards.some(({ result }) => result === "created" || result === "changed");
  return isWritten ? exitCodes.partly : failure.exitCode;
}
