"""The verbs of hack/cluster: those of k3d, whose words and flags they have."""
import argparse
import json
import re
import signal
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import yaml

from testbed import TOOLS, Failure, kubeconfig, membership, record, registry as registries, simple, words
from testbed.archive import find_image
from testbed.cluster import Cluster
from testbed.completion import script
from testbed.node import AGENT, SERVER
from testbed.proc import run
from testbed.registry import Registry

DEFAULT = "malha"
HELP = """Local Kubernetes clusters on bare Linux, by k3d's words.

  cluster create [NAME] [--servers 1|3] [--agents N] [--api-port [HOST:]PORT] [--port [HOST:]HOSTPORT:PORT[/udp]@FILTER]
                 [--registry-create NAME[:PORT]] [--registry-use NAME] [--node-label KEY=VALUE@FILTER] [--timeout 5m] [--config FILE]
  cluster list [-o json]
  cluster start|stop [NAME]
  cluster edit NAME --port-add [HOST:]HOSTPORT:PORT[/udp]@FILTER
  cluster delete NAME... | --all
  node create NAME [--cluster NAME] [--role server|agent] [--replicas N] [--node-label KEY=VALUE]
  node list [-o json]
  node start|stop|delete NAME
  node edit NAME --role server|agent
  kubeconfig get NAME... | --all
  kubeconfig merge [NAME...] | --all [--output FILE] [--kubeconfig-switch-context=false]
  registry create NAME [--port PORT]
  registry list [-o json] | delete NAME... | --all
  registry add NAME [--cluster NAME]
  image import FILE|NAME... [--cluster NAME]          (or: load image)
  config init [--output FILE]
  completion bash|zsh|fish
  version | help

A cluster is "malha" unless it is named; "cluster" may be left out before its verbs. FILTER says where a port of this host leads to:
loadbalancer (all nodes, and Services of type LoadBalancer), server:0, agent:1; or whose a label is: those, agent:*, all.
Hosts are loopback unless they are named.
"""


def say(text):
    print(f"cluster: {text}", flush=True)


@contextmanager
def changing(name):
    """The cluster as nobody else changes it meanwhile."""
    Cluster(name).check_there()
    with record.lock_of(name):
        cluster = Cluster(name)
        cluster.check_there()
        yield cluster


def opened(name):
    cluster = Cluster(name)
    cluster.check_there()
    return cluster


def named(args, there, what):
    """Those that are named, or all."""
    if args.all == bool(args.name):
        raise Failure(f"{what}: a name is asked for, or --all")
    return there() if args.all else args.name


