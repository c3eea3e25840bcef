"""One Kubernetes node in a network namespace: processes, mounts, control groups and routes, all found again and removed,
also when whoever made it was killed at any moment."""
import json
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

from testbed import STATE, TOOLS, Failure, cgroup, network, parts, record
from testbed.proc import Hopeless, alive, identify, myself, reap, run, running, wait_for

# What a node consists of, by program: only these are ended by folder or argument, never a shell or an editor in there.
PROGRAMS = re.compile(r"(etcd|kube-apiserver|kube-controller-manager|kube-scheduler|kubelet|kube-proxy|containerd|"
                      r"containerd-shim\S*|runc|ctr|nsenter)$")


def remove_stale():
    """Removes what nobody owns any more: clusters of runs that were killed, of this checkout or another. Under the lock."""
    for name in filter(record.is_stale, record.names()):
        print(f"cluster: removing {name}, left by a run that was cut off", flush=True)
        Node(name).remove()


class Node:
    """A cluster of the name `name`; its number keeps the address ranges of clusters apart."""

    def __init__(self, name):
        self.name = name
        self.folder = record.FOLDER / name
        self.record = record.read(name)
        self.namespace = f"malha-{name}"  # of its network, and the name of its control group

    # ---- names and addresses ----

    @property
    def number(self):
        return self.record["number"]

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
    def node_name(self):
        return f"{self.name}-node"

    @property
    def audit_log(self):
        return self.folder / "audit.log"

    @property
    def kubeconfig(self):
        return self.folder / "admin.kubeconfig"

    @property
    def server(self):
        return f"https://{self.ip}:6443"

    @property
    def containerd_socket(self):
        return self.folder / "containerd" / "containerd.sock"

    @property
    def enter(self):
        """What a command is prefixed with to run in the node's network. (`ip netns exec` would hide the control groups.)"""
        return "nsenter", f"--net={network.NAMESPACES / self.namespace}"

    def kubectl(self, *arguments, check=True, stdin=None):
        return run(TOOLS / "kubectl", "--kubeconfig", self.kubeconfig, *arguments, check=check, input=stdin)

    def ctr(self, *arguments, check=True):
        return run("ctr", "--address", self.containerd_socket, "--namespace", "k8s.io", *arguments, check=check)

    # ---- creation ----

    def create(self, control_plane_only=False, keep=False):
        """Makes the cluster. It ends with this process (the next one that comes removes it) unless it is to be kept. What
        was left of clusters that nobody owns goes first; a creation that fails leaves nothing."""
        if os.geteuid() != 0:
            raise Failure("cluster: a node needs root")
        with record.lock():
            remove_stale()
            if record.read(self.name):
                raise Failure(f"cluster: {self.name} exists already; 'hack/cluster delete --name {self.name}' removes it")
            self.remove()  # a namespace or group of this name that has no record
            self.record = record.new(network.free_number(record.numbers()), myself(), control_plane_only)
            self.save()
        try:
            self.start()
        except BaseException:
            self.remove()
            raise
        if keep:
            self.record["owner"] = None
            self.save()

    def save(self):
        record.write(self.name, self.record)

    def start(self):
        """Starts what does not run; everything on disk stays as it was."""
        if self.record is None:
            raise Failure(f"cluster: there is no cluster {self.name}")
        network.make(self)
        cgroup.make(self.namespace)
        parts.certificates(self)
        parts.control_plane(self)
        if not self.record["control_plane_only"]:
            parts.containerd(self)
            parts.kubelet(self)
            parts.kube_proxy(self)
            parts.dns(self)
            wait_for("the node getting ready", self._is_ready)
        self.record["ready"] = True
        self.save()

    def _is_ready(self):
        for name in ("kubelet", "containerd", "kube-controller-manager"):
            if not self.alive(name):
                raise Hopeless(f"cluster: {name} ended; the last of its log:\n{self.log_tail(name)}")
        return "True" in self.kubectl("get", "node", self.node_name, "-o",
                                      "jsonpath={.status.conditions[?(@.type=='Ready')].status}").stdout

    def import_image(self, archive):
        """Loads a docker-archive whose name says its content; one that was loaded before is not loaded again."""
        archive = Path(archive)
        if archive.name in self.record["images"]:
            return False
        self.ctr("images", "import", archive)
        self.record["images"].append(archive.name)
        self.save()
        return True

    # ---- processes ----

    def _pid_file(self, name):
        return self.folder / "run" / f"{name}.json"

    def alive(self, name):
        """The pid of a process that was started here and still runs."""
        try:
            identity = json.loads(self._pid_file(name).read_text())
        except (OSError, ValueError):
            return None
        reap(identity["pid"])
        return identity["pid"] if alive(identity) else None

    def spawn(self, name, program, *arguments):
        if self.alive(name):
            return
        (self.folder / "run").mkdir(exist_ok=True)
        (self.folder / "logs").mkdir(exist_ok=True)
        with open(self.folder / "logs" / f"{name}.log", "ab") as log:
            process = subprocess.Popen([*self.enter, str(program), *map(str, arguments)], stdin=subprocess.DEVNULL,
                                       stdout=log, stderr=log, start_new_session=True, cwd=self.folder)
        cgroup.join(self.namespace, process.pid)
        self._pid_file(name).write_text(json.dumps(identify(process.pid)))

    def log_tail(self, name, characters=2000):
        try:
            return (self.folder / "logs" / f"{name}.log").read_text(errors="replace")[-characters:]
        except OSError as error:
            return str(error)

    def wait_ready(self, name, condition):
        def ready_or_dead():
            if not self.alive(name):
                raise Hopeless(f"cluster: {name} ended; the last of its log:\n{self.log_tail(name)}")
            return condition()
        wait_for(f"{name} getting ready", ready_or_dead)

    def pids(self):
        """Every process of this cluster: by control group, network, and programs that work in its folder or on it."""
        pids = cgroup.processes(self.namespace)
        inode = network.inode(self.namespace)
        prefix = str(self.folder) + "/"
        for pid in running():
            proc = Path("/proc") / str(pid)
            try:
                if inode is not None and (proc / "ns/net").stat().st_ino == inode:
                    pids.add(pid)
                    continue
                words = (proc / "cmdline").read_bytes().decode(errors="replace").split("\0")
                if PROGRAMS.search(words[0]) and (f"{os.readlink(proc / 'cwd')}/".startswith(prefix) or
                                                  any(prefix in word for word in words)):
                    pids.add(pid)
            except OSError:
                pass
        pids.discard(os.getpid())
        return pids & set(running())

    # ---- removal ----

    def stop(self):
        """Ends all processes of the cluster; its data stays."""
        def kill_all():
            pids = self.pids()
            for pid in pids:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
                reap(pid)
            return not pids
        wait_for(f"the end of all processes of {self.name}", kill_all, seconds=60)
        if self.record:
            self.record["ready"] = False
            self.save()

    def delete(self):
        if not self.folder.exists():
            raise Failure(f"cluster: there is no cluster {self.name}")
        with record.lock():
            self.remove()

    def remove(self):
        """Everything of this name, whether there is a record of it or not, and the record last."""
        self.stop()
        wait_for("unmounting", self._unmount, seconds=60)
        cgroup.remove(self.namespace)
        network.remove(self.namespace)
        if self.folder.exists():
            for path in self.folder.iterdir():
                if path.name != "record.json":
                    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
            shutil.rmtree(self.folder)
        self.record = None

    def _unmount(self):
        prefix = str(self.folder) + "/"
        mounts = [line.split()[4].replace("\\040", " ") for line in Path("/proc/self/mountinfo").read_text().splitlines()]
        ours = [mount for mount in mounts if mount.startswith(prefix)]
        for mount in sorted(ours, key=len, reverse=True):
            run("umount", "-l", mount, check=False)
        return not ours
