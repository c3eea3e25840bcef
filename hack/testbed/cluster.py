"""A local Kubernetes cluster: servers and agents, each in a network namespace of its own, behind a load balancer on this host. All of
it is found again and removed, also when whoever made it was killed at any moment."""
import json
import os
import re
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor

from testbed import ROOT, TOOLS, Failure, cgroup, loadbalancer, mounts, network, parts, programs, record
from testbed.api import Api
from testbed.loadbalancer import LOOPBACK
from testbed.node import AGENT, SERVER, Node
from testbed.pki import Pki
from testbed.proc import myself, run, wait_for

_NAME = re.compile(r"[a-z]([-a-z0-9]{0,30}[a-z0-9])?")


def remove_stale():
    """Removes what nobody owns any more: clusters of runs that were killed, of this checkout or another. Under the lock."""
    for name in filter(record.is_stale, record.names()):
        print(f"cluster: removing {name}, left by a run that was cut off", flush=True)
        Cluster(name).remove()


def at_once(do, items):
    """Does it for all, beside each other; the first that fails is told at once."""
    pool = ThreadPoolExecutor(max(1, len(items)))
    try:
        return list(pool.map(do, items))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


class Cluster:
    """A cluster of the name `name`; its number keeps the addresses of clusters apart."""

    def __init__(self, name):
        self.name = name
        self.folder = record.FOLDER / name
        self.record = record.read(name)
        self.namespace = f"malha-{name}"  # of its network, and the name of its control group and of its context
        self.programs = programs.Programs(self.folder, self.namespace)
        self._api = None

    # ---- names and addresses ----

    @property
    def number(self):
        return self.record["number"]

    @property
    def nodes(self):
        return [Node(self, entry) for entry in self.record["nodes"]]

    @property
    def servers(self):
        return [node for node in self.nodes if node.is_server]

    @property
    def agents(self):
        return [node for node in self.nodes if not node.is_server]

    @property
    def first(self):
        return self.servers[0]

    @property
    def host_ip(self):
        return network.host_ip(self.number)

    @property
    def pods(self):
        return network.pods(self.number)

    @property
    def services(self):
        return network.services(self.number)

    def service_ip(self, last):
        return network.service_ip(self.number, last)

    @property
    def has_loadbalancer(self):
        return self.record["api"] is not None

    @property
    def server(self):
        """The API server of the first server, asked directly."""
        return self.first.server

    @property
    def server_for_nodes(self):
        """That of whichever server there is, as nodes ask it."""
        return f"https://{self.host_ip}:{loadbalancer.API_PORT}" if self.has_loadbalancer else self.server

    @property
    def server_for_users(self):
        if not self.has_loadbalancer:
            return self.server
        host = self.record["api"]["host"]
        return f"https://{LOOPBACK if host == '0.0.0.0' else host}:{self.record['api']['port']}"

    def api_names(self):
        """What else users may call the API server."""
        return [self.record["api"]["host"]] if self.has_loadbalancer and self.record["api"]["host"] not in (LOOPBACK, "0.0.0.0") else []

    @property
    def audit_log(self):
        return self.first.folder / "audit.log"

    @property
    def kubeconfig(self):
        return self.folder / "admin.kubeconfig"

    @property
    def pki(self):
        return Pki(self.folder / "pki")

    @property
    def api(self):
        if self._api is None:
            self._api = Api(self.server_for_users, self.pki, timeout=30)
        return self._api

    def kubectl(self, *arguments, check=True, stdin=None):
        return run(TOOLS / "kubectl", "--kubeconfig", self.kubeconfig, *arguments, check=check, input=stdin)

    # ---- creation ----

    def node_name(self, role, index):
        return f"{self.namespace}-{role}-{index}"

    def check_new(self):
        if not _NAME.fullmatch(self.name):
            raise Failure(f"cluster: {self.name} is no name of a cluster: at most 32 small letters, digits and '-', the first a letter")
        if record.read(self.name):
            raise Failure(f"cluster: {self.name} exists already; 'hack/cluster delete {self.name}' removes it")

    def create(self, servers=1, agents=0, ports=(), api=None, control_plane_only=False, keep=False, say=lambda text: None, labels=None,
               registries=()):
        """Makes the cluster. It ends with this process (the next one that comes removes it) unless it is to be kept. What
        was left of clusters that nobody owns goes first; a creation that fails leaves nothing. `ports` are those of the record;
        `api` is (host, port) of the API server for users, which has a free port of loopback otherwise; `labels` are those of a node by its
        name; `registries` are rows of Registry."""
        if os.geteuid() != 0:
            raise Failure("cluster: a node needs root")
        with record.lock():
            remove_stale()
            self.check_new()
            self.remove()  # a namespace or group of this name that has no record
            mounts.make_places()
            self.record = record.new(network.free_number(record.numbers()), myself(), control_plane_only)
            for role, count in ((SERVER, servers), (AGENT, agents)):
                for index in range(count):
                    name = self.node_name(role, index)
                    self.add_entry(name, role, labels=(labels or {}).get(name, {}))
            for node in self.servers:
                node.entry["etcd"] = {"members": [one.name for one in self.servers], "state": "new"}
            if not control_plane_only:
                host, port = api or (LOOPBACK, loadbalancer.free_port())
                self.record["api"] = {"host": host, "port": port}
            self.record["ports"] = [dict(one) for one in ports]
            self.record["registries"] = list(registries)
            self.save()
            try:
                network.make(self.namespace, self.number)  # from now on the number is taken for everybody
            except BaseException:
                self.remove()
                raise
        try:
            loadbalancer.check_free(self.host_ports())
            self.start(say)
        except BaseException:
            with record.lock():
                self._remove_all()
            raise
        if keep:
            self.record["owner"] = None
            self.save()

    def host_ports(self):
        """What it has of this host: (host, port, protocol)."""
        api = self.record["api"]
        return ([(api["host"], api["port"], "tcp")] if api else []) + [loadbalancer.place(one) for one in self.record["ports"]]

    def add_port(self, row):
        """A further port of this host leads into the cluster, at once if it runs."""
        if not self.has_loadbalancer:
            raise Failure(f"cluster: {self.name} has no load balancer that could listen there")
        loadbalancer.check_free([loadbalancer.place(row)])
        self.record["ports"].append(dict(row))
        self.save()
        if self.record["ready"]:
            loadbalancer.start(self)

    def add_registry(self, row):
        """Nodes pull from it by its names."""
        self._set_registries([*(one for one in self.record.get("registries", []) if one["name"] != row["name"]), row])

    def drop_registry(self, name):
        self._set_registries([one for one in self.record.get("registries", []) if one["name"] != name])

    def _set_registries(self, rows):
        if not self.has_loadbalancer:
            raise Failure(f"cluster: {self.name} is a control plane only, which pulls nothing")
        self.record["registries"] = rows
        self.save()
        for node in self.nodes:
            node.write_hosts()
        if self.record["ready"]:
            loadbalancer.start(self)

    def add_entry(self, name, role, **more):
        taken = {entry["index"] for entry in self.record["nodes"]}
        free = sorted(set(range(network.NODES)) - taken)
        if not free:
            raise Failure(f"cluster: {self.name} has {network.NODES} nodes, and there is room for no more")
        self.record["nodes"].append({"name": name, "role": role, "index": free[0], **more})

    def save(self):
        record.write(self.name, self.record)

    def check_there(self):
        if self.record is None:
            raise Failure(f"cluster: there is no cluster {self.name}; 'hack/cluster list' shows which there are")
        if not self.record.get("nodes"):
            raise Failure(f"cluster: {self.name} was made by an older version; 'hack/cluster delete {self.name}' removes it")

    def start(self, say=lambda text: None):
        """Starts what does not run; everything on disk stays as it was."""
        self.check_there()
        for entry in self.record["nodes"]:
            entry.pop("stopped", None)
        network.make(self.namespace, self.number)
        cgroup.make(self.namespace)
        for node in self.nodes:
            node.make()
        self.route_services()
        self.pki.kubeconfig(self.kubeconfig, self.server_for_users, "admin", "malha-admin", "system:masters", self.namespace)
        say("control plane")
        for node in self.servers:
            parts.etcd(node)
            parts.api_server(node)
        if not self.record["control_plane_only"]:
            loadbalancer.start(self)
            at_once(Node.start_runtime, self.nodes)
        for node in self.servers:
            node.programs.wait_ready("kube-apiserver", lambda node=node: self.is_live(node))
        if not self.record["control_plane_only"]:
            self._start_nodes(say)
        self.record["ready"] = True
        self.save()

    def _start_nodes(self, say):
        for node in self.servers:
            parts.controllers(node)
        for node in self.nodes:
            node.join()
        parts.dns(self)
        self._start_servicelb()
        for node in self.nodes:
            wait_for(f"the node {node.name} getting ready", node.is_ready)
            self.label(node)
            say(f"{node.name} is ready")

    def label(self, node):
        """Says of a node that is there what its kubelet may not: whether it is a server."""
        self.api.write("PATCH", f"/api/v1/nodes/{node.name}", {"metadata": {"labels": {
            parts.SERVER_LABEL: "true" if node.is_server else None}}}, "application/merge-patch+json")

    def forget(self, node):
        """The API server knows nothing of it any more, nor of its Pods, which would be led to for a minute."""
        def gone(path, body=None):
            with self.api.reply("DELETE", path, body and json.dumps(body), {"Content-Type": "application/json"}) as reply:
                reply.read()
                return reply.status in (200, 202, 404)

        def forgotten():
            pods = self.api.read(f"/api/v1/pods?fieldSelector=spec.nodeName%3D{node.name}")["items"]
            places = [f"/api/v1/namespaces/{one['metadata']['namespace']}/pods/{one['metadata']['name']}" for one in pods]
            return gone(f"/api/v1/nodes/{node.name}") and all([gone(place, {"gracePeriodSeconds": 0}) for place in places]) and not pods
        wait_for(f"the end of the node {node.name}", forgotten)

    def route_services(self):
        """Who is no node comes to Services by one that runs."""
        by = next((node for node in self.nodes if not node.entry.get("stopped")), self.first)
        network.route_services(self.namespace, self.number, by.index)

    def _start_servicelb(self):
        config = self.folder / "servicelb.kubeconfig"
        self.pki.kubeconfig(config, self.server_for_users, "servicelb", "malha-servicelb", "system:masters")
        self.programs.spawn("servicelb", sys.executable, "-m", "testbed.servicelb", config, env={"PYTHONPATH": str(ROOT / "hack")})

    def is_live(self, node):
        """Does that server's API server answer, and say that it is ready?"""
        with Api(node.server, self.pki, timeout=5).reply("GET", "/readyz") as reply:
            return reply.read() == b"ok"

    def import_image(self, path):
        """Loads a docker-archive into every node that lacks its content. The names of those that did."""
        running = [node for node in self.nodes if node.programs.alive("containerd")]
        return [node.name for node, was in zip(running, at_once(lambda node: node.import_image(path), running)) if was]

    # ---- removal ----

    def namespaces(self):
        """Those of its network: the cluster's, and each node's, whether recorded or not."""
        return [path.name for path in network.NAMESPACES.glob(f"{self.namespace}*")
                if path.name == self.namespace or path.name.removeprefix(f"{self.namespace}.").isdigit()]

    def pids(self):
        """Every process of this cluster."""
        return programs.find(self.namespace, self.namespaces(), self.folder)

    def stop(self):
        """Ends all processes of the cluster; its data stays."""
        programs.kill_all(self.name, self.pids)
        if self.record:
            self.record["ready"] = False
            self.save()

    def delete(self):
        if not self.folder.exists():
            raise Failure(f"cluster: there is no cluster {self.name}; 'hack/cluster list' shows which there are")
        with record.lock():
            self._remove_all()

    def _remove_all(self):
        """And what was made on this host for whichever cluster, if this one was the last."""
        self.remove()
        if not list(network.NAMESPACES.glob("malha-*")):
            mounts.remove_places()

    def remove(self):
        """Everything of this name, whether there is a record of it or not, and the record last."""
        self.stop()
        cgroup.remove(self.namespace)
        for namespace in self.namespaces():
            network.remove(namespace)
        if self.folder.exists():
            for path in self.folder.iterdir():
                if path.name != "record.json":
                    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
            shutil.rmtree(self.folder)
        self.record = None

    def log_tail(self, name, characters=2000):
        """Of that program on each node."""
        nodes = self.nodes if self.record else []
        return "\n".join(f"{node.name}: {node.programs.log_tail(name, characters)}" for node in nodes)
