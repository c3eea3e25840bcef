"""Two meshes on a real node, each with its istiod, gateway, root CA and injected Pods."""
import json

import pytest

from cluster import http, wait
from test_injection import TIMEOUT, WEBHOOK, app, in_namespace, running
from test_mesh import owned
from testbed import ROOT

MESH = "malha.test/mesh"  # label of a namespace: whose it is; of the first mesh are those without
TWO = {"matchLabels": {MESH: "two"}}
REST = {"matchExpressions": [{"key": MESH, "operator": "DoesNotExist"}]}
GATEWAY = ("mesh-two", "istio-ingressgateway")


@pytest.fixture
def allowed(cluster):
    """The chart allows a second mesh; it, and all of it, is gone after the test."""
    def upgrade(meshes):
        cluster.run("helm", "upgrade", "malha", ROOT / "charts/malha", "-n", "malha-system", "--reuse-values", "--set-json", f"meshes={meshes}")
        cluster.kubectl("rollout", "status", *WEBHOOK, TIMEOUT)
    upgrade('[{"revision": "two", "namespace": "mesh-two"}]')
    yield
    cluster.abandon_mesh("two")
    upgrade("[]")


def second(cluster, **values):
    """As the first, but for its names."""
    spec = json.loads(json.dumps(cluster.wanted_spec))
    spec["values"] = {**spec["values"], "revision": "two", "meshConfig": {
        **spec["values"]["meshConfig"], "discoverySelectors": [TWO], **values}}
    spec["components"] = {"egressGateways": [{"name": "istio-egressgateway", "enabled": False}]}
    return {"apiVersion": "malha.dev/v1alpha1", "kind": "MeshConfig", "metadata": {"name": "two"}, "spec": {**spec, "namespace": "mesh-two"}}


def versions(cluster, part_of):
    return {name: item["metadata"]["resourceVersion"] for name, item in owned(cluster).items()
            if item["metadata"]["labels"]["applyset.kubernetes.io/part-of"] == part_of}


def check_serves(cluster):
    """The second mesh's gateway has the route to its app, by its own istiod."""
    def answers():
        return http(f"http://{cluster.service_ip(*GATEWAY)}/", headers={"Host": "two.test"})[0] == 200
    wait("the second gateway answering", answers)


def test_two_meshes_live_beside_each_other(cluster, applied, allowed):
    part_of = cluster.get("-n", "istio-system", "deploy", "istiod")["metadata"]["labels"]["applyset.kubernetes.io/part-of"]
    applied(*({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": {MESH: "two", **labels}}}
              for name, labels in (("mesh-two", {}), ("app-two", {"istio.io/rev": "two"}))))
    cluster.patch_mesh({"spec": {"values": {"meshConfig": {"discoverySelectors": [REST]}}}})
    cluster.wait_mesh()
    cluster.apply(second(cluster))
    cluster.wait_mesh("two")
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"},
               "spec": {"selector": {"app": "web"}, "ports": [{"name": "http", "port": 9080}]}}
    gateway = {"apiVersion": "networking.istio.io/v1", "kind": "Gateway", "metadata": {"name": "two"}, "spec": {
        "selector": {"istio": "ingressgateway"}, "servers": [{"port": {"number": 80, "name": "http", "protocol": "HTTP"}, "hosts": ["two.test"]}]}}
    route = {"apiVersion": "networking.istio.io/v1", "kind": "VirtualService", "metadata": {"name": "two"}, "spec": {
        "hosts": ["two.test"], "gateways": ["two"], "http": [{"route": [{"destination": {"host": "web", "port": {"number": 9080}}}]}]}}
    applied(*(in_namespace("app-two", thing) for thing in (app("web"), service, gateway, route)))
    pod = running(cluster, "app-two", "web")
    assert "istiod-two.mesh-two.svc" in json.dumps(pod["spec"])
    check_serves(cluster)

    before = versions(cluster, part_of)
    assert "CustomResourceDefinition//gateways.networking.istio.io" in before and len(before) > 40
    cluster.apply(second(cluster, accessLogFormat="%PROTOCOL%\n"))
    wait("the edit", lambda: "PROTOCOL" in cluster.get("-n", "mesh-two", "cm", "istio-two")["data"]["mesh"])
    cluster.wait_mesh("two")
    assert versions(cluster, part_of) == before
    cluster.abandon_mesh("two")
    assert not cluster.get("-n", "mesh-two", "deploy")["items"]
    assert versions(cluster, part_of) == before
    cluster.apply(second(cluster))
    cluster.wait_mesh("two")
    assert versions(cluster, part_of) == before and cluster.mesh_ready()
    # a new Pod is injected by the mesh that was made again, and the old ones' certificates are still good there
    check_serves(cluster)
    cluster.kubectl("-n", "app-two", "delete", "pod", pod["metadata"]["name"])
    assert "istiod-two.mesh-two.svc" in json.dumps(running(cluster, "app-two", "web")["spec"])
    check_serves(cluster)
