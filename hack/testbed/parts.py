"""The programs of a node with their flags and configurations, each started when what it needs answers."""
import json

from testbed import TOOLS, image, mounts
from testbed.etcd import peer_url

SERVER_LABEL = "node-role.kubernetes.io/control-plane"  # which its kubelet may not say of itself


def certificates(node):
    """What the programs of the node show to others, of the cluster's CA."""
    cluster, folder, pki = node.cluster, node.folder, node.cluster.pki
    if node.is_server:
        pki.pair(f"apiserver-{node.index}", "kube-apiserver", names=(
            node.ip, cluster.host_ip, cluster.service_ip(1), "127.0.0.1", "localhost", "kubernetes", "kubernetes.default",
            "kubernetes.default.svc", "kubernetes.default.svc.cluster.local", *cluster.api_names()))
        pki.pair(f"etcd-{node.index}", "etcd", names=(node.ip, "127.0.0.1"))
        pki.pair("apiserver-kubelet", "kube-apiserver-kubelet", "system:masters")
        pki.pair("front-proxy", "front-proxy-client")
        pki.signing_key("service-account")
        for name in ("kube-controller-manager", "kube-scheduler"):
            pki.kubeconfig(folder / f"{name}.kubeconfig", node.server, name, f"system:{name}")
    if not cluster.record["control_plane_only"]:
        own = f"kubelet-{node.index}"
        server = node.server if node.is_server else cluster.server_for_nodes
        pki.pair(own, f"system:node:{node.name}", "system:nodes", (node.ip, node.name))
        pki.kubeconfig(folder / "kubelet.kubeconfig", server, own, f"system:node:{node.name}", "system:nodes")
        pki.kubeconfig(folder / "kube-proxy.kubeconfig", server, "kube-proxy", "system:kube-proxy")


def remove_certificates(node):
    """Another node of its index shows others."""
    for file in node.cluster.pki.folder.glob(f"*-{node.index}.*"):
        file.unlink()


# Of whom the API server keeps a record: the operator, in the cluster and as tests start it under names of its own.
AUDITED = ("system:serviceaccount:malha-system:malha-operator", "audited-first", "audited-second")


def audit(node):
    """What they ask and write, a line of JSON each when it has been answered; of nobody else anything."""
    policy = node.folder / "audit.json"
    policy.write_text(json.dumps({
        "apiVersion": "audit.k8s.io/v1", "kind": "Policy", "omitStages": ["RequestReceived"],
        "rules": [{"level": "Metadata", "users": AUDITED}, {"level": "None"}]}))
    return [f"--audit-policy-file={policy}", f"--audit-log-path={node.folder / 'audit.log'}", "--audit-log-mode=blocking"]


def etcd(node):
    """A member; with which others it begins is in its entry."""
    pki, own, peer = node.cluster.pki.folder, f"etcd-{node.index}", peer_url(node)
    members = [one for one in node.cluster.servers if one.name in node.entry["etcd"]["members"]]
    node.programs.spawn(
        "etcd", TOOLS / "etcd", f"--name={node.name}", f"--data-dir={node.folder}/etcd", "--unsafe-no-fsync", "--log-level=warn",
        f"--initial-cluster={','.join(f'{one.name}={peer_url(one)}' for one in members)}",
        f"--initial-cluster-state={node.entry['etcd']['state']}", f"--initial-cluster-token={node.cluster.name}",
        f"--listen-client-urls=http://127.0.0.1:2379,https://{node.ip}:2379", f"--advertise-client-urls=https://{node.ip}:2379",
        f"--listen-peer-urls={peer}", f"--initial-advertise-peer-urls={peer}",
        *(f"--{of}{flag}" for of in ("", "peer-") for flag in (
            f"cert-file={pki}/{own}.crt", f"key-file={pki}/{own}.key", f"trusted-ca-file={pki}/ca.crt", "client-cert-auth")))