def table(rows, output, columns):
    """Rows as they are for machines, or `columns` (title -> what it says of a row) for people."""
    if output == "json":
        print(json.dumps(rows, indent=1))
        return
    lines = [tuple(columns), *(tuple(str(of(row)) for of in columns.values()) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines)]
    for line in lines:
        print("   ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())


# ---- cluster ----

@contextmanager
def within(seconds, what):
    """It fails when that time is up."""
    def late(*_):
        raise Failure(f"{what} did not come to an end within {seconds:g} s; --timeout gives it more")
    if seconds:
        signal.signal(signal.SIGALRM, late)
        signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def cluster_create(args):
    if args.servers not in (1, 3):
        raise Failure(f"--servers {args.servers}: 1 or 3 (of two members of etcd neither can be missed)")
    if args.agents < 0:
        raise Failure(f"--agents {args.agents}: a number from 0 is asked for")
    cluster, started = Cluster(args.name), time.monotonic()
    names = {role: [cluster.node_name(role, i) for i in range(count)] for role, count in ((SERVER, args.servers), (AGENT, args.agents))}
    ports = [words.ports(one, names) for one in args.port]
    labels = words.labels(args.node_label, names)
    api = args.api_port and words.host_port(args.api_port, f"--api-port {args.api_port}")
    seconds = args.timeout and words.seconds(args.timeout, "--timeout")
    uses = [Registry(registries.short(one)) for one in args.registry_use]
    for one in uses:
        one.check_there()
    made = None
    if args.registry_create:
        name, port = words.registry(args.registry_create, "--registry-create")
        cluster.check_new()
        made = Registry(name)
        made.create(port)
        say(f"registry {name} listens on localhost:{made.port}")
    try:
        with within(seconds, f"the creation of {args.name}"):
            cluster.create(args.servers, args.agents, ports, api, args.control_plane_only, keep=True, say=say, labels=labels,
                           registries=[one.row() for one in [*uses, *([made] if made else [])]])
    except BaseException:
        if made:
            made.remove()
        raise
    say(f"{args.name} is ready after {time.monotonic() - started:.0f} s; KUBECONFIG={cluster.kubeconfig}")


def cluster_row(name):
    """What there is of it, and what of that runs; of a record that makes no sense the name."""
    cluster = Cluster(name)
    nodes = cluster.nodes if cluster.record and cluster.record.get("nodes") else []
    runs = {role: [node.runs() for node in nodes if node.entry["role"] == role] for role in (SERVER, AGENT)}
    return {"name": name, "serversCount": len(runs[SERVER]), "serversRunning": sum(runs[SERVER]), "agentsCount": len(runs[AGENT]),
            "agentsRunning": sum(runs[AGENT]), "hasLoadbalancer": bool(nodes) and cluster.has_loadbalancer,
            "nodes": [node.name for node in nodes]}


def cluster_list(args):
    table([cluster_row(name) for name in record.names()], args.output, {
        "NAME": lambda one: one["name"], "SERVERS": lambda one: f"{one['serversRunning']}/{one['serversCount']}",
        "AGENTS": lambda one: f"{one['agentsRunning']}/{one['agentsCount']}",
        "LOADBALANCER": lambda one: str(one["hasLoadbalancer"]).lower()})


def cluster_start(args):
    with changing(args.name) as cluster:
        for row in cluster.record.get("registries", []):
            if Registry(row["name"]).port:
                Registry(row["name"]).start()
        cluster.start(say)
    say(f"{args.name} runs")


def cluster_stop(args):
    with changing(args.name) as cluster:
        cluster.stop()
    say(f"{args.name} is stopped; 'hack/cluster start {args.name}' starts it with the same data")


def cluster_edit(args):
    with changing(args.name) as cluster:
        names = {role: [node.name for node in cluster.nodes if node.entry["role"] == role] for role in (SERVER, AGENT)}
        for one in args.port_add:
            cluster.add_port(words.ports(one, names))
            say(f"{args.name}: {one}")


def cluster_delete(args):
    for name in record.names() if args.all else args.name or [DEFAULT]:
        Cluster(name).delete()
        try:
            kubeconfig.forget(f"malha-{name}", kubeconfig.default_path())
        except Failure as failure:
            say(failure)
        say(f"{name} is deleted")


# ---- node ----

def clusters_of(names):
    """Of each node its cluster: (cluster's name, node's name)."""
    there = [(name, node.name) for name in record.names() if (Cluster(name).record or {}).get("nodes") for node in Cluster(name).nodes]
    for name in names:
        found = [one for one in there if name in (one[1], one[1].removeprefix("malha-"))]
        if len(found) != 1:
            raise Failure(f"node: {'there is no' if not found else 'several clusters have a'} node {name}; 'hack/cluster node list' shows all")
        yield found[0]


def node_create(args):
    labels = words.labels(args.node_label, {SERVER: ["x"], AGENT: []}).get("x", {})
    with changing(args.cluster) as cluster:
        for i in range(args.replicas):
            name = f"malha-{args.name}-{i}"
            membership.add(cluster, name, args.role, labels, say)
            say(f"{name} is ready")


def node_list(args):
    rows = []
    for name in record.names():
        cluster = Cluster(name)
        rows += [{"name": node.name, "role": node.entry["role"], "cluster": name, "running": node.runs()}
                 for node in (cluster.nodes if cluster.record and cluster.record.get("nodes") else [])]
    table(rows, args.output, {"NAME": lambda one: one["name"], "ROLE": lambda one: one["role"], "CLUSTER": lambda one: one["cluster"],
                              "STATUS": lambda one: "running" if one["running"] else "stopped"})


def node_change(args):
    """start, stop and delete."""
    verbs = {"start": (membership.start, "runs"), "stop": (membership.stop, "is stopped"), "delete": (membership.remove, "is deleted")}
    do, said = verbs[args.verb]
    for of, name in list(clusters_of(args.name)):
        with changing(of) as cluster:
            do(cluster, membership.find(cluster, name))
        say(f"{name} {said}")


def node_edit(args):
    for of, name in list(clusters_of([args.name])):
        with changing(of) as cluster:
            membership.set_role(cluster, membership.find(cluster, name), args.role)
        say(f"{name} is {'a server' if args.role == SERVER else 'an agent'}")


# ---- kubeconfig, registry, image, config ----

def kubeconfig_get(args):
    config = kubeconfig.of([opened(name) for name in named(args, record.names, "kubeconfig get")])
    print(yaml.safe_dump(config, sort_keys=False), end="")


def kubeconfig_merge(args):
    names = record.names() if args.all else args.name or [DEFAULT]
    path = Path(args.output) if args.output else kubeconfig.default_path()
    kubeconfig.merge([opened(name) for name in names], path, args.kubeconfig_switch_context == "true")
    print(path)


def registry_create(args):
    made = Registry(args.name)
    made.create(args.port and words.registry(f"{args.name}:{args.port}", "--port")[1])
    say(f"registry {args.name} listens on localhost:{made.port}; 'hack/cluster registry add {args.name} --cluster NAME' has nodes pull from "
        f"{args.name}:{made.port}")


def registry_list(args):
    rows = [{"name": name, "port": Registry(name).port, "running": Registry(name).runs} for name in registries.names()]
    table(rows, args.output, {"NAME": lambda one: one["name"], "PORT": lambda one: one["port"],
                              "STATUS": lambda one: "running" if one["running"] else "stopped"})


def registry_delete(args):
    for name in map(registries.short, named(args, registries.names, "registry delete")):
        if name not in registries.names():
            raise Failure(f"registry: there is no registry {name}; 'hack/cluster registry list' shows which there are")
        for of in record.names():
            if any(row["name"] == name for row in (Cluster(of).record or {}).get("registries", [])):
                with changing(of) as cluster:
                    cluster.drop_registry(name)
        Registry(name).remove()
        say(f"registry {name} is deleted")


def registry_add(args):
    found = Registry(registries.short(args.name))
    found.check_there()
    with changing(args.cluster) as cluster:
        cluster.add_registry(found.row())
    say(f"nodes of {args.cluster} pull from {found.name}:{found.port}")


def image_import(args):
    with changing(args.cluster) as cluster:
        for name in args.image:
            said = cluster.import_image(find_image(name))
            say(f"{name}: {'imported into ' + ', '.join(said) if said else 'is there already'}")


def config_init(args):
    if args.output is None:
        print(simple.EXAMPLE, end="")
        return
    try:
        with open(args.output, "x", encoding="utf-8") as file:
            file.write(simple.EXAMPLE)
    except OSError as error:
        raise Failure(f"config init: {args.output}: {error.strerror}") from None
    say(f"{args.output}: 'hack/cluster create --config {args.output}' makes what it says")


# ---- words ----

class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise Failure(f"{self.prog}: {message}; 'hack/cluster help' shows all there is")


def _arguments(parser, *rows):
    for names, options in rows:
        parser.add_argument(*names.split(), **options)


MANY, ALL, OUTPUT = ("name", {"nargs": "*"}), ("--all -a", {"action": "store_true"}), ("--output -o", {"choices": ["json"]})
NAME, OF = ("name", {"nargs": "?", "default": DEFAULT}), ("--cluster -c", {"default": DEFAULT})
ONE, LIST = ("name", {}), {"action": "append", "default": []}
ROLES = {"choices": [SERVER, AGENT]}
# noun -> verb -> (what it does, arguments)
VERBS = {
    "cluster": {
        "create": (cluster_create, (
            NAME, ("--servers -s", {"type": int, "default": 1}), ("--agents -a", {"type": int, "default": 0}), ("--api-port", {}),
            ("--port -p", LIST), ("--registry-create", {}), ("--registry-use", LIST), ("--node-label", LIST), ("--timeout", {}),
            ("--config -c", {}), ("--control-plane-only", {"action": "store_true"}))),
        "list": (cluster_list, (OUTPUT,)), "start": (cluster_start, (NAME,)), "stop": (cluster_stop, (NAME,)),
        "edit": (cluster_edit, (ONE, ("--port-add", {"action": "append", "required": True}))),
        "delete": (cluster_delete, (MANY, ALL))},
    "node": {
        "create": (node_create, (ONE, OF, ("--role", {**ROLES, "default": AGENT}), ("--replicas", {"type": int, "default": 1}),
                                 ("--node-label", LIST))),
        "list": (node_list, (OUTPUT,)),
        **{verb: (node_change, (("name", {"nargs": "+"}),)) for verb in ("start", "stop", "delete")},
        "edit": (node_edit, (ONE, ("--role", {**ROLES, "required": True})))},
    "kubeconfig": {
        "get": (kubeconfig_get, (MANY, ALL)),
        "merge": (kubeconfig_merge, (MANY, ALL, ("--output -o", {}), ("--kubeconfig-switch-context -s", {
            "nargs": "?", "const": "true", "default": "true", "choices": ["true", "false"]})))},
    "registry": {
        "create": (registry_create, (ONE, ("--port -p", {}))), "list": (registry_list, (OUTPUT,)),
        "delete": (registry_delete, (MANY, ALL)), "add": (registry_add, (ONE, OF))},
    "image": {"import": (image_import, (("image", {"nargs": "+"}), OF))},
    "config": {"init": (config_init, (("--output -o", {}),))},
}


def versions():
    """Of what a cluster consists of."""
    asked = ((TOOLS / "kubelet", "--version"), (TOOLS / "etcd", "--version"), ("containerd", "--version"), (TOOLS / "envoy", "--version"))
    return "\n".join(re.search(r"\S.*", run(*one, check=False).stdout)[0].replace(str(TOOLS) + "/", "") for one in asked)


def parser():
    top = Parser(prog="hack/cluster", add_help=False)
    nouns = top.add_subparsers(dest="noun", required=True, parser_class=Parser)
    for noun, verbs in VERBS.items():
        below = nouns.add_parser(noun).add_subparsers(dest="verb", required=True, parser_class=Parser)
        for verb, (do, rows) in verbs.items():
            made = below.add_parser(verb)
            made.set_defaults(do=do)
            _arguments(made, *rows)
    return top


def parse(said):
    """A file's words come before those of the command line, which so are had instead."""
    args = parser().parse_args(said)
    if getattr(args, "config", None):
        config = simple.read(args.config)
        args = parser().parse_args([*said[:2], *simple.to_words(config), *said[2:]])
        named_there = config.get("metadata", {}).get("name")
        if args.name == DEFAULT and named_there:
            args.name = named_there
    return args


def main(said):
    try:
        if not said or said[0] in ("help", "-h", "--help"):
            print(HELP, end="")
            return 0 if said else 2
        if said[0] == "version":
            print(versions())
            return 0
        if said[0] == "completion":
            print(script(said[1:], VERBS), end="")
            return 0
        if said[:2] == ["load", "image"]:
            said = ["image", "import", *said[2:]]
        elif said[0] in VERBS["cluster"]:
            said = ["cluster", *said]
        args = parse(said)
        args.do(args)
        return 0
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("hack/cluster: interrupted; what was begun is undone", file=sys.stderr)
        return 130
