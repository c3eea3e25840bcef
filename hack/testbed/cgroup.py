"""The control groups of a node: one for its own processes, one for its pods, both with a share of the processors that other
work on the machine does not take away."""
import os
from pathlib import Path

from testbed.proc import wait_for

MOUNT = Path("/sys/fs/cgroup")
# Beside the 1024 of any other group, or any process in none.
SHARES = {"": 16384, "system": 8192}


def roots():
    """The mounted hierarchies that can hold processes: one for v2, one a controller for v1."""
    if (MOUNT / "cgroup.controllers").exists():
        return [MOUNT]
    return [path for path in MOUNT.iterdir() if path.is_dir() and (path / "cgroup.procs").exists()]


def _set_share(folder, shares):
    if (folder / "cpu.shares").exists():
        (folder / "cpu.shares").write_text(str(shares))
    elif (folder / "cpu.weight").exists():
        (folder / "cpu.weight").write_text(str(min(10000, shares * 100 // 1024)))


def make(name):
    """The groups NAME and NAME/system in every hierarchy."""
    for root in roots():
        for below, shares in SHARES.items():
            folder = root / name / below
            folder.mkdir(exist_ok=True)
            for file in ("cpuset.cpus", "cpuset.mems"):  # empty ones take no process
                if (folder / file).exists() and not (folder / file).read_text().strip():
                    above = (folder.parent / file).read_text().strip()
                    if above:
                        (folder / file).write_text(above)
            _set_share(folder, shares)


def join(name, pid):
    """Puts a process into NAME/system."""
    for root in roots():
        try:
            (root / name / "system" / "cgroup.procs").write_text(str(pid))
        except OSError:  # ended already
            pass


def processes(name):
    """The numbers of all processes in NAME and below."""
    pids = set()
    for root in roots():
        for folder, _, _ in os.walk(root / name):  # which passes over what vanishes meanwhile
            try:
                pids.update(map(int, (Path(folder) / "cgroup.procs").read_text().split()))
            except OSError:
                pass
    return pids


def remove(name):
    for root in roots():
        _remove(root / name)


def _remove(path):
    if not path.is_dir():
        return
    for _, folders, _ in os.walk(path):
        for child in folders:
            _remove(path / child)
        break

    def removed():
        try:
            path.rmdir()
        except FileNotFoundError:
            pass
        return True
    wait_for(f"removing {path}", removed, seconds=30)
