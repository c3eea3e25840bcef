"""The networks of clusters: of each one a bridge with a router in a namespace of its own, and a namespace for each node.

A cluster of number N has 10.89.N.0/24 for its machines (.1 this host, .2 the router, .10 and up the nodes), 10.91.N.0/24 for
Services, and sixteen networks in 10.128.0.0/9 for Pods, one a node. The host has one device of it, mlhN, and three routes.
"""
import ipaddress
import json
import os
from pathlib import Path

from testbed import Failure
from testbed.proc import run

NAMESPACES = Path("/run/netns")
NUMBERS = 200
NODES = 16
_PODS = ipaddress.ip_address("10.128.0.0")
_MACHINES, _SERVICES = (ipaddress.ip_network(f"10.{second}.0.0/16") for second in (89, 91))


def host_ip(number):
    return f"10.89.{number}.1"


def router_ip(number):
    return f"10.89.{number}.2"


def node_ip(number, index):
    return f"10.89.{number}.{10 + index}"


def services(number):
    return f"10.91.{number}.0/24"


def service_ip(number, last):
    return f"10.91.{number}.{last}"


def pods(number):
    return f"{_PODS + (number * NODES << 8)}/20"


def pods_of_node(number, index):
    return f"{_PODS + (number * NODES + index << 8)}/24"


def device(number):
    return f"mlh{number}"


def taken_numbers():
    """Numbers that the kernel knows already, whoever uses them."""
    taken = set()
    for link in json.loads(run("ip", "-j", "addr").stdout or "[]"):
        digits = link["ifname"].removeprefix("mlh")
        if digits != link["ifname"] and digits.isdigit():
            taken.add(int(digits))
        taken |= {_number(address["local"]) for address in link.get("addr_info", [])}
    taken |= {_number(route["dst"]) for route in json.loads(run("ip", "-j", "route").stdout or "[]")}
    return taken - {None}


def _number(address):
    try:
        first = ipaddress.ip_network(address, strict=False)[0]
    except ValueError:  # "default"
        return None
    if first.version == 4 and (first in _MACHINES or first in _SERVICES):
        return first.packed[2]
    number = (int(first) - int(_PODS)) >> 12 if first.version == 4 else -1
    return number if 0 <= number < NUMBERS else None


def free_number(recorded):
    free = set(range(NUMBERS)) - recorded - taken_numbers()
    if not free:
        raise Failure("cluster: no address range of 10.89.0.0 to 10.89.199.0 is free; 'hack/cluster list' shows whose")
    return min(free)


def _ip(namespace, *lines):
    """Lines for ip, each as it is or a list of words, all carried out in the namespace (None: here)."""
    run("ip", *(("-n", namespace) if namespace else ()), "-batch", "-", input="\n".join(lines) + "\n")


def _make_namespace(name):
    """It is made anew unless it is whole: a bare file is one of an `ip netns add` that was cut off."""
    if os.path.ismount(NAMESPACES / name):  # Path.is_mount() knows of folders alone
        return
    remove(name)
    run("ip", "netns", "add", name)
    run("nsenter", f"--net={NAMESPACES / name}", "sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv4.conf.all.route_localnet=1",
        "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.default.rp_filter=0", "net.ipv4.conf.all.send_redirects=0",
        "net.ipv4.conf.default.send_redirects=0")


def has_link(namespace, name):
    inside = ("-n", namespace) if namespace else ()
    return run("ip", *inside, "link", "show", name, check=False).returncode == 0


def make(namespace, number):
    """The router, the bridge, and the host's way there. Makes what is not there: each step may be the first that is missing."""
    host, router = device(number), router_ip(number)
    _make_namespace(namespace)
    if not has_link(namespace, "nodes"):
        _ip(namespace, "link add nodes type bridge")
    if not has_link(None, host):
        _ip(None, f"link add {host} type veth peer name host netns {namespace}")
    _ip(namespace, "link set lo up", f"addr replace {router}/24 dev nodes", "link set nodes up", "link set host master nodes up")
    _ip(None, f"addr replace {host_ip(number)}/24 dev {host}", f"link set {host} up", f"route replace {pods(number)} via {router}",
        f"route replace {services(number)} via {router}")


def join(router, namespace, number, index):
    """A node's namespace, on the bridge."""
    port, ip = f"node{index}", node_ip(number, index)
    _make_namespace(namespace)
    if not has_link(router, port):
        _ip(router, f"link add {port} type veth peer name eth0 netns {namespace}")
    _ip(namespace, "link set lo up", f"addr replace {ip}/24 dev eth0", "link set eth0 up",
        f"route replace default via {router_ip(number)}")
    _ip(router, f"link set {port} master nodes up", f"route replace {pods_of_node(number, index)} via {ip}")


def leave(router, namespace, number, index):
    """The opposite; nothing where it is not there. (A namespace goes a moment after its name, its devices with it.)"""
    remove(namespace)
    for words in (("link", "delete", f"node{index}"), ("route", "delete", pods_of_node(number, index))):
        run("ip", "-n", router, *words, check=False)


def route_services(router, number, index):
    """Who is no node comes to Services by this node."""
    _ip(router, f"route replace {services(number)} via {node_ip(number, index)}")


def inode(namespace):
    """What /proc/PID/ns/net of the processes in the namespace points to; None when there is no such namespace."""
    try:
        return (NAMESPACES / namespace).stat().st_ino
    except OSError:
        return None


def remove(namespace):
    """The namespace, devices with an end in it, and with them the routes over them."""
    for link in json.loads(run("ip", "-j", "link").stdout or "[]"):
        if link.get("link_netns") == namespace:
            run("ip", "link", "delete", link["ifname"], check=False)
    if (NAMESPACES / namespace).exists():
        run("ip", "netns", "delete", namespace)
