{{- define "prometheus.namespaces" -}}
{{- with .Values.namespaces }}
namespaces:
  names:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- /* What has ended is not there to be scraped. Which ReplicaSet a Pod is of says nothing of it. */}}
{{- define "prometheus.podLabels" -}}
- source_labels: [__meta_kubernetes_pod_phase]
  regex: Pending|Succeeded|Failed
  action: drop
- regex: __meta_kubernetes_pod_label_(.+)
  action: labelmap
- regex: pod_template_hash|controller_revision_hash|pod_template_generation
  action: labeldrop
- source_labels: [__meta_kubernetes_namespace]
  target_label: namespace
- source_labels: [__meta_kubernetes_pod_name]
  target_label: pod
- source_labels: [__meta_kubernetes_pod_node_name]
  target_label: node
{{- end }}
