"""Kiali on the real node: what it finds of the mesh, of the metrics and traces beside it, and what it lets whom do. The program is of 1.89.0."""
import json
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest

from bookinfo import ingress
from cluster import http, wait

# 1.89.0 calls internal_url and external_url by other names
OLD_NAMES = {"external_services": {name: {"in_cluster_url": inside, "url": outside} for name, inside, outside in (
    ("grafana", "http://grafana.istio-system:3000", "http://localhost:3000"), ("tracing", "http://jaeger.istio-system:16686", "http://localhost:16686"))}}
ALL = {"prometheus": {"values": {"scrapeInterval": "1s"}}, "jaeger": {}, "grafana": {}, "kiali": {"values": {"config": OLD_NAMES}},
       "tracing": {"provider": "jaeger", "sampling": 100}}
ACCOUNT = "system:serviceaccount:istio-system:kiali"


class Kiali:
    """Logged in, as browsers are, by a cookie."""

    def __init__(self, cluster):
        self.url = f"http://{cluster.service_ip('istio-system', 'kiali')}:20001/kiali/api/"
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar()))
        token = cluster.kubectl("-n", "istio-system", "create", "token", "kiali").stdout.strip()
        self.user = wait("its answer", lambda: self.log_in(token))  # a Pod is ready before its Service leads there

    def log_in(self, token):
        with self.opener.open(f"{self.url}authenticate", urllib.parse.urlencode({"token": token}).encode(), timeout=30) as reply:
            return json.load(reply)["username"]

    def get(self, what, **query):
        with self.opener.open(f"{self.url}{what}?{urllib.parse.urlencode(query)}", timeout=30) as reply:
            return json.load(reply)


@pytest.fixture
def kiali(cluster):
    cluster.import_addons()
    cluster.switch_addons(**ALL)
    return Kiali(cluster)


def test_kiali_knows_the_mesh_and_what_is_beside_it(cluster, kiali):
    assert http(f"{kiali.url}namespaces")[0] == 401 and kiali.user == "istio-system:kiali"
    assert kiali.get("auth/info")["strategy"] == "token"
    assert {"bookinfo", "istio-system", "malha-system"} <= {one["name"] for one in kiali.get("namespaces")}
    beside = {one["name"]: one.get("url") for one in kiali.get("status")["externalServices"]}
    assert {"Prometheus", "Grafana", "jaeger"} <= set(beside) and beside["Grafana"] == "http://localhost:3000"
    workloads = {one["name"]: one for one in kiali.get("clusters/workloads", namespaces="bookinfo")["workloads"]}
    assert {"productpage-v1", "reviews-v3"} <= set(workloads) and all(one["istioSidecar"] for one in workloads.values())
    # istiod is asked through the API server
    wait("all of them being healthy", lambda: {(one["name"], one["status"]) for one in kiali.get("istio/status")} == {(name, "Healthy") for name in (
        "istiod", "istio=ingressgateway", "istio=egressgateway", "prometheus", "custom dashboards", "grafana", "tracing")})
    assert kiali.get("istio/permissions", namespaces="bookinfo")["bookinfo"]["gateways"] == {"create": False, "update": False, "delete": False}

    def traced():
        http(f"{ingress(cluster)}/productpage")
        found = kiali.get("namespaces/bookinfo/apps/productpage/traces", startMicros=0)
        return {process["serviceName"] for trace in found["data"] or [] for process in trace["processes"].values()}
    wait("a trace", lambda: {"istio-ingressgateway.istio-system", "productpage.bookinfo", "reviews.bookinfo"} <= traced())


def test_kiali_lets_nobody_change_what_he_may_not(cluster, kiali):
    def may(verb, what, namespace="bookinfo", part=""):
        return cluster.kubectl("auth", "can-i", verb, what, f"--subresource={part}", "-n", namespace, f"--as={ACCOUNT}", check=False).stdout.strip() == "yes"
    assert may("list", "virtualservices.networking.istio.io") and may("create", "pods", "istio-system", "portforward")
    assert not may("patch", "virtualservices.networking.istio.io") and not may("create", "pods", part="portforward") and not may("get", "secrets")
    cluster.patch_mesh({"spec": {"addons": {"kiali": {"access": "edit"}}}})
    wait("its rights", lambda: may("patch", "virtualservices.networking.istio.io"))
    wait("the addons", cluster.addons_ready)
    editor = Kiali(cluster)
    assert editor.get("istio/permissions", namespaces="bookinfo")["bookinfo"]["gateways"] == {"create": True, "update": True, "delete": True}
    assert not may("get", "secrets") and not may("create", "clusterroles.rbac.authorization.k8s.io")


def test_a_key_that_is_lost_is_made_anew(cluster, kiali):
    """Without it a Pod has no volumes, which kubelet says in an event alone."""
    def key():
        found = cluster.find("-n", "istio-system", "secret", "kiali")
        return found and found["data"]["signing-key"]
    before = key()
    cluster.kubectl("-n", "istio-system", "delete", "secret", "kiali")
    cluster.kubectl("-n", "istio-system", "delete", "pod", "-l", "app.kubernetes.io/name=kiali", "--grace-period=1")
    after = wait("another key", key)
    assert after != before
    wait("the addons", cluster.addons_ready)
    assert Kiali(cluster).get("namespaces")

    cluster.patch_mesh({"spec": {"addons": {"kiali": {"signingKeySecret": "theirs"}}}})
    wait("what it waits for", lambda: 'Secret "theirs"' in (cluster.addon("kiali") or {}).get("message", ""))
    wait("a mesh that is ready all the same", cluster.mesh_ready)
