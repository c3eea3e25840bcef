"""Random Pods as their authors might write them and the API server hands them to webhooks, sensible and not: owners, labels,
every annotation that injection reads, probes, containers of the templates' names, earlier injections."""
import json

WORDS = ["web", "db", "istio", "a", "x-y", "app.kubernetes.io", "0", "-", "1.2.3", "true", "node"]
LONG = "very-long-name-of-a-workload-that-goes-on-and-on-and-on-until-it-is-cut-"

# Values that are good for the annotation, and values that are not.
ANNOTATIONS = {
    "sidecar.istio.io/inject": (["true", "true", "false"], ["yes", "", "True"]),
    "inject.istio.io/templates": (["sidecar", "gateway", "grpc-agent", "grpc-simple", "sidecar, gateway", " sidecar ", "sidecar,sidecar"],
                                  ["", "none", "sidecar,,", "resources"]),
    "prometheus.istio.io/merge-metrics": (["true", "false", "T", "0"], ["", "yes", " true"]),
    "prometheus.istio.io/secure-port": (["15091", ""], ["x"]),
    "prometheus.istio.io/scrape-targets": (["9100", "9100:/a,9101", " 9100 : /a , 9102:", "9100,", "+9100", "09100"],
                                           ["", ",", ":/a", "15090", "0", "x", "15020:/x", "65536", "9100,:/b", "15025"]),
    "sidecar.istio.io/rewriteAppHTTPProbers": (["true", "false", "1"], ["", "no"]),
    "sidecar.istio.io/proxyImage": (["own", "registry/own:1"], [""]),
    "sidecar.istio.io/proxyImageType": (["debug", "distroless", "default"], ["", "x"]),
    "sidecar.istio.io/proxyCPU": (["100m", "0.5", "2", "1e3", "0", "3000m"], ["", "-", "x", "1Q", "+", "-1", " 1", "1.5.5"]),
    "sidecar.istio.io/proxyMemory": (["1Gi", "1024Mi", "128974848", "129e6", "0.5Gi"], ["-", "1gi", "1 Gi", "é"]),
    "sidecar.istio.io/proxyCPULimit": (["1", "1.5"], ["", "one"]),
    "sidecar.istio.io/proxyMemoryLimit": (["1G", "123Mi"], ["", "M"]),
    "sidecar.istio.io/interceptionMode": (["REDIRECT", "TPROXY", "NONE"], ["", "redirect", "NONE "]),
    "sidecar.istio.io/bootstrapOverride": (["mine"], [""]),
    "sidecar.istio.io/logLevel": (["debug", "info"], [""]),
    "sidecar.istio.io/componentLogLevel": (["misc:error,rbac:debug"], [""]),
    "sidecar.istio.io/agentLogLevel": (["default:debug"], [""]),
    "sidecar.istio.io/nativeSidecar": (["true", "false"], ["", "yes"]),
    "sidecar.istio.io/capNetBindService": (["true", "false"], ["", "1"]),
    "sidecar.istio.io/userVolume": (['{"v":{"emptyDir":{}}}', '{"a":{"configMap":{"name":"c"}},"b":{"secret":{"secretName":"s"}}}', "{}"],
                                    ["", "x", "[]", '[{"name":"v"}]', '{"v":7}']),
    "sidecar.istio.io/userVolumeMount": (['{"v":{"mountPath":"/v"}}', '{"v":{"mountPath":"/v","readOnly":true}}'], ["x", '{"v":{}}']),
    "status.sidecar.istio.io/port": (["15020", "0", "123", " 15020 "], ["", "-1", "65536", "x"]),
    "readiness.status.sidecar.istio.io/initialDelaySeconds": (["0", "10"], ["", "-1", "x", "4294967295", "4294967296"]),
    "readiness.status.sidecar.istio.io/periodSeconds": (["5", "2147483647"], ["2147483648", "1s"]),
    "readiness.status.sidecar.istio.io/failureThreshold": (["1", "007"], ["0x1", " 1"]),
    "readiness.status.sidecar.istio.io/applicationPorts": (["80"], ["x"]),
    "traffic.sidecar.istio.io/includeOutboundIPRanges": (["*", "", "10.0.0.0/8", "10.0.0.0/8,192.168.0.0/16", "2001:db8::/32"],
                                                         ["10.0.0.0", "10.0.0.0/33", "10.0.0.0/8, 1.0.0.0/8", "*,10.0.0.0/8", "x",
                                                          "10.0.0.0/08", "::ffff:1.2.3.4/96", "fe80::1%eth0/64"]),
    "traffic.sidecar.istio.io/excludeOutboundIPRanges": (["", "10.0.0.1/32"], ["*", ",", "010.0.0.1/32"]),
    "traffic.sidecar.istio.io/includeInboundPorts": (["*", "", "80", "80,443", " 80 , 443 "], ["x", "65536", "80,", "-1", "*,80", "+80"]),
    "traffic.sidecar.istio.io/excludeInboundPorts": (["", "80", "15020", "15090,15021", "0"], ["*", "80 81"]),
    "traffic.sidecar.istio.io/includeOutboundPorts": (["", "80", "80,443"], ["x"]),
    "traffic.sidecar.istio.io/excludeOutboundPorts": (["", "5432"], ["*", "a"]),
    "traffic.sidecar.istio.io/excludeInterfaces": (["", "eth0", "eth0, net1.2"], ["0eth", "a b", "sixteen-letters-x", "eth0,", ","]),
    "traffic.sidecar.istio.io/kubevirtInterfaces": (["net1", ""], ["net 1"]),
    "istio.io/reroute-virtual-interfaces": (["net2,net3", ""], ["$x"]),
    "k8s.v1.cni.cncf.io/networks": (["one", "one, two", "default/istio-cni", '[{"name":"one"}]', '[{"name":"istio-cni","namespace":"default"}]',
                                     "[]", "a/b"], ["", "[x]", '[{"name":7}]', " ", "]["]),
    "kubectl.kubernetes.io/default-container": (["app"], [""]),
    "kubectl.kubernetes.io/default-logs-container": (["app"], [""]),
    "apm.datadoghq.com/env": (['{"DD_ENV":"prod","DD_SERVICE":"s"}', "{}"], ["x", "[]", '{"A":7}']),
    "resource.opentelemetry.io/service.namespace": (["ns"], [""]),
    "resource.opentelemetry.io/service.version": (["v1"], [""]),
    "resource.opentelemetry.io/service.instance.id": (["id"], [""]),
    "app.test/note": (["hello", "<b> & 'c'"], ["", "é\u2028"]),
}

