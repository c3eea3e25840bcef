"""Two MeshConfigs on a real API server: they live beside each other, and neither harms the other."""
import json
import re

import pytest

from cluster import wait
from operators import POD, events, finalize, inventory_id, mesh, settle
from test_reconcile import ISTIOD_ANSWERS, requests

PART_OF = "applyset.kubernetes.io/part-of"
CRD = ("crd", "gateways.networking.istio.io")
PURGE = {"malha.dev/purge": "true"}


def one(**spec):
    return mesh("one", {"injection": {"provider": "istiod"}, **spec}, "one")


def two(**spec):
    return mesh("two", {"injection": {"provider": "istiod"}, "values": {"revision": "two"}, **spec}, "two")


def annotated(given, annotations):
    return {**given, "metadata": {**given["metadata"], "annotations": annotations}}


def has(server, *what):
    return server.kubectl("get", *what, check=False).returncode == 0


def settled(server, *names):
    def all_ready():
        for name in ("one", "two"):
            if has(server, "ns", name):
                settle(server, name)
        return all(server.mesh_ready(name) for name in names)
    wait(f"meshes {', '.join(names)} getting ready", all_ready)


def refused(server, name):
    def clash():
        condition = server.condition("Reconciled", name) or {}
        return condition if condition.get("reason") == "MeshClash" else None
    return wait(f"mesh {name} being refused", clash)


def label(server, *what):
    return server.get(*what)["metadata"]["labels"].get(PART_OF)


def versions(server, namespace, marks):
    """Of all that belongs to the mesh, but for what only says that time goes by."""
    kinds = "deploy,svc,sa,cm,role,rolebinding,poddisruptionbudget,horizontalpodautoscaler"
    found = server.get("-n", namespace, kinds)["items"] + [
        item for item in server.get("crd,clusterrole,clusterrolebinding,validatingwebhookconfiguration,mutatingwebhookconfiguration")["items"]
        if any(mark in item["metadata"]["name"] for mark in marks)]
    return {(item["kind"], item["metadata"]["name"]): item["metadata"]["resourceVersion"] for item in found}


@pytest.fixture
def start(server, proxy, operator):
    """The operator, which asks through the proxy; it answers for the istiods that are not there."""
    proxy.lasting.append(ISTIOD_ANSWERS)
    yield lambda: operator(proxy.kubeconfig, POD)
    for name in ("one", "two"):  # each test's operator makes them
        if has(server, "ns", name):
            server.kubectl("delete", "ns", name, "--wait=false")
            finalize(server, name)


@pytest.fixture
def ready(server, start):
    process = start()
    server.apply(one())
    settled(server, "one")
    server.apply(two())
    settled(server, "one", "two")
    return process


def test_both_are_there_and_an_edit_of_one_is_not_felt_by_the_other(server, proxy, ready):
    assert server.get("mesh", "one")["status"]["revisions"] == ["default"]
    assert server.get("mesh", "two")["status"]["revisions"] == ["two"]
    assert not [item for item in server.get("validatingwebhookconfiguration")["items"]
                if item["metadata"]["name"] == "istiod-default-validator"
                and item["webhooks"][0]["clientConfig"]["service"]["namespace"] != "one"]
    before = versions(server, "one", ("-one", "istio.io", "default-validator"))
    server.apply(two(components={"ingressGateways": [{"name": "other", "values": {"labels": {"a": "b"}}}]}))
    wait("the gateway", lambda: has(server, "-n", "two", "deploy", "other"))
    settled(server, "one", "two")
    assert versions(server, "one", ("-one", "istio.io", "default-validator")) == before
    # at rest neither asks anything, whatever is repaired of the other
    proxy.seen.clear()
    server.kubectl("-n", "two", "delete", "sa", "istiod-two")
    wait("it coming back", lambda: has(server, "-n", "two", "sa", "istiod-two"))
    wait("it being said", lambda: "istiod-two" in events(server, "DriftRepaired"))
    assert not [request for request in requests(proxy) if "istiod-two" not in request[1] and request[1] != "/api/v1/namespaces/two"]
    assert ready.poll() is None


