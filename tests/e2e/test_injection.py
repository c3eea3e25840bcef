"""Injection on a real node: no Pod is refused while the webhook is renewed, replaced or loses a replica, and what was injected
runs."""
import base64
import hashlib
import json
import re
import ssl

from bookinfo import pods
from cluster import http, wait
from load import Load
from pods import INJECTED, WEB, sidecar_of
from testbed.proc import GIVE_UP

WEBHOOK = ("-n", "malha-system", "deploy/malha-webhook")
DETAILS = "http://details.bookinfo:9080/details/0"
TIMEOUT = f"--timeout={GIVE_UP}s"


def webhooks(cluster):
    return pods(cluster, "malha-system", "app.kubernetes.io/name=malha-webhook")


def certificates(cluster):
    """What each replica serves with, and whether the configuration's bundle trusts it."""
    entry = cluster.get("mutatingwebhookconfiguration", "malha-sidecar-injector")["webhooks"][0]
    trust = ssl.create_default_context(cadata=base64.b64decode(entry["clientConfig"]["caBundle"]).decode())
    trust.check_hostname = False
    served = set()
    for pod in webhooks(cluster):
        with ssl.create_connection((pod["status"]["podIP"], 9443), timeout=10) as plain, trust.wrap_socket(plain) as tls:
            served.add(hashlib.sha256(tls.getpeercert(True)).hexdigest())
    return served


def roll_out(cluster):
    cluster.kubectl("rollout", "restart", *WEBHOOK)
    cluster.kubectl("rollout", "status", *WEBHOOK, TIMEOUT)


# ---- the webhook goes on ----

def test_a_new_ca_under_load(cluster, namespace):
    with Load(cluster, namespace(INJECTED)) as load:
        before = certificates(cluster)
        cluster.kubectl("-n", "malha-system", "delete", "secret", "malha-webhook-ca")
        wait("all serving with what the new CA signed", lambda: not certificates(cluster) & before)
        load.more()


def test_a_rollout_under_load(cluster, namespace):
    before = {pod["metadata"]["name"] for pod in webhooks(cluster)}
    with Load(cluster, namespace(INJECTED)):
        roll_out(cluster)
        wait("the old ones being gone", lambda: not before & {
            pod["metadata"]["name"] for pod in cluster.get("-n", "malha-system", "pods")["items"]})


def test_a_replica_goes_under_load(cluster, namespace):
    """One is drained as by an eviction, one is deleted by force."""
    with Load(cluster, namespace(INJECTED)) as load:
        for force in ((), ("--force", "--grace-period=0")):
            replicas = webhooks(cluster)
            assert len(replicas) == 2
            cluster.kubectl("-n", "malha-system", "delete", "pod", replicas[0]["metadata"]["name"], *force)
            cluster.kubectl("rollout", "status", *WEBHOOK, TIMEOUT)
            load.more()


def test_pods_are_injected_while_istiod_is_away(cluster, namespace):
    labelled = namespace(INJECTED)
    cluster.patch_mesh({"spec": {"paused": True}})
    wait("the pause being said", lambda: (cluster.condition("Reconciled") or {}).get("reason") == "Paused")
    try:
        cluster.kubectl("-n", "istio-system", "scale", "deploy/istiod", "--replicas=0")
        wait("istiod being away", lambda: not cluster.get("-n", "istio-system", "pods", "-l", "app=istiod")["items"])
        roll_out(cluster)  # those that never saw istiod, too
        for _ in range(5):
            assert sidecar_of(cluster.admitted(WEB, labelled)) == ["istio-proxy"]
    finally:
        cluster.kubectl("-n", "istio-system", "scale", "deploy/istiod", "--replicas=1")
        cluster.patch_mesh({"spec": {"paused": False}})
    cluster.wait_mesh()


# ---- what was injected runs ----

def app(name, metadata=None, **container):
    """A Deployment of one sample that calls details."""
    metadata = metadata or {}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name}, "spec": {
        "selector": {"matchLabels": {"app": name}},
        "template": {"metadata": {**metadata, "labels": {**metadata.get("labels", {}), "app": name}}, "spec": {
            "containers": [{"name": "app", "image": "localhost/malha/sample:dev", "ports": [{"containerPort": 9080}],
                            "env": [{"name": "CALLS", "value": DETAILS}], **container}]}}}}


def running(cluster, namespace, name):
    """The Pod of that app once it is ready."""
    def ready():
        pods = cluster.get("-n", namespace, "pods", "-l", f"app={name}")["items"]
        return [pod for pod in pods if any(c["type"] == "Ready" and c["status"] == "True"
                                           for c in pod["status"].get("conditions", []))]
    return wait(f"{name} being ready", ready)[0]


def in_namespace(namespace, thing):
    thing["metadata"]["namespace"] = namespace
    return thing


def strict(namespace):
    return {"apiVersion": "security.istio.io/v1", "kind": "PeerAuthentication",
            "metadata": {"name": "default", "namespace": namespace}, "spec": {"mtls": {"mode": "STRICT"}}}


