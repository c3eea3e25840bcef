"""The operator's process on a real API server: how it begins, leads and ends."""
import datetime
import json
import signal
import subprocess
import threading

import pytest

import launch
from cluster import wait
from operators import POD, events, finalize
from test_kube import once, status

FENCE = datetime.timedelta(seconds=14)  # operator/election.c: after so long without a renewal no write begins


@pytest.fixture(scope="module")
def standing_aside():
    """Preloaded, lets whoever is woken run first (tests/faults/unlock.c)."""
    return launch.preload("unlock")


def refused_mesh(server, version):
    """A spec that is refused: one reconcile and a status, and nothing that would bring about another."""
    server.apply({"apiVersion": "malha.dev/v1alpha1", "kind": "MeshConfig", "metadata": {"name": "default"},
                  "spec": {"version": version}})


def wait_refusal(server, version):
    wait(f"the word on {version}", lambda: version in (server.condition("Reconciled") or {}).get("message", ""))


def lease(server):
    spec = server.get("-n", "operator", "lease", "malha-operator")["spec"]
    for key in ("renewTime", "acquireTime"):
        spec[key] = datetime.datetime.strptime(spec[key], "%Y-%m-%dT%H:%M:%S.%f%z")
    return spec


def writes(proxy):
    return [(method, path) for method, path in proxy.seen if method != "GET" and "/leases/" not in path]


def test_the_list_of_meshes_may_come_after_the_lease(server, proxy, operator, standing_aside):
    refused_mesh(server, "1.2.3")
    listed = threading.Event()
    proxy.rules.append(once("GET", "/meshconfigs", ("hold", listed)))
    process = operator(proxy.kubeconfig, standing_aside)

    wait("the lease", process.leads)
    first = lease(server)
    wait("the lease being renewed", lambda: lease(server) != first)  # that the process leads is old news now
    assert not process.ready() and "malha_reconcile_total" not in process.metrics()
    listed.set()
    wait("a reconcile", lambda: "malha_reconcile_total{" in process.metrics())
    assert process.ready()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0


def test_a_container_that_is_started_again_leads_at_once(server, operator):
    first = operator(server.local.kubeconfig, POD)
    wait("the first leading", first.leads)
    first.kill()
    first.wait()
    before = lease(server)
    second = operator(server.local.kubeconfig, POD)
    wait("the second leading", second.leads)
    after = lease(server)
    # while the lease of the first still counted
    assert after["acquireTime"] < before["renewTime"] + datetime.timedelta(seconds=before["leaseDurationSeconds"])
    assert after["holderIdentity"] == before["holderIdentity"] == f"{POD['HOSTNAME']}_{POD['POD_UID']}"
    assert after["leaseTransitions"] == before["leaseTransitions"] + 1


@pytest.fixture
def audited(server, tmp_path):
    """A kubeconfig of a name of which the API server keeps a record."""
    return server.local.pki.kubeconfig(tmp_path / "audited", server.local.server, *["audited-first"] * 2, "system:masters")


def test_a_container_that_comes_back_after_its_successor_ends_without_a_write(server, audited, operator):
    """By the API server's own record."""
    def told(mark):
        return [(verb, path) for verb, path in server.audited("audited-first", mark) if verb not in ("get", "list", "watch")
                and "/leases/" not in path]
    begin = server.audit_mark()
    refused_mesh(server, "1.2.3")
    first = operator(audited, POD)
    wait_refusal(server, "1.2.3")
    first.send_signal(signal.SIGSTOP)
    renewed = lease(server)["renewTime"]
    second = operator(server.local.kubeconfig, POD)
    wait("the second leading", second.leads)
    server.patch_mesh({"spec": {"version": "1.2.4"}})  # what the first would have to write about
    wait_refusal(server, "1.2.4")
    wait("the fence of the first being closed", lambda: datetime.datetime.now(datetime.timezone.utc) > renewed + FENCE)
    assert told(begin)
    mark = server.audit_mark()
    first.send_signal(signal.SIGCONT)
    assert first.wait(timeout=20) == 1
    assert told(mark) == []
    renewed = lease(server)["renewTime"]
    wait("the second renewing", lambda: lease(server)["renewTime"] > renewed)
    assert second.leads() and second.poll() is None


