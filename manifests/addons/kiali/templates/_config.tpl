{{- /* Where another addon is, and where browsers find it. */}}
{{- define "kiali.beside" -}}
enabled: {{ not (empty .url) }}
{{- if .url }}
internal_url: {{ .url }}
external_url: {{ .externalUrl }}
{{- end }}
{{- end }}

{{- /* kiali.io/docs/configuration/kialis.kiali.io, of spec. The key of sessions comes out of a Secret. */}}
{{- define "kiali.settings" -}}
auth:
  strategy: token
deployment:
  cluster_wide_access: true
  instance_name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
  view_only_mode: {{ eq .Values.access "view" }}
external_services:
  custom_dashboards:
    enabled: true
  grafana:
    {{- include "kiali.beside" .Values.grafana | nindent 4 }}
    {{- if .Values.grafana.url }}
    dashboards:
    {{- toYaml .Values.grafana.dashboards | nindent 4 }}
    {{- end }}
  istio:
    root_namespace: {{ .Values.mesh.namespace }}
  prometheus:
    url: {{ .Values.prometheus.url }}
  tracing:
    {{- include "kiali.beside" .Values.jaeger | nindent 4 }}
    {{- if .Values.jaeger.url }}
    provider: jaeger
    use_grpc: false
    {{- end }}
server:
  observability:
    metrics: {enabled: true, port: 9090}
  port: 20001
  web_root: {{ .Values.webRoot }}
{{- end }}

{{- define "kiali.config" -}}
{{ mustMergeOverwrite (include "kiali.settings" . | fromYaml) .Values.config | toYaml }}
{{- end }}
