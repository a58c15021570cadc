import { mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/**
 * Makes a folder with the missing ones above it. Node's own recursive mkdir does not end where the system refuses a
 * folder with ENOENT, as /proc does.
 * @throws {Failure} not allowed, where the system has no folders of one's own
 */
export async function madeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let path = resolve(folder); !(await exists(path)); path = dirname(path)) missing.unshift(path);
  for (const path of missing) await madeOne(path);
  // It is there now, and if it is no folder, this says so.
  await mkdir(folder, { recursive: true });
}

/** Whether something lies there, be it a folder or not. */
export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

async function madeOne(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Somebody else made it meanwhile.
    if (code === "EEXIST" && (await exists(path))) return;
    if (code !== "ENOENT") throw error;
    throw new Failure(
      exitCodes.notAllowed,
      `The folder ${path} cannot be made: the system allows no new folders in ${dirname(path)}. Choose another folder.`,
      { cause: error },
    );
  }
}
