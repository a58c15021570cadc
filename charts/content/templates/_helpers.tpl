{{- define "content.fullname" -}}
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
