"""One node for all end-to-end tests, made by the very `make up` that users run; removed afterwards."""
import os
import subprocess

import pytest

from cluster import Cluster
from testbed import ROOT, name_here
from testbed.node import Node, clusters

NAME = name_here("e2e")


@pytest.fixture(scope="session")
def cluster():
    if NAME in clusters():  # of a run that was cut off
        Node(NAME).delete()
    environment = {**os.environ, "MALHA_CLUSTER": NAME}
    done = subprocess.run([ROOT / "hack/up"], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    made = Cluster(Node(NAME))
    made.greeting = done.stdout
    yield made
    if not os.environ.get("MALHA_KEEP"):
        Node(NAME).delete()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """What the cluster looks like when a test fails goes into its report."""
    outcome = yield
    report = outcome.get_result()
    if not report.failed or "cluster" not in getattr(item, "funcargs", {}):
        return
    for title, arguments in [("pods", ("get", "pods", "-A", "-o", "wide")),
                             ("malha-operator", ("-n", "malha-system", "logs", "deploy/malha-operator", "--tail=30")),
                             ("malha-webhook", ("-n", "malha-system", "logs", "-l", "app.kubernetes.io/name=malha-webhook",
                                                "--tail=15")),
                             ("mesh", ("get", "mesh", "default", "-o", "jsonpath={.status.conditions}"))]:
        done = item.funcargs["cluster"].kubectl(*arguments, check=False)
        report.sections.append((title, done.stdout + done.stderr))
