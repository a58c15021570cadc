import type { Finding } from "../../checks/index.ts";

const commands: Readonly<Record<Finding["severity"], string>> = { error: "error", warning: "warning", info: "notice" };

/** Findings as GitHub's workflow commands, which become annotations of a pull request. */
export function findingsGithub(findings: readonly Finding[], fileOf: (finding: Finding) => string): string {
  return findings
    .map((finding) => {
      const { rule, severity, where, message, fix } = finding;
      const line = where.line === undefined ? "" : `,line=${where.line}`;
      const place = `${where.artefact} > ${where.item}`;
      const text = [place, message, ...(where.expression === undefined ? [] : [where.expression]), fix].join("\n");
      return `::${commands[severity]} file=${property(fileOf(finding))}${line},title=${property(rule)}::${data(text)}\n`;
    })
    .join("");
}

/** Escapes as the runner unescapes (https://docs.github.com/actions/reference/workflow-commands-for-github-actions). */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
