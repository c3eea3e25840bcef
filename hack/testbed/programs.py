"""The programs of a machine, each with a log and a record of the process; and the end of all that belongs to a cluster."""
import json
import os
import re
import signal
import subprocess
from pathlib import Path

from testbed import cgroup, network
from testbed.proc import Hopeless, alive, identify, reap, running, wait_for

# What a node consists of, by program: only these are ended by folder or argument, never a shell or an editor in there.
NAMES = re.compile(r"(etcd|kube-apiserver|kube-controller-manager|kube-scheduler|kubelet|kube-proxy|containerd|"
                   r"containerd-shim\S*|runc|ctr|nsenter|unshare|envoy)$")


class Programs:
    """Those whose logs and records are below `folder`, in the control group `group`; each started by the command `enter()`."""

    def __init__(self, folder, group, enter=lambda: ()):
        self.folder, self.group, self.enter = folder, group, enter

    def _record(self, name):
        return self.folder / "run" / f"{name}.json"

    def alive(self, name):
        """The pid of a process that was started here and still runs."""
        try:
            identity = json.loads(self._record(name).read_text())
        except (OSError, ValueError):
            return None
        reap(identity["pid"])
        return identity["pid"] if alive(identity) else None

    def spawn(self, name, program, *arguments, enter=None, env=None):
        """Starts it if it does not run, or anew if it runs by other arguments."""
        command = [str(program), *map(str, arguments)]
        if self.alive(name):
            if json.loads(self._record(name).read_text()).get("command") == command:
                return
            self.end(name)
        for folder in ("run", "logs"):
            (self.folder / folder).mkdir(parents=True, exist_ok=True)
        with open(self.folder / "logs" / f"{name}.log", "ab") as log:
            process = subprocess.Popen([*map(str, self.enter() if enter is None else enter), *command], stdin=subprocess.DEVNULL,
                                       stdout=log, stderr=log, start_new_session=True, cwd=self.folder, env={**os.environ, **(env or {})})
        cgroup.join(self.group, process.pid)
        self._record(name).write_text(json.dumps({**(identify(process.pid) or {"pid": process.pid}), "command": command}))

    def started(self, name):
        """When, in seconds since the epoch."""
        return self._record(name).stat().st_mtime

    def log_tail(self, name, characters=2000):
        try:
            return (self.folder / "logs" / f"{name}.log").read_text(errors="replace")[-characters:]
        except OSError as error:
            return str(error)

    def check_alive(self, name):
        if not self.alive(name):
            raise Hopeless(f"cluster: {name} ended; the last of its log:\n{self.log_tail(name)}")

    def wait_ready(self, name, condition):
        def ready_or_dead():
            self.check_alive(name)
            return condition()
        wait_for(f"{name} getting ready", ready_or_dead)

    def end(self, name, number=signal.SIGTERM):
        """Ends one of them, and waits until it has ended."""
        pid = self.alive(name)
        if pid:
            os.kill(pid, number)
            wait_for(f"the end of {name}", lambda: not self.alive(name))


def find(group, namespaces, folder):
    """Every process of these: by control group, network, and programs that work in the folder or on it."""
    pids = cgroup.processes(group)
    inodes = {network.inode(name) for name in namespaces} - {None}
    prefix = f"{folder}/"
    for pid in running():
        proc = Path("/proc") / str(pid)
        try:
            if (proc / "ns/net").stat().st_ino in inodes:
                pids.add(pid)
                continue
            words = (proc / "cmdline").read_bytes().decode(errors="replace").split("\0")
            if NAMES.search(words[0]) and (f"{os.readlink(proc / 'cwd')}/".startswith(prefix) or any(prefix in word for word in words)):
                pids.add(pid)
        except OSError:
            pass
    pids.discard(os.getpid())
    return pids & set(running())


def kill_all(what, pids):
    """Until `pids()` finds none."""
    def killed():
        found = pids()
        for pid in found:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            reap(pid)
        return not found
    wait_for(f"the end of all processes of {what}", killed, seconds=60)
