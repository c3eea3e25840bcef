"""What all tests share: where things are, and a list of those that failed."""
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
for folder in (ROOT / "hack", ROOT / "tests", ROOT / "tests" / "charts", ROOT / "tests" / "e2e", ROOT / "tests" / "integration"):
    sys.path.insert(0, str(folder))

_failed = []


def pytest_runtest_logreport(report):
    if report.failed and report.nodeid not in _failed:
        _failed.append(report.nodeid)


def pytest_sessionfinish(session):
    """For hack/test, which runs some of them once more."""
    if _failed and not hasattr(session.config, "workerinput"):
        file = ROOT / "build" / "failed.txt"
        file.parent.mkdir(exist_ok=True)
        file.write_text("".join(f"{name}\n" for name in _failed))
