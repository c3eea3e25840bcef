"""Processes: running them with a time-out, waiting for what they do, telling one from another of the same number."""
import os
import subprocess
import time
from pathlib import Path

from testbed import Failure

# When to give up on something good that ought to come. It costs nothing when it does come, so it is generous: a slow
# machine is no failure. Shorter bounds are for what is itself a promise.
GIVE_UP = 300


class Hopeless(Failure):
    """A state that cannot get better: a wait for something better ends at once."""


def run(*command, check=True, timeout=GIVE_UP, **kwargs):
    """A finished program with its output as text; a failure is raised with what it said."""
    words = [str(part) for part in command]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=timeout, **kwargs)
    except subprocess.TimeoutExpired:
        raise Failure(f"{' '.join(words)} did not end within {timeout} s") from None
    if check and done.returncode != 0:
        raise Failure(f"{' '.join(words)}: {done.stderr.strip() or done.stdout.strip()}")
    return done


def wait_for(what, condition, seconds=GIVE_UP):
    """Polls until `condition` gives something true, which is returned. Whatever it raises counts as "not yet", but for
    Hopeless; the last of it is told when time is up."""
    deadline = time.monotonic() + seconds
    last = None
    while True:
        try:
            value = condition()
            if value:
                return value
        except Hopeless:
            raise
        except Exception as error:  # pylint: disable=broad-except
            last = error
        if time.monotonic() > deadline:
            raise Failure(f"{what} did not happen within {seconds} s" + (f"; the last try: {last!r}" if last else ""))
        time.sleep(0.1)


def _stat(pid):
    """State and start time (in clock ticks since boot) of a process; None when there is none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return None
    return fields[0], fields[19]


def _boot():
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def identify(pid):
    """What names a process for good: its number, its start and the boot; None when there is none."""
    stat = _stat(pid)
    return {"pid": pid, "start": stat[1], "boot": _boot()} if stat else None


def alive(identity):
    """Does just this process still run? A zombie does not."""
    if not isinstance(identity, dict) or identity.get("boot") != _boot():
        return False
    stat = _stat(identity.get("pid"))
    return stat is not None and stat[0] not in "ZX" and stat[1] == identity.get("start")


def myself():
    return identify(os.getpid())


def running():
    """The numbers of all processes that are no zombies."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            stat = _stat(entry.name)
            if stat and stat[0] not in "ZX":
                yield int(entry.name)


def reap(pid):
    """Takes leave of a child of this very process that has ended; for others' children nothing happens."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass
