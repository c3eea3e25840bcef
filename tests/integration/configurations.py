"""Meshes in which Pods are injected: what the istiod chart is given, and the environment that it gives istiod."""

OWN_TEMPLATE = """\
metadata:
  annotations:
    own/owner: "{{ .TypeMeta.Kind }}.{{ .TypeMeta.APIVersion }} {{ .DeploymentMeta.Name }}"
    own/names: "{{ range .Spec.Containers }}{{ .Name }};{{ end }}{{ .ObjectMeta.GenerateName }}"
    own/mesh: "{{ .MeshConfig.TrustDomain }} {{ .MeshConfig.IngressClass }} {{ .MeshConfig.ProxyListenPort }}"
    own/drain: "{{ formatDuration .ProxyConfig.DrainDuration }} {{ .ProxyConfig.StatusPort }} {{ .Revision }}"
spec:
  terminationGracePeriodSeconds: {{ len .Spec.Containers | add 30 }}
  containers:
  - name: istio-proxy
    env:
    - {name: OWN, value: "{{ .ProxyConfig.InterceptionMode.String }}"}
    resources: {limits: {cpu: 0.5}}
  - name: helper
    image: helper
    livenessProbe: {httpGet: {port: 7000}}
"""

CONFIGURATIONS = {
    "plain": {"values": {}},
    "tproxy": {"environment": {"CLUSTER_ID": "c1", "ENABLE_NATIVE_SIDECARS": "true"}, "values": {
        "pilot": {"cni": {"enabled": True, "provider": "multus"}, "env": {"ENABLE_NATIVE_SIDECARS": "true"}},
        "global": {"network": "n1", "multiCluster": {"clusterName": "c1"}, "logAsJson": True,
                   "proxy": {"privileged": True, "componentLogLevel": "misc:info"}},
        "meshConfig": {"defaultConfig": {"interceptionMode": "TPROXY", "proxyMetadata": {"FROM_MESH": "1"}},
                       "inboundTrafficPolicy": {"mode": "LOCALHOST"}, "trustDomain": "example.test"}}},
    "held": {"environment": {"ENABLE_NATIVE_SIDECARS": "false"}, "values": {
        "pilot": {"env": {"ENABLE_NATIVE_SIDECARS": "false"}},
        "sidecarInjectorWebhook": {
            "neverInjectSelector": [{"matchLabels": {"tier": "db"}}, {}],
            "alwaysInjectSelector": [{"matchExpressions": [{"key": "tier", "operator": "In", "values": ["web", "db"]}]}],
            "injectedAnnotations": {"injected/by": "malha", "app.test/note": "over"}, "rewriteAppHTTPProbe": False},
        "global": {"imagePullPolicy": "Always", "imagePullSecrets": ["regcred"], "variant": "distroless",
                   "proxy": {"holdApplicationUntilProxyStarts": True, "statusPort": 123, "excludeIPRanges": "10.1.0.0/16",
                             "includeInboundPorts": "80,443", "excludeInboundPorts": "4,5", "includeOutboundPorts": "99",
                             "readinessPeriodSeconds": 7, "resources": {"limits": {"memory": None}}}},
        "meshConfig": {"enablePrometheusMerge": False, "defaultConfig": {"statusPort": 15025, "drainDuration": "23s"}}}},
    "openshift": {"environment": {"PLATFORM": "openshift", "COMPLIANCE_POLICY": "fips-140-3"}, "values": {
        "pilot": {"cni": {"enabled": True, "provider": "multus"}, "env": {"COMPLIANCE_POLICY": "fips-140-3"}},
        "global": {"platform": "openshift", "proxy": {"autoInject": "disabled", "tracer": "zipkin"}}}},
    "canary": {"revision": "canary", "environment": {"ENABLE_NATIVE_SIDECARS": "true"}, "values": {
        "revision": "canary",
        "pilot": {"env": {"ENABLE_NATIVE_SIDECARS": "true", "ENABLE_CLUSTER_TRUST_BUNDLE_API": False}},
        "sidecarInjectorWebhook": {"templates": {"own": OWN_TEMPLATE}},
        "global": {"mountMtlsCerts": True, "meshID": "m1", "hub": "reg.test:5000/istio", "tag": "1.2-debug",
                   "caAddress": "ca.test:15012", "proxy": {"tracer": "datadog", "outlierLogPath": "/o", "image": "px"}},
        "meshConfig": {
            "extensionProviders": [{"name": "o", "opentelemetry": {
                "port": 4317, "service": "o.test", "serviceAttributeEnrichment": "OTEL_SEMANTIC_CONVENTIONS"}}],
            "defaultConfig": {"tracing": {"datadog": {"address": "$(HOST_IP):8126"}}, "proxyMetadata": {
                "ENVOY_SECURE_MERGED_METRICS_PORT": "15091", "A": "mesh"}, "proxyHeaders": {"server": {"disabled": True}}}}}},
}

# There is a node too old for native sidecars: where istiod is told nothing only Pods bound to the other one get some.
# Namespaces with Pods; by the second Pods get the users of OpenShift.
NAMESPACES = {
    "app": {},
    "ranges": {"openshift.io/sa.scc.uid-range": "1000620000/10000", "openshift.io/sa.scc.supplemental-groups": "1000630000/100,7/2"},
    "users": {"openshift.io/sa.scc.uid-range": "1000-1999"},
    "broken": {"openshift.io/sa.scc.uid-range": "many", "openshift.io/sa.scc.supplemental-groups": ""},
}

# ProxyConfig resources of every mesh: (namespace, name, spec, labels); the namespace None is the mesh's own.
PROXY_CONFIGS = [
    (None, "root", {"environmentVariables": {"A": "root", "ROOT": "1"}}, {}),
    ("ranges", "all", {"concurrency": 3, "environmentVariables": {"B": "all"}}, {}),
    ("ranges", "web", {"selector": {"matchLabels": {"app": "web"}}, "concurrency": 0, "image": {"imageType": "debug"}}, {}),
    ("users", "nobody", {"selector": {"matchLabels": {"app": "nobody"}}, "concurrency": 9}, {}),
    ("app", "a-canary", {"environmentVariables": {"C": "canary"}}, {"istio.io/rev": "canary"}),
    ("app", "b-default", {"environmentVariables": {"C": "default"}}, {"istio.io/rev": "default"}),
]


def proxy_configs(root):
    """The same as objects, for the mesh in namespace `root`."""
    for namespace, name, spec, labels in PROXY_CONFIGS:
        yield {"apiVersion": "networking.istio.io/v1beta1", "kind": "ProxyConfig",
               "metadata": {"name": name, "namespace": namespace or root, "labels": labels}, "spec": spec}
