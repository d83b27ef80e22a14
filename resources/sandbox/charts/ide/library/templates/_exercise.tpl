{{/* One pod that is meant to fail: dict "root" and what replaces the sound parts ("image", "resources", "extra", ...). */}}
{{- define "library.exercise" -}}
{{- $root := .root -}}
{{- $values := $root.Values -}}
{{- $name := include "library.fullname" $root -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}
  labels:
    {{- include "library.labels" $root | nindent 4 }}
spec:
  clusterIP: None
  selector:
    {{- include "library.selector" $root | nindent 4 }}
  ports:
    - name: main
      port: {{ .port | default 8080 }}
      targetPort: main
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ $name }}
  labels:
    {{- include "library.labels" $root | nindent 4 }}
spec:
  replicas: {{ ternary 0 1 $values.global.suspend }}
  serviceName: {{ $name }}
  selector:
    matchLabels:
      {{- include "library.selector" $root | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "library.selector" $root | nindent 8 }}
    spec:
      terminationGracePeriodSeconds: 1
      {{- with .pod }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
      containers:
        - name: {{ $root.Chart.Name }}
          image: {{ .image | default "sandbox/workspace:1" | quote }}
          ports:
            - name: main
              containerPort: 8080
          resources:
            {{- toYaml $values.resources | nindent 12 }}
          {{- with .container }}
          {{- toYaml . | nindent 10 }}
          {{- end }}
{{- end -}}
