import type { Config } from "../../config/index.ts";

/** One file below `templates/`. */
export interface ChartTemplate {
  readonly name: string;
  readonly text: string;
}

const helpers = `{{- define "content.fullname" -}}
{{- $name := .Chart.Name }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 53 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 53 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* The name of an object: the release is cut, never the part that tells objects apart. */}}
{{- define "content.objectName" -}}
{{- $room := int (sub 62 (len .part)) }}
{{- printf "%s-%s" (include "content.fullname" .root | trunc $room | trimSuffix "-") .part }}
{{- end }}

{{- define "content.namespace" -}}
{{- $environments := .Files.Get "files/environments.yaml" | fromYaml }}
{{- default (get (get $environments .Values.environment) "namespace") .Values.namespaceOverride }}
{{- end }}

{{- define "content.labels" -}}
{{- with .Values.commonLabels }}
{{- toYaml . }}
{{ end -}}
app.kubernetes.io/name: {{ .Chart.Name | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: "signalbox"
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
{{- end }}
`;

const dashboards = `{{- if .Values.dashboards.enabled }}
{{- range $path, $_ := .Files.Glob "files/dashboards/*.json" }}
{{- $uid := trimSuffix ".json" (base $path) }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "content.objectName" (dict "root" $ "part" $uid) | quote }}
  namespace: {{ default $.Release.Namespace $.Values.dashboards.namespace | quote }}
  labels:
    {{- include "content.labels" $ | nindent 4 }}
    {{ $.Values.dashboards.label | quote }}: {{ $.Values.dashboards.labelValue | quote }}
  annotations:
    {{- with $.Values.commonAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{ $.Values.dashboards.folderAnnotation | quote }}: {{ $.Values.dashboards.folder | quote }}
data:
  {{ base $path | quote }}: |-
    {{- $.Files.Get $path | nindent 4 }}
{{- end }}
{{- end }}
`;

function operatorObjects(kind: string, value: string, glob: string, version = "v1"): string {
  return `{{- if .Values.${value}.enabled }}
{{- range $path, $_ := .Files.Glob ${glob} }}
---
apiVersion: monitoring.coreos.com/${version}
kind: ${kind}
metadata:
  name: {{ include "content.objectName" (dict "root" $ "part" (trimSuffix ".yaml" (base $path))) | quote }}
  namespace: {{ include "content.namespace" $ | quote }}
  labels:
    {{- include "content.labels" $ | nindent 4 }}
    {{- with $.Values.selectedLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with $.Values.commonAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- $.Files.Get $path | trim | nindent 2 }}
{{- end }}
{{- end }}
`;
}

const prometheusRules = operatorObjects(
  "PrometheusRule",
  "rules",
  '(printf "files/%s/rules/*.yaml" .Values.environment)',
);

const ownRules = operatorObjects("PrometheusRule", "ownRules", '"files/own-rules/*.yaml"');

const serviceMonitors = operatorObjects(
  "ServiceMonitor",
  "serviceMonitors",
  '(printf "files/%s/servicemonitors/*.yaml" .Values.environment)',
);

const alertmanagerConfigs = operatorObjects(
  "AlertmanagerConfig",
  "alertmanagerConfigs",
  '(printf "files/%s/alertmanagerconfigs/*.yaml" .Values.environment)',
  "v1alpha1",
);

const notes = `{{ .Release.Name }} watches the environment {{ .Values.environment }}.

{{ if .Values.dashboards.enabled -}}
Boards: ConfigMaps in {{ default .Release.Namespace .Values.dashboards.namespace }} with the label {{ .Values.dashboards.label }}={{ .Values.dashboards.labelValue }}.
Grafana's sidecar loads them when it watches that namespace and reads the folder from the annotation {{ .Values.dashboards.folderAnnotation }}.
{{ else -}}
Boards are switched off (dashboards.enabled).
{{ end }}
{{ if or .Values.rules.enabled .Values.ownRules.enabled .Values.serviceMonitors.enabled -}}
Rules and monitors: in {{ include "content.namespace" . }} with the labels{{ range $name, $value := .Values.selectedLabels }} {{ $name }}={{ $value }}{{ end }}.
Prometheus loads them when its ruleSelector and serviceMonitorSelector match these labels:
  kubectl get prometheus --all-namespaces --output jsonpath='{.items[*].spec.ruleSelector} {.items[*].spec.serviceMonitorSelector}'
{{ else -}}
Rules and monitors are switched off (rules.enabled, ownRules.enabled, serviceMonitors.enabled).
{{ end -}}
`;

/** Every template of the chart. Names that the templates define begin with the chart's name, because they are global. */
export function chartTemplates({ routing }: Config): readonly ChartTemplate[] {
  return [
    { name: "_helpers.tpl", text: helpers },
    { name: "dashboards.yaml", text: dashboards },
    { name: "prometheusrules.yaml", text: prometheusRules },
    { name: "ownrules.yaml", text: ownRules },
    { name: "servicemonitors.yaml", text: serviceMonitors },
    ...(routing.mode === "alertmanagerConfig" ? [{ name: "alertmanagerconfigs.yaml", text: alertmanagerConfigs }] : []),
    { name: "NOTES.txt", text: notes },
  ];
}
