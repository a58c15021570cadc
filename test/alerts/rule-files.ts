import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";

export function yamlOf(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Runs promtool in a folder that holds the files; `passed` is whether it exited with 0. */
export async function promtool(
  binary: string | undefined,
  words: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<{ readonly passed: boolean; readonly output: string }> {
  if (binary === undefined) throw new Error("promtool is missing: this suite should have been skipped");
  const folder = await mkdtemp(join(tmpdir(), "signalbox-rules-"));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const { stdout, stderr } = await promisify(execFile)(binary, words, { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
    return { passed: true, output: stdout + stderr };
  } catch (error) {
    const { stdout = "", stderr = String(error) } = error as { stdout?: string; stderr?: string };
    return { passed: false, output: stdout + stderr };
  } finally {
    await rm(folder, { recursive: true });
  }
}
