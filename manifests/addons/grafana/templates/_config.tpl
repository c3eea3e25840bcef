{{- /* grafana.ini by sections. Nothing is asked or told outside the cluster. */}}
{{- define "grafana.sections" -}}
analytics:
  reporting_enabled: false
  check_for_updates: false
  check_for_plugin_updates: false
  feedback_links_enabled: false
auth.anonymous:
  enabled: {{ eq .Values.access "view" }}
  org_role: Viewer
dashboards:
  default_home_dashboard_path: /etc/grafana/dashboards/mesh.json
  min_refresh_interval: 5s
log:
  mode: console
news:
  news_feed_enabled: false
paths:
  data: /var/lib/grafana
  plugins: /var/lib/grafana/plugins
  provisioning: /etc/grafana/provisioning
plugins:
  plugin_admin_enabled: false
  preinstall_disabled: true
  public_key_retrieval_disabled: true
security:
  disable_gravatar: true
  cookie_samesite: strict
{{- with .Values.rootUrl }}
server:
  root_url: {{ . }}
  serve_from_sub_path: true
{{- end }}
snapshots:
  external_enabled: false
users:
  allow_sign_up: false
  viewers_can_edit: false
{{- end }}

{{- define "grafana.ini" -}}
{{- range $section, $settings := mustMergeOverwrite (include "grafana.sections" . | fromYaml) .Values.config }}
[{{ $section }}]
{{- range $name, $value := $settings }}
{{ $name }} = {{ $value }}
{{- end }}
{{- end }}
{{- end }}

{{- define "grafana.datasources" -}}
apiVersion: 1
prune: true
datasources:
{{- with .Values.prometheus.url }}
- name: Prometheus
  uid: prometheus
  type: prometheus
  access: proxy
  url: {{ . }}
  isDefault: true
  jsonData: {timeInterval: 15s}
{{- end }}
{{- range $name := list "jaeger" "zipkin" }}
{{- with (get $.Values $name).url }}
- name: {{ title $name }}
  uid: {{ $name }}
  type: {{ $name }}
  access: proxy
  url: {{ . }}
{{- end }}
{{- end }}
{{- with .Values.extraDatasources }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "grafana.providers" -}}
apiVersion: 1
providers:
- name: malha
  folder: Mesh
  type: file
  disableDeletion: true
  allowUiUpdates: false
  options: {path: /etc/grafana/dashboards}
{{- end }}