CONFIGS = (
    ["concurrency: 2", "concurrency: 0", "{}", "", "holdApplicationUntilProxyStarts: true", "holdApplicationUntilProxyStarts: false",
     "proxyMetadata: {A: pod, ISTIO_META_DNS_CAPTURE: 'true'}", "proxy_metadata: {B: x}", '{"concurrency": 3, "statNameLength": 7}',
     "interceptionMode: TPROXY", "interceptionMode: REDIRECT", "interceptionMode: 1", "drainDuration: 1m30s", "drainDuration: 45s",
     "terminationDrainDuration: 0.5s", "statusPort: 15021", "statusPort: '7'", "discoveryAddress: other:15012", "tracing: {}",
     "tracing: {sampling: 12.5, zipkin: {address: 'zipkin:9411'}}", "tracing: {datadog: {address: $(HOST_IP):8126}, maxPathTagLength: 9}",
     "tracing: {customTags: {b: {literal: {value: x}}, a: {header: {name: h, defaultValue: d}}}}",
     "tracing: {tlsSettings: {mode: SIMPLE, caCertificates: /etc/lightstep/ca.pem}}", "image: {imageType: debug}", "image: {imageType: default}",
     "tracingServiceName: CANONICAL_NAME_ONLY", "serviceCluster: mine", "extraStatTags: [b, a]", "proxyHeaders: {requestId: {disabled: true}}",
     "proxyHeaders: {forwardedClientCert: APPEND_FORWARD, attemptCount: {disabled: false}, envoyDebugHeaders: {disabled: true}}",
     "proxyStatsMatcher: {inclusionRegexps: ['.*<x>'], inclusionPrefixes: [a]}", "gatewayTopology: {numTrustedProxies: 1}",
     "runtimeValues: {b: '1', a: '2'}", "readinessProbe: {httpGet: {path: /x, port: 1}, periodSeconds: 3}", "caCertificatesPem: ['<pem>']",
     "envoyAccessLogService: {address: 'als:1', tcpKeepalive: {probes: 3, time: 10s}}", "meshId: m", "availabilityZone: z",
     "privateKeyProvider: {cryptomb: {pollDelay: 10ms, fallback: true}}", "nobody: knows", "concurrency: null", "sds: {enabled: true}",
     "controlPlaneAuthPolicy: NONE", "controlPlaneAuthPolicy: MUTUAL_TLS", "binaryPath: /x", "configPath: ./y", "proxyAdminPort: 15001",
     "concurrency: 1.0", "proxyMetadata: {}", "proxyMetadata: null", "connectionSettings: {httpIdleTimeout: 5s}", "fileFlushMinSizeKb: 1",
     "statsCompression: false", "fileFlushInterval: 1.000001s", "proxyMetadata: {ENVOY_SECURE_MERGED_METRICS_PORT: '15092'}",
     "proxyMetadata: {ISTIO_META_ENABLE_HBONE: 'true'}", "proxyMetadata: {X: null}", "proxyMetadata: {'Q': 'a\"b'}"],
    ["concurrency: x", "statusPort: 0", "statusPort: 70000", "drainDuration: 7", "drainDuration: 1500ms", "drainDuration: 0s", "a: [", "text",
     "[1]", "7", "proxyMetadata: [a]", "proxyMetadata: {A: 1}", "interceptionMode: nope", "discoveryAddress: nowhere", "discoveryAddress: ''",
     "configPath: ''", "binaryPath: ''", "serviceCluster: ''", "tracing: {zipkin: {}}", "tracing: {lightstep: {address: 'a:1'}}",
     "tracing: [x]", "concurrency: 1.5", "concurrency: 99999999999", "holdApplicationUntilProxyStarts: maybe", "proxyAdminPort: -1",
     "envoyAccessLogService: {address: x}", "statsdUdpAddress: x", "privateKeyProvider: {}", "controlPlaneAuthPolicy: 7",
     "connectionSettings: {httpMaxConcurrentStreams: 0}", "tracing: {tlsSettings: {mode: MUTUAL}}", "gatewayTopology: {numTrustedProxies: -1}",
     "extraStatTags: x", "extraStatTags: [1]", "drainDuration: x", "tracing: {sampling: lots}", "image: debug", "a: b: c", "\tx: 1"])

