"""The load balancer of a cluster: Envoy on this host, in front of the API servers and of what is mapped to the nodes' ports.

What it does lies in files (xDS: listeners, clusters, the endpoints of each). They are replaced, never edited, and Envoy takes over
what has changed without touching a connection that is open.
"""
import hashlib
import http.client
import json
import os
import random
import re
import socket

from testbed import TOOLS, Failure
from testbed.proc import Hopeless, wait_for

NAME = "loadbalancer"
API, API_PORT = "api", 6443
LOOPBACK = "127.0.0.1"
FREE = range(20000, 30000)
_TYPE = "type.googleapis.com/envoy."
_CONNECT_TRIES = 5
# A node that takes no connection is passed over for a moment.
_OUTLIERS = {"consecutive_local_origin_failure": 1, "split_external_local_origin_errors": True, "interval": "1s",
             "base_ejection_time": "2s", "max_ejection_time": "5s", "max_ejection_percent": 100,
             "enforcing_success_rate": 0, "enforcing_local_origin_success_rate": 0, "enforcing_consecutive_5xx": 0}


def _address(host, port, protocol="TCP"):
    return {"socket_address": {"address": host, "port_value": port, "protocol": protocol}}


def _tcp_listener(name, host, port, to):
    proxy = {"@type": f"{_TYPE}extensions.filters.network.tcp_proxy.v3.TcpProxy", "stat_prefix": name, "cluster": to,
             "idle_timeout": "0s", "max_connect_attempts": _CONNECT_TRIES}
    return {"name": name, "address": _address(host, port), "enable_reuse_port": False,
            "filter_chains": [{"filters": [{"name": "tcp", "typed_config": proxy}]}]}


def _udp_listener(name, host, port, to):
    route = {"@type": f"{_TYPE}extensions.filters.udp.udp_proxy.v3.Route", "cluster": to}
    proxy = {"@type": f"{_TYPE}extensions.filters.udp.udp_proxy.v3.UdpProxyConfig", "stat_prefix": name,
             "matcher": {"on_no_match": {"action": {"name": "route", "typed_config": route}}}}
    return {"name": name, "address": _address(host, port, "UDP"), "udp_listener_config": {}, "enable_reuse_port": False,
            "listener_filters": [{"name": "udp", "typed_config": proxy}]}


def port_row(host_port, port, host=LOOPBACK, protocol="tcp", to="loadbalancer"):
    """Of a cluster's record: a port of this host that leads to one of its nodes, or of all of them."""
    return {"host": host, "host_port": host_port, "port": port, "protocol": protocol, "to": to}


def place(row):
    """What it has of this host: (host, port, protocol)."""
    return row["host"], row["host_port"], row["protocol"]


class Way:
    """From places of this host to one port of some addresses."""

    def __init__(self, name, places, addresses, port, protocol="tcp"):
        self.name, self.places, self.addresses, self.port, self.protocol = name, places, addresses, port, protocol

    def listeners(self):
        make = _udp_listener if self.protocol == "udp" else _tcp_listener
        return [make(f"{self.name}@{host}", host, port, self.name) for host, port in self.places]

    def upstream(self):
        return {"name": self.name, "type": "EDS", "connect_timeout": "1s", "outlier_detection": _OUTLIERS}

    @property
    def file(self):
        """Of its addresses: Envoy reads those of one cluster from a file."""
        return "endpoints-" + re.sub(r"[^0-9a-z]+", "-", self.name)

    def endpoints(self):
        return {"cluster_name": self.name, "endpoints": [{"lb_endpoints": [
            {"endpoint": {"address": _address(one, self.port)}} for one in self.addresses]}]}


