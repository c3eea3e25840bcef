"""No leak and no invalid access after 1,000 admissions and 20 reconciles, by valgrind, on a real API server."""
import concurrent.futures
import json
import re
import shutil
import signal
import subprocess

import pytest

import launch
from cluster import ask, free_port, http, review, wait
from pods import SHAPES

VALGRIND = ["valgrind", "--error-exitcode=99", "--leak-check=full", "--show-leak-kinds=definite,indirect",
            "--errors-for-leak-kinds=definite,indirect", "--num-callers=30", "-q"]


@pytest.fixture
def valgrind(server, tmp_path):
    """Runs a command under valgrind; at the end it must stop cleanly and valgrind must have nothing to say."""
    started = []

    def start(*command):
        log = open(tmp_path / f"{len(started)}.log", "w+", encoding="utf-8")
        process = subprocess.Popen([*VALGRIND, *map(str, command)], stderr=log, stdout=log)
        started.append((process, log))
        return process

    yield start
    for process, log in started:
        process.send_signal(signal.SIGTERM)
        rc = process.wait(timeout=60)
        log.seek(0)
        lines = [line for line in log if not line.startswith("{")]
        assert rc == 0, "".join(lines)[-6000:]


@pytest.fixture(scope="module")
def mesh(server, mesh_crd):
    """The CRD and the namespaces; no node, so nothing ever runs."""
    assert shutil.which("valgrind")
    server.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "valgrind"}})


def reconciles(port):
    return sum(int(n) for n in re.findall(r"malha_reconcile_total\{\S+ (\d+)", http(
        f"http://127.0.0.1:{port}/metrics")[1]))


def test_twenty_reconciles_and_a_deletion(server, mesh, valgrind):
    port = free_port()
    # no webhook is there to be asked about a Pod
    server.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "istio-system", "labels": {"istio-injection": "disabled"}}})
    valgrind(*launch.operator(server.local.kubeconfig, "valgrind", port))
    server.apply({"apiVersion": "malha.dev/v1alpha1", "kind": "MeshConfig", "metadata": {"name": "default"},
                  "spec": {"profile": "demo"}})

    def deployment(name):
        wait(f"the Deployment {name}", lambda: server.kubectl(
            "-n", "istio-system", "get", "deploy", name, check=False).returncode == 0)
        generation = server.get("-n", "istio-system", "deploy", name)["metadata"]["generation"]
        server.kubectl("-n", "istio-system", "patch", "deploy", name, "--subresource=status", "--type=merge", "-p",
                       json.dumps({"status": {"observedGeneration": generation, "replicas": 1, "updatedReplicas": 1,
                                              "readyReplicas": 1, "availableReplicas": 1}}))
    deployment("istiod")
    name = "malha-sidecar-injector"
    wait("the webhook configuration", lambda: server.kubectl(
        "get", "mutatingwebhookconfiguration", name, check=False).returncode == 0)
    count = len(server.get("mutatingwebhookconfiguration", name)["webhooks"])
    bundle = json.dumps([{"op": "add", "path": f"/webhooks/{i}/clientConfig/caBundle", "value": "Zm9v"}
                         for i in range(count)])
    done = server.kubectl("patch", "mutatingwebhookconfiguration", name, "--type=json", "-p", bundle, check=False)
    if done.returncode != 0:  # the API server looks into it
        ca = json.loads(server.local.kubeconfig.read_text())["clusters"][0]["cluster"]["certificate-authority-data"]
        server.kubectl("patch", "mutatingwebhookconfiguration", name, "--type=json", "-p",
                       bundle.replace("Zm9v", ca))
    deployment("istio-ingressgateway")
    deployment("istio-egressgateway")
    wait("the mesh getting ready", server.mesh_ready)
    while reconciles(port) < 20:
        before = reconciles(port)
        server.kubectl("annotate", "mesh", "default", f"touched={before}", "--overwrite")
        wait("a reconcile", lambda before=before: reconciles(port) > before)
    server.patch_mesh({"spec": {"values": {"profile": "nope"}}})
    wait("the refusal", lambda: "unknown profile" in (server.condition("Reconciled") or {}).get("message", ""))
    server.kubectl("delete", "mesh", "default", "--wait=false")
    wait("the mesh going", lambda: server.kubectl("get", "mesh", "default", check=False).returncode != 0)
    assert server.get("-n", "istio-system", "deploy")["items"] == []
    server.kubectl("label", "ns", "istio-system", "istio-injection-")


def test_a_thousand_admissions(server, mesh, injector, valgrind):
    port, metrics = free_port(), free_port()
    valgrind(*launch.webhook(server.local.kubeconfig, "valgrind", injector, port, metrics))
    wait("the webhook getting ready", lambda: http(f"http://127.0.0.1:{metrics}/readyz")[0] == 200)
    shapes = list(SHAPES.values())

    def admit(i):
        body = review(shapes[i % len(shapes)], "app") if i % 50 else b'{"kind": "AdmissionReview", "request":'
        return ask(f"https://127.0.0.1:{port}/inject", body)[0]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(admit, range(1000)))
    assert codes.count(200) == 980 and codes.count(400) == 20
    # a configuration that changes under way
    good = server.get("-n", injector, "configmap", "istio-sidecar-injector")["data"]["config"]

    def configure(text):
        server.kubectl("-n", injector, "patch", "configmap", "istio-sidecar-injector", "--type=merge", "-p",
                       json.dumps({"data": {"config": text}}))
    configure("templates: {sidecar: '{{ if'}")
    try:
        wait("its refusal", lambda: 'result="rejected"' in http(f"http://127.0.0.1:{metrics}/metrics")[1])
        assert admit(1) == 200
    finally:
        configure(good)
