{{/* Name of the objects: the release's, with the chart's where the release does not say it. */}}
{{- define "library.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "library.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "library.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{ include "library.selector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "library.image" -}}
{{- if .Values.service.image.custom.enabled -}}{{ .Values.service.image.custom.version }}{{- else -}}{{ .Values.service.image.version }}{{- end -}}
{{- end -}}

{{/* A Secret of the release: dict "root" "suffix" "data" (texts). */}}
{{- define "library.secret" -}}
apiVersion: v1
kind: Secret
metadata:
  name: {{ include "library.fullname" .root }}-{{ .suffix }}
  labels:
    {{- include "library.labels" .root | nindent 4 }}
stringData:
  {{- range $name, $value := .data }}
  {{ $name }}: {{ $value | toString | quote }}
  {{- end }}
{{- end -}}
