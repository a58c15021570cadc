import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { boardDifferences } from "./board-comparison.ts";
import type { StoredBoard } from "./stored-board.ts";

/** What has to happen with one board. */
export type BoardStep =
  | { readonly kind: "create" }
  | { readonly kind: "change"; readonly differences: readonly string[] }
  | { readonly kind: "none" };

/** What `publish` needs to know of a board; the whole of it is sent. */
export interface WantedBoard {
  readonly uid: string;
  readonly title: string;
  readonly tags: readonly string[];
}

/** Every generated board carries this tag; a board without it belongs to somebody else. */
const ownTag = "signalbox";

/**
 * Compares the wanted board with what Grafana has. Throws a {@link Failure} (6) for a board that is not ours to write:
 * provisioned from files, or without the tag `signalbox`.
 */
export function boardStep(wanted: WantedBoard, stored: StoredBoard | undefined, folderUid: string): BoardStep {
  if (stored === undefined) return { kind: "create" };
  if (stored.isProvisioned) throw provisioned();
  const { tags } = stored.dashboard;
  if (!Array.isArray(tags) || !tags.includes(ownTag)) {
    throw new Failure(
      exitCodes.conflict,
      `Grafana has a board with this uid that Signalbox did not write: it lacks the tag ${ownTag}. Delete it there, or give it that tag to have it replaced.`,
    );
  }
  const moved =
    stored.folderUid === folderUid ? [] : [`folder (${folderUid} instead of ${stored.folderUid || "the root"})`];
  const differences = [...moved, ...boardDifferences(wanted, stored.dashboard)];
  return differences.length === 0 ? { kind: "none" } : { kind: "change", differences };
}

/** Explains a board that Grafana reads from files. */
export function provisioned(): Failure {
  return new Failure(
    exitCodes.conflict,
    "Grafana reads this board from files (provisioning, or the sidecar of a Helm chart), and those win over every save. Publish it one way only: change the files, or remove the board from them.",
  );
}
