"""Local clusters as users make them: by the very lines of docs/local-clusters.md, whose ports are this machine's. Of two checkouts that
test them at once one waits for the other."""
import fcntl
from pathlib import Path

import pytest

from lines import Lines
from testbed import STATE, record, registry
from testbed.cluster import Cluster


@pytest.fixture(scope="session")
def examples():
    """This machine's ports are ours, and nothing of the names in the examples is there."""
    STATE.mkdir(parents=True, exist_ok=True)
    with open(STATE / "examples.lock", "w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)

        def clean():
            for name in record.names():
                if name.startswith("my-"):
                    Cluster(name).delete()
            for name in registry.names():
                if name.startswith("my-"):
                    registry.Registry(name).remove()
        clean()
        yield
        clean()


@pytest.fixture(scope="session")
def line(examples, tmp_path_factory):
    return Lines(Path(tmp_path_factory.mktemp("home")))