def test_what_both_want_is_repaired_by_either_and_goes_with_the_last(server, start, ready):
    ids = {name: inventory_id(name) for name in ("one", "two")}
    assert label(server, *CRD) == ids["one"]
    # of the mesh that made it nothing is done: the other repairs it, under the same label
    server.kubectl("patch", "mesh", "one", "--type=merge", "-p", json.dumps({"spec": {"paused": True}}))
    wait("one being paused", lambda: (server.condition("Reconciled", "one") or {}).get("reason") == "Paused")
    server.kubectl("label", *CRD, "helm.sh/chart-", "--field-manager=rival")
    wait("the label coming back", lambda: server.get(*CRD)["metadata"]["labels"].get("helm.sh/chart"))
    assert label(server, *CRD) == ids["one"]
    server.kubectl("patch", "mesh", "one", "--type=merge", "-p", json.dumps({"spec": {"paused": False}}))
    settled(server, "one", "two")

    before = versions(server, "two", ("-two",))
    server.kubectl("annotate", "mesh", "one", "malha.dev/purge=true")
    server.kubectl("delete", "mesh", "one", "--wait=false")
    finalize(server, "one")
    wait("one going", lambda: not has(server, "mesh", "one"))
    assert "mesh two" in events(server, "CRDsKept")
    wait("the CRD going over", lambda: label(server, *CRD) == ids["two"])
    settled(server, "two")
    assert versions(server, "two", ("-two",)) == before
    assert not has(server, "clusterrole", "istiod-clusterrole-one") and has(server, "clusterrole", "istiod-clusterrole-two-two")
    server.kubectl("annotate", "mesh", "two", "malha.dev/purge=true")
    server.kubectl("delete", "mesh", "two", "--wait=false")
    finalize(server, "two")
    wait("two going", lambda: not has(server, "mesh", "two"))
    assert not has(server, *CRD)


@pytest.mark.parametrize("second, words", [
    (two(values={}), "revision default is that of mesh one"),
    (two(values={"revision": "two", "revisionTags": ["default"]}), "revision default is that of mesh one"),
    (two(components={"ingressGateways": [{"name": "istio-ingressgateway", "namespace": "one"}]}), "istio-ingressgateway is that of mesh one"),
], ids=["the same revision", "a tag", "a gateway"])
def test_what_only_one_can_have_is_refused_before_anything_is_done(server, proxy, start, second, words):
    start()
    server.apply(one())
    settled(server, "one")
    before = versions(server, "one", ("-one", "istio.io"))
    proxy.seen.clear()
    server.apply(second)
    assert words in refused(server, "two")["message"]
    assert not [path for method, path in requests(proxy) if method in ("PATCH", "POST", "DELETE") and "meshconfigs" not in path]
    assert server.mesh_ready("one") and versions(server, "one", ("-one", "istio.io")) == before
    # it gets its turn when the first is deleted
    server.kubectl("delete", "mesh", "one", "--timeout=120s")
    settled(server, "two")


def test_who_has_it_keeps_it_from_an_older_one_and_through_a_restart(server, start):
    process = start()
    server.apply(two(values={"revision": "other"}))
    settled(server, "two")
    server.apply(one())
    settled(server, "one", "two")
    server.apply(two(values={}))  # the older
    assert "revision default is that of mesh one" in refused(server, "two")["message"]
    process.kill()
    process.wait()
    start()
    wait("a word on both", lambda: server.mesh_ready("one"))
    assert "revision default is that of mesh one" in refused(server, "two")["message"]
    server.apply(two(values={"revision": "other"}))
    settled(server, "one", "two")


def test_what_a_mesh_has_whose_spec_is_no_longer_valid_is_as_it_last_wanted_it(server, start, ready):
    ready.kill()
    ready.wait()
    holder = label(server, *CRD)
    server.apply(one(version="1.2.3"))
    start()
    wait("the word on one", lambda: (server.condition("Reconciled", "one") or {}).get("reason") == "InvalidSpec")
    server.kubectl("label", *CRD, "helm.sh/chart-", "--field-manager=rival")
    wait("the label coming back", lambda: server.get(*CRD)["metadata"]["labels"].get("helm.sh/chart"))
    assert label(server, *CRD) == holder
    settled(server, "two")


def test_what_a_mesh_has_of_which_nothing_is_known_is_left_alone(server, start, ready):
    ready.kill()
    ready.wait()
    server.kubectl("-n", "operator", "delete", "cm", "malha-mesh-one")
    holder = label(server, *CRD)
    server.apply(one(version="1.2.3"))
    process = start()
    wait("a look at both", lambda: sum(int(count) for count in re.findall(r"malha_reconcile_total{.*} (\d+)", process.metrics())) > 1)
    assert server.condition("Reconciled", "two")["reason"] == "Applied"  # it is as both wanted it
    server.kubectl("label", *CRD, "helm.sh/chart-", "--field-manager=rival")
    wait("the refusal", lambda: (server.condition("Reconciled", "two") or {}).get("reason") == "ApplyRefused")
    assert "mesh one, whose spec has to be valid" in server.condition("Reconciled", "two")["message"]
    assert label(server, *CRD) == holder
    server.kubectl("patch", "mesh", "one", "--type=json", "-p", json.dumps([{"op": "remove", "path": "/spec/version"}]))
    settled(server, "one", "two")
    assert label(server, *CRD) == holder and server.get(*CRD)["metadata"]["labels"]["helm.sh/chart"]
