"""Which version of Istio a mesh has on a real API server: the one that it runs, until another one is asked for."""
import json
import re
import shutil

import pytest

from cluster import wait
from operators import POD, events, mesh, settle, wait_ready
from test_reconcile import ISTIOD_ANSWERS, requests
from testbed import BUILD

OLD = "0.9.9"
BUNDLED = re.search(r"^version: (\S+)", (BUILD / "charts/charts/istio-control/istio-discovery/Chart.yaml").read_text(), re.M)[1]
ISTIOD = ("-n", "versions", "deploy", "istiod")


@pytest.fixture(scope="session")
def old_charts(tmp_path_factory):
    """The bundled charts as if they were of another version."""
    folder = tmp_path_factory.mktemp("charts") / OLD
    shutil.copytree(BUILD / "charts/charts", folder)
    for chart in folder.rglob("Chart.yaml"):
        chart.write_text(re.sub(r"^(version|appVersion):.*$", rf"\1: {OLD}", chart.read_text(), flags=re.M))
    return folder


def spec(**more):
    return mesh("versions", {"components": {"ingressGateways": [{"name": "gate"}]}, **more})


def version_of(server, *what):
    return server.get(*(what or ISTIOD))["metadata"]["labels"]["app.kubernetes.io/version"]


def kept(server):
    return sorted(one["metadata"]["name"] for one in server.get("-n", "operator", "cm", "-l", "malha.dev/kept")["items"])


def told(server, **wanted):
    def found():
        status = server.get("mesh", "default").get("status", {})
        return all(status.get(key) == value for key, value in wanted.items())
    wait(f"the status saying {wanted}", found)


def end(process):
    process.kill()
    process.wait()


@pytest.fixture
def start(server, proxy, operator):
    """Starts operators, which ask through the proxy; it answers for the istiod that is not there."""
    proxy.lasting.append(ISTIOD_ANSWERS)
    return lambda **options: operator(proxy.kubeconfig, POD, **options)


@pytest.fixture
def runs_old(server, start, old_charts):
    """A mesh of the old version, whose operator has ended."""
    def run(given):
        process = start(charts=old_charts)
        server.apply(given)
        wait_ready(server, "versions")
        told(server, version=OLD, availableVersion=None)
        end(process)
    return run


def test_a_new_operator_keeps_the_version_that_runs_until_another_is_asked_for(server, proxy, start, runs_old):
    runs_old(spec())
    assert kept(server) == [f"malha-charts-{OLD}", "malha-mesh-default"]
    before = server.get("-n", "versions", "deploy,svc,sa,cm")["items"]
    proxy.seen.clear()
    start()
    told(server, version=OLD, availableVersion=BUNDLED)
    assert server.get("-n", "versions", "deploy,svc,sa,cm")["items"] == before
    assert not [request for request in requests(proxy) if request[0] != "GET"]
    # it is repaired, and changed, as that version has it
    server.kubectl("-n", "versions", "delete", "sa", "istiod")
    wait("the account coming back", lambda: server.kubectl("-n", "versions", "get", "sa", "istiod", check=False).returncode == 0)
    assert version_of(server, "-n", "versions", "sa", "istiod") == OLD
    server.apply(spec(values={"global": {"logging": {"level": "default:debug"}}}))
    wait("the value", lambda: "default:debug" in json.dumps(server.get(*ISTIOD)))
    wait_ready(server, "versions")
    assert version_of(server) == OLD

    server.patch_mesh({"spec": {"version": BUNDLED}})
    wait("the new version", lambda: version_of(server) == BUNDLED)
    wait_ready(server, "versions")
    told(server, version=BUNDLED, availableVersion=None)
    assert f"from {OLD} to {BUNDLED}" in events(server, "VersionChanges")
    wait("the upgrade's end", lambda: (server.condition("Upgrading") or {}).get("status") == "False")
    assert version_of(server, "-n", "versions", "deploy", "gate") == BUNDLED
    # and there is a way back, and forth again
    server.patch_mesh({"spec": {"version": OLD}})
    wait("the old version", lambda: version_of(server) == OLD)
    wait_ready(server, "versions")
    told(server, version=OLD, availableVersion=BUNDLED)
    assert kept(server) == sorted([f"malha-charts-{BUNDLED}", f"malha-charts-{OLD}", "malha-mesh-default"])
    # that it was asked for once is remembered
    server.patch_mesh({"spec": {"version": None}})
    wait("the spec being seen", lambda: server.get("mesh", "default")["status"]["observedGeneration"] ==
         server.get("mesh", "default")["metadata"]["generation"])
    assert version_of(server) == OLD