def api_server(node):
    pki = node.cluster.pki.folder
    node.programs.spawn(
        "kube-apiserver", TOOLS / "kube-apiserver", "--etcd-servers=http://127.0.0.1:2379",
        f"--advertise-address={node.ip}", "--bind-address=0.0.0.0", "--secure-port=6443",
        f"--service-cluster-ip-range={node.cluster.services}", "--service-node-port-range=30000-32767",
        f"--tls-cert-file={pki}/apiserver-{node.index}.crt", f"--tls-private-key-file={pki}/apiserver-{node.index}.key",
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


def controllers(node):
    """Of several servers' controllers one leads; by itself it need not ask."""
    pki, elect = node.cluster.pki.folder, json.dumps(len(node.cluster.servers) > 1)
    node.programs.spawn(
        "kube-controller-manager", TOOLS / "kube-controller-manager",
        f"--kubeconfig={node.folder}/kube-controller-manager.kubeconfig",
        f"--cluster-signing-cert-file={pki}/ca.crt", f"--cluster-signing-key-file={pki}/ca.key",
        f"--root-ca-file={pki}/ca.crt", f"--service-account-private-key-file={pki}/service-account.key",
        "--use-service-account-credentials=true", f"--leader-elect={elect}", f"--cluster-cidr={node.cluster.pods}",
        f"--service-cluster-ip-range={node.cluster.services}", "--bind-address=127.0.0.1")
    node.programs.spawn("kube-scheduler", TOOLS / "kube-scheduler", f"--kubeconfig={node.folder}/kube-scheduler.kubeconfig",
                        f"--leader-elect={elect}", "--bind-address=127.0.0.1")


def containerd(node):
    folder = node.folder / "containerd"
    (folder / "state").mkdir(parents=True, exist_ok=True)
    (mounts.own(node.folder, "/etc/cni/net.d") / "10-malha.conflist").write_text(json.dumps({
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
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "{node.folder}/certs.d"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/opt/cni/bin"
    conf_dir = "/etc/cni/net.d"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
""")
    node.programs.spawn("containerd", "/usr/bin/containerd", "--config", config)
    node.programs.wait_ready("containerd", lambda: node.ctr("version", check=False).returncode == 0)


def kubelet(node):
    config, pki = node.folder / "kubelet.json", node.cluster.pki.folder
    resolv = node.folder / "resolv.conf"
    resolv.write_text("")
    config.write_text(json.dumps({
        "apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration",
        "authentication": {"anonymous": {"enabled": False}, "webhook": {"enabled": True},
                           "x509": {"clientCAFile": str(pki / "ca.crt")}},
        "authorization": {"mode": "Webhook"},
        "tlsCertFile": str(pki / f"kubelet-{node.index}.crt"),
        "tlsPrivateKeyFile": str(pki / f"kubelet-{node.index}.key"),
        "containerRuntimeEndpoint": f"unix://{node.containerd_socket}",
        "cgroupDriver": "cgroupfs", "cgroupRoot": f"/{node.group}", "failCgroupV1": False, "failSwapOn": False,
        "clusterDNS": [node.cluster.service_ip(10)], "clusterDomain": "cluster.local",
        "resolvConf": str(resolv), "imageGCHighThresholdPercent": 100, "maxPods": 200,
        "imageMinimumGCAge": "8760h",
        # an image that was loaded is there, whoever has pulled the same content meanwhile
        "imagePullCredentialsVerificationPolicy": "NeverVerify",
        "evictionHard": {"memory.available": "50Mi", "nodefs.available": "1%", "imagefs.available": "1%"},
        # a container that ended before what it needs was there is tried again at once: the machine may be slow
        "crashLoopBackOff": {"maxContainerRestartPeriod": "1s"}, "featureGates": {"KubeletCrashLoopBackOffMax": True},
        "syncFrequency": "10s", "podLogsDir": str(node.folder / "pod-logs"),
        "serializeImagePulls": False, "registerNode": True, "address": "0.0.0.0"}))
    node.programs.spawn("kubelet", TOOLS / "kubelet", f"--config={config}", f"--kubeconfig={node.folder}/kubelet.kubeconfig",
                        f"--root-dir={node.folder}/kubelet", f"--hostname-override={node.name}", f"--node-ip={node.ip}",
                        f"--node-labels={node.labels()}", "--v=1")


def _kube_proxy_config(node):
    config = node.folder / "kube-proxy.json"
    config.write_text(json.dumps({
        "apiVersion": "kubeproxy.config.k8s.io/v1alpha1", "kind": "KubeProxyConfiguration", "mode": "nftables",
        "clientConnection": {"kubeconfig": str(node.folder / "kube-proxy.kubeconfig")},
        "nftables": {"minSyncPeriod": "100ms", "syncPeriod": "30s"},  # of so few Services what is new shall answer at once
        "clusterCIDR": node.cluster.pods, "conntrack": {"maxPerCore": 0, "min": 0, "tcpEstablishedTimeout": "0s",
                                                "tcpCloseWaitTimeout": "0s"}}))
    return config


def kube_proxy(node):
    node.programs.spawn("kube-proxy", TOOLS / "kube-proxy", f"--config={_kube_proxy_config(node)}", f"--hostname-override={node.name}")


def dns(cluster):
    name, ip = image.coredns().name, cluster.service_ip(10)
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
             "nodeSelector": {SERVER_LABEL: "true"}, "tolerations": [{"operator": "Exists"}], "dnsPolicy": "Default",
             "containers": [{"name": "coredns", "image": name, "imagePullPolicy": "IfNotPresent",
                             "args": ["-conf", "/etc/coredns/Corefile"],
                             "readinessProbe": {"httpGet": {"path": "/ready", "port": 8181}, "periodSeconds": 1},
                             "volumeMounts": [{"name": "config", "mountPath": "/etc/coredns"}]}],
             "volumes": [{"name": "config", "configMap": {"name": "coredns"}}]}}}},
    ]
    cluster.kubectl("apply", "-f", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}))
