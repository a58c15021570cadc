import { execFile } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ToolPackage } from "./tools-table.ts";

const run = promisify(execFile);

/**
 * Downloads a Debian package into a folder and unpacks it there; needs neither root nor an installation.
 * @returns the path of the program, or why there is none, where this system has no apt or does not know the package
 */
export async function unpackProgram(tool: ToolPackage, folder: string): Promise<string | { readonly why: string }> {
  const download = (options: readonly string[]): Promise<unknown> =>
    run("apt-get", [...options, "download", tool.debianPackage], { cwd: folder });
  try {
    await download([]).catch(async () => download(await freshLists(folder)));
    const file = readdirSync(folder).find((name) => name.endsWith(".deb")) ?? "";
    const unpacked = join(folder, "unpacked");
    await run("dpkg-deb", ["--extract", join(folder, file), unpacked]);
    return join(unpacked, tool.program);
  } catch (cause) {
    const { code, path, stderr } = cause as { code?: unknown; path?: unknown; stderr?: unknown };
    if (code === "ENOENT") return { why: `because ${String(path)} is not on this system (Debian and Ubuntu have it)` };
    const said = String(stderr).trim().split("\n").at(-1) ?? "";
    return {
      why: `because apt-get could not download ${tool.debianPackage}. It said: ${said}`,
    };
  }
}

/** Options with which apt-get uses package lists of our own, read just now: those of a new system are empty, and only root may fill them. */
async function freshLists(folder: string): Promise<readonly string[]> {
  const lists = join(folder, "lists");
  mkdirSync(join(lists, "partial"), { recursive: true });
  mkdirSync(join(folder, "cache", "archives", "partial"), { recursive: true });
  const options = ["-o", `Dir::State::Lists=${lists}`, "-o", `Dir::Cache=${join(folder, "cache")}`];
  await run("apt-get", [...options, "update"], { cwd: folder });
  return options;
}
