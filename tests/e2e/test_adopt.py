"""Taking over what istioctl and helm installed, on a real node: no Pod is restarted, and then it is the MeshConfig's."""
import json

import pytest

from cluster import istio_operator, wait
from test_injection import TIMEOUT
from testbed import BUILD

CHARTS = BUILD / "charts/charts"
NAMESPACE = "istio-system"
GATEWAY = "istio-ingressgateway"
FORMAT = "%PROTOCOL%\n"


def by_istioctl(cluster, folder):
    file = folder / "operator.json"
    file.write_text(json.dumps(istio_operator(cluster.wanted_spec, "minimal")))
    cluster.run("istioctl", "install", "-y", "-f", file)
    return {}


def by_helm(cluster, folder):
    """With a release of another name than Malha's, and a gateway."""
    spec, file = cluster.wanted_spec, folder / "values.json"
    images = spec["images"]
    file.write_text(json.dumps({**spec["values"], "global": {"hub": images["registry"], "tag": images["tag"],
                                                             "imagePullPolicy": images["pullPolicy"]}}))
    for release, chart in (("istio-base", "base"), ("control", "istio-control/istio-discovery")):
        cluster.run("helm", "install", release, CHARTS / chart, "-n", NAMESPACE, "-f", file, "--take-ownership")
    cluster.kubectl("-n", NAMESPACE, "rollout", "status", "deploy/istiod", TIMEOUT)
    cluster.run("helm", "install", GATEWAY, CHARTS / "gateway", "-n", NAMESPACE, "--set", "imagePullPolicy=IfNotPresent")
    cluster.kubectl("-n", NAMESPACE, "rollout", "status", f"deploy/{GATEWAY}", TIMEOUT)
    return {"ingressGateways": [{"name": GATEWAY, "values": {"imagePullPolicy": "IfNotPresent"}}]}


def spec(cluster, components, **mesh_config):
    wanted = cluster.wanted_spec
    values = {**wanted["values"], "meshConfig": {**wanted["values"]["meshConfig"], **mesh_config}}
    return {"apiVersion": "malha.dev/v1alpha1", "kind": "MeshConfig", "metadata": {"name": "default"}, "spec": {
        **wanted, "profile": "minimal", "injection": {"provider": "istiod"}, "values": values, "components": components}}


def pods(cluster):
    """Those that run, with what a restart would change."""
    return {pod["metadata"]["name"]: (pod["metadata"]["uid"], [one["restartCount"] for one in pod["status"]["containerStatuses"]])
            for pod in cluster.get("-n", NAMESPACE, "pods")["items"] if pod["status"]["phase"] == "Running"}


@pytest.fixture
def vacant(cluster, fit):
    """There is no mesh, and nothing of it after the test either."""
    def clear():
        cluster.abandon_mesh()
        cluster.kubectl("-n", NAMESPACE, "wait", "--for=delete", "pod", "--all", TIMEOUT, check=False)
    clear()
    yield
    clear()
    for release in (GATEWAY, "control", "istio-base"):
        cluster.run("helm", "uninstall", release, "-n", NAMESPACE, "--ignore-not-found")
    cluster.run("istioctl", "uninstall", "--purge", "-y", check=False)


@pytest.mark.parametrize("install", [by_istioctl, by_helm])
def test_it_is_taken_over_without_a_restart(cluster, vacant, tmp_path, install):
    components = install(cluster, tmp_path)
    before = pods(cluster)
    assert len(before) == 1 + len(components)
    cluster.apply(spec(cluster, components))
    wait("being asked for a word", lambda: (cluster.condition("Reconciled") or {}).get("reason") == "AdoptionNeeded")
    cluster.kubectl("annotate", "mesh", "default", "malha.dev/adopt=plan")
    plan = wait("the plan", lambda: cluster.get("mesh", "default")["status"].get("plan"))
    assert not [change for change in plan["changes"] if change.get("restarts")], plan
    cluster.kubectl("annotate", "mesh", "default", "malha.dev/adopt=yes", "--overwrite")
    cluster.wait_mesh()
    assert pods(cluster) == before

    cluster.apply(spec(cluster, components, accessLogFormat=FORMAT))
    wait("the edit", lambda: "PROTOCOL" in cluster.get("-n", NAMESPACE, "cm", "istio")["data"]["mesh"])
    cluster.wait_mesh()
    assert pods(cluster) == before
