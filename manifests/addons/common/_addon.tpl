{{- /* What the charts of all addons have in common; each has this file by a link. */}}
{{- define "addon.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "addon.labels" -}}
{{ include "addon.selector" . }}
app.kubernetes.io/component: {{ .Chart.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{- /* Of an object by the release's own name; of another one of `root` by `name`. */}}
{{- define "addon.metadata" -}}
{{ include "addon.metadataOf" (dict "root" . "name" .Release.Name) }}
{{- end }}

{{- define "addon.metadataOf" -}}
name: {{ .name }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "addon.labels" .root | nindent 2 }}
{{- end }}

{{- /* The name of what is not in a namespace: two meshes have one each. */}}
{{- define "addon.clusterName" -}}
malha-{{ .Chart.Name }}-{{ .Release.Namespace }}
{{- end }}

{{- /* By `name`, with `ports` by the names of the container's. */}}
{{- define "addon.service" -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "addon.metadataOf" . | nindent 2 }}
spec:
  selector:
    {{- include "addon.selector" .root | nindent 4 }}
  ports:
  {{- range $name, $port := .ports }}
  - {name: {{ $name }}, port: {{ $port }}, targetPort: {{ $name }}}
  {{- end }}
{{- end }}

{{- /* Who gets to which of the container's ports: `open` are there for everybody, `shown` for those who look at it. */}}
{{- define "addon.networkPolicy" -}}
{{- if .root.Values.networkPolicy.enabled -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "addon.metadata" .root | nindent 2 }}
spec:
  podSelector:
    matchLabels:
      {{- include "addon.selector" .root | nindent 6 }}
  policyTypes: [Ingress]
  ingress:
  {{- with .open }}
  - ports:
    {{- range . }}
    - {port: {{ . }}}
    {{- end }}
  {{- end }}
  {{- with .shown }}
  - from:
    {{- include "addon.viewers" $.root | nindent 4 }}
    ports:
    {{- range . }}
    - {port: {{ . }}}
    {{- end }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "addon.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}

{{- /* With a volume of its own it is a StatefulSet, which leaves that when it goes, or takes it along. */}}
{{- define "addon.kind" -}}
{{ empty .Values.storage.size | ternary "Deployment" "StatefulSet" }}
{{- end }}

{{- /* The workload's spec but for the Pod. */}}
{{- define "addon.workload" -}}
replicas: 1
selector:
  matchLabels:
    {{- include "addon.selector" . | nindent 4 }}
{{- if .Values.storage.size }}
serviceName: {{ .Release.Name }}
podManagementPolicy: Parallel # in order, a Pod that cannot run would bar its own repair
persistentVolumeClaimRetentionPolicy:
  whenDeleted: {{ .Values.storage.retain | ternary "Retain" "Delete" }}
  whenScaled: Retain
volumeClaimTemplates:
- apiVersion: v1
  kind: PersistentVolumeClaim
  metadata:
    name: data
  spec:
    accessModes: [ReadWriteOnce]
    {{- with .Values.storage.storageClassName }}
    storageClassName: {{ . }}
    {{- end }}
    resources:
      requests: {storage: {{ .Values.storage.size }}}
{{- else }}
strategy: {type: Recreate}
{{- end }}
{{- end }}

{{- define "addon.podLabels" -}}
{{ include "addon.labels" . }}
app: {{ .Chart.Name }}
sidecar.istio.io/inject: "false"
istio.io/dataplane-mode: none
{{- end }}

{{- /* Of the Pod's spec what the values say, and as which user it runs. */}}
{{- define "addon.pod" -}}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
- name: {{ . }}
{{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: {{ .user }}
  runAsGroup: {{ .user }}
  fsGroup: {{ .user }}
  seccompProfile: {type: RuntimeDefault}
{{- with .root.Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}

{{- define "addon.container" -}}
image: {{ include "addon.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end }}

{{- /* It is asked at `path` until it is there, for `seconds` at most, then whether it is ready, and, there (or at `alive`), whether it is alive. */}}
{{- define "addon.probes" -}}
{{- $port := .port | default "http" -}}
startupProbe:
  httpGet: {path: {{ .path }}, port: {{ $port }}}
  periodSeconds: 1
  timeoutSeconds: 5
  failureThreshold: {{ .seconds }}
livenessProbe:
  httpGet: {path: {{ .alive | default .path }}, port: {{ $port }}}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: {path: {{ .path }}, port: {{ $port }}}
  periodSeconds: 5
  timeoutSeconds: 5
{{- end }}

{{- /* Its ServiceAccount has the ClusterRole of its name. */}}
{{- define "addon.clusterRoleBinding" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ include "addon.clusterName" . }}
  labels:
    {{- include "addon.labels" . | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ include "addon.clusterName" . }}
subjects:
- kind: ServiceAccount
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
{{- end }}

{{- /* Where the data are, when there is no volume of its own for them. */}}
{{- define "addon.dataVolume" -}}
{{- if not .Values.storage.size }}
- name: data
  emptyDir: {}
{{- end }}
{{- end }}

{{- /* Those who look at what it shows: the mesh's namespace and its own. */}}
{{- define "addon.viewers" -}}
{{- range list .Release.Namespace .Values.mesh.namespace | uniq }}
- namespaceSelector:
    matchLabels: {kubernetes.io/metadata.name: {{ . }}}
{{- end }}
{{- end }}