def test_a_pinned_version_stays_valid_when_the_operator_is_another(server, start, runs_old):
    runs_old(spec(version=OLD))
    start()
    told(server, version=OLD, availableVersion=BUNDLED)
    server.kubectl(*ISTIOD[:2], "label", "deploy", "istiod", "istio=other", "--overwrite", "--field-manager=rival")
    wait("the label", lambda: server.get(*ISTIOD)["metadata"]["labels"]["istio"] == "pilot")
    assert version_of(server) == OLD and server.condition("Reconciled")["status"] == "True"


def test_a_version_that_is_nowhere_is_refused_and_what_runs_is_repaired_by_a_later_operator_too(server, start, runs_old):
    runs_old(spec())
    first = start()
    server.patch_mesh({"spec": {"version": "9.9.9"}})
    refusal = wait("the refusal", lambda: "9.9.9" in (server.condition("Reconciled") or {}).get("message", "") and server.condition("Reconciled"))
    assert refusal["reason"] == "InvalidSpec" and BUNDLED in refusal["message"]
    end(first)
    start()
    server.kubectl("-n", "versions", "delete", "sa", "istiod")
    wait("the account coming back", lambda: server.kubectl("-n", "versions", "get", "sa", "istiod", check=False).returncode == 0)
    assert version_of(server, "-n", "versions", "sa", "istiod") == version_of(server) == OLD
    assert server.condition("Reconciled")["reason"] == "InvalidSpec"


def test_what_is_kept_goes_with_the_last_mesh_that_runs_it(server, start):
    start()
    server.apply(spec())
    wait_ready(server, "versions")
    assert kept(server) == [f"malha-charts-{BUNDLED}", "malha-mesh-default"]
    server.kubectl("delete", "mesh", "default", "--timeout=120s")
    assert kept(server) == []


def test_a_mesh_of_an_operator_that_kept_nothing_asks_for_a_word(server, start, runs_old):
    runs_old(spec())
    server.kubectl("-n", "operator", "delete", "cm", "-l", "malha.dev/kept")
    start()
    refusal = wait("the refusal", lambda: OLD in (server.condition("Reconciled") or {}).get("message", "") and server.condition("Reconciled"))
    assert f"the mesh runs {OLD}" in refusal["message"] and BUNDLED in refusal["message"]
    assert version_of(server) == OLD
    server.patch_mesh({"spec": {"version": BUNDLED}})
    wait("the new version", lambda: version_of(server) == BUNDLED)


def test_of_two_versions_the_newer_ones_crds_are_had(server, start, runs_old):
    crd = ("crd", "gateways.networking.istio.io")
    runs_old(spec())
    assert version_of(server, *crd) == OLD
    start()
    told(server, version=OLD)
    two = mesh("two", {"injection": {"provider": "istiod"}, "values": {"revision": "two"}}, "two")
    server.apply(two)

    def ready():
        if server.kubectl("get", "ns", "two", check=False).returncode == 0:
            settle(server, "two")
        return server.mesh_ready("two") and server.mesh_ready("default")
    wait("both meshes being ready", ready)
    assert server.get("mesh", "two")["status"]["version"] == BUNDLED and version_of(server) == OLD
    assert version_of(server, *crd) == BUNDLED
    server.kubectl("delete", "mesh", "two", "--timeout=120s")
    wait("the CRD of who stays", lambda: version_of(server, *crd) == OLD)


def test_a_newer_mesh_that_waits_to_take_over_is_no_bar_to_repairs(server, start, runs_old):
    crd = ("crd", "gateways.networking.istio.io")
    runs_old(spec())
    labels = {"app": "theirs"}
    server.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "two"}})
    server.apply({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "istiod-two", "namespace": "two"},
                  "spec": {"selector": {"matchLabels": labels}, "template": {
                      "metadata": {"labels": labels}, "spec": {"containers": [{"name": "discovery", "image": "theirs"}]}}}})
    start()
    told(server, version=OLD)
    server.apply(mesh("two", {"injection": {"provider": "istiod"}, "values": {"revision": "two"}}, "two"))
    wait("the refusal", lambda: (server.condition("Reconciled", "two") or {}).get("reason") == "AdoptionNeeded")
    server.kubectl("label", *crd, "app.kubernetes.io/version=theirs", "--overwrite", "--field-manager=rival")
    wait("the repair", lambda: version_of(server, *crd) == OLD)
