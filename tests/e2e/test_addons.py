"""Addons on the real node, with the real programs: what they say is about the traffic that is there."""
import json
import urllib.parse

import pytest

import dashboards
from bookinfo import ingress
from cluster import http, meanwhile, wait

# so that an alert comes and goes while a test waits for it
QUICK = {"scrapeInterval": "1s", "errorWindow": "10s", "errorFor": "0s"}


class Prometheus:
    def __init__(self, cluster):
        self.url = f"http://{cluster.service_ip('istio-system', 'prometheus')}:9090/api/v1/"

    def get(self, what, **query):
        status, body = http(f"{self.url}{what}?{urllib.parse.urlencode(query)}")
        assert status == 200, body
        return json.loads(body)["data"]

    def query(self, expression):
        """labels and value of each series."""
        return [(one["metric"], float(one["value"][1])) for one in self.get("query", query=expression)["result"]]

    def firing(self):
        return {(one["labels"]["alertname"], one["labels"].get("app")) for one in self.get("alerts")["alerts"]
                if one["state"] == "firing"}


@pytest.fixture
def prometheus(cluster):
    cluster.import_addons("prometheus")
    cluster.switch_addons(prometheus={"retention": "1d", "values": QUICK})
    return Prometheus(cluster)


def load(cluster):
    """Requests through the gateway, as long as it is needed."""
    url = f"{ingress(cluster)}/productpage"
    return meanwhile(lambda: http(url), 0.05)


def meshed(cluster):
    """The names of all Pods that have to be seen; what stands in Grafana's place says nothing of itself."""
    pods = [*cluster.get("-n", "bookinfo", "pods")["items"], *cluster.get("-n", "malha-system", "pods")["items"],
            *cluster.get("-n", "istio-system", "pods", "-l", "app notin (prometheus, grafana)")["items"]]
    return {pod["metadata"]["name"] for pod in pods if "deletionTimestamp" not in pod["metadata"]}


def test_prometheus_sees_every_program_of_the_mesh_and_its_rules_are_right(cluster, prometheus):
    def all_up():
        up = {labels.get("pod"): value for labels, value in prometheus.query('up{job!="prometheus"}')}
        return len(up) >= 6 + 3 + 3 and set(up) == meshed(cluster) and set(up.values()) == {1}
    wait("metrics of every Pod", all_up)
    with load(cluster):
        for expression in ('pilot_xds{app="istiod"}', 'malha_mesh_condition{type="AddonsReady"} == 1',
                           'malha_admission_requests_total', 'rate(envoy_http_downstream_rq{app="istio-ingressgateway",response_code_class="2xx"}[10s]) > 0',
                           'proxy:envoy_http_downstream_rq:rate{app="productpage"} > 0',
                           'istio_agent_cert_expiry_seconds{resource_name="default"}'):
            wait(f"series of {expression}", lambda expression=expression: prometheus.query(expression))

    def rules_asked():
        rules = [rule for group in prometheus.get("rules")["groups"] for rule in group["rules"]]
        return rules if all(rule["health"] != "unknown" for rule in rules) else None
    rules = wait("every rule being asked for", rules_asked)
    assert {"MalhaMeshNotReady", "MeshServiceErrors", "MeshRootCertificateEnds"} <= {rule["name"] for rule in rules}
    assert [rule for rule in rules if rule["health"] != "ok" or rule.get("lastError")] == []
    # one series of a proxy is said once, not by its agent and by Envoy
    counted = prometheus.query('count by (pod) (envoy_server_live)')
    assert counted and {value for _, value in counted} == {1}


def test_an_alert_comes_with_a_fault_and_goes_with_it(cluster, prometheus, applied):
    with load(cluster):
        wait("requests that are counted", lambda: prometheus.query('proxy:envoy_http_downstream_rq:rate{app="productpage"} > 0'))
        assert ("MeshProxyErrors", "productpage") not in prometheus.firing()
        applied({"apiVersion": "networking.istio.io/v1", "kind": "VirtualService", "metadata": {
            "name": "reviews", "namespace": "bookinfo"}, "spec": {"hosts": ["reviews"], "http": [{
                "fault": {"abort": {"percentage": {"value": 100}, "httpStatus": 503}},
                "route": [{"destination": {"host": "reviews"}}]}]}})
        wait("the alert", lambda: ("MeshProxyErrors", "productpage") in prometheus.firing())
        cluster.kubectl("-n", "bookinfo", "delete", "virtualservice", "reviews")
        wait("the end of the alert", lambda: ("MeshProxyErrors", "productpage") not in prometheus.firing())


def test_every_panel_of_every_dashboard_shows_something(cluster, prometheus):
    """But for what is made by Istio's own filters, which stock Envoy has not: that is only asked (tests/charts asks it of series)."""
    asked = list(dashboards.expressions())
    assert {name for name, _, _ in asked} == {f"{name}.json" for name in ("control-plane", "gateways", "malha", "mesh", "service", "workload")}
    with load(cluster):
        wait("requests that are counted", lambda: prometheus.query('proxy:envoy_http_downstream_rq:rate{app="productpage"} > 0'))
        for name, title, expression in asked:
            if dashboards.ISTIOS_OWN.search(expression):
                prometheus.query(expression)
            else:
                wait(f"series of {name}, {title}: {expression}", lambda expression=expression: prometheus.query(expression))


