import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packagingProblems } from "../packaging-problems.ts";
import { Failure, run } from "./steps.ts";

interface Packed {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

const root = join(import.meta.dirname, "..", "..");

/** Builds all packages, and the engine first when it is to be packed and was never built. */
export function build(toPack: readonly string[]): void {
  if (toPack.includes("engine") && !existsSync(join(root, "engine", "prometheus.wasm")))
    run("npm", ["run", "build:engine"], root);
  run("npm", ["run", "build"], root);
}

/**
 * Packs packages, each named by its folder in the repository, and returns the paths of the tarballs.
 * @throws {Failure} when a package would be published with too few or too many files.
 */
export function packed(packageFolders: readonly string[], destination: string): readonly string[] {
  const problems: string[] = [];
  const tarballs: string[] = [];
  for (const packageFolder of packageFolders) {
    const listed = run("npm", ["pack", "--json", "--pack-destination", destination], join(root, packageFolder));
    const results: readonly Packed[] = JSON.parse(listed);
    for (const { name, filename, files } of results) {
      const bytes = files.reduce((sum, file) => sum + file.size, 0);
      console.log(`  ${filename}: ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB unpacked`);
      const paths = files.map((file) => file.path);
      for (const problem of packagingProblems(name, paths)) problems.push(`${name}: ${problem}`);
      tarballs.push(join(destination, filename));
    }
  }
  if (problems.length > 0) throw new Failure(`The packages would be published wrongly:\n${problems.join("\n")}`);
  return tarballs;
}

/** Packages as `npm install` takes them, in the versions that this repository uses. */
export function pinned(names: readonly string[]): readonly string[] {
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return names.map((name) => `${name}@${devDependencies[name]}`);
}

/** Writes an empty project and installs packages in it. */
export function install(project: string, type: "commonjs" | "module", packages: readonly string[]): void {
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "shop", private: true, type }));
  run("npm", ["install", "--no-audit", "--no-fund", ...packages], project);
}