def test_a_leader_that_cannot_renew_writes_nothing_until_it_can(server, proxy, operator):
    refused_mesh(server, "1.2.3")
    process = operator(proxy.kubeconfig, POD)
    wait_refusal(server, "1.2.3")
    proxy.lasting.append(once("PUT", "/leases/", status(500)))
    wait("it no longer leading", lambda: "malha_leader 0" in process.metrics())
    server.patch_mesh({"spec": {"version": "1.2.4"}})
    proxy.seen.clear()
    wait("attempts to renew", lambda: len([m for m, _ in proxy.seen if m == "PUT"]) > 4)
    assert writes(proxy) == []
    transitions = lease(server)["leaseTransitions"]
    proxy.lasting.clear()
    wait_refusal(server, "1.2.4")
    assert process.poll() is None and lease(server)["leaseTransitions"] == transitions


def test_dashboards_for_controllers_find_what_they_know(server, operator):
    refused_mesh(server, "1.2.3")
    process = operator(server.local.kubeconfig, POD)
    wait_refusal(server, "1.2.3")
    wait("the count of the reconcile", lambda: "controller_runtime_reconcile_total" in process.metrics())
    text = process.metrics()
    host = json.loads(server.local.kubeconfig.read_text())["clusters"][0]["cluster"]["server"].removeprefix("https://")
    for line in ('controller_runtime_reconcile_errors_total{controller="meshconfig"} 0',
                 'controller_runtime_reconcile_time_seconds_count{controller="meshconfig"}', 'workqueue_depth{name="meshconfig"} 0',
                 'workqueue_adds_total{name="meshconfig"}', 'leader_election_master_status{name="malha-operator"} 1',
                 f'rest_client_requests_total{{code="200",host="{host}', 'controller_runtime_reconcile_total{controller="meshconfig",result="success"}'):
        assert line in text, (line, text)


# ---- deletion ----

def installed(server, namespace, annotations=None):
    """A mesh as far as it comes without nodes: istiod's Deployment, which is never ready."""
    server.apply({"apiVersion": "malha.dev/v1alpha1", "kind": "MeshConfig",
                  "metadata": {"name": "default", "annotations": annotations or {}}, "spec": {"namespace": namespace}})
    wait("istiod being applied", lambda: server.get("-n", namespace, "deploy")["items"])
    server.kubectl("-n", namespace, "create", "secret", "generic", "istio-ca-secret")
    server.kubectl("-n", namespace, "create", "configmap", "somebodys")


def gone(server, kind, name):
    return server.kubectl("get", kind, name, check=False).returncode != 0


def test_what_may_be_anothers_stays(server, operator):
    operator(server.local.kubeconfig, POD)
    installed(server, "stays")
    server.kubectl("delete", "mesh", "default", "--timeout=60s")
    namespace = server.get("ns", "stays")
    assert "deletionTimestamp" not in namespace["metadata"]
    assert "applyset.kubernetes.io/part-of" not in namespace["metadata"]["labels"]
    assert {one["metadata"]["name"] for one in server.get("-n", "stays", "secrets,configmaps")["items"]} == {"istio-ca-secret", "somebodys"}
    assert not server.get("-n", "stays", "deploy,services,serviceaccounts,roles")["items"]
    assert "kubectl delete namespace stays" in events(server, "NamespaceKept")
    assert "istio-ca-secret" in events(server, "RootCAKept")
    # a mesh that is made there again does not take the namespace for its own
    server.apply({"apiVersion": "malha.dev/v1alpha1", "kind": "MeshConfig", "metadata": {"name": "default"}, "spec": {"namespace": "stays"}})
    wait("istiod being applied again", lambda: server.get("-n", "stays", "deploy")["items"])
    assert "applyset.kubernetes.io/part-of" not in server.get("ns", "stays")["metadata"]["labels"]


def test_who_asks_for_all_of_it_to_go(server, operator):
    operator(server.local.kubeconfig, POD)
    purge = {"malha.dev/purge": "true"}
    installed(server, "purged", purge)
    server.apply(*({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default", "namespace": name}}
                   for name in ("purged", "default")))
    server.apply({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "lodger", "namespace": "purged"},
                  "spec": {"containers": [{"name": "a", "image": "a"}]}},
                 {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "istio-ca-root-cert", "namespace": "default"}})
    server.kubectl("delete", "mesh", "default", "--timeout=60s")
    assert "lodger" in events(server, "NamespaceKept")  # Pods run in it
    assert {one["metadata"]["name"] for one in server.get("-n", "purged", "secrets,configmaps")["items"]} == {"somebodys"}
    assert gone(server, "crd", "gateways.networking.istio.io")
    assert not [one for one in server.get("-n", "default", "configmaps")["items"] if one["metadata"]["name"] == "istio-ca-root-cert"]

    installed(server, "emptied", purge)
    server.kubectl("delete", "mesh", "default", "--wait=false")
    wait("the namespace being deleted", lambda: "deletionTimestamp" in server.get("ns", "emptied")["metadata"])
    assert server.get("mesh", "default")["metadata"]["finalizers"]  # until it is gone
    finalize(server, "emptied")
    wait("the mesh going", lambda: gone(server, "mesh", "default"))


