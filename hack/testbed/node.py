"""One Kubernetes node in a network namespace: processes, mounts, cgroups and routes, all found again and removed."""
import fcntl
import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from testbed import STATE, TOOLS, Failure, image
from testbed.pki import Pki

CGROUPS = Path("/sys/fs/cgroup")


def run(*command, check=True, **kwargs):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **kwargs)
    if check and done.returncode != 0:
        raise Failure(f"cluster: {' '.join(map(str, command))}: {done.stderr.strip() or done.stdout.strip()}")
    return done


def wait_for(what, seconds, condition):
    """Polls `condition` until it is true; says what did not happen when time is up."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise Failure(f"cluster: {what} did not happen within {seconds} s")
        time.sleep(0.2)


def clusters():
    folder = STATE / "clusters"
    return sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


class Node:
    """A cluster of the name `name`; `number` keeps the address ranges of clusters apart."""

    def __init__(self, name):
        self.name = name
        self.folder = STATE / "clusters" / name
        self.settings_file = self.folder / "settings.json"
        self.settings = json.loads(self.settings_file.read_text()) if self.settings_file.exists() else None
        self.namespace = f"malha-{name}"

    # ---- names and addresses ----

    @property
    def number(self):
        return self.settings["number"]

    @property
    def ip(self):
        return f"10.89.{self.number}.10"

    @property
    def host_ip(self):
        return f"10.89.{self.number}.1"

    @property
    def pods(self):
        return f"10.90.{self.number}.0/24"

    @property
    def services(self):
        return f"10.91.{self.number}.0/24"

    def service_ip(self, last):
        return f"10.91.{self.number}.{last}"

    @property
    def veth(self):
        return f"mlh{self.number}"

    @property
    def kubeconfig(self):
        return self.folder / "admin.kubeconfig"

    @property
    def server(self):
        return f"https://{self.ip}:6443"

    @property
    def containerd_socket(self):
        return self.folder / "containerd" / "containerd.sock"

    def kubectl(self, *arguments, check=True, stdin=None):
        return run(TOOLS / "kubectl", "--kubeconfig", self.kubeconfig, *arguments, check=check, input=stdin)

    # ---- creation ----

    def create(self, control_plane_only=False):
        if self.settings is not None and self.settings.get("ready"):
            raise Failure(f"cluster: {self.name} exists already; 'hack/cluster delete --name {self.name}' removes it")
        if os.geteuid() != 0:
            raise Failure("cluster: a node needs root")
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(STATE / "lock", "w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # two at once must not take the same number
            taken = {Node(other).settings["number"] for other in clusters() if Node(other).settings}
            self.settings = {"number": min(set(range(0, 200)) - taken), "control_plane_only": control_plane_only}
            self._save()
        self.start()

    def _save(self):
        self.settings_file.write_text(json.dumps(self.settings))

    def start(self):
        """Starts what does not run; everything on disk stays as it was."""
        if self.settings is None:
            raise Failure(f"cluster: there is no cluster {self.name}")
        self._network()
        self._certificates()
        self._control_plane()
        if not self.settings["control_plane_only"]:
            self._node()
        self.settings["ready"] = True
        self._save()

    def _network(self):
        if (Path("/run/netns") / self.namespace).exists():
            return
        run("ip", "netns", "add", self.namespace)
        run("ip", "link", "add", self.veth, "type", "veth", "peer", "name", "eth0", "netns", self.namespace)
        run("ip", "addr", "add", f"{self.host_ip}/24", "dev", self.veth)
        run("ip", "link", "set", self.veth, "up")
        inside = ("ip", "-n", self.namespace)
        run(*inside, "link", "set", "lo", "up")
        run(*inside, "addr", "add", f"{self.ip}/24", "dev", "eth0")
        run(*inside, "link", "set", "eth0", "up")
        run(*inside, "route", "add", "default", "via", self.host_ip)
        for network in (self.pods, self.services):
            run("ip", "route", "replace", network, "via", self.ip)
        self._inside("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv4.conf.all.route_localnet=1",
                     "net.ipv4.conf.all.rp_filter=0")

    def _inside(self, *command, check=True):
        return run("nsenter", f"--net=/run/netns/{self.namespace}", *command, check=check)

    def _certificates(self):
        pki = self.pki = Pki(self.folder / "pki")
        pki.pair("apiserver", "kube-apiserver", names=(
            self.ip, self.service_ip(1), "127.0.0.1", "localhost", "kubernetes", "kubernetes.default",
            "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"))
        pki.pair("apiserver-kubelet", "kube-apiserver-kubelet", "system:masters")
        pki.pair("front-proxy", "front-proxy-client")
        pki.pair("kubelet-server", f"system:node:{self.node_name}", "system:nodes", (self.ip, self.node_name))
        pki.signing_key("service-account")
        pki.kubeconfig(self.kubeconfig, self.server, "admin", "malha-admin", "system:masters")
        for name in ("kube-controller-manager", "kube-scheduler", "kube-proxy"):
            pki.kubeconfig(self.folder / f"{name}.kubeconfig", self.server, name, f"system:{name}")
        pki.kubeconfig(self.folder / "kubelet.kubeconfig", self.server, "kubelet",
                       f"system:node:{self.node_name}", "system:nodes")

    @property
    def node_name(self):
        return f"{self.name}-node"

    # ---- processes ----

    def _pid_file(self, name):
        return self.folder / "run" / f"{name}.pid"

    def _alive(self, name):
        """The pid of a process of ours that still runs: number and start time must both match."""
        try:
            pid, started = self._pid_file(name).read_text().split()
            reap(int(pid))
            return int(pid) if start_time(int(pid)) == started else None
        except (OSError, ValueError):
            return None

    def _spawn(self, name, program, *arguments, env=None):
        if self._alive(name):
            return
        (self.folder / "run").mkdir(exist_ok=True)
        (self.folder / "logs").mkdir(exist_ok=True)
        with open(self.folder / "logs" / f"{name}.log", "ab") as log:
            process = subprocess.Popen(
                ["nsenter", f"--net=/run/netns/{self.namespace}", str(program), *map(str, arguments)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd=self.folder,
                env={**os.environ, **(env or {})})
        self._pid_file(name).write_text(f"{process.pid} {start_time(process.pid)}")

    def _control_plane(self):
        pki = self.folder / "pki"
        self._spawn("etcd", TOOLS / "etcd", "--data-dir", self.folder / "etcd", "--listen-client-urls",
                    "http://127.0.0.1:2379", "--advertise-client-urls", "http://127.0.0.1:2379",
                    "--listen-peer-urls", "http://127.0.0.1:2380", "--unsafe-no-fsync", "--log-level", "warn")
        self._spawn(
            "kube-apiserver", TOOLS / "kube-apiserver", "--etcd-servers=http://127.0.0.1:2379",
            f"--advertise-address={self.ip}", "--bind-address=0.0.0.0", "--secure-port=6443",
            f"--service-cluster-ip-range={self.services}", "--service-node-port-range=30000-32767",
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
            "--event-ttl=1h", "--profiling=false")
        self._wait_ready("kube-apiserver", lambda: self.kubectl("get", "--raw", "/readyz", check=False).returncode == 0)
        if self.settings["control_plane_only"]:
            return
        self._spawn(
            "kube-controller-manager", TOOLS / "kube-controller-manager",
            f"--kubeconfig={self.folder}/kube-controller-manager.kubeconfig",
            f"--cluster-signing-cert-file={pki}/ca.crt", f"--cluster-signing-key-file={pki}/ca.key",
            f"--root-ca-file={pki}/ca.crt", f"--service-account-private-key-file={pki}/service-account.key",
            "--use-service-account-credentials=true", "--leader-elect=false", f"--cluster-cidr={self.pods}",
            f"--service-cluster-ip-range={self.services}", "--bind-address=127.0.0.1")
        self._spawn("kube-scheduler", TOOLS / "kube-scheduler",
                    f"--kubeconfig={self.folder}/kube-scheduler.kubeconfig", "--leader-elect=false",
                    "--bind-address=127.0.0.1")

    def _wait_ready(self, name, condition, seconds=90):
        def ready_or_dead():
            if condition():
                return True
            if not self._alive(name):
                log = (self.folder / "logs" / f"{name}.log").read_text(errors="replace")
                raise Failure(f"cluster: {name} ended; the last of its log:\n{log[-2000:]}")
            return False
        wait_for(f"{name} getting ready", seconds, ready_or_dead)

    def _node(self):
        self._containerd()
        self._kubelet()
        self._spawn("kube-proxy", TOOLS / "kube-proxy", f"--config={self._kube_proxy_config()}",
                    f"--hostname-override={self.node_name}")
        self._dns()
        wait_for("the node getting ready", 90, lambda: "True" in self.kubectl(
            "get", "node", self.node_name, "-o",
            "jsonpath={.status.conditions[?(@.type=='Ready')].status}", check=False).stdout)

    def _containerd(self):
        folder = self.folder / "containerd"
        (folder / "state").mkdir(parents=True, exist_ok=True)
        cni = self.folder / "cni"
        cni.mkdir(exist_ok=True)
        (cni / "10-malha.conflist").write_text(json.dumps({
            "cniVersion": "1.0.0", "name": "malha", "plugins": [
                {"type": "bridge", "bridge": "cni0", "isGateway": True, "ipMasq": False, "hairpinMode": True,
                 "ipam": {"type": "host-local", "ranges": [[{"subnet": self.pods}]],
                          "dataDir": str(self.folder / "ipam"),
                          "routes": [{"dst": "0.0.0.0/0"}]}},
                {"type": "portmap", "capabilities": {"portMappings": True}}]}))
        config = folder / "config.toml"
        config.write_text(f"""version = 2
