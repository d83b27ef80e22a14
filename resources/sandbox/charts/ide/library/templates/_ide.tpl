{{/* The objects of a development environment: dict "root", "port", "title". */}}
{{- define "library.ide" -}}
{{- $root := .root -}}
{{- $values := $root.Values -}}
{{- $name := include "library.fullname" $root -}}
{{- $user := ($values.networking | default dict).user | default dict -}}
{{- $extra := ternary ($user.ports | default list) list ($user.enabled | default false) -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ $name }}
  labels:
    {{- include "library.labels" $root | nindent 4 }}
---
{{ include "library.secret" (dict "root" $root "suffix" "secrettoken" "data" (dict "PASSWORD" $values.security.password)) }}
{{- if $values.s3.enabled }}
---
{{ include "library.secret" (dict "root" $root "suffix" "secrets3" "data" (dict
  "AWS_ACCESS_KEY_ID" $values.s3.accessKeyId "AWS_SECRET_ACCESS_KEY" $values.s3.secretAccessKey
  "AWS_SESSION_TOKEN" $values.s3.sessionToken "AWS_S3_ENDPOINT" $values.s3.endpoint
  "AWS_DEFAULT_REGION" $values.s3.defaultRegion "AWS_PATH_STYLE_ACCESS" $values.s3.pathStyleAccess)) }}
{{- end }}
{{- if $values.vault.enabled }}
---
{{ include "library.secret" (dict "root" $root "suffix" "secretvault" "data" (dict
  "VAULT_ADDR" $values.vault.url "VAULT_TOKEN" $values.vault.token "VAULT_MOUNT" $values.vault.mount
  "VAULT_TOP_DIR" $values.vault.directory "VAULT_RELATIVE_PATH" $values.vault.secret)) }}
{{- end }}
{{- if $values.git.enabled }}
---
{{ include "library.secret" (dict "root" $root "suffix" "secretgit" "data" (dict
  "GIT_USER_NAME" $values.git.name "GIT_USER_MAIL" $values.git.email "GIT_CREDENTIALS_CACHE_DURATION" $values.git.cache
  "GIT_PERSONAL_ACCESS_TOKEN" $values.git.token "GIT_REPOSITORY" $values.git.repository "GIT_BRANCH" $values.git.branch)) }}
{{- end }}
{{- with $values.extraEnvVars }}
{{- $variables := dict }}
{{- range . }}{{ $_ := set $variables .name .value }}{{ end }}
---
{{ include "library.secret" (dict "root" $root "suffix" "secretextraenv" "data" $variables) }}
{{- end }}
{{- if $values.persistence.enabled }}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: {{ $name }}
  labels:
    {{- include "library.labels" $root | nindent 4 }}
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: {{ $values.persistence.size }}
{{- end }}
{{- if $values.kubernetes.enabled }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ $name }}
  labels:
    {{- include "library.labels" $root | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ $values.kubernetes.role }}
subjects:
  - kind: ServiceAccount
    name: {{ $name }}
    namespace: {{ $root.Release.Namespace }}
{{- end }}
{{- if $values.security.networkPolicy.enabled }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ $name }}
  labels:
    {{- include "library.labels" $root | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "library.selector" $root | nindent 6 }}
  ingress:
    - from:
        - podSelector: {}
        {{- with $values.security.networkPolicy.from }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  policyTypes: [Ingress]
{{- end }}
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
      annotations:
        checksum/secrets: {{ toJson (list $values.security $values.s3 $values.vault $values.git $values.extraEnvVars) | sha256sum }}
    spec:
      serviceAccountName: {{ $name }}
      terminationGracePeriodSeconds: 2
      {{- with $values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $values.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ $root.Chart.Name }}
          image: {{ include "library.image" $root | quote }}
          imagePullPolicy: {{ $values.service.image.pullPolicy }}
          ports:
            - name: main
              containerPort: {{ .port }}
            {{- range $extra }}
            - name: user-{{ . }}
              containerPort: {{ . }}
            {{- end }}
          env:
            - name: WORKSPACE_LANGUAGE
              value: {{ $values.userPreferences.language | quote }}
            {{- if eq $root.Chart.Name "workspace" }}
            - name: TOKEN
              valueFrom:
                secretKeyRef:
                  name: {{ $name }}-secrettoken
                  key: PASSWORD
            {{- end }}
            - name: DARK_MODE
              value: {{ $values.userPreferences.darkMode | quote }}
            {{- with $values.userPreferences.aiAssistant }}
            {{- if .enabled }}
            - name: ASSISTANT_MODEL
              value: {{ .model | quote }}
            {{- end }}
            {{- end }}
            {{- with $values.profile }}
            - name: WORKSPACE_GREETING
              value: {{ .greeting | quote }}
            - name: WORKSPACE_CONTACT
              value: {{ .contact | quote }}
            - name: WORKSPACE_PROJECT
              value: {{ .project | quote }}
            {{- end }}
            {{- with $values.init }}
            - name: REGION_INIT_SCRIPT
              value: {{ .regionInit | quote }}
            - name: PERSONAL_INIT_SCRIPT
              value: {{ .personalInit | quote }}
            - name: PERSONAL_INIT_ARGS
              value: {{ .personalInitArgs | quote }}
            {{- end }}
            - name: KUBERNETES_NAMESPACE
              valueFrom:
                fieldRef:
                  fieldPath: metadata.namespace
          envFrom:
            - secretRef:
                name: {{ $name }}-secrettoken
            {{- if $values.s3.enabled }}
            - secretRef:
                name: {{ $name }}-secrets3
            {{- end }}
            {{- if $values.vault.enabled }}
            - secretRef:
                name: {{ $name }}-secretvault
            {{- end }}
            {{- if $values.git.enabled }}
            - secretRef:
                name: {{ $name }}-secretgit
            {{- end }}
            {{- if $values.extraEnvVars }}
            - secretRef:
                name: {{ $name }}-secretextraenv
            {{- end }}
          resources:
            {{- toYaml $values.resources | nindent 12 }}
          startupProbe:
            httpGet:
              path: /
              port: main
            {{- toYaml $values.startupProbe | nindent 12 }}
          readinessProbe:
            httpGet:
              path: /
              port: main
            periodSeconds: 5
            timeoutSeconds: 2
          volumeMounts:
            - name: work
              mountPath: /home/onyxia/work
      volumes:
        - name: work
          {{- if $values.persistence.enabled }}
          persistentVolumeClaim:
            claimName: {{ $name }}
          {{- else }}
          emptyDir: {}
          {{- end }}
{{- if not $values.global.suspend }}
---
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
      port: {{ .port }}
      targetPort: main
    {{- range $extra }}
    - name: user-{{ . }}
      port: {{ . }}
      targetPort: user-{{ . }}
    {{- end }}
{{- if $values.ingress.enabled }}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {{ $name }}-ui
  labels:
    {{- include "library.labels" $root | nindent 4 }}
spec:
  {{- with $values.ingress.ingressClassName }}
  ingressClassName: {{ . }}
  {{- end }}
  rules:
    - host: {{ $values.ingress.hostname | quote }}
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: {{ $name }}
                port:
                  name: main
{{- range $extra }}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {{ $name }}-user-{{ . }}
  labels:
    {{- include "library.labels" $root | nindent 4 }}
spec:
  {{- with $values.ingress.ingressClassName }}
  ingressClassName: {{ . }}
  {{- end }}
  rules:
    - host: {{ regexReplaceAll "^([^.]+)" $values.ingress.userHostname (printf "${1}-%d" (int .)) | quote }}
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: {{ $name }}
                port:
                  name: user-{{ . }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
