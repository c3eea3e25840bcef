"""A mesh over one server and two agents, each in a zone of its own: `make up` fills a cluster that is there."""
import pytest

from cluster import Cluster, make_up, wait
from testbed import image, loadbalancer, name_here
from testbed.cluster import Cluster as LocalCluster

NAME = name_here("nodes")
REGION, ZONE = "topology.kubernetes.io/region", "topology.kubernetes.io/zone"


@pytest.fixture(scope="session")
def cluster():
    local = LocalCluster(NAME)
    if local.folder.exists():
        local.delete()
    zones = {local.node_name("server", 0): "c", local.node_name("agent", 0): "a", local.node_name("agent", 1): "b"}
    local.create(1, 2, ports=[loadbalancer.port_row(loadbalancer.free_port(), 80)],
                 labels={name: {REGION: "here", ZONE: zone} for name, zone in zones.items()})
    try:
        done = make_up(NAME)
        assert done.returncode == 0, done.stdout + done.stderr
        local.import_image(image.install_cni("dev").write())
        made = Cluster(local)
        made.url = f"http://localhost:{local.record['ports'][0]['host_port']}/productpage"
        yield made
    finally:
        local.delete()


@pytest.fixture
def namespace(cluster):
    """A labelled one of the test's own, whose objects go with it."""
    cluster.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "own", "labels": {"istio-injection": "enabled"}}})
    wait("its service account", lambda: cluster.has("-n", "own", "sa", "default"))
    yield "own"
    cluster.kubectl("delete", "namespace", "own", "--timeout=300s")
