"""What decides beside the charts' values, on a real API server: the platform, spec.patches and spec.ignoreDifferences."""
import json

import pytest

from cluster import wait
from operators import POD, mesh, rival, wait_ready
from test_reconcile import GATEWAY, ISTIOD, LABEL_MINE, WEBHOOK, label, ready, reconciled, requests  # noqa: F401 (ready is a fixture)



def spec(**more):
    return mesh("heart", {"components": {"ingressGateways": [{"name": "gate"}]}, **more})


def container(server):
    return server.get(*ISTIOD)["spec"]["template"]["spec"]["containers"][0]


def test_patches_change_what_was_rendered_and_go_with_the_spec(server, proxy, ready, operator):  # noqa: F811
    patches = [
        {"target": {"kind": "Deployment", "name": "istiod"}, "patch": {"spec": {"template": {"spec": {
            "priorityClassName": "system-cluster-critical",
            "containers": [{"name": "discovery", "env": [{"name": "MALHA_TEST", "value": "7"}]}]}}}}},
        {"target": {"kind": "Service", "name": "gate", "namespace": "heart"}, "jsonPatch": [
            {"op": "test", "path": "/spec/ports/1/name", "value": "http2"},
            {"op": "add", "path": "/spec/ports/1/nodePort", "value": 30080}]},
        {"target": {"group": "rbac.authorization.k8s.io", "kind": "ClusterRole"}, "patch": {"metadata": {"annotations": {"malha.test/a": "1"}}}}]
    first = ready(spec(patches=patches))
    env = {one["name"]: one.get("value") for one in container(server)["env"]}
    assert env["MALHA_TEST"] == "7" and "REVISION" in env and container(server)["image"]
    assert server.get(*ISTIOD)["spec"]["template"]["spec"]["priorityClassName"] == "system-cluster-critical"
    assert [one["nodePort"] for one in server.get(*GATEWAY)["spec"]["ports"] if one["name"] == "http2"] == [30080]
    roles = server.get("clusterrole", "-l", "app.kubernetes.io/managed-by=malha")["items"]
    assert roles and all(one["metadata"]["annotations"]["malha.test/a"] == "1" for one in roles)
    # it is the mesh's as all else is: repaired, and nothing to do for the next operator
    server.kubectl(*ISTIOD[:2], "patch", "deploy", "istiod", "--type=json", "--field-manager=rival", "-p",
                   '[{"op": "remove", "path": "/spec/template/spec/priorityClassName"}]')
    wait("the repair", lambda: server.get(*ISTIOD)["spec"]["template"]["spec"].get("priorityClassName") == "system-cluster-critical")
    wait_ready(server, "heart")
    first.kill()
    first.wait()
    proxy.seen.clear()
    second = operator(proxy.kubeconfig, POD)
    wait("the next operator having looked", lambda: 'malha_reconcile_total{result="success"}' in second.metrics())
    assert not [request for request in requests(proxy) if request[0] != "GET"]

    server.apply(spec(patches=patches[:1]))
    wait("a patch going", lambda: all("malha.test/a" not in one["metadata"].get("annotations", {}) for one in server.get(
        "clusterrole", "-l", "app.kubernetes.io/managed-by=malha")["items"]))
    wait_ready(server, "heart")
    server.kubectl("patch", "mesh", "default", "--type=json", "-p", '[{"op": "remove", "path": "/spec/patches"}]')
    wait("all of them being gone", lambda: "priorityClassName" not in server.get(*ISTIOD)["spec"]["template"]["spec"] and
         "MALHA_TEST" not in json.dumps(container(server)))


@pytest.mark.parametrize("patch, words", [
    ({"target": {"kind": "Deployment", "name": "istiodd"}, "patch": {}}, "spec.patches[0] matches nothing: there is no Deployment istiodd"),
    ({"target": {"kind": "Deployment", "name": "istiod"}, "jsonPatch": [{"op": "remove", "path": "/spec/none"}]},
     "Deployment istiod: spec.patches[0].jsonPatch[0]: /spec/none: there is nothing"),
    ({"target": {"kind": "Deployment", "name": "istiod"}, "patch": {"metadata": {"name": "other"}}}, "it would be another object")])
