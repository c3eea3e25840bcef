"""The operator's process, and what else there is in a cluster with nodes: controllers, and the webhook."""
import base64
import hashlib
import json
import os
import subprocess
from contextlib import contextmanager

import launch
from cluster import free_port, http, meanwhile, wait
from testbed import BUILD

POD = {"HOSTNAME": "malha-operator-0", "POD_UID": "0a6f1c1e-6c1d-4a1b-9a64-1f7f0c0de001"}


def start(kubeconfig, environment, log, **options):
    port = free_port()
    with open(log, "ab") as file:
        process = subprocess.Popen(launch.operator(kubeconfig, "operator", port, **options), stderr=file, env={**os.environ, **environment})
    process.metrics = lambda: http(f"http://127.0.0.1:{port}/metrics")[1]
    process.ready = lambda: http(f"http://127.0.0.1:{port}/readyz") == (200, "ok\n")
    process.leads = lambda: "malha_leader 1" in process.metrics()
    process.log = log
    return process


def events(server, reason):
    """The notes of all Events with this reason about MeshConfigs."""
    return "\n".join(one["note"] for one in server.get("-n", "default", "events.v1.events.k8s.io")["items"]
                     if one["regarding"]["kind"] == "MeshConfig" and one["reason"] == reason)


def mesh(namespace, spec=None, name="default"):
    return {"apiVersion": "malha.dev/v1alpha1", "kind": "MeshConfig", "metadata": {"name": name},
            "spec": {"namespace": namespace, **(spec or {})}}


def inventory_id(name):
    """What labels a mesh's objects (operator/inventory.c)."""
    digest = hashlib.sha256(f"{name}..MeshConfig.malha.dev".encode()).digest()
    return f"applyset-{base64.urlsafe_b64encode(digest).decode().rstrip('=')}-v1"


def rival(server, wrote, write):
    """Writes again and again what is not there any more, until it is left."""
    return meanwhile(lambda: wrote() or server.kubectl(*write), 0.2)


def finalize(server, namespace):
    """Waits until the namespace is being deleted, and does what its controller would do once all in it is gone."""
    found = wait(f"namespace {namespace} being deleted", lambda: next(
        (one for one in server.get("ns")["items"]
         if one["metadata"]["name"] == namespace and "deletionTimestamp" in one["metadata"]), None))
    found["spec"]["finalizers"] = []
    server.api.write("PUT", f"/api/v1/namespaces/{namespace}/finalize", found)


def settle_deployments(server, namespace):
    """What their controller would do now."""
    for one in server.get("-n", namespace, "deploy")["items"]:
        replicas = one["spec"].get("replicas", 1)
        want = {"observedGeneration": one["metadata"]["generation"], "replicas": replicas, "updatedReplicas": replicas,
                "readyReplicas": replicas, "availableReplicas": replicas}
        if one.get("status", {}) != want:
            server.api.write("PATCH", f"/apis/apps/v1/namespaces/{namespace}/deployments/{one['metadata']['name']}/status?fieldManager=controller",
                             {"status": want}, "application/merge-patch+json")


def settle_webhooks(server):
    """What malha-webhook, or istiod, would do now."""
    bundle = base64.b64encode((server.local.folder / "pki" / "ca.crt").read_bytes()).decode()
    for one in server.get("mutatingwebhookconfigurations")["items"]:
        if "caBundle" not in one["webhooks"][0]["clientConfig"]:
            server.api.write("PATCH", f"/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/{one['metadata']['name']}?fieldManager=webhook",
                             [{"op": "add", "path": f"/webhooks/{i}/clientConfig/caBundle", "value": bundle} for i in range(len(one["webhooks"]))],
                             "application/json-patch+json")


def settle(server, namespace):
    settle_deployments(server, namespace)
    settle_webhooks(server)


def wait_ready(server, namespace, name="default"):
    def ready():
        settle(server, namespace)
        return server.mesh_ready(name)
    wait(f"mesh {name} getting ready", ready)


@contextmanager
def helm_installed(server, namespace, release):
    """istiod as that release, and what it stands on, in a namespace that is there; the releases go when it is left."""
    for name, chart in (("base", "base"), (release, "istio-control/istio-discovery")):
        server.run("helm", "install", name, BUILD / "charts/charts" / chart, "-n", namespace, "--set", f"global.istioNamespace={namespace}",
                   "--take-ownership")
    try:
        yield server.get("-n", namespace, "deploy", "istiod")
    finally:
        for name in (release, "base"):
            server.run("helm", "uninstall", name, "-n", namespace, "--no-hooks", "--ignore-not-found")