PROMETHEUS = {"scrape": ["true", "false", "no", "1"], "port": ["9100", "15020", "15090", "0", "x", "", "+80", " 80", "15025"],
              "path": ["/m", "", "/<x>"]}

PATHS = ["", "", "", "/cluster/c2/net/n2", "/cluster/Kubernetes", "/net/n3/", "/custom/a--slash--b", "/cluster", "/:ENV:cluster=c3:ENV:net=n4",
         "/:ENV:A=b=c:ENV:=x:ENV:y:ENV:b=", "/:ENV:net=a/b/", "/a/b/c"]

STATUSES = ["[]", "x", "null", "{}", '{"containers":["istio-proxy"],"initContainers":["istio-init"]}', '{"initContainers":["istio-proxy"],"containers":null}',
            '{"containers":["app"],"volumes":["x"],"revision":"r"}']
OVERRIDES = ["{", "[]", "{}", "null", '{"containers":[{"name":"istio-proxy","image":"mine","tty":true}]}',
             '{"initContainers":[{"name":"istio-proxy","resources":{"limits":{"cpu":"1000m"}}}]}',
             '{"containers":[{"name":"app","image":"before"}],"initContainers":[{"name":"istio-init","args":["x"]}]}',
             '{"containers":[{"name":"a","readinessProbe":{"httpGet":"x"}}]}', '{"containers":{}}']


