"""One node for all end-to-end tests, filled by the very `make up` that users run; removed afterwards. Before each test the
mesh is as `make up` left it, and after it again: a test that fails does not make the next ones fail."""
import json
import os
import zlib

import pytest

from bookinfo import Bookinfo
from cluster import Cluster, make_up, wait
from testbed import ROOT, Failure, name_here
from testbed.preflight import Unfit, fit_cluster

NAME = name_here("e2e")


@pytest.fixture(scope="session")
def say(request):
    """Prints a line at once, whatever pytest captures."""
    terminal = request.config.pluginmanager.get_plugin("terminalreporter")
    capture = request.config.pluginmanager.get_plugin("capturemanager")

    def line(text):
        with capture.global_and_fixture_disabled():
            terminal.write_line(text)
    return line


@pytest.fixture(scope="session")
def cluster(say):
    try:
        local = fit_cluster(NAME, say)
    except Unfit as unfit:
        pytest.exit(str(unfit), returncode=3)
    try:
        done = make_up(NAME)
        say(done.stdout)
        if done.returncode != 0:
            say(done.stderr)
            pytest.exit("make up failed, and with it all that is tested on the mesh", returncode=1)
        made = Cluster(local)
        made.greeting = done.stdout
        yield made
    finally:
        if not os.environ.get("MALHA_KEEP"):
            local.delete()


# ---- the state that every test begins with ----

def unfit(cluster):
    """What is not as it has to be before a test; None when all is well."""
    if cluster.kubectl("get", "mesh", "default", check=False).returncode != 0:
        return "there is no MeshConfig"
    if cluster.get("mesh", "default")["spec"] != cluster.wanted_spec:
        return "the MeshConfig is not the sample's"
    if not (cluster.has("-n", "bookinfo", "virtualservices", "bookinfo") and cluster.get("-n", "bookinfo", "gateways.networking.istio.io")["items"]):
        return "Bookinfo's routes are not there"
    ready = cluster.condition() or {}
    if ready.get("status") != "True":
        return f"the mesh is not ready: {ready.get('message', 'its status is of an earlier generation')}"
    for name in ("malha-operator", "malha-webhook"):
        deployment = cluster.get("-n", "malha-system", "deploy", name)
        if deployment["spec"]["replicas"] == 0 or deployment.get("status", {}).get("availableReplicas") != deployment[
                "spec"]["replicas"]:
            return f"{name} is not available"
    return None


def restore(cluster):
    """Back to what `make up` left."""
    for name in ("malha-operator", "malha-webhook"):
        cluster.kubectl("-n", "malha-system", "scale", "deploy", name, f"--replicas={cluster.replicas[name]}")
    if cluster.kubectl("get", "mesh", "default", check=False).returncode != 0:
        cluster.kubectl("apply", "-f", ROOT / "manifests/samples/mesh-local.yaml")
    cluster.kubectl("patch", "mesh", "default", "--type=json", "-p",
                    json.dumps([{"op": "replace", "path": "/spec", "value": cluster.wanted_spec}]))
    # they have gone if Istio's CRDs have; istiod checks them, once it is there
    wait("Bookinfo's routes", lambda: cluster.kubectl("apply", "-n", "bookinfo", "-f", ROOT / "manifests/samples/bookinfo", check=False).returncode == 0)
    wait("the mesh being as before", lambda: unfit(cluster) is None)


@pytest.fixture(scope="session", autouse=True)
def as_made(cluster):
    """Notes how `make up` left it."""
    cluster.fit = False
    cluster.wanted_spec = cluster.get("mesh", "default")["spec"]
    cluster.replicas = {name: cluster.get("-n", "malha-system", "deploy", name)["spec"]["replicas"]
                        for name in ("malha-operator", "malha-webhook")}


@pytest.fixture(autouse=True)
def fit(as_made, cluster):
    """Restores the mesh once where it is not as it was; if that does not help the test is not run."""
    if not cluster.fit:
        fault = unfit(cluster)
        try:
            restore(cluster)
        except (Failure, AssertionError) as error:
            pytest.fail(f"NOT RUN, since what the tests before it left could not be mended: {fault}; {error}", pytrace=False)
    cluster.fit = False
    yield
    if unfit(cluster):
        restore(cluster)
    cluster.fit = True


@pytest.fixture
def applied(cluster, fit):
    """Applies objects that are gone again after the test."""
    made = []

    def apply(*objects):
        made.extend(objects)
        cluster.apply(*objects)
    yield apply
    for item in reversed(made):
        cluster.kubectl("-n", item["metadata"].get("namespace", "default"), "delete", "--ignore-not-found", "--wait=false",
                        item["kind"], item["metadata"]["name"])


@pytest.fixture
def bookinfo(cluster):
    return Bookinfo(cluster)


@pytest.fixture
def namespace(applied, cluster, request):
    """Makes a namespace of the test's own, with labels, whose service account is there."""
    made = []

    def make(labels):
        name = f"t{zlib.crc32(request.node.nodeid.encode())}-{len(made)}"
        made.append(name)
        applied({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}})
        wait("the service account", lambda: cluster.get("-n", name, "serviceaccount", "default"))
        return name
    return make

