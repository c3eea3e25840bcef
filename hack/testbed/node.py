"""One machine of a cluster: a server, which has etcd, the API server and the controllers besides, or an agent. Each has a network
namespace, control groups, a containerd and a kubelet of its own."""
import calendar
import time

from testbed import archive, cgroup, image, mounts, network, parts, programs, registry
from testbed.proc import run

SERVER, AGENT = "server", "agent"


def _seconds(text):
    """Since the epoch, of a time as Kubernetes writes it."""
    return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))


class Node:
    """What `entry` of the cluster's record says: a name, a role and an index, which keeps addresses apart."""

    def __init__(self, cluster, entry):
        self.cluster, self.entry = cluster, entry
        self.name, self.index = entry["name"], entry["index"]
        self.folder = cluster.folder / f"n{self.index}"  # short: the paths of sockets are
        self.namespace = f"{cluster.namespace}.{self.index}"
        self.group = f"{cluster.namespace}/{self.name}"
        self.programs = programs.Programs(self.folder, self.group, self.enter)

    @property
    def is_server(self):
        return self.entry["role"] == SERVER

    @property
    def ip(self):
        return network.node_ip(self.cluster.number, self.index)

    @property
    def pods(self):
        return network.pods_of_node(self.cluster.number, self.index)

    @property
    def server(self):
        """The API server that it has."""
        return f"https://{self.ip}:6443"

    @property
    def containerd_socket(self):
        return self.folder / "containerd" / "containerd.sock"

    def network(self):
        return "nsenter", f"--net={network.NAMESPACES / self.namespace}"

    def enter(self):
        """What a command is prefixed with to run on the node. (`ip netns exec` would hide the control groups.)"""
        return (*self.network(), *mounts.enter(self.programs))

    def ctr(self, *arguments, check=True):
        return run("ctr", "--address", self.containerd_socket, "--namespace", "k8s.io", *arguments, check=check)

    # ---- its life ----

    def make(self):
        """What it runs in. Makes what is not there: each step may be the first that is missing."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.write_hosts()
        network.join(self.cluster.namespace, self.namespace, self.cluster.number, self.index)
        cgroup.make(self.group)
        parts.certificates(self)
        if not self.cluster.record["control_plane_only"]:
            mounts.hold(self.programs, self.folder, self.network())

    def write_hosts(self):
        """containerd reads it whenever it pulls."""
        registry.write_hosts(self.folder / "certs.d", self.cluster.host_ip, self.cluster.record.get("registries", []))

    def start_runtime(self):
        """containerd, with the images that a node needs to begin with."""
        parts.containerd(self)
        for build in (image.pause, *((image.coredns,) if self.is_server else ())):
            self.import_image(build().write())

    def join(self):
        """It becomes a node of the cluster, whose API server answers."""
        parts.kubelet(self)
        parts.kube_proxy(self)

    def is_ready(self):
        for name in ("kubelet", "containerd", *(("kube-controller-manager",) if self.is_server else ())):
            self.programs.check_alive(name)
        since = self.programs.started("kubelet")
        found = self.cluster.api.read(f"/api/v1/nodes/{self.name}") or {}
        return any(one["type"] == "Ready" and one["status"] == "True" and _seconds(one["lastHeartbeatTime"]) >= int(since)
                   for one in found.get("status", {}).get("conditions", []))

    def runs(self):
        """Is it switched on, whether ready or not?"""
        return bool(self.programs.alive("kubelet") or self.programs.alive("kube-apiserver"))

    def has_image(self, made):
        """Is that archive's content on it, under its names?"""
        names = self.ctr("images", "ls", "-q").stdout.splitlines()
        return set(made.names) <= set(names) and set(made.configs) <= set(self.ctr("content", "ls", "-q").stdout.splitlines())

    def import_image(self, path):
        """Loads a docker-archive, unless its content is there. Was it loaded?"""
        if self.has_image(archive.Archive(path)):
            return False
        self.ctr("images", "import", path)
        return True

    def pids(self):
        return programs.find(self.group, [self.namespace], self.folder)

    def stop(self):
        """Ends all its processes; its data stays."""
        programs.kill_all(self.name, self.pids)

    def leave(self):
        """Takes away what it ran in; its data stays."""
        self.stop()
        cgroup.remove(self.group)
        network.leave(self.cluster.namespace, self.namespace, self.cluster.number, self.index)

    def labels(self):
        return ",".join(f"{key}={value}" for key, value in self.entry.get("labels", {}).items())
