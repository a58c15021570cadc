import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createRequire, stripTypeScriptTypes } from "node:module";
import { extname, join } from "node:path";

/** A file of the page as it is sent. */
export interface PageFile {
  readonly body: string;
  readonly contentType: string;
}

const pageFolder = join(import.meta.dirname, "page");
const require = createRequire(import.meta.url);

const chartLibrary: Readonly<Record<string, string>> = {
  "uplot.js": "uplot/dist/uPlot.esm.js",
  "uplot.css": "uplot/dist/uPlot.min.css",
};

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".ts": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/**
 * The file behind a path of the page; undefined where there is none. Modules are sent one by one: as they were built,
 * or, in the repository, from their TypeScript source without its types.
 */
export function pageFile(path: string): PageFile | undefined {
  const name = path === "/" ? "index.html" : path.slice(1);
  const library = chartLibrary[name];
  if (library !== undefined) return fileAt(require.resolve(library));
  if (!/^[a-z][a-z0-9-]*\.(html|css|js|ts|svg)$/.test(name)) return undefined;
  const built = join(pageFolder, name);
  if (existsSync(built)) return fileAt(built);
  const source = built.replace(/\.js$/, ".ts");
  return existsSync(source) ? fileAt(source) : undefined;
}

/** The hashes of the scripts that stand in the page itself, as a content security policy lists them. */
export function inlineScriptHashes(html: string): readonly string[] {
  return [...html.matchAll(/<script type="importmap">([\s\S]*?)<\/script>/g)].map(
    ([, script]) =>
      `'sha256-${createHash("sha256")
        .update(script ?? "")
        .digest("base64")}'`,
  );
}

function fileAt(path: string): PageFile {
  const extension = extname(path);
  const text = readFileSync(path, "utf8");
  return {
    body: extension === ".ts" ? withoutTypes(text) : text,
    contentType: contentTypes[extension] ?? "application/octet-stream",
  };
}

/** Node says once that the function is experimental, on a terminal where nobody can do anything about it. */
function withoutTypes(source: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
