import type { Urgency } from "../../config/index.ts";

const summary = '- {{ if eq .Status "resolved" }}over: {{ end }}{{ .Annotations.summary }}';

const links = [
  // The panel that plots what the alert compares; the board only where there is no such panel.
  "{{ with .Annotations.panel_url }} <{{ . }}|panel>{{ else }}{{ with .Annotations.dashboard_url }} <{{ . }}|board>{{ end }}{{ end }}",
  "{{ with .Annotations.runbook_url }} <{{ . }}|runbook>{{ end }}\n",
].join("");

/** Which route, pod, version and dependency are worst stands in the description; nobody asks that of what is over. */
const description = '{{ if eq .Status "firing" }}{{ with .Annotations.description }}{{ . }}\n{{ end }}{{ end }}';

/** What a notification says, as Alertmanager's templates: where it is, then each alert with its links. */
export const messageTexts = {
  title: '{{ .Status | toUpper }}: {{ .GroupLabels.SortedPairs.Values | join " " }}',
  text: {
    page: `{{ range .Alerts }}${summary}${links}${description}{{ end }}`,
    ticket: `{{ range .Alerts }}${summary}${links}{{ end }}`,
  } satisfies Readonly<Record<Urgency, string>>,
  // A group that fires still lists what is over; a headline is only about what is not.
  headline: [
    '{{ $told := .Alerts }}{{ if eq .Status "firing" }}{{ $told = .Alerts.Firing }}{{ end }}',
    "{{ (index $told 0).Annotations.summary }}{{ if gt (len $told) 1 }} (of {{ len $told }} alerts){{ end }}",
  ].join(""),
} as const;

/** PagerDuty knows critical, error, warning and info, whatever the config calls its severities. */
export const pagerDutySeverity: Readonly<Record<Urgency, string>> = { page: "critical", ticket: "warning" };
