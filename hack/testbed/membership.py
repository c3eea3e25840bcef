"""Nodes join, leave, stop, start and change their role while the cluster runs. The record knows of a node before anything of it is
made and until all of it has gone: what was cut off is removed by the next one that changes the cluster, or goes with it."""
import shutil
import signal

from testbed import Failure, etcd, loadbalancer, parts
from testbed.node import AGENT, SERVER
from testbed.proc import alive, myself, wait_for

SERVER_PROGRAMS = ("kube-scheduler", "kube-controller-manager", "kube-apiserver", "etcd")


def find(cluster, name):
    """By its name in full, or as it was asked for."""
    found = [node for node in cluster.nodes if name in (node.name, node.name.removeprefix("malha-"))]
    if not found:
        raise Failure(f"node: {cluster.name} has no node {name}; it has {', '.join(node.name for node in cluster.nodes)}")
    return found[0]


def _another_server(cluster, node):
    """One that runs, to be asked."""
    found = [one for one in cluster.servers if one.name != node.name and one.programs.alive("etcd")]
    if not found:
        raise Failure(f"node: {node.name} is the last server of {cluster.name} that runs; 'hack/cluster node create NAME --cluster {cluster.name} "
                      "--role server' makes another one")
    return found[0]


def _check_running(cluster):
    cluster.check_there()
    if not cluster.record["ready"]:
        raise Failure(f"cluster: {cluster.name} is stopped; 'hack/cluster start {cluster.name}' starts it")
    if not cluster.has_loadbalancer:
        raise Failure(f"cluster: {cluster.name} is a control plane only, which no node can join")
    for node in cluster.nodes:
        if node.entry.get("owner") and not alive(node.entry["owner"]):
            remove(cluster, node)


def add(cluster, name, role, labels=None, say=lambda text: None):
    """A new node; when it cannot become ready nothing of it is left."""
    _check_running(cluster)
    if any(node.name == name for node in cluster.nodes):
        raise Failure(f"node: {name} exists already; 'hack/cluster node delete {name}' removes it")
    cluster.add_entry(name, role, labels=labels or {}, owner=myself())
    node = cluster.nodes[-1]
    cluster.save()
    try:
        if node.is_server:
            _name_members(cluster, node)
        node.make()
        if node.is_server:
            _start_server(cluster, node)
            say(f"{name} is a server")
        node.start_runtime()
        node.join()
        wait_for(f"the node {name} getting ready", node.is_ready)
        cluster.label(node)
    except BaseException:
        remove(cluster, node)
        raise
    del node.entry["owner"]
    cluster.save()
    _settle(cluster)
    return node


def _name_members(cluster, node):
    node.entry["etcd"] = {"members": [one.name for one in cluster.servers], "state": "existing"}
    cluster.save()


def _start_server(cluster, node):
    """Its etcd, with the others, and an API server."""
    other = _another_server(cluster, node)
    etcd.add(other, node)
    parts.etcd(node)
    etcd.promote(other, node)
    parts.api_server(node)
    node.programs.wait_ready("kube-apiserver", lambda: cluster.is_live(node))
    for one in cluster.servers:  # who was alone did not ask who leads
        if one.programs.alive("kube-apiserver"):
            parts.controllers(one)


def _settle(cluster):
    """Who leads where, after a change of the nodes: the load balancer, Services for who is no node, the controllers' leader."""
    loadbalancer.start(cluster)
    cluster.route_services()
    for node in cluster.servers:
        if node.programs.alive("kube-apiserver"):
            parts.controllers(node)


def _end_server(cluster, node):
    """It has no API server any more, nor etcd, nor what was in it; nobody is led there before it ends."""
    other = _another_server(cluster, node)
    node.entry["leaves"] = True
    try:
        loadbalancer.start(cluster)
        etcd.remove(other, node)
    except BaseException:
        del node.entry["leaves"]
        loadbalancer.start(cluster)
        raise
    cluster.save()
    for name in SERVER_PROGRAMS:
        node.programs.end(name, signal.SIGKILL)
    shutil.rmtree(node.folder / "etcd", ignore_errors=True)


def remove(cluster, node):
    """It goes, and the API server knows it no more."""
    if node.is_server:
        _end_server(cluster, node)
    node.stop()
    cluster.forget(node)
    node.leave()
    shutil.rmtree(node.folder, ignore_errors=True)
    parts.remove_certificates(node)
    cluster.record["nodes"].remove(node.entry)
    cluster.record["ports"] = [row for row in cluster.record["ports"] if row["to"] != node.name]
    cluster.save()
    _settle(cluster)


def stop(cluster, node):
    """All its processes end; it can be started again."""
    cluster.check_there()
    left = sum(bool(one.programs.alive("etcd")) for one in cluster.servers if one.name != node.name)
    if node.is_server and cluster.record["ready"] and left <= len(cluster.servers) // 2:
        raise Failure(f"node: without {node.name} {left} of {cluster.name}'s {len(cluster.servers)} servers would run, which are too few; "
                      f"'hack/cluster stop {cluster.name}' stops all of it")
    node.entry["stopped"] = True
    cluster.save()
    node.stop()
    if cluster.record["ready"]:
        loadbalancer.start(cluster)
        cluster.route_services()


def start(cluster, node):
    _check_running(cluster)
    node.entry.pop("stopped", None)
    cluster.save()
    node.make()
    if node.is_server:
        parts.etcd(node)
        parts.api_server(node)
        node.programs.wait_ready("kube-apiserver", lambda: cluster.is_live(node))
        parts.controllers(node)
    node.start_runtime()
    node.join()
    wait_for(f"the node {node.name} getting ready", node.is_ready)
    _settle(cluster)


def set_role(cluster, node, role):
    """A server has all that an agent has: its Pods go on."""
    _check_running(cluster)
    if node.entry["role"] == role:
        raise Failure(f"node: {node.name} is {'a server' if role == SERVER else 'an agent'} already")
    if role == AGENT:
        _end_server(cluster, node)
        del node.entry["leaves"], node.entry["etcd"]
    node.entry["role"] = role
    if role == SERVER:
        _name_members(cluster, node)
    cluster.save()
    parts.certificates(node)
    if role == SERVER:
        _start_server(cluster, node)
        node.start_runtime()
    for name in ("kubelet", "kube-proxy"):  # they ask another API server now
        node.programs.end(name)
    node.join()
    wait_for(f"the node {node.name} getting ready", node.is_ready)
    cluster.label(node)
    _settle(cluster)

