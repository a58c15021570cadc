import type { ExitCode } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { boardDifferences } from "./board-comparison.ts";
import { boardStep, type WantedBoard } from "./board-step.ts";
import type { PublishedFolder } from "./folder.ts";
import type { GrafanaClient } from "./grafana-client.ts";
import { SignInRefused } from "./refusal.ts";
import { Interrupted, RequestLost } from "./request-failure.ts";
import { storedBoard } from "./stored-board.ts";
import { writeBoard } from "./write-board.ts";

/** What became of one board; in a dry run, what would. */
export interface BoardResult {
  readonly uid: string;
  readonly title: string;
  readonly result: "created" | "changed" | "unchanged" | "failed" | "untried";
  /** Where the board differed from what Grafana had; only with `changed`. */
  readonly differences?: readonly string[];
  /** Why it failed, how to go on, and the exit code of that. */
  readonly failure?: { readonly exitCode: ExitCode; readonly message: string };
  /** What the reader should know although it worked. */
  readonly remark?: string;
}

/**
 * Brings each board to Grafana, one after the other. A failure of one board does not stop the rest, unless it would
 * meet all of them: Grafana is gone, the token is refused, the run was interrupted.
 */
export async function publishBoards(
  grafana: GrafanaClient,
  boards: readonly WantedBoard[],
  folder: PublishedFolder,
  dryRun: boolean,
): Promise<readonly BoardResult[]> {
  const results: BoardResult[] = [];
  let isOver = false;
  for (const board of boards) {
    const { uid, title } = board;
    if (isOver) {
      results.push({ uid, title, result: "untried" });
      continue;
    }
    try {
      results.push({ uid, title, ...(await publishedBoard(grafana, board, folder, dryRun)) });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      isOver = error instanceof RequestLost || error instanceof SignInRefused || error instanceof Interrupted;
      results.push(
        error instanceof Interrupted
          ? { uid, title, result: "untried" }
          : { uid, title, result: "failed", failure: { exitCode: error.exitCode, message: error.message } },
      );
    }
  }
  return results;
}

async function publishedBoard(
  grafana: GrafanaClient,
  board: WantedBoard,
  folder: PublishedFolder,
  dryRun: boolean,
): Promise<Pick<BoardResult, "result" | "differences" | "remark">> {
  const stored = await storedBoard(grafana, board.uid);
  const step = boardStep(board, stored, folder.uid);
  if (step.kind === "none") return { result: "unchanged" };
  let remark = {};
  if (!dryRun) {
    await writeBoard(grafana, board, folder.uid, stored);
    remark = await rewritten(grafana, board);
  }
  return step.kind === "create"
    ? { result: "created", ...remark }
    : { result: "changed", differences: step.differences, ...remark };
}

/** Whether Grafana stores something else than it was sent: such a board would be written on every run. */
async function rewritten(grafana: GrafanaClient, board: WantedBoard): Promise<Pick<BoardResult, "remark">> {
  try {
    const differences = boardDifferences(board, (await storedBoard(grafana, board.uid))?.dashboard);
    if (differences.length === 0) return {};
    return {
      remark: `Grafana stores it differently from what was sent, so every run will write it: ${differences[0]}`,
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // The save itself was confirmed.
    return error instanceof Interrupted
      ? {}
      : { remark: `It was saved, and could not be read again: ${error.message}` };
  }
}