class Maker:
    """Makes one Pod after another of a random number generator."""

    def __init__(self, rng):
        self.rng = rng

    def chance(self, percent):
        return self.rng.random() * 100 < percent

    def one(self, *values):
        return self.rng.choice(values)

    # ---- containers ----

    def handler(self, lifecycle):
        port = self.one(8080, "http", "named", "grpc", 15020, 0, 65535, "nope")
        kinds = {"httpGet": {"path": self.one("/x", "/<y>?a=b&c", ""), "port": port}, "tcpSocket": {"port": port},
                 "grpc": {"port": self.one(9090, 15020)}, "exec": {"command": ["true"]}}
        if self.chance(30):
            kinds["httpGet"].update(scheme=self.one("HTTP", "HTTPS"))
        if self.chance(20):
            kinds["httpGet"].update(host="example.test", httpHeaders=[{"name": "A", "value": "b"}, {"name": "C", "value": ""}])
        if self.chance(20):
            kinds["tcpSocket"]["host"] = "other"
        if self.chance(50):
            kinds["grpc"]["service"] = self.one("s", "")
        kind = self.one("httpGet", "httpGet", "tcpSocket", "exec", "sleep" if lifecycle else "grpc")
        return {kind: kinds.get(kind, {"seconds": 3})}

    def probe(self):
        probe = self.handler(False)
        for field in ("timeoutSeconds", "periodSeconds", "failureThreshold", "initialDelaySeconds", "successThreshold"):
            if self.chance(30):
                probe[field] = self.one(0, 1, 30)
        return probe

    def lifecycle(self):
        return {when: self.handler(True) for when in ("preStop", "postStart") if self.chance(60)}

    def ports(self):
        return [{key: value for key, value in (
            ("containerPort", self.one(8080, 9090, 15090, 80)), ("name", self.one(None, "http", "named", "grpc", "http-envoy-prom")),
            ("protocol", self.one("TCP", "TCP", "UDP", "SCTP", None)), ("hostPort", self.one(None, None, 80))) if value is not None}
            for _ in range(self.rng.randrange(4))]

    def env(self):
        return [self.one({"name": "A", "value": "b"}, {"name": "E", "value": ""}, {"name": "Q", "value": "\"<&>\u00e9\n"},
                         {"name": "F", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name", "apiVersion": "v1"}}},
                         {"name": "ISTIO_META_CLUSTER_ID", "value": "own"}, {"name": "POD_NAME", "value": "own"},
                         {"name": "TRUST_DOMAIN"}, {"name": "ISTIO_META_NETWORK", "value": "own"})
                for _ in range(self.rng.randrange(4))]

    def security(self):
        return {key: value for key, value in (
            ("runAsUser", self.one(0, 1337, 1338, 1000)), ("runAsGroup", self.one(0, 1337, 5)), ("privileged", self.one(True, False)),
            ("readOnlyRootFilesystem", self.one(True, False)), ("capabilities", self.one({"add": ["X"]}, {"drop": ["ALL"]}, {}))) if self.chance(40)}

    def resources(self):
        return {kind: {name: self.one("100m", "1", "2Gi", "0.5", "1024Mi", "3000m", 2) for name in ("cpu", "memory") if self.chance(60)}
                for kind in ("limits", "requests") if self.chance(50)}

    def container(self, name, image=None):
        made = {"name": name, "resources": {}, "image": image or self.one("app:1", "reg.test:5000/app", "app@sha256:abc", "reg/app:v1@sha256:abc")}
        fields = {"ports": self.ports, "env": self.env, "resources": self.resources, "securityContext": self.security,
                  "readinessProbe": self.probe, "livenessProbe": self.probe, "startupProbe": self.probe, "lifecycle": self.lifecycle,
                  "args": lambda: self.one(["a"], ["proxy", "--x"], []), "command": lambda: ["sh", "-c", "true"],
                  "volumeMounts": lambda: [{"name": "data", "mountPath": self.one("/data", "/etc/istio/proxy", "/var/lib/istio/data")}],
                  "imagePullPolicy": lambda: self.one("Always", "IfNotPresent"), "tty": lambda: self.one(True, False),
                  "workingDir": lambda: "/w", "envFrom": lambda: [{"configMapRef": {"name": "c"}}],
                  "terminationMessagePath": lambda: "/dev/termination-log"}
        for field, make in fields.items():
            if self.chance(25):
                made[field] = make()
        return made

    # ---- metadata ----

    def owner(self, metadata):
        kind = self.one("none", "none", "ReplicaSet", "ReplicaSet", "Job", "ReplicationController", "StatefulSet", "DaemonSet", "Other")
        if kind == "none":
            metadata["name"] = self.one("web", "a.b", LONG[:63])
            return
        name = self.one("web", "a.b", LONG.rstrip("-"))
        if kind == "ReplicaSet":
            digest = self.one("5d4f8c7b9", "x", "")
            metadata["labels"][self.one("pod-template-hash", "pod-template-hash", "rollouts-pod-template-hash")] = digest
            name += self.one("-" + digest, digest, "", "-other")
        elif kind == "Job":
            name += self.one("-27654321", "-1234567", "-123456789012", "", "-2765432a")
        elif kind == "ReplicationController" and self.chance(60):
            metadata["labels"]["deploymentconfig"] = self.one("dc", "")
        if self.chance(90):
            metadata["generateName"] = name + "-"
        else:
            metadata["name"] = name[:60]
        metadata["ownerReferences"] = [{
            "apiVersion": self.one("apps/v1", "batch/v1", "v1"), "kind": kind, "name": name, "uid": "u1",
            **({"controller": self.one(True, True, True, False)} if self.chance(95) else {})}]
        if self.chance(10):
            metadata["ownerReferences"].insert(0, {"apiVersion": "v1", "kind": "Pod", "name": "first", "uid": "u0"})

    def labels(self):
        known = {"app": ["web", "db", "nobody", "", LONG[:63].rstrip("-")], "version": ["v1", ""], "app.kubernetes.io/name": ["n", "x_"],
                 "app.kubernetes.io/version": ["1.2", ""], "sidecar.istio.io/inject": ["true", "true", "false", "yes", ""],
                 "istio.io/rev": ["canary", "x"], "topology.istio.io/network": ["net9", ""], "tier": ["db", "web", "x"],
                 "security.istio.io/tlsMode": ["disabled"], "networking.istio.io/tunnel": ["x"],
                 "service.istio.io/canonical-name": ["cn"], "service.istio.io/canonical-revision": ["cr"], "service.istio.io/workload-name": ["wn"]}
        return {name: self.one(*values) for name, values in known.items() if self.chance(12)}

    def annotations(self):
        made = {}
        bad = 8 if self.chance(50) else 0  # a Pod with one bad value shows little else
        for name, (good, wrong) in ANNOTATIONS.items():
            if self.chance(8):
                made[name] = self.one(*(wrong if self.chance(bad) else good))
        if self.chance(35):
            made["proxy.istio.io/config"] = self.config(bad)
        form = self.one("prometheus.io/", "prometheus.io/", "prometheus-io.", "prometheus.io.")
        for name, values in PROMETHEUS.items():
            if self.chance(12):
                made[form + name] = self.one(*values)
        if self.chance(4):
            made["sidecar.istio.io/status"] = self.one(*STATUSES)
        if self.chance(4):
            made["proxy.istio.io/overrides"] = self.one(*OVERRIDES)
        return made

    def config(self, bad):
        if self.chance(bad):
            return self.one(*CONFIGS[1])
        parts = {self.one(*CONFIGS[0]) for _ in range(self.rng.randrange(1, 4))}
        together = [part for part in parts if part and part[0] not in "{"]
        names = [part.split(":")[0] for part in together]
        return "\n".join(together) if len(set(names)) == len(names) else self.one(*CONFIGS[0])

    # ---- Pods ----

    def injected_names(self, spec):
        """Containers that a template has, too, as users write them to change it."""
        kinds = self.one([], [], [], ["containers"], ["containers"], ["initContainers"], ["containers", "initContainers"])
        for kind in kinds:
            name = self.one("istio-proxy", "istio-proxy", "istio-proxy", "istio-init", "istio-validation", "helper")
            spec.setdefault(kind, []).insert(self.rng.randrange(len(spec.get(kind, [])) + 1), self.container(name, self.one("auto", "auto", "own:1")))

    def spec(self):
        spec = {"containers": [self.container(name) for name in (["app"], ["app"], ["app", "second"], ["z", "app", "b"])[self.rng.randrange(4)]]}
        if self.chance(30):
            spec["initContainers"] = [self.container(name) for name in (["setup"], ["one", "two"], ["enable-core-dump"])[self.rng.randrange(3)]]
        self.injected_names(spec)
        fields = {"volumes": lambda: [{"name": self.one("data", "istio-envoy", "istio-data"), "emptyDir": {}}], "hostNetwork": lambda: True,
                  "dnsPolicy": lambda: self.one("ClusterFirst", "Default"), "imagePullSecrets": lambda: [{"name": self.one("mine", "regcred")}],
                  "serviceAccountName": lambda: self.one("sa", "default"), "securityContext": lambda: {"fsGroup": 7, "runAsUser": 8},
                  "restartPolicy": lambda: self.one("Always", "Never"), "nodeName": lambda: self.one("gone", "node-v1.32.9-0", "node-v1.34.1-0"), "nodeSelector": lambda: {"a": "b"},
                  "tolerations": lambda: [{"operator": "Exists"}], "terminationGracePeriodSeconds": lambda: self.one(0, 30),
                  "shareProcessNamespace": lambda: True, "hostAliases": lambda: [{"ip": "10.0.0.1", "hostnames": ["a"]}]}
        for field, make in fields.items():
            if self.chance(4 if field == "hostNetwork" else 15):
                spec[field] = make()
        return spec

    def pod(self, namespaces):
        metadata = {"labels": self.labels()}
        self.owner(metadata)
        annotations = self.annotations()
        if annotations or self.chance(20):
            metadata["annotations"] = annotations
        if not metadata["labels"] and self.chance(70):
            del metadata["labels"]
        namespace = self.one(*namespaces)
        if self.chance(90):
            metadata["namespace"] = namespace
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": self.spec(), "status": {}}
        return json.loads(json.dumps(pod)), namespace, self.one(*PATHS)
