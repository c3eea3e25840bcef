"""After all has been deleted the machine is as it was."""
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from lines import web
from cluster import wait
from testbed import ROOT, cgroup, image
from testbed.proc import GIVE_UP, run, running

# Where Kubernetes, containerd and plugins keep what they have, if they are not told otherwise.
PLACES = [Path(path) for path in ("/etc/cni", "/opt/cni", "/var/lib/kubelet", "/var/lib/containerd", "/var/lib/etcd", "/var/log/pods",
                                  "/var/log/containers", "/var/lib/cni", "/run/containerd", "/run/istio-cni", "/run/netns", "/run/malha.places")]


def command_line(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
    except OSError:
        return ""


def machine(state):
    """What a cluster could leave: a name of each thing."""
    found = {f"process {line}" for line in map(command_line, running()) if str(state) in line or str(ROOT / "build/tools") in line}
    found |= {f"mount {line.split()[4]}" for line in Path("/proc/self/mountinfo").read_text().splitlines()}
    for words in (("ip", "netns"), ("ip", "-br", "link"), ("ip", "route"), ("ip", "-br", "addr"), ("ip", "rule")):
        found |= {f"{words}: {line.split('@')[0] if 'link' in words else line}" for line in run(*words).stdout.splitlines()}
    found |= {f"rule {line}" for line in run("nft", "list", "ruleset").stdout.splitlines()}
    found |= {f"group {path}" for root in cgroup.roots() for path in root.glob("malha*")}
    found |= {f"file {path}" for place in PLACES if place.exists() for path in (place, *place.rglob("*"))}
    return found | {f"file {path}" for path in state.rglob("*")}


@pytest.fixture
def elsewhere(line):
    """A state of its own: "all" clusters are those in there. Its name is short, since sockets are below it."""
    state = Path(tempfile.mkdtemp(prefix="m", dir="/tmp"))

    def call(*words):
        done = subprocess.run([ROOT / "hack/cluster", *words], env=line.environment(MALHA_STATE=str(state)),
                              capture_output=True, text=True, check=False, timeout=GIVE_UP)
        assert done.returncode == 0, done.stderr
        return done.stdout
    call.state = state
    yield call
    call("cluster", "delete", "--all")
    call("registry", "delete", "--all")
    shutil.rmtree(state)


def test_delete_all_leaves_the_machine_as_it_was(elsewhere):
    before = machine(elsewhere.state)
    elsewhere("registry", "create", "my-left")
    for name in ("my-one", "my-two"):
        elsewhere("cluster", "create", name, "--agents", "1", "--registry-use", "my-left")
        elsewhere("image", "import", str(image.sample().write()), "--cluster", name)
    elsewhere("node", "create", "my-node", "--cluster", "my-two")
    kubectl = (ROOT / "build/tools/kubectl", "--kubeconfig", elsewhere.state / "clusters/my-one/admin.kubeconfig")
    run(*kubectl, "apply", "-f", "-", input=web(kind="DaemonSet", type="LoadBalancer"))
    run(*kubectl, "rollout", "status", "ds/web", "--timeout=300s")
    assert len(machine(elsewhere.state) - before) > 100
    elsewhere("cluster", "delete", "--all")
    elsewhere("registry", "delete", "--all")

    def as_before():
        left = machine(elsewhere.state) - before - {f"file {elsewhere.state / name}" for name in ("clusters", "registries")}
        assert not left, sorted(left)[:20]
        return True
    wait("the machine being as before", as_before)  # the kernel takes its time with devices
