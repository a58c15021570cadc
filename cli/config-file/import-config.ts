import { pathToFileURL } from "node:url";
import { isDefinitionError } from "@signalbox/contract";

/** Codes with which Node says that it cannot read a file that a bundler or jiti can. */
const unreadableCodes: readonly string[] = [
  "ERR_MODULE_NOT_FOUND",
  "ERR_UNKNOWN_FILE_EXTENSION",
  "ERR_UNSUPPORTED_DIR_IMPORT",
  "ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING",
  "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX",
  "ERR_INVALID_TYPESCRIPT_SYNTAX",
  "ERR_AMBIGUOUS_MODULE_SYNTAX",
  "ERR_REQUIRE_CYCLE_MODULE",
];

/**
 * Imports a config: first as Node itself reads it, then with jiti, which knows enums, `.js` spellings of `.ts` files and
 * projects without `"type": "module"`. What the config's own code throws is not tried twice.
 */
export async function importConfig(file: string): Promise<Record<string, unknown>> {
  try {
    return await import(/* @vite-ignore */ pathToFileURL(file).href);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return await importWithJiti(file, error);
  }
}

async function importWithJiti(file: string, nativeError: unknown): Promise<Record<string, unknown>> {
  const { createJiti } = await import("jiti");
  const jiti = createJiti(pathToFileURL(file).href, { fsCache: false, moduleCache: false, interopDefault: false });
  try {
    return await jiti.import<Record<string, unknown>>(file);
  } catch (error) {
    throw isDefinitionError(error) || !isUnreadable(error) ? error : nativeError;
  }
}

function isUnreadable(error: unknown): boolean {
  if (!(error instanceof Error) || isDefinitionError(error)) return false;
  if (error instanceof SyntaxError) return true;
  if (unreadableCodes.includes((error as NodeJS.ErrnoException).code ?? "")) return true;
  return error instanceof ReferenceError && /\b(require|module|exports|__dirname|__filename)\b/.test(error.message);
}
