import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const built = join(import.meta.dirname, "..", "..", ".tools", "bin");

/** Whether a missing tool is a failure (`SIGNALBOX_REQUIRE_TOOLS=1`, as in CI) and not a reason to skip. */
export const toolsAreRequired: boolean = process.env["SIGNALBOX_REQUIRE_TOOLS"] === "1";

/**
 * The path of a real tool, such as `promtool`: in `.tools/bin` (`npm run tools`), else on PATH.
 *
 * @returns undefined when it is nowhere, so that a suite can skip; throws then where tools are required
 */
export function realTool(name: string): string | undefined {
  const folders = [built, ...(process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "")];
  const found = folders.map((folder) => join(folder, name)).find(isExecutable);
  if (found === undefined && toolsAreRequired) {
    throw new Error(
      `${name} is neither in .tools/bin nor on PATH, and SIGNALBOX_REQUIRE_TOOLS=1 asks for it: run "npm run tools".`,
    );
  }
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
