import type { Finding } from "../../checks/index.ts";
import { packageVersion } from "../package-version.ts";

const levels: Readonly<Record<Finding["severity"], string>> = { error: "error", warning: "warning", info: "note" };

/** Findings as SARIF 2.1.0, which code scanning reads. */
export function findingsSarif(findings: readonly Finding[], fileOf: (finding: Finding) => string): string {
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "signalbox", semanticVersion: packageVersion(), rules: rules.map((id) => ({ id })) } },
        results: findings.map((finding) => ({
          ruleId: finding.rule,
          ruleIndex: rules.indexOf(finding.rule),
          level: levels[finding.severity],
          message: { text: messageOf(finding) },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(fileOf(finding)) },
                region: { startLine: finding.where.line ?? 1 },
              },
              logicalLocations: [{ fullyQualifiedName: `${finding.where.artefact} > ${finding.where.item}` }],
            },
          ],
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function messageOf({ where, message, fix }: Finding): string {
  const expression = where.expression === undefined ? "" : ` In: ${where.expression}`;
  return `${where.artefact} > ${where.item}: ${message} ${fix}${expression}`;
}
