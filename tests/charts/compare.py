"""Renders a chart with real helm and with malha and compares the objects."""
import os
import subprocess
from pathlib import Path

import yaml

import answers
from testbed import BUILD, TOOLS

HELM = TOOLS / "helm"
MALHA = Path(os.environ.get("MALHA_BINARY") or BUILD / "bin" / "malha")
CHARTS = BUILD / "charts" / "charts"
KUBE_VERSION = "v1.36.3"


class Loader(yaml.CSafeLoader):
    """YAML with dates kept as text, as Kubernetes reads it."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag not in (
        "tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:value")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()}


def nested(value):
    """Text that is itself YAML or JSON (ConfigMaps hold such) is compared by what it says."""
    if isinstance(value, dict):
        return {key: nested(item) for key, item in value.items()}
    if isinstance(value, list):
        return [nested(item) for item in value]
    return value


def objects(text):
    """The objects of a stream by identity, in order."""
    result = []
    for document in yaml.load_all(text, Loader=Loader):
        if document is not None:
            result.append(nested(document))
    return result


def render(program, arguments):
    """(exit code, output, errors); helm is not asked twice. Not for charts that give something else each time."""
    if program == HELM:
        return answers.ask(HELM, ["template", *arguments])
    done = subprocess.run([str(program), "template", *map(str, arguments)], capture_output=True,
                          text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def both(arguments):
    """(helm's, malha's) result: lists of objects, or None where one refused; and malha's message."""
    arguments = [*arguments, "--kube-version", KUBE_VERSION]
    helm_rc, helm_out, helm_err = render(HELM, arguments)
    malha_rc, malha_out, malha_err = render(MALHA, arguments)
    return (objects(helm_out) if helm_rc == 0 else None,
            objects(malha_out) if malha_rc == 0 else None,
            f"helm: {helm_err.strip()[-600:]}\nmalha: {malha_err.strip()[-600:]}")


def difference(ours, theirs, path=""):
    """The first place where two trees differ, as text; None when they are the same."""
    if type(ours) is not type(theirs) and not (
            isinstance(ours, (int, float)) and isinstance(theirs, (int, float))):
        return f"{path}: {ours!r:.200} is not {theirs!r:.200}"
    if isinstance(ours, dict):
        for key in sorted({*ours, *theirs}, key=str):
            if key not in ours or key not in theirs:
                return f"{path}.{key}: only in {'malha' if key in ours else 'helm'}"
            found = difference(ours[key], theirs[key], f"{path}.{key}")
            if found:
                return found
        return None
    if isinstance(ours, list):
        if len(ours) != len(theirs):
            return f"{path}: {len(ours)} items, helm has {len(theirs)}"
        for i, (a, b) in enumerate(zip(ours, theirs)):
            found = difference(a, b, f"{path}[{i}]")
            if found:
                return found
        return None
    return None if ours == theirs else f"{path}: {ours!r:.300} is not {theirs!r:.300}"


def check(arguments):
    theirs, ours, messages = both(arguments)
    if (theirs is None) != (ours is None):
        return f"only {'helm' if theirs is not None else 'malha'} renders it\n{messages}"
    if theirs is None:
        return None
    return difference(ours, theirs)
