import { isRecord, type Report } from "@signalbox/contract";

/** Values of the label `severity` where the config says none; kube-prometheus-stack's own inhibitions understand them. */
export const defaultSeverity = { page: "critical", ticket: "warning" } as const;

const correction = 'severity: { page: "critical", ticket: "warning" }';

/** Problems of the values of `severity`: routes and inhibitions have to tell a page from a ticket by them. */
export function severityProblems(report: Report, severity: unknown): void {
  if (severity === undefined) return;
  if (!isRecord(severity)) {
    const rule = "severity is an object with the values for page and ticket";
    report.add("config/severity", "severity", rule, severity, correction);
    return;
  }
  report.unknownKeys(severity, "severity", ["page", "ticket"]);
  const { page = defaultSeverity.page, ticket = defaultSeverity.ticket } = severity as Record<string, unknown>;
  const texts = (["page", "ticket"] as const).filter((urgency) => {
    const value = { page, ticket }[urgency];
    if (typeof value === "string" && /^\S(?:.*\S)?$/.test(value) && !/\p{Cc}|\{\{/u.test(value)) return true;
    const rule = "a severity is a plain text in one line: a template would make every value another severity";
    report.add("config/severity", `severity.${urgency}`, rule, value, `${urgency}: "${defaultSeverity[urgency]}"`);
    return false;
  });
  if (texts.length < 2 || page !== ticket) return;
  const rule = "page and ticket have different severities, or nobody could tell what has to wake somebody";
  report.add("config/severity-same", "severity", rule, { page, ticket }, correction);
}
