"""A node's network: a namespace, a pair of devices to the host, routes to its pods and services.

A node of number N has 10.89.N.10, its host side 10.89.N.1, its pods 10.90.N.0/24, its services 10.91.N.0/24.
"""
import json
from pathlib import Path

from testbed import Failure
from testbed.proc import run

NAMESPACES = Path("/run/netns")


def taken_numbers():
    """Numbers that the kernel knows already, whoever uses them."""
    taken = set()
    for link in json.loads(run("ip", "-j", "addr").stdout or "[]"):
        device = link["ifname"].removeprefix("mlh")
        if device != link["ifname"] and device.isdigit():
            taken.add(int(device))
        taken |= {_number(address["local"]) for address in link.get("addr_info", [])}
    taken |= {_number(route["dst"]) for route in json.loads(run("ip", "-j", "route").stdout or "[]")}
    return taken - {None}


def _number(address):
    parts = address.split("/")[0].split(".")
    return int(parts[2]) if len(parts) == 4 and parts[0] == "10" and parts[1] in ("89", "90", "91") else None


def free_number(recorded):
    free = set(range(200)) - recorded - taken_numbers()
    if not free:
        raise Failure("cluster: no address range of 10.89.0.0 to 10.89.199.0 is free; 'hack/cluster list' shows whose")
    return min(free)


def make(node):
    """Makes what is not there: each step may be the first that is missing."""
    if not (NAMESPACES / node.namespace).is_mount():
        remove(node.namespace)  # a bare file of an `ip netns add` that was cut off
        run("ip", "netns", "add", node.namespace)
    inside = ("ip", "-n", node.namespace)
    if run("ip", "link", "show", node.veth, check=False).returncode != 0:
        run("ip", "link", "add", node.veth, "type", "veth", "peer", "name", "eth0", "netns", node.namespace)
    run("ip", "addr", "replace", f"{node.host_ip}/24", "dev", node.veth)
    run("ip", "link", "set", node.veth, "up")
    run(*inside, "link", "set", "lo", "up")
    run(*inside, "addr", "replace", f"{node.ip}/24", "dev", "eth0")
    run(*inside, "link", "set", "eth0", "up")
    run(*inside, "route", "replace", "default", "via", node.host_ip)
    for network in (node.pods, node.services):
        run("ip", "route", "replace", network, "via", node.ip)
    run(*node.enter, "sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv4.conf.all.route_localnet=1",
        "net.ipv4.conf.all.rp_filter=0")


def inode(namespace):
    """What /proc/PID/ns/net of the processes in the namespace points to; None when there is no such namespace."""
    try:
        return (NAMESPACES / namespace).stat().st_ino
    except OSError:
        return None


def remove(namespace):
    """The namespace, the pair of devices, and with them the routes over them."""
    for link in json.loads(run("ip", "-j", "link").stdout or "[]"):
        if link.get("link_netns") == namespace:
            run("ip", "link", "delete", link["ifname"], check=False)
    if (NAMESPACES / namespace).exists():
        run("ip", "netns", "delete", namespace)
