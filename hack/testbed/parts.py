"""The programs of a node with their flags and configurations, each started when what it needs answers."""
import json

from testbed import TOOLS, image
from testbed.pki import Pki


def certificates(node):
    pki = Pki(node.folder / "pki")
    pki.pair("apiserver", "kube-apiserver", names=(
        node.ip, node.service_ip(1), "127.0.0.1", "localhost", "kubernetes", "kubernetes.default",
        "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"))
    pki.pair("apiserver-kubelet", "kube-apiserver-kubelet", "system:masters")
    pki.pair("front-proxy", "front-proxy-client")
    pki.pair("kubelet-server", f"system:node:{node.node_name}", "system:nodes", (node.ip, node.node_name))
    pki.signing_key("service-account")
    pki.kubeconfig(node.kubeconfig, node.server, "admin", "malha-admin", "system:masters")
    for name in ("kube-controller-manager", "kube-scheduler", "kube-proxy"):
        pki.kubeconfig(node.folder / f"{name}.kubeconfig", node.server, name, f"system:{name}")
    pki.kubeconfig(node.folder / "kubelet.kubeconfig", node.server, "kubelet",
                   f"system:node:{node.node_name}", "system:nodes")


# Of whom the API server keeps a record: the operator, in the cluster and as tests start it under names of its own.
AUDITED = ("system:serviceaccount:malha-system:malha-operator", "audited-first", "audited-second")


def audit(node):
    """What they ask and write, a line of JSON each when it has been answered; of nobody else anything."""
    policy = node.folder / "audit.yaml"
    policy.write_text(json.dumps({
        "apiVersion": "audit.k8s.io/v1", "kind": "Policy", "omitStages": ["RequestReceived"],
        "rules": [{"level": "Metadata", "users": AUDITED}, {"level": "None"}]}))
    return [f"--audit-policy-file={policy}", f"--audit-log-path={node.audit_log}", "--audit-log-mode=blocking"]


def control_plane(node):
    pki = node.folder / "pki"
    node.spawn("etcd", TOOLS / "etcd", "--data-dir", node.folder / "etcd", "--listen-client-urls",
               "http://127.0.0.1:2379", "--advertise-client-urls", "http://127.0.0.1:2379",
               "--listen-peer-urls", "http://127.0.0.1:2380", "--unsafe-no-fsync", "--log-level", "warn")
    node.spawn(
        "kube-apiserver", TOOLS / "kube-apiserver", "--etcd-servers=http://127.0.0.1:2379",
        f"--advertise-address={node.ip}", "--bind-address=0.0.0.0", "--secure-port=6443",
        f"--service-cluster-ip-range={node.services}", "--service-node-port-range=30000-32767",
        f"--tls-cert-file={pki}/apiserver.crt", f"--tls-private-key-file={pki}/apiserver.key",
        f"--client-ca-file={pki}/ca.crt", "--authorization-mode=Node,RBAC", "--allow-privileged=true",
        "--enable-admission-plugins=NodeRestriction", "--enable-bootstrap-token-auth=false",
        "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
        f"--service-account-key-file={pki}/service-account.pub",
        f"--service-account-signing-key-file={pki}/service-account.key",
        f"--kubelet-client-certificate={pki}/apiserver-kubelet.crt",
        f"--kubelet-client-key={pki}/apiserver-kubelet.key",
        "--kubelet-preferred-address-types=InternalIP",
        f"--requestheader-client-ca-file={pki}/ca.crt", "--requestheader-allowed-names=front-proxy-client",
        "--requestheader-username-headers=X-Remote-User", "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        f"--proxy-client-cert-file={pki}/front-proxy.crt", f"--proxy-client-key-file={pki}/front-proxy.key",
        "--event-ttl=1h", "--profiling=false", *audit(node))
    node.wait_ready("kube-apiserver", lambda: node.kubectl("get", "--raw", "/readyz", check=False).returncode == 0)
    if node.record["control_plane_only"]:
        return
    node.spawn(
        "kube-controller-manager", TOOLS / "kube-controller-manager",
        f"--kubeconfig={node.folder}/kube-controller-manager.kubeconfig",
        f"--cluster-signing-cert-file={pki}/ca.crt", f"--cluster-signing-key-file={pki}/ca.key",
        f"--root-ca-file={pki}/ca.crt", f"--service-account-private-key-file={pki}/service-account.key",
        "--use-service-account-credentials=true", "--leader-elect=false", f"--cluster-cidr={node.pods}",
        f"--service-cluster-ip-range={node.services}", "--bind-address=127.0.0.1")
    node.spawn("kube-scheduler", TOOLS / "kube-scheduler",
               f"--kubeconfig={node.folder}/kube-scheduler.kubeconfig", "--leader-elect=false",
               "--bind-address=127.0.0.1")


