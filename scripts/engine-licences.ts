import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

interface ListedPackage {
  readonly ImportPath: string;
  readonly Dir: string;
  readonly Standard?: boolean;
  readonly Module?: { readonly Path: string; readonly Version?: string; readonly Dir: string; readonly Main?: boolean };
}

const licenceName = /^(licen[cs]e|copying|notice|patents)([._-].*)?$/i;

/**
 * The licences of everything that is linked into the engine, as one text: Go's own, then each module's in the order of
 * its path, with the licence files of the folders that the linked packages lie in.
 *
 * @param listing what `go list -deps -json` printed: JSON objects one after the other
 * @param goRoot the folder of the Go distribution
 */
export function licencesOf(listing: string, goRoot: string): string {
  const packages: ListedPackage[] = JSON.parse(`[${listing.replaceAll(/^}\n{$/gm, "},\n{")}]`);
  const modules = new Map<string, { readonly root: string; readonly files: Set<string> }>();
  for (const { Dir, Module } of packages) {
    if (Module === undefined || Module.Main === true) continue;
    const title = `${Module.Path} ${Module.Version ?? ""}`.trim();
    const entry = modules.get(title) ?? { root: Module.Dir, files: new Set<string>() };
    modules.set(title, entry);
    for (const file of licenceFiles(Dir, Module.Dir)) entry.files.add(file);
  }
  const sections = [...modules]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([title, { root, files }]) => {
      if (files.size === 0) throw new Error(`No licence file was found for ${title} in ${root}.`);
      return [...files].sort().map((file) => section(`${title}: ${relative(root, file).replaceAll("\\", "/")}`, file));
    });
  return [
    "prometheus.wasm and wasm_exec.js contain, beside Signalbox's own code, the works listed here.\n",
    section("The Go standard library, runtime and wasm_exec.js: LICENSE", goLicence(goRoot)),
    ...sections,
  ].join("\n");
}

function licenceFiles(from: string, root: string): string[] {
  const here = readdirSync(from)
    .filter((name) => licenceName.test(name) && !name.endsWith(".go"))
    .map((name) => join(from, name));
  return from === root || dirname(from) === from ? here : [...here, ...licenceFiles(dirname(from), root)];
}

// Distributions keep Go's licence in other places than its root.
function goLicence(goRoot: string): string {
  const candidates = [join(goRoot, "LICENSE"), join(dirname(goRoot), "LICENSE"), "/usr/share/doc/golang/copyright"];
  const found = candidates.find((file) => existsSync(file));
  if (found === undefined) throw new Error(`Go's LICENSE was not found in ${goRoot}.`);
  return found;
}

function section(title: string, file: string): string {
  return `${"=".repeat(100)}\n${title}\n${"=".repeat(100)}\n\n${readFileSync(file, "utf8").trimEnd()}\n`;
}
