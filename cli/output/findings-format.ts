import { relative, resolve } from "node:path";
import type { CheckInput, Finding } from "../../checks/index.ts";
import type { LoadedConfig } from "../config-file/load-config.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { FindingsDocument } from "./findings-document.ts";
import { findingsGithub } from "./findings-github.ts";
import { findingsSarif } from "./findings-sarif.ts";
import { findingsText } from "./findings-text.ts";

/** How `check` prints what it found. */
export type FindingFormat = "text" | "json" | "sarif" | "github";

/** Findings with what their places are named by. */
export interface Found {
  readonly findings: readonly Finding[];
  readonly input: CheckInput;
  readonly loaded: LoadedConfig;
  readonly cwd: string;
  readonly exitCode: ExitCode;
  readonly document: FindingsDocument;
}

/** Prints findings in a format. */
export function formatted(format: FindingFormat, found: Found): string {
  switch (format) {
    case "text":
      return findingsText(found.document);
    case "json":
      return `${JSON.stringify({ format: "signalbox.check/1", exitCode: found.exitCode, ...found.document }, null, 2)}\n`;
    case "sarif":
      return findingsSarif(found.findings, (finding) => fileOf(finding, found));
    case "github":
      return findingsGithub(found.findings, (finding) => fileOf(finding, found));
  }
}

/** The file that somebody has to change, relative to the working directory: a rule file of one's own, else the config. */
function fileOf({ where }: Finding, { input, loaded, cwd }: Found): string {
  const own = input.ruleFiles.some(({ path, generated }) => !generated && path === where.artefact);
  const file = own ? resolve(loaded.folder, where.artefact) : loaded.file;
  return relative(cwd, file).replaceAll("\\", "/");
}