def containerd(node):
    folder = node.folder / "containerd"
    (folder / "state").mkdir(parents=True, exist_ok=True)
    cni = node.folder / "cni"
    cni.mkdir(exist_ok=True)
    (cni / "10-malha.conflist").write_text(json.dumps({
        "cniVersion": "1.0.0", "name": "malha", "plugins": [
            {"type": "bridge", "bridge": "cni0", "isGateway": True, "ipMasq": False, "hairpinMode": True,
             "ipam": {"type": "host-local", "ranges": [[{"subnet": node.pods}]],
                      "dataDir": str(node.folder / "ipam"),
                      "routes": [{"dst": "0.0.0.0/0"}]}},
            {"type": "portmap", "capabilities": {"portMappings": True}}]}))
    config = folder / "config.toml"
    config.write_text(f"""version = 2
root = "{folder}/root"
state = "{folder}/state"
[grpc]
  address = "{node.containerd_socket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "{image.pause().name}"
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "{cni}"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
""")
    node.spawn("containerd", "/usr/bin/containerd", "--config", config)
    node.wait_ready("containerd", lambda: node.ctr("version", check=False).returncode == 0)
    for build in (image.pause, image.coredns):
        node.import_image(build().write())


def kubelet(node):
    config = node.folder / "kubelet.json"
    resolv = node.folder / "resolv.conf"
    resolv.write_text("")
    config.write_text(json.dumps({
        "apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration",
        "authentication": {"anonymous": {"enabled": False}, "webhook": {"enabled": True},
                           "x509": {"clientCAFile": str(node.folder / "pki/ca.crt")}},
        "authorization": {"mode": "Webhook"},
        "tlsCertFile": str(node.folder / "pki/kubelet-server.crt"),
        "tlsPrivateKeyFile": str(node.folder / "pki/kubelet-server.key"),
        "containerRuntimeEndpoint": f"unix://{node.containerd_socket}",
        "cgroupDriver": "cgroupfs", "cgroupRoot": f"/{node.namespace}", "failCgroupV1": False, "failSwapOn": False,
        "clusterDNS": [node.service_ip(10)], "clusterDomain": "cluster.local",
        "resolvConf": str(resolv), "imageGCHighThresholdPercent": 100, "maxPods": 200,
        "imageMinimumGCAge": "8760h",
        "evictionHard": {"memory.available": "50Mi", "nodefs.available": "1%", "imagefs.available": "1%"},
        # a container that ended before what it needs was there is tried again at once: the machine may be slow
        "crashLoopBackOff": {"maxContainerRestartPeriod": "1s"}, "featureGates": {"KubeletCrashLoopBackOffMax": True},
        "syncFrequency": "10s", "podLogsDir": str(node.folder / "pod-logs"),
        "serializeImagePulls": False, "registerNode": True, "address": "0.0.0.0"}))
    node.spawn("kubelet", TOOLS / "kubelet", f"--config={config}",
               f"--kubeconfig={node.folder}/kubelet.kubeconfig", f"--root-dir={node.folder}/kubelet",
               f"--hostname-override={node.node_name}", f"--node-ip={node.ip}", "--v=1")


def _kube_proxy_config(node):
    config = node.folder / "kube-proxy.json"
    config.write_text(json.dumps({
        "apiVersion": "kubeproxy.config.k8s.io/v1alpha1", "kind": "KubeProxyConfiguration", "mode": "nftables",
        "clientConnection": {"kubeconfig": str(node.folder / "kube-proxy.kubeconfig")},
        "clusterCIDR": node.pods, "conntrack": {"maxPerCore": 0, "min": 0, "tcpEstablishedTimeout": "0s",
                                                "tcpCloseWaitTimeout": "0s"}}))
    return config


def dns(node):
    name, ip = image.coredns().name, node.service_ip(10)
    labels = {"k8s-app": "kube-dns"}
    corefile = (".:53 {\n  errors\n  health\n  ready\n  kubernetes cluster.local in-addr.arpa {\n"
                "    pods insecure\n  }\n  cache 5\n  reload\n}\n")
    objects = [
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "coredns", "namespace": "kube-system"}},
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "coredns"},
         "rules": [{"apiGroups": [""], "resources": ["endpoints", "services", "pods", "namespaces"],
                    "verbs": ["list", "watch"]},
                   {"apiGroups": ["discovery.k8s.io"], "resources": ["endpointslices"],
                    "verbs": ["list", "watch"]}]},
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding",
         "metadata": {"name": "coredns"},
         "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "coredns"},
         "subjects": [{"kind": "ServiceAccount", "name": "coredns", "namespace": "kube-system"}]},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "coredns", "namespace": "kube-system"},
         "data": {"Corefile": corefile}},
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "kube-dns", "namespace": "kube-system"},
         "spec": {"clusterIP": ip, "selector": labels, "ports": [
             {"name": "dns", "port": 53, "protocol": "UDP"}, {"name": "dns-tcp", "port": 53}]}},
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "coredns", "namespace": "kube-system"},
         "spec": {"selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels}, "spec": {
             "serviceAccountName": "coredns", "priorityClassName": "system-cluster-critical",
             "tolerations": [{"operator": "Exists"}], "dnsPolicy": "Default",
             "containers": [{"name": "coredns", "image": name, "imagePullPolicy": "IfNotPresent",
                             "args": ["-conf", "/etc/coredns/Corefile"],
                             "readinessProbe": {"httpGet": {"path": "/ready", "port": 8181}, "periodSeconds": 1},
                             "volumeMounts": [{"name": "config", "mountPath": "/etc/coredns"}]}],
             "volumes": [{"name": "config", "configMap": {"name": "coredns"}}]}}}},
    ]
    node.kubectl("apply", "-f", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}))


def kube_proxy(node):
    node.spawn("kube-proxy", TOOLS / "kube-proxy", f"--config={_kube_proxy_config(node)}",
               f"--hostname-override={node.node_name}")
