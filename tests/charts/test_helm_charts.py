"""The charts that Helm's own tests are made of (and those of other modules that our tools are built from), rendered by
both: the same text. Read where Go keeps the modules; none is copied."""
import json
import os
import subprocess
from pathlib import Path

import pytest

from compare import HELM, KUBE_VERSION, MALHA, ROOT, difference, objects

MODULES = [("helm", "helm.sh/helm/v3"), ("istio", "istio.io/istio"),
           ("istio", "sigs.k8s.io/gateway-api-inference-extension")]
FLAGS = [[], ["--include-crds", "--set", "tags.back-end=true,global.x=1", "--no-hooks"], ["--is-upgrade", "--skip-tests"]]


def folder_of(tool, module):
    """Where the module lies that the tool is pinned to."""
    listed = subprocess.run(["go", "mod", "download", "-json", module], cwd=ROOT / "hack" / "tools" / tool, check=True,
                            capture_output=True, text=True, env={**os.environ, "GOWORK": "off"})
    return Path(json.loads(listed.stdout)["Dir"])


def charts():
    for tool, module in MODULES:
        base = folder_of(tool, module)
        for path in sorted({*(p.parent for p in base.rglob("Chart.yaml")), *base.rglob("*.tgz")}):
            yield pytest.param(path, id=f"{module.rsplit('/', 1)[-1]}/{path.relative_to(base)}")


def template(program, chart, flags):
    return subprocess.run([program, "template", "rel", chart, "--kube-version", KUBE_VERSION, *flags],
                          capture_output=True, check=False)


def random_places(chart, flags, first):
    """What helm itself gives differently each time (passwords): its second answer tells."""
    again = objects(template(HELM, chart, flags).stdout.decode())
    places = set()
    while place := difference(first, again):
        place = place.split(": ")[0]
        places.add(place)
        take_out(first, place)
        take_out(again, place)
    return places


def take_out(tree, place):
    """Replaces what is at a place like [0].data.x."""
    keys = [int(part[1:-1]) if part.startswith("[") else part
            for part in place.replace("[", ".[").split(".") if part]
    for key in keys[:-1]:
        tree = tree[key]
    tree[keys[-1]] = None


def assert_same_text(chart, flags):
    theirs, ours = template(HELM, chart, flags), template(MALHA, chart, flags)
    assert (ours.returncode == 0) == (theirs.returncode == 0), (ours.stderr, theirs.stderr)
    if theirs.returncode or ours.stdout == theirs.stdout:
        return
    want, got = objects(theirs.stdout.decode()), objects(ours.stdout.decode())
    places = random_places(chart, flags, want)
    assert places, f"{flags}: the text differs"
    for place in places:
        take_out(got, place)
    assert difference(got, want) is None


@pytest.mark.parametrize("chart", list(charts()))
def test_the_same_text(chart):
    for flags in FLAGS:
        assert_same_text(chart, flags)


def further_charts():
    """Charts below the folders of $MALHA_CHARTS, such as clones of public ones, by themselves and with each of their
    ci/*.yaml."""
    for base in filter(None, os.environ.get("MALHA_CHARTS", "").split(":")):
        for path in sorted({*(p.parent for p in Path(base).rglob("Chart.yaml")), *Path(base).rglob("*.tgz")}):
            for values in [None, *sorted(path.glob("ci/*.yaml"))]:
                name = f"{path.relative_to(base)}{f' {values.name}' if values else ''}"
                yield pytest.param(path, ["-f", values] if values else [], id=name)


if os.environ.get("MALHA_CHARTS"):
    @pytest.mark.parametrize("chart, flags", list(further_charts()))
    def test_further_charts(chart, flags):
        assert_same_text(chart, flags)