def test_grafana_waits_for_its_image_and_leaves_nothing(cluster, prometheus):
    def left():
        return [(one["kind"], one["metadata"]["name"]) for one in cluster.get("-n", "istio-system", "deploy,svc,cm,sa,secrets,pods", "-l",
                                                                              "app.kubernetes.io/instance=grafana")["items"]]
    # a program in its place, which gets no further than its Secret
    cluster.apply({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "mine", "namespace": "istio-system"}, "stringData": {"admin-user": "me"}})
    stand_in = {"image": {"repository": "localhost/malha/sample", "tag": "dev"}}
    cluster.patch_mesh({"spec": {"addons": {"grafana": {"adminSecret": "mine", "values": stand_in}}}})
    wait("the missing key", lambda: "couldn't find key admin-password in Secret istio-system/mine" in (cluster.addon("grafana") or {}).get("message", ""))
    wait("a mesh that is ready all the same", cluster.mesh_ready)
    assert ("Secret", "grafana") not in left()
    cluster.kubectl("-n", "istio-system", "delete", "secret", "mine")
    cluster.patch_mesh({"spec": {"addons": {"grafana": {"adminSecret": None, "values": {"image": {"repository": None, "tag": "nope"}}}}}})
    wait("the cause", lambda: "grafana:nope cannot be pulled" in (cluster.addon("grafana") or {}).get("message", ""))
    wait("a mesh that is ready all the same", cluster.mesh_ready)
    assert cluster.addon("prometheus")["ready"] and ("Secret", "grafana") in left()
    cluster.patch_mesh({"spec": {"addons": {"grafana": None}}})
    wait("nothing of it being left", lambda: left() == [])


def test_addons_go_with_their_switches_and_come_again_the_same(cluster):
    """All of them, and traces; around Grafana's place a program that answers at its port."""
    names = ("prometheus", "grafana", "kiali", "jaeger", "zipkin", "telemetry")
    kinds = ("deploy", "sts", "svc", "cm", "sa", "secrets", "role", "rolebinding", "clusterrole", "clusterrolebinding", "networkpolicy", "pvc",
             "telemetries", "serviceentries", "pods")

    def there(*more):
        return sorted((one["kind"], one["metadata"].get("namespace"), one["metadata"]["name"]) for name in names
                      for one in cluster.get("-A", ",".join((*kinds, *more)), "-l", f"app.kubernetes.io/name={name}")["items"] + cluster.get(
                          "-A", "secrets", "-l", f"app.kubernetes.io/instance={name}")["items"])

    def objects():
        return [one for one in there() if one[0] != "Pod"]
    cluster.import_addons()
    switches = (*names[:-1], "tracing")
    cluster.switch_addons(**{name: {} for name in switches} | {"tracing": {"provider": "jaeger"}})
    before = objects()
    assert {("Deployment", "istio-system", name) for name in names[:-1]} | {("Secret", "istio-system", "grafana"), ("Secret", "istio-system", "kiali"), (
        "ClusterRole", None, "malha-kiali-istio-system"), ("Telemetry", "istio-system", "malha-telemetry")} <= set(before)
    cluster.patch_mesh({"spec": {"addons": {name: {"enabled": False} for name in switches}}})
    wait("nothing of them being left", lambda: there() == [])
    wait("the status saying nothing of them", lambda: not cluster.addon("prometheus") and not cluster.condition("AddonsReady"))
    cluster.switch_addons(**{name: {"enabled": True} for name in switches})
    assert objects() == before
    again = Prometheus(cluster)  # its Service has another address
    wait("metrics of every Pod", lambda: {labels["pod"] for labels, value in again.query('up == 1') if "pod" in labels} == meshed(cluster))


@pytest.mark.parametrize("spec, words, fixed", [
    ({"values": {"image": {"tag": "nope"}}}, "prometheus:nope cannot be pulled", {"values": None}),
    ({"storage": {"size": "1Gi", "retain": False}}, "unbound", {"storage": None}),
])
def test_an_addon_that_cannot_run_says_why_and_holds_up_nothing(cluster, spec, words, fixed):
    cluster.import_addons("prometheus")
    cluster.patch_mesh({"spec": {"addons": {"prometheus": spec}}})
    wait("the cause", lambda: words in (cluster.addon("prometheus") or {}).get("message", ""))
    assert cluster.addon("prometheus")["ready"] is False
    assert cluster.condition("AddonsReady")["status"] == "False"
    wait("a mesh that is ready all the same", cluster.mesh_ready)
    cluster.switch_addons(prometheus=fixed)
    wait("no volume being asked for", lambda: cluster.get("-n", "istio-system", "pvc")["items"] == [])
