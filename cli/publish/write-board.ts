import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { oneLine } from "../output/one-line.ts";
import type { Answer } from "./answer.ts";
import { boardDifferences } from "./board-comparison.ts";
import { provisioned, type WantedBoard } from "./board-step.ts";
import { type GrafanaClient, isBusy } from "./grafana-client.ts";
import { refusal } from "./refusal.ts";
import { RequestLost } from "./request-failure.ts";
import { type StoredBoard, storedBoard } from "./stored-board.ts";

/**
 * Saves a board over the version that was read, and never over a later one. An answer that was lost is followed by a
 * look at what Grafana has, and by another try only when nothing changed there. Throws a {@link Failure} when the
 * board was not written, or when nobody can say whether it was.
 */
export async function writeBoard(
  grafana: GrafanaClient,
  board: WantedBoard,
  folderUid: string,
  read: StoredBoard | undefined,
): Promise<void> {
  const dashboard = { ...board, ...(read === undefined ? {} : { version: read.version }) };
  // Without folderUid Grafana moves the board to the root.
  const body = { dashboard, folderUid, overwrite: false, message: "signalbox publish" };
  for (let retry = 0; ; retry += 1) {
    const attempt = await attempted(grafana, board.uid, body);
    if (attempt === "written") return;
    if (attempt.kind === "refused") throw attempt.failure;
    const now = await stateAfter(grafana, board.uid, attempt.failure);
    if (isSame(board, now, folderUid)) return;
    if (attempt.kind === "newer" || now?.version !== read?.version) throw changedMeanwhile(now);
    if (retry >= grafana.limits.retries) throw attempt.failure;
    await grafana.waitBeforeRetry(retry, attempt.retryAfterSeconds);
    if (grafana.signal.aborted) throw attempt.failure;
  }
}

interface Attempt {
  /** `unclear`: it may have been written. `newer`: Grafana has another version than the one that was read. */
  readonly kind: "refused" | "unclear" | "newer";
  readonly failure: Failure;
  readonly retryAfterSeconds?: number | undefined;
}

async function attempted(grafana: GrafanaClient, uid: string, body: object): Promise<"written" | Attempt> {
  let answer: Answer;
  try {
    answer = await grafana.send("/api/dashboards/db", body);
  } catch (failure) {
    if (!(failure instanceof RequestLost && failure.mayHaveArrived)) throw failure;
    return { kind: "unclear", failure };
  }
  if (answer.status >= 200 && answer.status < 300 && answer.json !== undefined) return "written";
  const permission = `dashboards:create and dashboards:write on its folder`;
  const failure = refusal(grafana, answer, { act: `write the board ${uid}`, permission });
  if (isBusy(answer.status)) return { kind: "unclear", failure, retryAfterSeconds: answer.retryAfterSeconds };
  const state = answer.json?.["status"];
  if (answer.status === 412 && state === "version-mismatch") return { kind: "newer", failure };
  if (answer.status === 412) return { kind: "refused", failure: occupied(answer, state) };
  if (answer.status === 400 && /provisioned/i.test(answer.message)) return { kind: "refused", failure: provisioned() };
  return { kind: "refused", failure };
}

/** What Grafana has after an unclear write. */
async function stateAfter(grafana: GrafanaClient, uid: string, failure: Failure): Promise<StoredBoard | undefined> {
  try {
    return await storedBoard(grafana, uid);
  } catch {
    throw new Failure(
      failure.exitCode,
      `It was sent, and whether Grafana saved it is unknown. Run publish again: it looks first. ${failure.message}`,
      { cause: failure },
    );
  }
}

function isSame(board: WantedBoard, stored: StoredBoard | undefined, folderUid: string): boolean {
  return stored?.folderUid === folderUid && boardDifferences(board, stored.dashboard).length === 0;
}

function changedMeanwhile(now: StoredBoard | undefined): Failure {
  const who = now === undefined ? "deleted it" : `saved version ${now.version}`;
  return new Failure(
    exitCodes.conflict,
    `${now?.savedBy || "Somebody"} ${who} while publish ran. Look at that change in Grafana, then run publish again.`,
  );
}

function occupied(answer: Answer, state: unknown): Failure {
  const owner = {
    "name-exists": "Another board of this folder has the same title. Rename or delete that one.",
    "plugin-dashboard":
      "The board belongs to a Grafana plugin. Remove the plugin's board, or name the service otherwise.",
  }[String(state)];
  const what = owner ?? `Grafana refuses it (412 ${oneLine(String(state ?? ""))}).`;
  return new Failure(exitCodes.conflict, `${what} It says: ${answer.message}`);
}
