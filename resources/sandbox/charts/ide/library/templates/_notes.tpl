{{/* How to reach the service, in the person's language: dict "root", "port", "title". */}}
{{- define "library.notes" -}}
{{- $root := .root -}}
{{- $values := $root.Values -}}
{{- $name := include "library.fullname" $root -}}
{{- $port := int $values.ingress.port -}}
{{- $address := printf "http://%s%s" $values.ingress.hostname (ternary "" (printf ":%d" $port) (eq $port 80)) -}}
{{- if eq $values.userPreferences.language "fr" }}

### Accès au service

{{ if $values.ingress.enabled -}}
- Vous pouvez ouvrir {{ .title }} dans votre navigateur avec [ce lien]({{ $address }}).
{{- else -}}
- {{ .title }} n'est pas exposé. Ouvrez un chemin depuis un terminal :
`kubectl port-forward service/{{ $name }} <port local>:{{ .port }}`
{{- end }}
- Votre mot de passe : {{ $values.security.password }}

### Sauvegarde

{{ if $values.persistence.enabled -}}
Le dossier de travail `/home/onyxia/work` est **supprimé avec le service**. Copiez ce que vous voulez garder.
{{- else -}}
Rien de ce que vous écrivez n'est gardé après l'arrêt du service.
{{- end }}
{{- with $values.message.fr }}

{{ . }}
{{- end }}
{{- else }}

### Service access

{{ if $values.ingress.enabled -}}
- You can open {{ .title }} with your browser using [this link]({{ $address }}).
{{- else -}}
- {{ .title }} is not exposed. Open a way to it from a terminal:
`kubectl port-forward service/{{ $name }} <local-port>:{{ .port }}`
{{- end }}
- Your password: {{ $values.security.password }}

### Save

{{ if $values.persistence.enabled -}}
The work folder `/home/onyxia/work` is **deleted with the service**. Copy what you want to keep.
{{- else -}}
Nothing that you write is kept after the service stops.
{{- end }}
{{- with $values.message.en }}

{{ . }}
{{- end }}
{{- end }}
{{ end -}}
