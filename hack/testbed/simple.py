"""A cluster as a file says it: k3d's kind Simple (k3d.io/v1alpha5), for the fields that exist here."""
import yaml

from testbed import Failure

VERSIONS = ("k3d.io/v1alpha4", "k3d.io/v1alpha5")
EXAMPLE = """apiVersion: k3d.io/v1alpha5
kind: Simple
metadata:
  name: malha
servers: 1
agents: 2
kubeAPI:
  hostIP: 127.0.0.1
  hostPort: "6550"
ports:
- port: 8080:80
  nodeFilters: [loadbalancer]
registries:
  create:
    name: my-registry
    hostPort: "5000"
options:
  k3d:
    timeout: 300s
  k3s:
    nodeLabels:
    - label: topology.kubernetes.io/zone=a
      nodeFilters: [agent:0]
"""
# What may be where; a list has the one thing that its items are.
_FILTERED = {"nodeFilters": [str]}
_SHAPE = {
    "apiVersion": str, "kind": str, "metadata": {"name": str}, "servers": int, "agents": int,
    "kubeAPI": {"hostIP": str, "hostPort": (str, int)}, "ports": [{"port": str, **_FILTERED}],
    "registries": {"create": {"name": str, "hostPort": (str, int)}, "use": [str]},
    "options": {"k3d": {"timeout": str, "wait": bool}, "k3s": {"nodeLabels": [{"label": str, **_FILTERED}]}},
}
_WORDS = {str: "a text", int: "a number", bool: "true or false", (str, int): "a port"}


def _check(value, shape, path):
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            raise Failure(f"{path}: an object is asked for")
        for key, inner in value.items():
            below = f"{path}.{key}" if path else str(key)
            if key not in shape:
                raise Failure(f"{below}: no such field here; there are {', '.join(shape)}")
            _check(inner, shape[key], below)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise Failure(f"{path}: a list is asked for")
        for i, item in enumerate(value):
            _check(item, shape[0], f"{path}[{i}]")
    elif not isinstance(value, shape) or (isinstance(value, bool) and shape is not bool):
        raise Failure(f"{path}: {_WORDS[shape]} is asked for")


def read(file):
    """What it says, each field as it ought to be."""
    try:
        with open(file, encoding="utf-8") as text:
            said = yaml.safe_load(text)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise Failure(f"{file}: {error}") from None
    try:
        _check(said, _SHAPE, "")
        if said.get("kind") != "Simple" or said.get("apiVersion") not in VERSIONS:
            raise Failure(f"kind Simple of apiVersion {' or '.join(VERSIONS)} is asked for")
    except Failure as failure:
        raise Failure(f"{file}: {failure}") from None
    return said


def to_words(said):
    """The same as flags of `cluster create`, but for the name."""
    words = [f"--{role}={said[role]}" for role in ("servers", "agents") if role in said]
    api = said.get("kubeAPI", {})
    if "hostPort" in api:
        words.append(f"--api-port={api.get('hostIP', '127.0.0.1')}:{api['hostPort']}")
    for flag, key, rows in (("--port", "port", said.get("ports", [])),
                            ("--node-label", "label", said.get("options", {}).get("k3s", {}).get("nodeLabels", []))):
        for row in rows:
            words += [f"{flag}={row.get(key, '')}@{to}" for to in row.get("nodeFilters") or ["loadbalancer" if key == "port" else "all"]]
    registries = said.get("registries", {})
    if "create" in registries:
        port = registries["create"].get("hostPort")
        words.append(f"--registry-create={registries['create'].get('name', '')}" + (f":{port}" if port else ""))
    words += [f"--registry-use={one}" for one in registries.get("use", [])]
    if "timeout" in said.get("options", {}).get("k3d", {}):
        words.append(f"--timeout={said['options']['k3d']['timeout']}")
    return words
