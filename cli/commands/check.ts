import { checkArtefacts, type Finding } from "../../checks/index.ts";
import { unknownAlerts } from "../../simulation/index.ts";
import { generatedRules, sourcedFiles } from "../alert-tests/tested-files.ts";
import { refusedPaths } from "../artefacts/all-artefacts.ts";
import { checkInput } from "../artefacts/check-input.ts";
import { ownRules } from "../artefacts/own-rules.ts";
import { loadConfig, type RawRuleFile } from "../config-file/load-config.ts";
import { withEngine } from "../engine.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Outcome, Surroundings } from "../outcome.ts";
import { findingsDocument } from "../output/findings-document.ts";
import { type FindingFormat, formatted } from "../output/findings-format.ts";

/** Options of `check`. */
export interface CheckOptions {
  readonly config?: string;
  readonly json?: boolean;
  /** Default `text`; `json` is the same as the option `--json`. */
  readonly format?: FindingFormat;
  /** Warnings fail, too. */
  readonly strict?: boolean;
}

/** Checks boards and rules offline against the definitions: exit 1 when there are errors. */
export async function check(
  options: CheckOptions,
  { cwd, progress }: Pick<Surroundings, "cwd" | "progress">,
): Promise<Outcome> {
  const loaded = await loadConfig(cwd, options.config);
  const { config, rawRules } = loaded;
  const input = {
    ...(await checkInput(loaded)),
    refusedPaths: await refusedPaths(loaded),
    unknownAlerts: unknownAlerts(sourcedFiles(generatedRules(config), rawRules), config.cases),
  };
  progress?.("Starting Prometheus's engine ...");
  const checked = await withEngine((engine) => checkArtefacts(input, engine));
  const unreadable = unreadableRules(rawRules);
  const told = (finding: Finding): boolean =>
    finding.rule === "rule-file-invalid" && unreadable.some(({ where }) => where.artefact === finding.where.artefact);
  const findings = [...unreadable, ...checked.filter((finding) => !told(finding))];
  const failing = findings.filter(
    ({ severity }) => severity === "error" || (options.strict === true && severity === "warning"),
  );
  const exitCode = failing.length > 0 ? exitCodes.no : exitCodes.done;
  const document = findingsDocument(input, findings);
  return {
    exitCode,
    document,
    text: formatted(options.format ?? "text", { findings, input, loaded, cwd, exitCode, document }),
  };
}

/** Files of a team's own that `generate` refuses. What Prometheus says of them is about what it read of them, or of the same line. */
function unreadableRules(files: readonly RawRuleFile[]): readonly Finding[] {
  return files.flatMap((file) => {
    const { problem } = ownRules(file);
    if (problem === undefined) return [];
    return [
      {
        rule: "rule-file-invalid" as const,
        severity: "error" as const,
        where: { artefact: file.path, item: "the file", line: problem.line },
        message: `This file cannot be shipped: ${problem.message}.`,
        fix: `Write ${problem.fix}.`,
      },
    ];
  });
}
