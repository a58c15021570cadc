import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { jsonText } from "../artefacts/json-text.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/** Name of the list of files that a former run wrote into the folder. */
export const writtenFilesName = ".signalbox-files.json";

const format = "signalbox.files/1";

/** The files that we wrote, each with a hash of what we wrote. */
export type WrittenFiles = ReadonlyMap<string, string>;

/** Hash of a text, whatever line ends a checkout gave it; 16 hex digits of SHA-256. */
export function contentHash(content: string): string {
  return createHash("sha256").update(content.replaceAll("\r\n", "\n")).digest("hex").slice(0, 16);
}

/** Reads the list of a folder; empty when there is none. */
export async function readWrittenFiles(folder: string): Promise<WrittenFiles> {
  const file = join(folder, writtenFilesName);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw error;
  }
  const files = filesOf(text);
  if (files !== undefined) return new Map(Object.entries(files));
  throw new Failure(
    exitCodes.invalid,
    `${file} is not a list of files that this version wrote. Restore it from version control, or delete it: then files that are no longer generated stay.`,
  );
}

/** The text of the list. */
export function writtenFilesText(files: WrittenFiles): string {
  return jsonText({ format, files: Object.fromEntries(files) });
}

function filesOf(text: string): Readonly<Record<string, string>> | undefined {
  try {
    const value = JSON.parse(text) as { readonly format?: unknown; readonly files?: Record<string, unknown> };
    if (value.format !== format || typeof value.files !== "object") return undefined;
    const entries = Object.entries(value.files);
    // A path that was tampered with must not lead out of the folder.
    const safe = entries.every(
      ([path, hash]) => typeof hash === "string" && /^(?!.*(^|\/)\.\.?(\/|$))[\w.-]+(\/[\w.-]+)*$/.test(path),
    );
    return safe ? (value.files as Record<string, string>) : undefined;
  } catch {
    return undefined;
  }
}
