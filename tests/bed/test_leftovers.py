"""The test bed cleans up after itself: whoever makes a cluster may be killed at any moment, and the next one finds nothing of
it. Full clusters, made and removed for real."""
import contextlib
import datetime
import itertools
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from testbed import ROOT, Failure, cgroup, cluster as cluster_module, membership, name_here, network, record
from testbed.cluster import Cluster
from testbed.proc import GIVE_UP, alive, identify, run, wait_for

NAME = name_here("leftovers")

# Does something and kills itself right after its LEFT-th step, a step being whatever leaves something behind.
CHILD = """
import os, signal, sys
sys.path.insert(0, {hack!r})
from testbed import cgroup, etcd, loadbalancer, membership, mounts, network, parts, programs, record
from testbed.cluster import Cluster
from testbed.node import Node
from testbed.pki import Pki
from testbed.programs import Programs
name, left, what = sys.argv[1], int(sys.argv[2]), sys.argv[3]
steps = 0

def counted(owner, attribute):
    original = getattr(owner, attribute)

    def step(*arguments, **named):
        global steps
        result = original(*arguments, **named)
        steps += 1
        if steps == left:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    setattr(owner, attribute, step)

for owner, attribute in ((record, "write"), (network, "run"), (cgroup, "make"), (Pki, "kubeconfig"), (cgroup, "join"), (mounts, "hold"),
                         (Programs, "spawn"), (Node, "import_image"), (parts, "dns"), (loadbalancer, "start"), (etcd, "_ask"),
                         (Programs, "end"), (programs, "kill_all")):
    counted(owner, attribute)
cluster = Cluster(name)
if what == "create":
    cluster.create(agents=1)
elif what == "join":
    membership.add(cluster, f"malha-{{name}}-more", "server")
elif what == "role":
    membership.set_role(cluster, cluster.agents[0], "server")
elif what == "leave":
    membership.remove(cluster, cluster.servers[-1])
elif what == "delete":
    cluster.delete()
"""


def child(name, left, what="create"):
    return subprocess.run([sys.executable, "-c", CHILD.format(hack=str(ROOT / "hack")), name, str(left), what],
                          capture_output=True, text=True, check=False, timeout=2 * GIVE_UP)


def traces(name, number):
    """Everything that is there of a cluster, by what it is called exactly."""
    found = [f"process {pid}" for pid in Cluster(name).pids()]
    folder = record.FOLDER / name
    found += [str(folder)] if folder.exists() else []
    found += [line for line in Path("/proc/self/mountinfo").read_text().splitlines() if f" {folder}/" in line]
    found += [str(root / f"malha-{name}") for root in cgroup.roots() if (root / f"malha-{name}").exists()]
    found += [f"network namespace {one}" for one in Cluster(name).namespaces()]
    if number is not None:
        found += [f"device {link['ifname']}" for link in json.loads(run("ip", "-j", "link").stdout)
                  if link["ifname"] == f"mlh{number}"]
        found += [f"route {route['dst']}" for route in json.loads(run("ip", "-j", "route").stdout)
                  if route["dst"] in {f"10.89.{number}.0/24", network.pods(number), network.services(number)}]
    return found


def wait_gone(name, number):
    """Some of it goes a moment later: the kernel takes its time with devices."""
    def gone():
        left = traces(name, number)
        assert left == []
        return True
    wait_for(f"the end of everything of {name}", gone)


def number_of(name):
    return (record.read(name) or {}).get("number")


def remove_stale():
    with record.lock():
        cluster_module.remove_stale()


@pytest.fixture(autouse=True)
def nothing_left():
    """Each test begins and ends with no cluster of its name."""
    def clean():
        number = number_of(NAME)
        with record.lock():
            Cluster(NAME).remove()
        wait_gone(NAME, number)
    clean()
    yield
    clean()


