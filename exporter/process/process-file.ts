import { readFile, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { fromPool } from "../in-time.ts";

/** Not of `node:fs/promises`, whose file handles end a while after the answer and show as active resources in the next scrape. */
const read = promisify(readFile);

/** Milliseconds for which files are read on the event loop after the thread pool had no time for one. */
const poolAvoidedMilliseconds = 1000;

/** Reads a file of `/proc` or `/sys` below a root folder, off the event loop while the thread pool has time. Undefined when it is not there or may not be read. */
export type ReadProcessFile = (path: string) => Promise<string | undefined>;

/** Reads below the given folder; `/` for the real files. */
export function processFiles(root: string): ReadProcessFile {
  let avoidedUntil = 0;
  return async (path) => {
    try {
      const answer = performance.now() < avoidedUntil ? undefined : await fromPool(read(join(root, path), "latin1"));
      if (answer !== undefined) return answer.value;
      avoidedUntil = performance.now() + poolAvoidedMilliseconds;
      return readFileSync(join(root, path), "latin1");
    } catch {
      return undefined;
    }
  };
}

/** The number after a key in a file of lines such as `nr_periods 12` or `VmRSS:  512 kB`; undefined when there is none. */
export function numberAfter(key: string, text: string | undefined): number | undefined {
  const found = new RegExp(`^${key}:?[ \t]+([0-9]+)`, "m").exec(text ?? "")?.[1];
  return found === undefined ? undefined : Number(found);
}

/** The number that a file consists of; undefined for anything else, such as `max`. */
export function wholeNumber(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? "";
  return /^[0-9]+$/.test(trimmed) ? Number(trimmed) : undefined;
}

/** A number divided by another, where it is known. */
export function dividedBy(divisor: number, value: number | undefined): number | undefined {
  return value === undefined ? undefined : value / divisor;
}
