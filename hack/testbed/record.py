"""Which clusters there are, whose they are, and which of them nobody owns any more.

A cluster is a folder STATE/clusters/NAME with a record.json in it, written before anything else of it is made and removed
after everything else. Its owner is the process at whose end the cluster ends too (a test run, or whoever makes it while it
is being made), or null: it is kept until somebody deletes it. A folder without a record that can be read is a leftover.
"""
import contextlib
import fcntl
import json
import os

from testbed import ROOT, STATE
from testbed.proc import alive

FOLDER = STATE / "clusters"


@contextlib.contextmanager
def lock():
    """One at a time of those who make and remove clusters on this machine, whatever their STATE is: numbers are the machine's. Given back at
    the latest when the process ends; what is locked is a folder, so that nothing is left."""
    folder = os.open("/run", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


@contextlib.contextmanager
def lock_of(name):
    """One at a time of those who change that cluster."""
    with open(FOLDER / name / "lock", "w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def names():
    return sorted(path.name for path in FOLDER.iterdir() if path.is_dir()) if FOLDER.is_dir() else []


def read(name):
    """The record, or None when there is none or it makes no sense."""
    try:
        record = json.loads((FOLDER / name / "record.json").read_text())
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) and isinstance(record.get("number"), int) else None


def write(name, record):
    """Whole or not at all, whenever the process ends."""
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".record.{os.getpid()}"
    with open(temporary, "w", encoding="utf-8") as file:
        json.dump(record, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, folder / "record.json")


def new(number, owner, control_plane_only=False):
    """Of a cluster as yet without anything. `nodes`: name, role and index of each; `ports`: what of the host goes where."""
    return {"number": number, "owner": owner, "checkout": str(ROOT), "control_plane_only": control_plane_only, "ready": False,
            "nodes": [], "ports": [], "registries": [], "api": None}


def is_stale(name):
    """Has nobody a claim on it? What is kept stays, even if none of its processes runs: it can be started again."""
    record = read(name)
    return record is None or (record.get("owner") is not None and not alive(record["owner"]))


def numbers():
    return {record["number"] for record in map(read, names()) if record}
