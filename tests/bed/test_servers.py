"""Three servers: one is killed while objects are written, and nothing that was acknowledged is lost."""
import itertools
import os
import signal

import pytest

from cluster import wait
from testbed.api import Api
from testbed.cluster import Cluster

NAMES = [f"malha-my-three-server-{i}" for i in range(3)]
MAPS = "/api/v1/namespaces/default/configmaps"


@pytest.fixture
def cluster(line):
    line("cluster", "create", "my-three", "--servers", 3)
    yield Cluster("my-three")
    line("cluster", "delete", "my-three")


class Writer:
    """Writes objects one after the other through the load balancer, each until it is acknowledged."""

    def __init__(self, cluster):
        self.api, self.acknowledged, self.failed = Api(cluster.server_for_users, cluster.pki, timeout=10), [], 0

    def write(self, name):
        body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}}
        while True:
            try:
                self.api.write("POST", MAPS, body)
                return
            except AssertionError as error:  # the answer to an earlier try was lost
                if "already exists" in str(error):
                    return
                self.failed += 1
            except OSError:
                self.failed += 1

    def go_on(self, until):
        for i in itertools.count(len(self.acknowledged)):
            if until():
                return
            self.write(f"written-{i}")
            self.acknowledged.append(f"written-{i}")


def test_a_killed_server_is_missed_by_nobody_and_comes_back(line, cluster):
    assert line.nodes("my-three") == set(NAMES)
    writer = Writer(cluster)
    writer.go_on(lambda: len(writer.acknowledged) == 50)
    for victim in (NAMES[0], NAMES[2]):
        node = next(one for one in cluster.nodes if one.name == victim)
        pids = node.pids()
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        goal = len(writer.acknowledged) + 100
        writer.go_on(lambda goal=goal: len(writer.acknowledged) == goal)
        assert not cluster_runs(node)
        line("node", "start", victim)
        wait("its API server", lambda node=node: cluster.is_live(node))
        writer.go_on(lambda goal=goal: len(writer.acknowledged) == goal + 50)
        found = Api(node.server, cluster.pki, timeout=30).read(MAPS)["items"]  # by the one that came back
        assert set(writer.acknowledged) <= {one["metadata"]["name"] for one in found}
    wait("all nodes being ready", lambda: line.nodes("my-three") == set(NAMES))

    line("node", "delete", NAMES[1])  # of three one may leave for good
    goal = len(writer.acknowledged) + 20
    writer.go_on(lambda: len(writer.acknowledged) == goal)
    assert line.nodes("my-three") == {NAMES[0], NAMES[2]}
    line("node", "create", "my-third", "--cluster", "my-three", "--role", "server")
    writer.go_on(lambda: len(writer.acknowledged) == goal + 20)
    assert line.nodes("my-three") == {NAMES[0], NAMES[2], "malha-my-third-0"}
    made = Cluster("my-three").servers[-1]
    found = Api(made.server, cluster.pki, timeout=30).read(MAPS)["items"]
    assert set(writer.acknowledged) <= {one["metadata"]["name"] for one in found}


def cluster_runs(node):
    return node.programs.alive("etcd") or node.programs.alive("kube-apiserver")
