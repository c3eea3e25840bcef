"""Kubeconfigs of clusters, printed or merged into one of the user's, of which nothing else changes."""
import contextlib
import os
import tempfile
from pathlib import Path

import yaml

from testbed import Failure

LISTS = ("clusters", "users", "contexts")


def default_path():
    """The one that kubectl writes to."""
    named = [one for one in os.environ.get("KUBECONFIG", "").split(os.pathsep) if one]
    return Path(named[0]) if named else Path.home() / ".kube" / "config"


def read(path):
    """What it says; of none, of a kubeconfig in which nothing is."""
    empty = {"apiVersion": "v1", "kind": "Config", "current-context": "", **{one: [] for one in LISTS}}
    try:
        text = Path(path).read_text(encoding="utf-8")
        config = yaml.safe_load(text) or {}
    except FileNotFoundError:
        return empty
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise Failure(f"kubeconfig: {path} cannot be read, and is left as it is: {error}") from None
    if not isinstance(config, dict) or not all(isinstance(config.get(one) or [], list) for one in LISTS):
        raise Failure(f"kubeconfig: {path} is no kubeconfig, and is left as it is")
    for one in LISTS:
        config[one] = config.get(one) or []
    return {**empty, **config}


def _named(item):
    return item.get("name") if isinstance(item, dict) else None


def put(config, other):
    """What the other one names is had from there; the rest stays, in its place."""
    for one in LISTS:
        new = {_named(item): item for item in other[one]}
        config[one] = [new.pop(_named(item), item) for item in config[one]] + list(new.values())


def drop(config, name):
    """What has that name goes. Was there anything?"""
    before = [list(config[one]) for one in LISTS]
    for one in LISTS:
        config[one] = [item for item in config[one] if _named(item) != name]
    if config.get("current-context") == name:
        config["current-context"] = ""
    return before != [config[one] for one in LISTS]


@contextlib.contextmanager
def _locked(path):
    """As kubectl locks it (k8s.io/client-go, tools/clientcmd/config.go)."""
    lock = Path(f"{path}.lock")
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL, 0))
    except FileExistsError:
        raise Failure(f"kubeconfig: {lock} is there: another program writes {path}, or was cut off and you may remove that file") from None
    try:
        yield
    finally:
        lock.unlink()


def change(path, do):
    """Reads it, has it changed by do(config), writes it whole or not at all, for its owner's eyes. False of `do`: nothing is written."""
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(path):
        config = read(path)
        if do(config) is False:
            return
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}.", delete=False, encoding="utf-8") as file:
            try:  # which is made with mode 0600
                yaml.safe_dump(config, file, sort_keys=False)
                file.flush()
                os.fsync(file.fileno())
                os.replace(file.name, path)
            except BaseException:
                os.unlink(file.name)
                raise


def of(clusters):
    """One of all of these."""
    config = read("/nonexistent")
    for cluster in clusters:
        put(config, read(cluster.kubeconfig))
        config["current-context"] = cluster.namespace
    return config


def merge(clusters, path, switch):
    config = of(clusters)

    def merged(into):
        put(into, config)
        if switch or not into["current-context"]:
            into["current-context"] = config["current-context"]
    change(path, merged)


def forget(name, path):
    """The context of a cluster that is gone, where it was merged."""
    if Path(path).exists():
        change(path, lambda config: drop(config, name))