root = "{folder}/root"
state = "{folder}/state"
[grpc]
  address = "{self.containerd_socket}"
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
        self._spawn("containerd", "/usr/bin/containerd", "--config", config)
        self._wait_ready("containerd", lambda: self._ctr("version", check=False).returncode == 0)
        for build in (image.pause, image.coredns):
            self.import_image(build().write())

    def _ctr(self, *arguments, check=True):
        return run("ctr", "--address", self.containerd_socket, "--namespace", "k8s.io", *arguments, check=check)

    def import_image(self, archive):
        """Loads a docker-archive; one that was loaded before is not loaded again."""
        archive = Path(archive)
        stat = archive.stat()
        stamp = f"{stat.st_size}:{stat.st_mtime_ns}"
        loaded = self.settings.setdefault("images", {})
        if loaded.get(archive.name) == stamp:
            return False
        self._ctr("images", "import", archive)
        loaded[archive.name] = stamp
        self._save()
        return True

    def _kubelet(self):
        cgroup = f"malha-{self.name}"
        for controller in cgroup_roots():
            (controller / cgroup).mkdir(exist_ok=True)
            if controller.name == "cpuset":
                for name in ("cpuset.cpus", "cpuset.mems"):
                    (controller / cgroup / name).write_text((controller / name).read_text())
        config = self.folder / "kubelet.json"
        resolv = self.folder / "resolv.conf"
        resolv.write_text("")
        config.write_text(json.dumps({
            "apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration",
            "authentication": {"anonymous": {"enabled": False}, "webhook": {"enabled": True},
                               "x509": {"clientCAFile": str(self.folder / "pki/ca.crt")}},
            "authorization": {"mode": "Webhook"},
            "tlsCertFile": str(self.folder / "pki/kubelet-server.crt"),
            "tlsPrivateKeyFile": str(self.folder / "pki/kubelet-server.key"),
            "containerRuntimeEndpoint": f"unix://{self.containerd_socket}",
            "cgroupDriver": "cgroupfs", "cgroupRoot": f"/{cgroup}", "failCgroupV1": False, "failSwapOn": False,
            "clusterDNS": [self.service_ip(10)], "clusterDomain": "cluster.local",
            "resolvConf": str(resolv), "imageGCHighThresholdPercent": 100, "maxPods": 200,
            "imageMinimumGCAge": "8760h",
            "evictionHard": {"memory.available": "50Mi", "nodefs.available": "1%", "imagefs.available": "1%"},
            "syncFrequency": "10s", "podLogsDir": str(self.folder / "pod-logs"),
            "serializeImagePulls": False, "registerNode": True, "address": "0.0.0.0"}))
        self._spawn("kubelet", TOOLS / "kubelet", f"--config={config}",
                    f"--kubeconfig={self.folder}/kubelet.kubeconfig", f"--root-dir={self.folder}/kubelet",
                    f"--hostname-override={self.node_name}", f"--node-ip={self.ip}", "--v=1")

    def _kube_proxy_config(self):
        config = self.folder / "kube-proxy.json"
        config.write_text(json.dumps({
            "apiVersion": "kubeproxy.config.k8s.io/v1alpha1", "kind": "KubeProxyConfiguration", "mode": "nftables",
            "clientConnection": {"kubeconfig": str(self.folder / "kube-proxy.kubeconfig")},
            "clusterCIDR": self.pods, "conntrack": {"maxPerCore": 0, "min": 0, "tcpEstablishedTimeout": "0s",
                                                    "tcpCloseWaitTimeout": "0s"}}))
        return config

    def _dns(self):
        name, ip = image.coredns().name, self.service_ip(10)
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
        self.kubectl("apply", "-f", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}))

    # ---- removal ----

    def pids(self):
        """Every process of this cluster: the ones we started, shims, and what runs in its cgroups."""
        pids = set()
        for file in (self.folder / "run").glob("*.pid"):
            pid = self._alive(file.stem)
            if pid:
                pids.add(pid)
        marker = str(self.containerd_socket).encode()
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    command = (entry / "cmdline").read_bytes()
                except OSError:
                    continue
                if b"containerd-shim" in command and marker in command:
                    pids.add(int(entry.name))
        for root in cgroup_roots():
            for folder, _, _ in os.walk(root / f"malha-{self.name}"):  # which passes over what vanishes meanwhile
                try:
                    pids.update(map(int, (Path(folder) / "cgroup.procs").read_text().split()))
                except OSError:
                    pass
        pids.discard(os.getpid())
        return pids

    def stop(self):
        """Ends all processes of the cluster; its data stays."""
        def kill_all():
            pids = self.pids()
            for pid in pids:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            return not pids
        wait_for("the end of all processes", 30, kill_all)
        if self.settings:
            self.settings["ready"] = False
            self._save()

    def delete(self):
        if not self.folder.exists():
            raise Failure(f"cluster: there is no cluster {self.name}")
        self.stop()
        wait_for("unmounting", 30, self._unmount)
        for root in cgroup_roots():
            remove_cgroup(root / f"malha-{self.name}")
        run("ip", "netns", "delete", self.namespace, check=False)
        if self.settings:
            run("ip", "link", "delete", self.veth, check=False)
            for network in (self.pods, self.services):
                run("ip", "route", "delete", network, check=False)
        shutil.rmtree(self.folder)

    def _unmount(self):
        prefix = str(self.folder) + "/"
        mounts = [line.split()[4].replace("\\040", " ") for line in Path("/proc/self/mountinfo").read_text().splitlines()]
        ours = [mount for mount in mounts if mount.startswith(prefix)]
        for mount in sorted(ours, key=len, reverse=True):
            run("umount", "-l", mount, check=False)
        return not ours


def start_time(pid):
    """A process' start time in clock ticks, which with the pid names it for good."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]


def reap(pid):
    """Takes leave of a child of this very process that has ended; for others' children nothing happens."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass


def cgroup_roots():
    """The mounted cgroup hierarchies that can hold processes: one for v2, one a controller for v1."""
    if (CGROUPS / "cgroup.controllers").exists():
        return [CGROUPS]
    return [path for path in CGROUPS.iterdir() if path.is_dir() and (path / "cgroup.procs").exists()]


def remove_cgroup(path):
    if not path.is_dir():
        return
    for _, folders, _ in os.walk(path):
        for child in folders:
            remove_cgroup(path / child)
        break

    def removed():
        try:
            path.rmdir()
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return True
    wait_for(f"removing {path}", 15, removed)
