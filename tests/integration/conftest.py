"""A real API server without a node, and a proxy in front of it that makes faults."""
import json
import os
import signal
import subprocess
import threading

import pytest

import launch
import operators
from cluster import Cluster, wait
from proxy import Proxy
from testbed import BUILD, ROOT, name_here
from testbed.cluster import Cluster as LocalCluster
from testbed.proc import GIVE_UP

NAME = "-".join(filter(None, [name_here("integration"), os.environ.get("PYTEST_XDIST_WORKER")]))
DRIVER = BUILD / "bin-san" / "kube-driver"


@pytest.fixture(scope="session")
def server():
    local = LocalCluster(NAME)
    if local.folder.exists():
        local.delete()
    local.create(control_plane_only=True)
    yield Cluster(local)
    local.delete()


@pytest.fixture(scope="session")
def injector(server):
    """The namespace with the bundled istiod's ConfigMaps."""
    server.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "injector"}})
    server.kubectl("apply", "-f", "-", stdin=launch.injector_maps())
    return "injector"


@pytest.fixture
def proxy(server, tmp_path):
    """The proxy, with `kubeconfig` to reach it."""
    pki = server.local.pki
    made = Proxy(server.local, pki)
    made.kubeconfig = pki.kubeconfig(tmp_path / "kubeconfig", made.address, "admin", "malha-admin", "system:masters")
    yield made
    made.close()


class Running:
    """A driver that goes on; its lines are collected."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([str(DRIVER), *map(str, arguments)], stdout=subprocess.PIPE,
                                        stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.lines = []
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.append(json.loads(line))

    def wait_line(self, what, condition):
        return wait(what, lambda: next((line for line in self.lines if condition(line)), None))

    def signal(self, number):
        os.kill(self.process.pid, number)

    def end(self):
        """Ends it and checks that the sanitizers have nothing to say."""
        self.signal(signal.SIGTERM)
        _, text = self.process.communicate(timeout=GIVE_UP)
        assert self.process.returncode == 0, text


@pytest.fixture
def running():
    started = []

    def start(*arguments):
        started.append(Running(*arguments))
        return started[-1]
    yield start
    for one in started:
        if one.process.poll() is None:
            one.signal(signal.SIGCONT)  # a test that failed may have left it frozen
            one.end()


@pytest.fixture
def drive():
    def run(*arguments, stdin=""):
        done = subprocess.run([str(DRIVER), *map(str, arguments)], capture_output=True, text=True, check=False,
                              input=stdin, timeout=GIVE_UP)
        assert done.returncode in (0, 1), done.stderr
        lines = done.stdout.splitlines()
        return json.loads(lines[-1]) if lines else {}
    return run


@pytest.fixture(scope="session")
def mesh_crd(server):
    """The CRD, such that helm may take it for its own: tests of the chart come to the same server."""
    crd = "crd/meshconfigs.malha.dev"
    server.kubectl("apply", "-f", ROOT / "manifests/crds/malha.dev_meshconfigs.yaml")
    server.kubectl("label", crd, "app.kubernetes.io/managed-by=Helm", "--overwrite")
    server.kubectl("annotate", crd, "meta.helm.sh/release-name=malha", "meta.helm.sh/release-namespace=malha-system", "--overwrite")
    server.kubectl("wait", "--for=condition=Established", crd)


@pytest.fixture
def operator(server, mesh_crd, tmp_path):
    """Starts operators. What they made stays when they end, but for MeshConfigs and what would be in other tests' way."""
    server.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "operator"}})
    server.kubectl("-n", "operator", "delete", "lease", "malha-operator", "--ignore-not-found")
    server.kubectl("-n", "operator", "delete", "cm", "-l", "malha.dev/kept")
    started = []

    def start(kubeconfig, environment=None, **options):
        started.append(operators.start(kubeconfig, environment or operators.POD, tmp_path / "operator.log", **options))
        return started[-1]
    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait()
    for one in server.get("mesh")["items"]:
        server.kubectl("patch", "mesh", one["metadata"]["name"], "--type=merge", "-p", '{"metadata": {"finalizers": null}}')
    server.kubectl("delete", "mesh", "--all", "--timeout=60s")
    server.kubectl("delete", "mutatingwebhookconfigurations,validatingwebhookconfigurations,clusterroles,clusterrolebindings", "-l",
                   "app.kubernetes.io/managed-by=malha")
