{{- /* A dashboard as Grafana has it, of one of files/dashboards: title, description, variables, and rows of panels, which
stand side by side and share the width. A panel is a curve for each series of its queries, a `stat` or a `table`, whose
queries, one column each, are put together by their labels. */}}
{{- define "grafana.datasource" -}}
{"type": "prometheus", "uid": "${datasource}"}
{{- end }}

{{- define "grafana.variable" -}}
name: {{ .name }}
label: {{ .label }}
type: query
datasource: {{ include "grafana.datasource" . }}
query: {query: {{ .query | quote }}, refId: {{ .name }}}
refresh: 2
sort: 1
includeAll: {{ .all | default false }}
multi: {{ .all | default false }}
{{- if .all }}
allValue: ".*"
current: {text: All, value: $__all}
{{- end }}
{{- end }}

{{- define "grafana.target" -}}
{{- $table := eq .panel.type "table" }}
refId: {{ add 65 .index | printf "%c" }}
datasource: {{ include "grafana.datasource" . }}
expr: {{ .query.expr | quote }}
legendFormat: {{ .query.legend | default "" | quote }}
{{- if $table }}
format: table
instant: true
{{- else if eq .panel.type "stat" }}
instant: true
{{- end }}
{{- end }}

{{- define "grafana.panel" -}}
{{- $panel := .panel }}
type: {{ $panel.type }}
title: {{ $panel.title | quote }}
description: {{ $panel.description | default "" | quote }}
datasource: {{ include "grafana.datasource" . }}
fieldConfig:
  defaults:
    unit: {{ $panel.unit | default "short" }}
    {{- if eq $panel.type "timeseries" }}
    min: 0
    custom: {lineWidth: 1, fillOpacity: 10, showPoints: never, spanNulls: 60000}
    {{- end }}
  overrides:
  {{- range $i, $query := $panel.queries }}
  {{- if and $query.unit $query.column }}
  - matcher: {id: byName, options: {{ $query.column | quote }}}
    properties:
    - {id: unit, value: {{ $query.unit }}}
  {{- end }}
  {{- end }}
  {{- if not (eq $panel.type "table") }} []{{ end }}
options:
  {{- if eq $panel.type "timeseries" }}
  legend: {displayMode: list, placement: bottom}
  tooltip: {mode: multi, sort: desc}
  {{- else if eq $panel.type "stat" }}
  reduceOptions: {calcs: [lastNotNull]}
  colorMode: none
  graphMode: none
  {{- else }}
  showHeader: true
  {{- end }}
targets:
{{- range $i, $query := $panel.queries }}
-
  {{- include "grafana.target" (dict "query" $query "index" $i "panel" $panel) | nindent 2 }}
{{- end }}
{{- if eq $panel.type "table" }}
transformations:
- {id: merge, options: {}}
- id: organize
  options:
    excludeByName: {Time: true}
    renameByName:
    {{- range $i, $query := $panel.queries }}
      "Value #{{ add 65 $i | printf "%c" }}": {{ $query.column | quote }}
    {{- end }}
{{- end }}
{{- end }}

{{- define "grafana.dashboard" -}}
{{- $panels := list }}
{{- $y := 0 }}
{{- range .rows }}
{{- $panels = append $panels (dict "id" (len $panels | add1) "type" "row" "title" .title "collapsed" false "panels" list "gridPos" (dict "h" 1 "w" 24 "x" 0 "y" $y)) }}
{{- $y = add1 $y }}
{{- $width := div 24 (len .panels) }}
{{- $height := .height | default 8 }}
{{- range $i, $said := .panels }}
{{- $panel := include "grafana.panel" (dict "panel" (merge (dict) $said (dict "type" "timeseries"))) | fromYaml }}
{{- $where := dict "h" $height "w" $width "x" (mul $i $width) "y" $y }}
{{- $panels = append $panels (merge (dict "id" (len $panels | add1) "gridPos" $where) $panel) }}
{{- end }}
{{- $y = add $y $height }}
{{- end }}
{{- $variables := list (dict "name" "datasource" "label" "Data source" "type" "datasource" "query" "prometheus") }}
{{- range .variables }}
{{- $variables = append $variables (include "grafana.variable" . | fromYaml) }}
{{- end }}
{{- dict "uid" .uid "title" .title "description" .description "tags" (list "malha" "istio") "timezone" "browser" "editable" false
         "schemaVersion" 39 "refresh" "30s" "time" (dict "from" "now-1h" "to" "now") "templating" (dict "list" $variables)
         "panels" $panels "graphTooltip" 1 | toPrettyJson }}
{{- end }}
