"""spec.addons on a real API server: what is made, what is told, and that no addon holds up the mesh."""
import base64
import json

import pytest
import yaml

from cluster import wait
from operators import mesh, settle_deployments, wait_ready
from test_reconcile import ISTIOD_ANSWERS

STATEFUL_SET = ("-n", "seen", "sts", "prometheus")


def spec(**prometheus):
    return mesh("seen", {"addons": {"prometheus": prometheus}})


def row(server):
    return (server.get("mesh", "default").get("status", {}).get("addons") or [None])[0]


def told(server):
    """What the status of this very generation says of the addon."""
    return (server.condition("AddonsReady") or {}).get("message", "")


def waiting_pod(server, name, namespace, cause):
    """The addon's Pod, and what a kubelet would say of it."""
    server.apply({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": f"{name}-0", "namespace": namespace, "labels": {
        "app.kubernetes.io/instance": name}}, "spec": {"serviceAccountName": name, "containers": [{"name": name, "image": "a/b:1"}]}})
    server.kubectl("-n", namespace, "patch", "pod", f"{name}-0", "--subresource=status", "--type=merge", "-p", json.dumps({"status": {
        "containerStatuses": [{"name": name, "image": "a/b:1", "imageID": "", "ready": False, "restartCount": 0, "state": {"waiting": cause}}]}}))


@pytest.fixture
def started(server, proxy, operator):
    proxy.lasting.append(ISTIOD_ANSWERS)
    yield operator(proxy.kubeconfig)
    server.kubectl("delete", "mesh", "default", "--ignore-not-found", "--timeout=120s")
    server.kubectl("-n", "seen", "delete", "pod", "prometheus-0", "--ignore-not-found", "--force")


def test_an_addon_holds_up_nothing_and_says_what_is_wrong_with_it(server, started):
    server.apply(spec(storage={"size": "1Gi"}))
    wait("the addon waiting for the mesh", lambda: (row(server) or {}).get("message") == "comes when the mesh is ready")
    assert server.kubectl("get", *STATEFUL_SET, check=False).returncode != 0
    wait_ready(server, "seen")
    wait("the addon that nobody runs", lambda: "StatefulSet prometheus: 0 of 1" in told(server))
    assert row(server) == {"name": "prometheus", "namespace": "seen", "ready": False,
                           "message": "StatefulSet prometheus: 0 of 1 replicas updated, 0 available"}
    assert server.mesh_ready() and server.condition("Healthy")["status"] == "True"
    assert server.get(*STATEFUL_SET)["spec"]["volumeClaimTemplates"][0]["spec"]["resources"]["requests"] == {"storage": "1Gi"}

    waiting_pod(server, "prometheus", "seen", {"reason": "ImagePullBackOff"})
    wait("the cause", lambda: "Pod prometheus-0: the image a/b:1 cannot be pulled" in told(server))

    # what of it may not change is said, and the mesh goes on
    server.apply(spec(storage={"size": "2Gi"}))
    wait("the refusal", lambda: "updates to statefulset spec" in told(server))
    wait("a mesh that is ready", server.mesh_ready)
    assert server.condition("Reconciled")["status"] == "True"

    server.apply(spec(retention="2d"))
    wait("another kind of workload", lambda: server.kubectl("get", *STATEFUL_SET, check=False).returncode != 0 and
         "--storage.tsdb.retention.time=2d" in json.dumps(server.get("-n", "seen", "deploy", "prometheus")))
    wait("an addon that is ready", lambda: settle_deployments(server, "seen") or (row(server)["ready"] and told(server) == "every addon is ready"))


