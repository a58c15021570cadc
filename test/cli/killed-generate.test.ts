import { spawn } from "node:child_process";
import { once } from "node:events";
import { watch } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeTree } from "../../cli/index.ts";
import { emptyFolder, filesOf } from "./support/folders.ts";
import { killedTree } from "./support/killed-tree.ts";

const script = join(import.meta.dirname, "support", "write-forever.ts");
const wholes = new Set([...killedTree("old"), ...killedTree("new")].map(({ content }) => content));

/** Writes in another process, and kills it as soon as a number of changes of its files was seen. */
async function killAtChange(folder: string, count: number): Promise<void> {
  let changes = 0;
  const watcher = watch(join(folder, "dashboards"), () => {
    changes++;
    if (changes >= count) child.kill("SIGKILL");
  });
  const child = spawn(process.execPath, ["--conditions=signalbox-source", script, folder], { stdio: "inherit" });
  await once(child, "close");
  watcher.close();
}

describe("a generate that is killed", () => {
  it("leaves every file whole, and the next one finishes and sweeps up", async () => {
    const folder = emptyFolder();
    await writeTree(folder, killedTree("old"));
    for (let count = 1; count <= 8; count++) {
      await killAtChange(folder, count);
      const boards = Object.entries(filesOf(folder)).filter(([path]) => path.startsWith("dashboards/"));
      expect(boards).toHaveLength(4);
      expect(boards.filter(([, content]) => !wholes.has(content)).map(([path]) => path)).toEqual([]);
    }
    await writeTree(folder, killedTree("old"));
    const paths = Object.keys(filesOf(folder)).sort();
    expect(paths).toEqual([
      ".signalbox-files.json",
      ...killedTree("old")
        .map(({ path }) => path)
        .sort(),
    ]);
  });
});
