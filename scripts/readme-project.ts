import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** The code blocks of the README by the file name in their first line: `// app.ts: the service`. */
export function readmeFiles(): ReadonlyMap<string, string> {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const blocks = readme.matchAll(/```ts\n\/\/ ([\w.-]+):.*\n([\s\S]*?)```/g);
  return new Map([...blocks].map(([, name = "", code = ""]) => [name, code]));
}

/** Writes the README's service into a folder, with the demo's objectives and config; its ports come from PORT and METRICS_PORT. */
export function writeReadmeProject(folder: string): void {
  for (const [name, code] of readmeFiles()) {
    const portable = code
      .replace("port: 8080", 'port: Number(process.env["PORT"])')
      .replace("metricsPort: 9464", 'metricsPort: Number(process.env["METRICS_PORT"])');
    writeFileSync(join(folder, name), portable);
  }
  for (const path of ["shop.slo.ts", "signalbox.config.ts", "rules"]) {
    cpSync(join(root, "demo", path), join(folder, path), { recursive: true });
  }
}
