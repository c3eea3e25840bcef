"""The operator's process on a real API server: how it begins and how it ends."""
import os
import signal
import subprocess
import threading

import pytest

from cluster import free_port, http, wait
from testbed import BUILD, ROOT
from test_kube import once


@pytest.fixture(scope="module")
def standing_aside():
    """Preloaded, lets whoever is woken run first (tests/faults/unlock.c)."""
    library = BUILD / "faults" / "unlock.so"
    library.parent.mkdir(exist_ok=True)
    subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", library, ROOT / "tests/faults/unlock.c"], check=True)
    return {"LD_PRELOAD": str(library)}


@pytest.fixture
def operator(server, tmp_path):
    server.kubectl("apply", "-f", ROOT / "manifests/crds/malha.dev_meshconfigs.yaml")
    server.kubectl("wait", "--for=condition=Established", "crd/meshconfigs.malha.dev")
    server.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "operator"}})
    started = []

    def start(kubeconfig, environment):
        with open(tmp_path / "operator.log", "ab") as log:
            port = free_port()
            process = subprocess.Popen(
                [str(BUILD / "bin/malha-operator"), "--kubeconfig", str(kubeconfig), "--namespace", "operator", "--charts",
                 str(BUILD / "charts/charts"), "--profiles", str(ROOT / "manifests/profiles"), "--components",
                 str(ROOT / "manifests/components/istio.yaml"), "--address", "127.0.0.1", "--metrics-port", str(port)],
                stderr=log, env={**os.environ, **environment})
        process.metrics = lambda: http(f"http://127.0.0.1:{port}/metrics")[1]
        process.ready = lambda: http(f"http://127.0.0.1:{port}/readyz")[0] == 200
        started.append(process)
        return process
    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait()
    server.kubectl("patch", "mesh", "--all", "--type=merge", "-p", '{"metadata": {"finalizers": null}}', check=False)
    server.kubectl("delete", "mesh", "--all")


def test_the_list_of_meshes_may_come_after_the_lease(server, proxy, operator, standing_aside):
    # a spec that is refused: one reconcile, and nothing that would bring about another
    server.apply({"apiVersion": "malha.dev/v1alpha1", "kind": "MeshConfig", "metadata": {"name": "default"},
                  "spec": {"version": "1.2.3"}})
    listed = threading.Event()
    proxy.rules.append(once("GET", "/meshconfigs", ("hold", listed)))
    process = operator(proxy.kubeconfig, standing_aside)

    def renewed():
        return server.get("-n", "operator", "lease", "malha-operator")["spec"]["renewTime"]
    wait("the lease", lambda: "malha_leader 1" in process.metrics())
    first = renewed()
    wait("the lease being renewed", lambda: renewed() != first)  # that the process leads is old news now
    assert not process.ready() and "malha_reconcile_total" not in process.metrics()
    listed.set()
    wait("a reconcile", lambda: "malha_reconcile_total{" in process.metrics())
    assert process.ready()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
