"""What all tests share: where things are, evidence of what failed, and a list of it."""
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
for folder in (ROOT / "hack", ROOT / "tests", ROOT / "tests" / "bed", ROOT / "tests" / "charts", ROOT / "tests" / "e2e", ROOT / "tests" / "integration"):
    sys.path.insert(0, str(folder))

import pytest  # noqa: E402

from testbed import evidence  # noqa: E402

_failed = []


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """What the cluster and the machine look like when a test fails goes into its report, the whole to build/evidence."""
    outcome = yield
    report = outcome.get_result()
    used = getattr(item, "funcargs", {})
    cluster = used.get("cluster") or used.get("server")
    if report.failed and hasattr(cluster, "local"):
        report.sections.extend(evidence.collect(cluster.local, item.name[:60]))


def pytest_runtest_logreport(report):
    if report.failed and report.nodeid not in _failed:
        _failed.append(report.nodeid)


def pytest_sessionfinish(session):
    """For hack/test, which runs some of them once more."""
    if _failed and not hasattr(session.config, "workerinput"):
        file = ROOT / "build" / f"failed-{os.environ.get('MALHA_SUITE', 'by-hand')}.txt"
        file.parent.mkdir(exist_ok=True)
        file.write_text("".join(f"{name}\n" for name in _failed))
