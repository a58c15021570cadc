import { writeTree } from "../../../cli/index.ts";
import { killedTree } from "./killed-tree.ts";

/** Writes two versions of a tree in turn until it is killed. */
const folder = process.argv[2] ?? "";
for (let round = 0; ; round++) {
  await writeTree(folder, killedTree(round % 2 === 0 ? "new" : "old"));
}
