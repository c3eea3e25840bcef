"""A disk that is full in the middle of an import."""
import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from testbed import ROOT
from testbed.archive import Image
from testbed.proc import GIVE_UP, run


@pytest.fixture
def small(line):
    """hack/cluster with a state that has little room."""
    state = Path(tempfile.mkdtemp(prefix="m", dir="/tmp"))
    run("mount", "-t", "tmpfs", "-o", "size=600m", "tmpfs", state)

    def call(*words):
        return subprocess.run([ROOT / "hack/cluster", *map(str, words)], env=line.environment(MALHA_STATE=str(state)), capture_output=True,
                              text=True, check=False, timeout=GIVE_UP)
    call.state = state
    yield call
    call("cluster", "delete", "--all")
    run("umount", state)
    state.rmdir()


def test_an_import_for_which_there_is_no_room_leaves_the_node_as_it_was(small, tmp_path):
    done = small("cluster", "create", "my-small")
    assert done.returncode == 0, done.stderr
    (tmp_path / "large").write_bytes(os.urandom(400 << 20))
    archive = Image("my-large:latest", ["/large"]).add(tmp_path / "large", "/large").write()
    try:
        done = small("image", "import", archive, "--cluster", "my-small")
    finally:
        archive.unlink()
    assert done.returncode == 1 and "no space left on device" in done.stderr and "Traceback" not in done.stderr
    images = run("ctr", "--address", small.state / "clusters/my-small/n0/containerd/containerd.sock", "-n", "k8s.io", "images", "ls", "-q").stdout
    assert "my-large" not in images
    assert small("cluster", "delete", "my-small").returncode == 0
    assert list((small.state / "clusters").iterdir()) == []