def test_a_patch_that_does_not_fit_changes_nothing(server, proxy, ready, patch, words):  # noqa: F811
    ready(spec())
    proxy.seen.clear()
    server.apply(spec(patches=[patch], values={"global": {"logging": {"level": "default:debug"}}}))
    condition = wait("the refusal", lambda: (server.condition("Reconciled") or {}).get("reason") == "InvalidSpec" and server.condition("Reconciled"))
    assert words in condition["message"]
    assert not [request for request in requests(proxy) if request[0] != "GET"]


def test_what_makes_no_sense_the_api_server_refuses(server, mesh_crd):
    for part in ({"patches": [{"target": {"kind": "Deployment"}, "patch": {}, "jsonPatch": []}]}, {"patches": [{"target": {"kind": "Deployment"}}]},
                 {"patches": [{"target": {"name": "istiod"}, "patch": {}}]}, {"ignoreDifferences": [{"kind": "Deployment", "jsonPointers": ["spec"]}]},
                 {"patches": [{"target": {"kind": "Deployment"}, "jsonPatch": [{"op": "spam", "path": "/a"}]}]}):
        done = server.kubectl("apply", "--dry-run=server", "-f", "-", stdin=json.dumps(spec(**part)), check=False)
        assert done.returncode != 0 and "spec." in done.stderr, (part, done.stderr)


def test_a_fight_ends_when_the_field_is_given_up(server, ready):  # noqa: F811
    ready(spec())
    with rival(server, lambda: label(server) == "mine", LABEL_MINE):
        wait("the fight being said", lambda: (server.condition("Contended") or {}).get("status") == "True")
        server.apply(spec(ignoreDifferences=[{"group": "admissionregistration.k8s.io", "kind": "MutatingWebhookConfiguration",
                                              "jsonPointers": ["/metadata/labels/app"]}]))
        wait("peace", lambda: (server.condition("Contended") or {}).get("status") == "False" and reconciled(server))
    assert label(server) == "mine"
    # the rest of the object is looked after all the same
    server.kubectl("label", *WEBHOOK, "app.kubernetes.io/part-of=theirs", "--overwrite", "--field-manager=rival")
    wait("the other label coming back", lambda: server.get(*WEBHOOK)["metadata"]["labels"]["app.kubernetes.io/part-of"] == "istio")
    assert label(server) == "mine" and reconciled(server)
    server.kubectl("patch", "mesh", "default", "--type=json", "-p", '[{"op": "remove", "path": "/spec/ignoreDifferences"}]')
    wait("the field being the mesh's again", lambda: label(server) == "sidecar-injector")


@pytest.fixture
def k3s(server):
    """A node of k3s, as far as the API server is told."""
    server.apply({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "small"}})
    server.kubectl("patch", "node", "small", "--subresource=status", "--type=merge", "-p",
                   json.dumps({"status": {"nodeInfo": {"kubeletVersion": "v1.33.1+k3s1"}}}))
    yield "small"
    server.kubectl("delete", "node", "small")


def test_the_platform_is_told_by_a_node_and_said(server, proxy, operator, k3s):
    def paths():
        found = server.kubectl("-n", "heart", "get", "ds", "istio-cni-node", "-o", "json", check=False).stdout
        return [volume["hostPath"]["path"] for volume in json.loads(found)["spec"]["template"]["spec"]["volumes"] if "hostPath" in volume] \
            if found else []

    def said():
        return server.get("mesh", "default").get("status", {}).get("platform")
    operator(proxy.kubeconfig)
    server.apply(spec(components={"cni": {"enabled": True}}))
    wait("the CNI's paths of k3s", lambda: any("rancher/k3s" in path for path in paths()))
    wait("the platform being said", lambda: said() == {"name": "k3s", "evidence": f"node {k3s} has kubelet v1.33.1+k3s1"})
    server.apply(spec(components={"cni": {"enabled": True}}, platform="none"))
    wait("the usual paths", lambda: "/opt/cni/bin" in paths())
    wait("that being said", lambda: said() == {"name": "none", "evidence": "spec.platform"})