def sidecar(name, revision="default"):
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {
        "name": name, "namespace": "guarded", "labels": {"security.istio.io/tlsMode": "istio"},
        "annotations": {"sidecar.istio.io/status": json.dumps({"containers": ["istio-proxy"], "revision": revision})}},
        "spec": {"containers": [{"name": "a", "image": "a"}]}}


def test_a_mesh_stays_while_it_has_sidecars(server, operator):
    """Until they are gone, or are let go by an annotation; Pods that have ended and another mesh's do not count."""
    process = operator(server.local.kubeconfig, POD)
    installed(server, "guarded")
    server.apply({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default", "namespace": "guarded"}},
                 sidecar("first"), sidecar("second"), sidecar("ended"), sidecar("theirs", "canary"))
    server.kubectl("-n", "guarded", "patch", "pod", "ended", "--subresource=status", "--type=merge", "-p", '{"status": {"phase": "Succeeded"}}')
    server.kubectl("delete", "mesh", "default", "--wait=false")
    wait("the deletion waiting", lambda: (server.condition("Reconciled") or {}).get("reason") == "SidecarsRemain")
    assert server.get("mesh", "default")["status"]["deletion"] == {"pods": 2, "workloads": [
        {"kind": "Pod", "namespace": "guarded", "name": name, "pods": 1} for name in ("first", "second")]}
    assert "2 pods in 1 namespace have sidecars of this mesh, of Pod guarded/first first" in events(server, "SidecarsRemain")
    assert server.get("-n", "guarded", "deploy", "istiod")
    server.kubectl("-n", "guarded", "delete", "pod", "first", "--force")
    wait("one being gone", lambda: server.get("mesh", "default")["status"]["deletion"]["pods"] == 1)
    server.kubectl("-n", "guarded", "delete", "pod", "second", "--force")
    wait("the mesh going", lambda: gone(server, "mesh", "default"))

    installed(server, "guarded-again")
    server.apply(sidecar("first"))
    server.kubectl("delete", "mesh", "default", "--wait=false")
    wait("the deletion waiting", lambda: (server.condition("Reconciled") or {}).get("reason") == "SidecarsRemain")
    server.kubectl("annotate", "mesh", "default", "malha.dev/abandon-sidecars=true")
    wait("the mesh going", lambda: gone(server, "mesh", "default"))
    server.kubectl("-n", "guarded", "delete", "pod", "--all", "--force")
    assert process.poll() is None


# ---- before it is uninstalled ----

DEPLOYMENT = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "malha-operator", "namespace": "operator"}, "spec": {
    "selector": {"matchLabels": {"a": "b"}}, "template": {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "a", "image": "a"}]}}}}


def test_who_is_uninstalled_lets_go_of_its_meshes(server, proxy, operator, tmp_path):
    server.apply(DEPLOYMENT)
    process = operator(server.local.kubeconfig, POD)
    installed(server, "letgo")
    before = {one["metadata"]["name"]: one["metadata"]["resourceVersion"] for one in server.get("-n", "letgo", "deploy,sa,cm,svc")["items"]}
    assert server.get("mesh", "default")["metadata"]["finalizers"]
    proxy.rules.append(once("PATCH", "/meshconfigs/default", status(409)))  # somebody changed it meanwhile
    goodbye = subprocess.Popen([*launch.operator(proxy.kubeconfig, "operator", 1), "--goodbye", "malha-operator"], stderr=subprocess.PIPE,
                               text=True)
    try:
        wait("the Deployment being ended", lambda: server.get("-n", "operator", "deploy", "malha-operator")["spec"]["replicas"] == 0)
        assert goodbye.poll() is None and server.get("mesh", "default")["metadata"]["finalizers"]  # while another leads nothing is done
        process.send_signal(signal.SIGTERM)  # as kubelet does then
        assert process.wait(timeout=20) == 0
        assert goodbye.wait(timeout=60) == 0
    finally:
        goodbye.kill()
        log = goodbye.communicate()[1]
    assert "mesh is let go" in log
    assert "finalizers" not in server.get("mesh", "default")["metadata"]
    server.kubectl("delete", "mesh", "default", "--timeout=10s")
    assert {one["metadata"]["name"]: one["metadata"]["resourceVersion"]
            for one in server.get("-n", "letgo", "deploy,sa,cm,svc")["items"]} == before
    server.kubectl("-n", "operator", "delete", "deploy", "malha-operator")
