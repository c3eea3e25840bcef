"""The members of a cluster's etcd, by its gateway of HTTP and JSON (etcd's api/etcdserverpb/rpc.proto, Cluster)."""
import json
import ssl
import urllib.error
import urllib.request

from testbed import Failure
from testbed.proc import GIVE_UP, wait_for

MEMBERS = 60  # seconds to wait for those who vote on a change


def peer_url(node):
    return f"https://{node.ip}:2380"


def _ask(by, what, body):
    """Asked of the member that the node `by` has."""
    pki = by.cluster.pki
    context = ssl.create_default_context(cafile=str(pki.ca))
    context.load_cert_chain(*map(str, pki.pair(f"etcd-{by.index}", "etcd")))
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
    request = urllib.request.Request(f"https://{by.ip}:2379/v3/cluster/member/{what}", json.dumps(body).encode())
    try:
        with opener.open(request, timeout=10) as reply:
            return json.load(reply)
    except urllib.error.HTTPError as error:
        raise Failure(f"etcd: member {what}: {error.read().decode(errors='replace').strip()}") from None


def members(by):
    """The id of each by its peer URL."""
    return {url: one["ID"] for one in _ask(by, "list", {})["members"] for url in one["peerURLs"]}


def _until(what, node, seconds, do):
    """etcd refuses to change its members within five seconds after one of them has come back ("unhealthy cluster")."""
    def done():
        do()
        return True
    wait_for(f"{what} of the etcd of {node.name}", done, seconds)


def add(by, node):
    """The node's member may begin. It has no vote before promote(): should it fail to come, nobody waits for it."""
    def added():
        if peer_url(node) not in members(by):
            _ask(by, "add", {"peerURLs": [peer_url(node)], "isLearner": True})
    _until("the addition", node, MEMBERS, added)


def promote(by, node):
    """It votes as soon as it has what the others have."""
    def promoted():
        node.programs.check_alive("etcd")
        _ask(by, "promote", {"ID": members(by)[peer_url(node)]})
    _until("the vote", node, GIVE_UP, promoted)


def remove(by, node):
    """It is none any more; nothing if it is none."""
    def removed():
        found = members(by).get(peer_url(node))
        if found:
            _ask(by, "remove", {"ID": found})
    _until("the removal", node, MEMBERS, removed)
