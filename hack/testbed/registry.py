"""Registries for images: the reference one (github.com/distribution/distribution), on loopback of this host. Nodes of the clusters
that use it pull by its name: containerd is told to ask the host's address, where the cluster's load balancer leads to it. A registry
has a folder STATE/registries/NAME of its own, and outlives the clusters."""
import json
import os
import re
import shutil
import urllib.error
import urllib.request

from testbed import STATE, TOOLS, Failure, cgroup, programs
from testbed.loadbalancer import LOOPBACK, check_free, free_port

FOLDER = STATE / "registries"
PROGRAM = "registry"
_NAME = re.compile(r"[a-z]([-a-z0-9]{0,30}[a-z0-9])?")


def names():
    return sorted(path.name for path in FOLDER.iterdir() if path.is_dir()) if FOLDER.is_dir() else []


def short(name):
    """As it was asked for: lists and images may call it by the name in full."""
    return name.removeprefix("malha-").partition(":")[0]


class Registry:
    def __init__(self, name):
        self.name = name
        self.folder = FOLDER / name
        self.group = f"malha.{name}"  # no cluster's: a dot is in no name
        self.programs = programs.Programs(self.folder, self.group)

    @property
    def port(self):
        """None: there is none, or none that was finished."""
        try:
            return json.loads((self.folder / "record.json").read_text())["port"]
        except (OSError, ValueError, KeyError, TypeError):
            return None

    @property
    def runs(self):
        return bool(self.programs.alive(PROGRAM))

    def hosts(self):
        """How images name it that are its."""
        return [f"{host}:{self.port}" for host in (self.name, f"malha-{self.name}", "localhost", LOOPBACK)]

    def row(self):
        """For the record of a cluster that uses it."""
        return {"name": self.name, "port": self.port, "hosts": self.hosts()}

    def check_there(self):
        if not self.port:
            raise Failure(f"registry: there is no registry {self.name}; 'hack/cluster registry create {self.name}' makes it")

    def create(self, port=None):
        if os.geteuid() != 0:
            raise Failure("registry: it needs root, as clusters do")
        if not _NAME.fullmatch(self.name):
            raise Failure(f"registry: {self.name} is no name of a registry: at most 32 small letters, digits and '-', the first a letter")
        if self.port:
            raise Failure(f"registry: {self.name} exists already; 'hack/cluster registry delete {self.name}' removes it")
        self.remove()
        port = port or free_port()
        check_free([(LOOPBACK, port, "tcp")])
        try:
            self.folder.mkdir(parents=True)
            (self.folder / "config.json").write_text(json.dumps({
                "version": "0.1", "log": {"level": "warn"}, "http": {"addr": f"{LOOPBACK}:{port}"},
                "storage": {"filesystem": {"rootdirectory": str(self.folder / "data")}, "delete": {"enabled": True}}}))
            (self.folder / "record.json").write_text(json.dumps({"port": port}))
            self.start()
        except BaseException:
            self.remove()
            raise

    def start(self):
        """It answers when this is over, whether it ran before or not."""
        cgroup.make(self.group)
        self.programs.spawn(PROGRAM, TOOLS / "distribution", "serve", self.folder / "config.json")
        self.programs.wait_ready(PROGRAM, self.answers)

    def answers(self):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://{LOOPBACK}:{self.port}/v2/", timeout=5) as reply:
            return reply.status == 200

    def remove(self):
        """Everything of this name, whatever is there."""
        programs.kill_all(self.name, lambda: programs.find(self.group, [], self.folder))
        cgroup.remove(self.group)
        shutil.rmtree(self.folder, ignore_errors=True)


def write_hosts(folder, host_ip, rows):
    """For the containerd of a node: where the names of those registries lead."""
    shutil.rmtree(folder, ignore_errors=True)
    for one in rows:
        for host in one["hosts"]:
            where = f"http://{host_ip}:{one['port']}"
            (folder / host).mkdir(parents=True)
            (folder / host / "hosts.toml").write_text(f'server = "{where}"\n[host."{where}"]\n  capabilities = ["pull", "resolve"]\n')