def check_calls(pod):
    """The app answers, and its own call goes through its sidecar to a server that takes mutual TLS only."""
    def answer():
        status, body = http(f"http://{pod['status']['podIP']}:9080/")
        assert status == 200, body
        return [call["status"] for call in json.loads(body)["calls"]] == [200]
    wait("an answer of details", answer)


def test_sidecars_native_or_not_and_by_tproxy(cluster, namespace, applied):
    labelled = namespace(INJECTED)
    applied(strict("bookinfo"))
    for name, annotations, init, containers in (
            ("native", {}, ["istio-init", "istio-proxy"], ["app"]),
            ("beside", {"sidecar.istio.io/nativeSidecar": "false"}, ["istio-init"], ["istio-proxy", "app"]),
            ("tproxy", {"sidecar.istio.io/interceptionMode": "TPROXY"}, ["istio-init", "istio-proxy"], ["app"])):
        cluster.apply(in_namespace(labelled, app(name, {"annotations": annotations})))
        pod = running(cluster, labelled, name)
        assert [c["name"] for c in pod["spec"].get("initContainers", [])] == init, name
        assert sorted(c["name"] for c in pod["spec"]["containers"]) == sorted(containers), name
        check_calls(pod)


def test_a_job_completes(cluster, namespace, applied):
    labelled = namespace(INJECTED)
    applied(strict("bookinfo"))
    pod = app("task")["spec"]["template"]
    pod["spec"]["restartPolicy"] = "Never"
    pod["spec"]["containers"][0]["env"].append({"name": "TASK", "value": "1"})
    cluster.apply(in_namespace(labelled, {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "task"}, "spec": {
        "backoffLimit": 4, "template": pod}}))
    cluster.kubectl("-n", labelled, "wait", "--for=condition=Complete", "job/task", TIMEOUT)
    assert sidecar_of(cluster.get("-n", labelled, "pods", "-l", "app=task")["items"][0]) == ["istio-proxy"]


def test_a_gateway_of_its_own(cluster, namespace, applied):
    """Only the template is asked for: image, ports of the sidecar and all else come from injection (image: auto)."""
    labelled = namespace({})
    deployment = app("gate", {"labels": {"sidecar.istio.io/inject": "true"},
                              "annotations": {"inject.istio.io/templates": "gateway"}})
    deployment["spec"]["template"]["spec"]["containers"] = [
        {"name": "istio-proxy", "image": "auto", "imagePullPolicy": "IfNotPresent"}]  # else Always, for it says no tag
    name = {"name": "gate", "namespace": labelled}
    applied({"apiVersion": "networking.istio.io/v1", "kind": "Gateway", "metadata": name, "spec": {
        "selector": {"app": "gate"}, "servers": [{"port": {"number": 8080, "name": "http", "protocol": "HTTP"}, "hosts": ["*"]}]}},
            {"apiVersion": "networking.istio.io/v1", "kind": "VirtualService", "metadata": name, "spec": {
                "hosts": ["*"], "gateways": ["gate"], "http": [{"route": [
                    {"destination": {"host": "productpage.bookinfo.svc.cluster.local", "port": {"number": 9080}}}]}]}})
    cluster.apply({"apiVersion": "v1", "kind": "Service", "metadata": name, "spec": {
        "selector": {"app": "gate"}, "ports": [{"name": "http", "port": 8080}]}}, in_namespace(labelled, deployment))
    pod = running(cluster, labelled, "gate")
    assert re.search("/proxyv2:", pod["spec"]["containers"][0]["image"])
    wait("an answer of productpage", lambda: http(f"http://{pod['status']['podIP']}:8080/productpage")[0] == 200)


def probes(cluster, pod, kind):
    """What kubelet has counted of the app's probes: result -> number."""
    text = cluster.kubectl("get", "--raw", f"/api/v1/nodes/{pod['spec']['nodeName']}/proxy/metrics/probes").stdout
    counted = {}
    for line in text.splitlines():
        labels = dict(re.findall(r'(\w+)="([^"]*)"', line))
        if line.startswith("prober_probe_total{") and labels["pod"] == pod["metadata"]["name"] and (
                labels["container"], labels["probe_type"]) == ("app", kind):
            counted[labels["result"]] = float(line.split()[-1])
    return counted


def test_probes_where_only_mutual_tls_is_taken(cluster, namespace, applied):
    labelled = namespace(INJECTED)
    applied(strict(labelled))
    get = {"httpGet": {"path": "/health", "port": 9080}, "periodSeconds": 1}
    cluster.apply(in_namespace(labelled, app("probed", readinessProbe=get, startupProbe=get, livenessProbe={
        "tcpSocket": {"port": 9080}, "periodSeconds": 1, "failureThreshold": 1})))
    pod = running(cluster, labelled, "probed")
    wait("plain text being refused", lambda: http(f"http://{pod['status']['podIP']}:9080/health")[0] == 0)
    for kind in ("Liveness", "Readiness"):
        before = probes(cluster, pod, kind).get("successful", 0)
        wait(f"three more of {kind}", lambda kind=kind, before=before: probes(cluster, pod, kind).get("successful", 0) >= before + 3)
    assert "failed" not in probes(cluster, pod, "Liveness")
    assert [c["restartCount"] for c in running(cluster, labelled, "probed")["status"]["containerStatuses"]] == [0]
