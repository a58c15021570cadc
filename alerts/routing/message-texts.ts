import type { Urgency } from "../../config/index.ts";

/** What a notification says, as Alertmanager's templates: where it is, then a line for each alert with its links. */
export const messageTexts = {
  title: '{{ .Status | toUpper }}: {{ .GroupLabels.SortedPairs.Values | join " " }}',
  text: [
    '{{ range .Alerts }}- {{ if eq .Status "resolved" }}over: {{ end }}{{ .Annotations.summary }}',
    // The panel that plots what the alert compares; the board only where there is no such panel.
    "{{ with .Annotations.panel_url }} <{{ . }}|panel>{{ else }}{{ with .Annotations.dashboard_url }} <{{ . }}|board>{{ end }}{{ end }}",
    "{{ with .Annotations.runbook_url }} <{{ . }}|runbook>{{ end }}\n{{ end }}",
  ].join(""),
  description:
    "{{ (index .Alerts 0).Annotations.summary }}{{ if gt (len .Alerts) 1 }} (of {{ len .Alerts }} alerts){{ end }}",
} as const;

/** PagerDuty knows critical, error, warning and info, whatever the config calls its severities. */
export const pagerDutySeverity: Readonly<Record<Urgency, string>> = { page: "critical", ticket: "warning" };
