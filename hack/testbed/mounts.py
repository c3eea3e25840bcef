"""What a node has of the file system for itself: Kubernetes, containerd and plugins find folders of the node's own at the
places that they all know. They are bound there in a mount namespace that lives as long as its first process, and with it go
all mounts of the node and its Pods: nothing is ever mounted on the host."""
import os
from pathlib import Path

from testbed.proc import wait_for

OWN = ("/etc/cni/net.d", "/opt/cni/bin", "/var/lib/cni", "/run", "/var/log/containers")
PLUGINS = Path("/usr/lib/cni")
_MADE = Path("/run/malha.places")  # those that were not there before: a path a line
# The host's mounts come along: of its network namespaces, which would live on here when they have gone there, it lets go.
_HOLD = """set -e
mount --make-rshared /
umount -l /run/netns
while [ $# -gt 1 ]; do mount --bind "$1" "$2"; shift 2; done
: > "$1"
exec sleep infinity
"""


def own(folder, path):
    """Where on the host that is what the node sees there."""
    return folder / "own" / path.strip("/")


def make_places():
    """A folder can be bound only where one is. Under the lock."""
    for path in OWN:
        missing = [one for one in (Path(path), *Path(path).parents) if not one.exists()]
        if missing:
            with open(_MADE, "a", encoding="utf-8") as file:
                file.writelines(f"{one}\n" for one in reversed(missing))
            Path(path).mkdir(parents=True)


def remove_places():
    """Those that were made, unless somebody has put something there. Under the lock, when there is no cluster any more."""
    if not _MADE.exists():
        return
    for path in sorted(set(_MADE.read_text(encoding="utf-8").splitlines()), key=len, reverse=True):
        try:
            os.rmdir(path)
        except OSError:
            pass
    _MADE.unlink()


def hold(programs, folder, namespace):
    """Makes the mount namespace of a node, within its network."""
    if programs.alive("mounts"):
        return
    done = folder / "run" / "mounted"
    done.unlink(missing_ok=True)
    binds = []
    for path in OWN:
        source = own(folder, path)
        source.mkdir(parents=True, exist_ok=True)
        binds += [source, path]
    for plugin in PLUGINS.iterdir():
        link = own(folder, "/opt/cni/bin") / plugin.name
        if not link.is_symlink():
            link.symlink_to(plugin)
    programs.spawn("mounts", "unshare", "--mount", "--propagation", "slave", "sh", "-c", _HOLD, "mounts", *binds, done, enter=namespace)
    wait_for("the mounts of the node", lambda: programs.check_alive("mounts") or done.exists())


def enter(programs):
    """What a command is prefixed with to run there; nothing while there is no such namespace."""
    pid = programs.alive("mounts")
    return (f"--mount=/proc/{pid}/ns/mnt",) if pid else ()
