"""The charts that Helm's own tests are made of (and those of other modules that our tools are built from), rendered by
both: the same text. Read where Go keeps the modules; none is copied."""
import json
import os
import subprocess
from pathlib import Path

import pytest

from compare import HELM, KUBE_VERSION, MALHA, difference, objects
from testbed import ROOT

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


def forget_random(first, again, ours):
    """Empties in the first tree and in ours what helm itself gives differently the second time (passwords)."""
    items = list(first.items() if isinstance(first, dict) else enumerate(first))
    for key, value in items:
        try:
            other, own = again[key], ours[key]
        except (KeyError, IndexError, TypeError):
            continue
        if type(value) is type(other) is type(own) and isinstance(value, (dict, list)):
            forget_random(value, other, own)
        elif value != other:
            first[key] = ours[key] = None


def assert_same_text(chart, flags):
    theirs, ours = template(HELM, chart, flags), template(MALHA, chart, flags)
    assert (ours.returncode == 0) == (theirs.returncode == 0), (ours.stderr, theirs.stderr)
    if theirs.returncode or ours.stdout == theirs.stdout:
        return
    want, got = objects(theirs.stdout.decode()), objects(ours.stdout.decode())
    again = template(HELM, chart, flags).stdout
    assert again != theirs.stdout, f"{flags}: the text differs"
    forget_random(want, objects(again.decode()), got)
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
