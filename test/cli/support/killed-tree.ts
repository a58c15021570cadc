import type { Artefact } from "../../../cli/index.ts";

/** A tree of files that are large enough to be caught half-written. */
export function killedTree(version: "old" | "new"): readonly Artefact[] {
  return Array.from({ length: 4 }, (_, index) => ({
    path: `dashboards/board-${index}.json`,
    content: `${version} ${index}\n`.repeat(300_000),
  }));
}