def ways(cluster):
    """All that lead into the cluster, as its record says."""
    record = cluster.record
    running = [one for one in cluster.nodes if not any(one.entry.get(why) for why in ("owner", "stopped", "leaves"))]
    places = [(cluster.host_ip, API_PORT), (record["api"]["host"], record["api"]["port"])]
    yield Way(API, places, [one.ip for one in running if one.is_server], API_PORT)
    for one in record["ports"]:
        to = [node.ip for node in running if one["to"] in ("loadbalancer", node.name)]
        yield Way(f"{one['host']}:{one['host_port']}/{one['protocol']}", [(one["host"], one["host_port"])], to, one["port"], one["protocol"])


    for one in record.get("registries", []):
        yield Way(f"registry-{one['name']}", [(cluster.host_ip, one["port"])], [LOOPBACK], one["port"])


def _write(folder, kind, message, resources):
    """Gives the version, which says the content. Written whole, beside, and moved there: that is what Envoy watches."""
    resources = [{"@type": f"{_TYPE}{message}", **one} for one in resources]
    version = hashlib.sha256(json.dumps(resources).encode()).hexdigest()[:16]
    temporary = folder / f".{kind}.json"
    temporary.write_text(json.dumps({"version_info": version, "resources": resources}))
    os.replace(temporary, folder / f"{kind}.json")
    return version


def _source(folder, kind):
    return {"path_config_source": {"path": str(folder / f"{kind}.json")}, "resource_api_version": "V3"}


class _Admin(http.client.HTTPConnection):
    """Envoy's own pages, over a socket that is a file."""

    def __init__(self, path):
        super().__init__("localhost", timeout=10)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)

    def ask(self, what):
        try:
            self.request("GET", what)
            return self.getresponse().read().decode()
        finally:
            self.close()


def check_free(ports):
    """Each (host, port, protocol) can be listened on here."""
    for host, port, protocol in ports:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM if protocol == "udp" else socket.SOCK_STREAM) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(protocol != "udp"))
            try:
                one.bind((host, port))
            except OSError as error:
                raise Failure(f"cluster: {host}:{port}/{protocol} cannot be had: {error.strerror}; "
                              f"`ss -lnp 'sport = :{port}'` shows who listens there") from None


def free_port():
    """Of loopback, and none that the kernel gives to whoever connects: it may be listened on some time later."""
    for port in random.sample(FREE, len(FREE)):
        try:
            check_free([(LOOPBACK, port, "tcp")])
            return port
        except Failure:
            continue
    raise Failure(f"cluster: no port of {LOOPBACK} from {FREE.start} to {FREE.stop} is free")


def start(cluster):
    """It leads where the cluster's record says when this is over, whether it ran before or not."""
    folder, programs = cluster.folder / NAME, cluster.programs
    folder.mkdir(exist_ok=True)
    all_ways = list(ways(cluster))
    for one in all_ways:
        _write(folder, one.file, "config.endpoint.v3.ClusterLoadAssignment", [one.endpoints()])
    _write(folder, "clusters", "config.cluster.v3.Cluster", [
        {**one.upstream(), "eds_cluster_config": {"eds_config": _source(folder, one.file)}} for one in all_ways])
    version = _write(folder, "listeners", "config.listener.v3.Listener", [each for one in all_ways for each in one.listeners()])
    (folder / "envoy.json").write_text(json.dumps({
        "node": {"id": cluster.name, "cluster": cluster.name}, "admin": {"address": {"pipe": {"path": str(folder / "admin.sock")}}},
        "dynamic_resources": {"cds_config": _source(folder, "clusters"), "lds_config": _source(folder, "listeners")}}))
    programs.spawn(NAME, TOOLS / "envoy", "-c", folder / "envoy.json", "--concurrency", "1", "--disable-hot-restart", "--log-level", "warn")

    def taken_over():
        programs.check_alive(NAME)
        stats = _Admin(folder / "admin.sock").ask("/stats?filter=version_text|update_rejected")
        if re.search(r"update_rejected: [1-9]", stats):
            raise Hopeless(f"cluster: the load balancer does not take what it is told:\n{programs.log_tail(NAME)}")
        return version in stats
    wait_for("the load balancer", taken_over)
