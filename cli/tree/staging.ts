import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { madeFolder } from "./made-folder.ts";

/** Name of the folder in which new files are prepared; it lies in the output folder, so on the same file system. */
const stagingName = ".signalbox-staging";

/** Who prepares files. */
interface Owner {
  readonly pid: number;
  readonly host: string;
}

/**
 * Opens the staging folder of an output folder. It is the lock, too: it appears by a rename, which succeeds for one of
 * several processes. What a dead process left behind is swept.
 * @throws {Failure} conflict, when a living process holds it
 */
export async function openStaging(folder: string): Promise<string> {
  const staging = join(folder, stagingName);
  const prepared = `${staging}-${process.pid}`;
  await madeFolder(folder);
  await sweepStrays(folder);
  await mkdir(prepared);
  await writeFile(join(prepared, "owner.json"), JSON.stringify({ pid: process.pid, host: hostname() } satisfies Owner));
  try {
    if (!(await moved(prepared, staging))) {
      const owner = await ownerOf(staging);
      if (owner === undefined || isAlive(owner)) throw held(staging, owner);
      await sweep(staging, owner);
      if (!(await moved(prepared, staging))) throw held(staging, await ownerOf(staging));
    }
    return staging;
  } catch (error) {
    await rm(prepared, { recursive: true, force: true });
    throw error;
  }
}

/** Removes the staging folder with all that is in it. */
export async function closeStaging(staging: string): Promise<void> {
  await rm(staging, { recursive: true, force: true });
}

async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (["EEXIST", "ENOTEMPTY", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}

/** Takes a dead process's folder away; what turns out to be another one's by then is put back. */
async function sweep(staging: string, dead: Owner): Promise<void> {
  const swept = `${staging}-swept-${process.pid}`;
  if (!(await moved(staging, swept).catch(() => false))) return;
  const owner = await ownerOf(swept);
  if (owner?.pid === dead.pid) await rm(swept, { recursive: true, force: true });
  else await rename(swept, staging);
}

async function sweepStrays(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = name.startsWith(`${stagingName}-`) ? Number(/\d+$/.exec(name)?.[0]) : 0;
    if (pid > 0 && !isAlive({ pid, host: hostname() })) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function ownerOf(staging: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(join(staging, "owner.json"), "utf8")) as Owner;
  } catch {
    return undefined;
  }
}

/** A process of another host cannot be asked and counts as living. */
function isAlive({ pid, host }: Owner): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function held(staging: string, owner: Owner | undefined): Failure {
  const who = owner === undefined ? "Another process" : `Process ${owner.pid} on ${owner.host}`;
  return new Failure(
    exitCodes.conflict,
    `${who} is writing here (${staging}). Wait for it; if it is gone, delete that folder. Then run this again.`,
  );
}
