"""What users say in one word, in k3d's ways: ports, nodes, labels, times."""
import re

from testbed import Failure
from testbed.loadbalancer import LOOPBACK, port_row
from testbed.node import AGENT, SERVER

LOADBALANCER = "loadbalancer"
_PORT = re.compile(r"(?:(?P<host>[^:@]+):)?(?P<host_port>\d+):(?P<port>\d+)(?:/(?P<protocol>tcp|udp))?(?:@(?P<to>.+))?")
_LABEL = re.compile(r"(?P<key>[^=@]+)=(?P<value>[^=@]*)(?:@(?P<to>.+))?")
_TIME = re.compile(r"(\d+)(ms|s|m|h)")
_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}


def port(text, what):
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Failure(f"{what}: {text} is no port; they are numbers from 1 to 65535")
    return int(text)


def host_port(text, what):
    """(host, port) of [HOST:]PORT."""
    host, _, number = text.rpartition(":")
    return host or LOOPBACK, port(number, what)


def nodes(text, names, what):
    """Those of `names` (role -> names, in order) that a filter means: all, server:*, agent:0, agent:0,1."""
    role, colon, indexes = text.partition(":")
    if text == "all":
        return [*names[SERVER], *names[AGENT]]
    if not colon or role not in (SERVER, AGENT):
        raise Failure(f"{what}: {text} means no node: all, server:0, agent:1 or agent:* are asked for")
    if indexes == "*":
        return list(names[role])
    found = []
    for index in indexes.split(","):
        if not index.isdigit() or int(index) >= len(names[role]):
            raise Failure(f"{what}: there is no {role}:{index}; the cluster has {len(names[role])} {role}s, counted from 0")
        found.append(names[role][int(index)])
    return found


def ports(text, names):
    """The rows of a cluster's record that --port [HOST:]HOSTPORT:PORT[/udp][@FILTER] means."""
    what = f"--port {text}"
    found = _PORT.fullmatch(text)
    if not found:
        raise Failure(f"{what}: [HOST:]HOSTPORT:PORT[/udp]@loadbalancer is asked for, or @server:0, or @agent:1")
    to = [LOADBALANCER] if found["to"] in (None, LOADBALANCER) else nodes(found["to"], names, what)
    if len(to) != 1:
        raise Failure(f"{what}: one port of this host leads to one node, or by @loadbalancer to all of them")
    return port_row(port(found["host_port"], what), port(found["port"], what), found["host"] or LOOPBACK, found["protocol"] or "tcp", to[0])


def labels(texts, names):
    """Node -> its labels, of --node-label KEY=VALUE[@FILTER]."""
    made = {}
    for text in texts:
        what = f"--node-label {text}"
        found = _LABEL.fullmatch(text)
        if not found:
            raise Failure(f"{what}: KEY=VALUE@agent:0 is asked for")
        for name in nodes(found["to"] or "all", names, what):
            made.setdefault(name, {})[found["key"]] = found["value"]
    return made


def seconds(text, what):
    """Of 90s, 5m, 1m30s."""
    if not re.fullmatch(f"({_TIME.pattern})+", text):
        raise Failure(f"{what}: {text} is no time; 90s and 1m30s are")
    return sum(int(number) * _SECONDS[unit] for number, unit in _TIME.findall(text))


def registry(text, what):
    """(name, port or None) of NAME[:[HOST:]PORT]."""
    name, _, rest = text.partition(":")
    if not rest:
        return name, None
    host, number = host_port(rest, what)
    if host not in (LOOPBACK, "localhost"):
        raise Failure(f"{what}: a registry listens on {LOOPBACK} alone")
    return name, number