def test_a_creation_killed_at_any_step_leaves_nothing_for_the_next():
    every = int(os.environ.get("MALHA_BED_EVERY", "3"))  # of the steps one in three, others each day; by hand all: 1
    for left in itertools.count(1 + datetime.date.today().toordinal() % every, every):
        recorded = (record.FOLDER / NAME).exists()
        done = child(NAME, left)  # which removes what the one before left, or could not begin
        assert recorded == ("left by a run that was cut off" in done.stdout), (left, done.stdout, done.stderr)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, (left, done.stdout, done.stderr)
    assert left > 30
    number = number_of(NAME)
    remove_stale()
    wait_gone(NAME, number)


@pytest.mark.parametrize("what", ["join", "role", "leave", "delete"])
def test_a_change_killed_at_any_step_is_no_bar_to_deleting_all(what):
    """A new cluster for each step: by hand all of them, by the day one or two here."""
    every = int(os.environ.get("MALHA_BED_EVERY", "60"))
    for left in itertools.count(1 + datetime.date.today().toordinal() % every, every):
        made = Cluster(NAME)
        made.create(agents=1, keep=True)
        number = made.number
        if what == "leave":
            membership.add(made, f"malha-{NAME}-more", "server")
        done = child(NAME, left, what)
        if Cluster(NAME).folder.exists():
            Cluster(NAME).delete()
        wait_gone(NAME, number)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, (left, done.stdout, done.stderr)


def test_a_running_cluster_whose_every_process_was_killed_is_removed_by_the_next():
    assert child(NAME, 0).returncode == 0  # its owner has ended already
    number = number_of(NAME)
    assert Cluster(NAME).pids()
    for pid in Cluster(NAME).pids():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    other = Cluster(f"{NAME}-other")
    other.create(control_plane_only=True)  # under the number that has become free
    try:
        wait_gone(NAME, None)
    finally:
        other.delete()
    wait_gone(NAME, number)


def test_delete_leaves_nothing_behind():
    made = Cluster(NAME)
    made.create()
    number = made.number
    assert len(traces(NAME, number)) > 10
    made.delete()
    wait_gone(NAME, number)


def test_a_cluster_is_kept_as_long_as_its_owner_lives_or_for_good():
    mine = record.new(199, identify(os.getpid()), True)
    record.write(NAME, mine)
    assert not record.is_stale(NAME)
    record.write(NAME, {**mine, "owner": None})
    assert not record.is_stale(NAME)
    with subprocess.Popen(["sleep", "1000"]) as process:
        theirs = identify(process.pid)
        record.write(NAME, {**mine, "owner": theirs})
        assert not record.is_stale(NAME)
        process.kill()
        wait_for("the owner being a zombie", lambda: not alive(theirs))
        assert record.is_stale(NAME)  # though its number is still taken
    record.write(NAME, {**mine, "owner": {**identify(os.getpid()), "start": "1"}})
    assert record.is_stale(NAME)  # another process has its number now


@pytest.mark.parametrize("text", ["", "{", "[]", '{"number": "x"}', "\x00\xff"])
def test_a_record_that_cannot_be_read_is_a_leftover(text):
    (record.FOLDER / NAME).mkdir(parents=True)
    (record.FOLDER / NAME / "record.json").write_text(text)
    assert record.is_stale(NAME)
    remove_stale()
    assert traces(NAME, None) == []


def test_a_creation_that_fails_leaves_nothing(monkeypatch):
    numbers = []

    def fail(node):
        numbers.append(node.cluster.number)
        raise Failure("on purpose")
    monkeypatch.setattr(cluster_module.parts, "kubelet", fail)
    with pytest.raises(Failure, match="on purpose"):
        Cluster(NAME).create()
    wait_gone(NAME, numbers[0])


def test_numbers_that_the_kernel_knows_are_not_taken():
    first = network.free_number(set())
    run("ip", "link", "add", f"mlh{first}", "type", "veth", "peer", "name", "mlhpeer")
    try:
        assert network.free_number(set()) != first
    finally:
        run("ip", "link", "delete", f"mlh{first}")
    assert network.free_number({first}) != first