def test_an_addon_goes_with_its_switch(server, started):
    server.apply(spec())
    wait_ready(server, "seen")
    wait("the addon", lambda: settle_deployments(server, "seen") or (row(server) or {}).get("ready"))
    assert server.condition("AddonsReady")["status"] == "True"
    role = server.get("clusterrole", "malha-prometheus-seen")
    assert role["rules"] == [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list", "watch"]}]
    server.apply(spec(external={"url": "http://prometheus.monitoring:9090"}))
    wait("nothing of it being left", lambda: row(server) is None and server.kubectl(
        "get", "clusterrole", "malha-prometheus-seen", check=False).returncode != 0)
    assert server.condition("AddonsReady") is None


@pytest.mark.parametrize("addons, words", [
    ({"graphite": {}}, 'unknown field "spec.addons.graphite"'),
    ({"prometheus": {"retention": "a fortnight"}}, "spec.addons.prometheus.retention"),
    ({"prometheus": {"storage": {"size": "much"}}}, "spec.addons.prometheus.storage.size"),
    ({"prometheus": {"storage": {}}}, "spec.addons.prometheus.storage.size"),
    ({"prometheus": {"external": {"url": "prometheus:9090"}}}, "spec.addons.prometheus.external.url"),
    ({"jaeger": {"retention": "a fortnight"}}, "spec.addons.jaeger.retention"),
    ({"zipkin": {"storage": {"size": "1Gi"}}}, 'unknown field "spec.addons.zipkin.storage"'),
    ({"grafana": {"access": "admin"}}, "spec.addons.grafana.access"),
    ({"grafana": {"adminPassword": "x"}}, 'unknown field "spec.addons.grafana.adminPassword"'),
    ({"kiali": {"access": "login"}}, "spec.addons.kiali.access"),
    ({"kiali": {"signingKey": "x"}}, 'unknown field "spec.addons.kiali.signingKey"'),
    ({"kiali": {"signingKeySecret": "Mine"}}, "spec.addons.kiali.signingKeySecret"),
    ({"tracing": {"provider": "dapper"}}, "spec.addons.tracing.provider"),
    ({"tracing": {"provider": "jaeger", "sampling": 101}}, "spec.addons.tracing.sampling"),
    ({"tracing": {"provider": "opentelemetry"}}, "the endpoint of an OpenTelemetry collector must be said"),
    ({"tracing": {"endpoint": "http://collector:4317"}}, "spec.addons.tracing.endpoint"),
    ({"accessLogs": {}}, "the endpoint of an OpenTelemetry collector must be said"),
    ({"accessLogs": {"endpoint": "collector"}}, "spec.addons.accessLogs.endpoint"),
    ({"prometheus": {"remoteWrite": [{"url": "far:9090"}]}}, "spec.addons.prometheus.remoteWrite[0].url"),
])
def test_what_no_addon_can_be_is_refused(server, mesh_crd, addons, words):
    done = server.kubectl("apply", "--dry-run=server", "-f", "-", check=False, stdin=json.dumps(mesh("seen", {"addons": addons})))
    assert done.returncode != 0 and words in done.stderr, done.stderr


def tracing(server):
    """To whom proxies send traces, as istiod has it, and what a Telemetry says of it."""
    providers = yaml.safe_load(server.get("-n", "seen", "cm", "istio")["data"]["mesh"]).get("extensionProviders", [])
    found = server.get("-n", "seen", "telemetries")["items"]
    return [one for one in providers if one["name"].startswith("malha-")], [one["spec"] for one in found]


def test_tracing_is_one_switch_and_goes_with_it(server, started):
    def told(provider, sampling):
        return ([{"name": "malha-tracing", **provider}], [{"tracing": [{"providers": [{"name": "malha-tracing"}], "randomSamplingPercentage": sampling}]}])

    def services():
        return {one["metadata"]["name"] for one in server.get("-n", "seen", "svc")["items"]} & {"jaeger", "jaeger-collector", "zipkin"}

    def became(what, wanted):
        wait(what, lambda: settle_deployments(server, "seen") or (tracing(server), services()) == wanted)
        wait("the mesh", server.mesh_ready)

    def addons(**said):
        server.apply(mesh("seen", {"profile": "demo", "addons": said}))
    addons(tracing={"provider": "jaeger", "sampling": 10})
    wait_ready(server, "seen")
    became("tracing by Jaeger", (told({"opentelemetry": {"service": "jaeger-collector.seen.svc.cluster.local", "port": 4317}}, 10),
                                 {"jaeger", "jaeger-collector"}))
    # what the profile has of its own is still there
    assert "skywalking" in server.get("-n", "seen", "cm", "istio")["data"]["mesh"]
    assert {row["name"] for row in server.get("mesh", "default")["status"]["addons"]} == {"jaeger", "telemetry"}

    zipkin = told({"zipkin": {"service": "zipkin.seen.svc.cluster.local", "port": 9411}}, 50)
    addons(jaeger={}, tracing={"provider": "zipkin", "sampling": 50})
    became("tracing by Zipkin, beside Jaeger", (zipkin, {"jaeger", "jaeger-collector", "zipkin"}))

    # who is to get the traces cannot be told, and nothing changes
    addons(jaeger={}, zipkin={})
    wait("the refusal", lambda: "spec.addons.tracing.provider must say who gets the traces: jaeger or zipkin" in (
        server.condition("Reconciled") or {}).get("message", ""))
    assert (tracing(server), services()) == (zipkin, {"jaeger", "jaeger-collector", "zipkin"})

    addons(tracing={"endpoint": "otel.example.com:4317", "sampling": 1})
    became("traces that go elsewhere", (told({"opentelemetry": {"service": "otel.example.com", "port": 4317}}, 1), set()))
    wait("what makes it known", lambda: server.get("-n", "seen", "serviceentries")["items"][0]["spec"]["hosts"] == ["otel.example.com"])

    addons(accessLogs={"endpoint": "otel.example.com:4317", "filter": "response.code >= 500"})
    became("access logs alone", (([{"name": "malha-access-logs", "envoyOtelAls": {"service": "otel.example.com", "port": 4317}}], [{"accessLogging": [
        {"providers": [{"name": "envoy"}]}, {"providers": [{"name": "malha-access-logs"}], "filter": {"expression": "response.code >= 500"}}]}]), set()))

    addons()
    became("nothing of it being left", (([], []), set()))
    wait("nothing outside being known", lambda: server.get("-n", "seen", "serviceentries")["items"] == [])


def secret_of_grafana(server):
    return server.find("-n", "seen", "secret", "grafana")


def test_grafana_s_password_is_made_once_and_goes_with_it(server, started):
    def addons(**said):
        server.apply(mesh("seen", {"addons": said}))

    def became_ready():
        wait("the addons", lambda: settle_deployments(server, "seen") or server.addons_ready())
    addons(grafana={})
    wait("the refusal", lambda: "spec.addons.grafana shows what prometheus has" in (server.condition("Reconciled") or {}).get("message", ""))
    addons(grafana={}, prometheus={})
    wait_ready(server, "seen")
    made = wait("the Secret", lambda: secret_of_grafana(server))
    assert {key: len(base64.b64decode(value)) for key, value in made["data"].items()} == {"admin-user": 5, "admin-password": 32}
    account = server.get("-n", "seen", "sa", "grafana")["metadata"]
    assert [(one["kind"], one["uid"]) for one in made["metadata"]["ownerReferences"]] == [("ServiceAccount", account["uid"])]
    became_ready()
    assert "http://prometheus.seen:9090" in server.get("-n", "seen", "cm", "grafana")["data"]["datasources.yaml"]

    # it is another one's to change, and what runs has it
    addons(grafana={"access": "login"}, prometheus={"external": {"url": "http://prometheus.far"}})
    wait("what was said", lambda: "http://prometheus.far" in server.get("-n", "seen", "cm", "grafana")["data"]["datasources.yaml"])
    became_ready()
    assert secret_of_grafana(server) == made

    # lost, it is made anew as soon as a Pod waits for it
    server.kubectl("-n", "seen", "delete", "secret", "grafana")
    waiting_pod(server, "grafana", "seen", {"reason": "CreateContainerConfigError", "message": 'secret "grafana" not found'})
    server.kubectl("-n", "seen", "patch", "deploy", "grafana", "--subresource=status", "--type=merge", "--field-manager=controller", "-p",
                   '{"status": {"availableReplicas": 0, "readyReplicas": 0, "unavailableReplicas": 1}}')
    again = wait("another one", lambda: secret_of_grafana(server))
    server.kubectl("-n", "seen", "delete", "pod", "grafana-0", "--force")
    assert again["data"]["admin-password"] != made["data"]["admin-password"]
    assert not [line for line in open(started.log, encoding="utf-8") for one in (made, again)
                if base64.b64decode(one["data"]["admin-password"]).decode() in line]
    server.kubectl("-n", "seen", "delete", "secret", "grafana")

    # whoever has one names it
    addons(grafana={"adminSecret": "mine"}, prometheus={})
    wait("the name", lambda: '"name": "mine"' in json.dumps(server.get("-n", "seen", "deploy", "grafana")))
    became_ready()
    assert secret_of_grafana(server) is None
