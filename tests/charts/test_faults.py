"""No memory at any one allocation, or at that and all that follow: the command ends with one line of error and exit code
1, or does without; it never crashes, and prints all of its output or none."""
import subprocess

import pytest

import launch
from compare import CHARTS, HELM, MALHA

RUNS = 150


@pytest.fixture(name="preload", scope="module")
def preload_fixture():
    return launch.preload("malloc")


@pytest.fixture(name="chart", scope="module", params=["folder", "archive"])
def chart_fixture(request, tmp_path_factory):
    """A chart that uses much of the engine, as a folder and as an archive with a dependency in an archive."""
    folder = tmp_path_factory.mktemp("chart")
    below = folder / "below"
    for path, name in ((folder / "app", "app"), (below / "sub", "sub")):
        (path / "templates").mkdir(parents=True)
        (path / "Chart.yaml").write_text(f"apiVersion: v2\nname: {name}\nversion: 1.0.0\n" + (
            "dependencies: [{name: sub, version: ^1, alias: other, condition: other.on}]\n" if name == "app" else ""))
        (path / "values.yaml").write_text("a: {b: [1, x, {c: d}]}\ntext: |\n  lines\n  of text\nflow: {x: &y 1, z: *y}\n")
        (path / "values.schema.json").write_text('{"required": ["a"], "properties": {"text": {"pattern": "^l"}}}')
        (path / "templates" / "t.yaml").write_text(
            'kind: A\n{{ define "h" }}{{ toYaml . | nindent 2 }}{{ end }}v: {{ include "h" .Values }}\n'
            's: {{ semverCompare "^1.2" "1.3" }} {{ regexReplaceAll "l" .Values.text "L" | quote }}\n'
            'd: {{ tpl "{{ .Values.a.b }}" . | sha256sum }} {{ now | date "2006" | len }}\n'
            'm: {{ merge (dict "a" 1) (fromYaml "b: [x]") | toJson }}\n')
    (folder / "app" / "charts").mkdir()
    subprocess.run([HELM, "package", below / "sub", "-d", folder / "app" / "charts"], check=True,
                   capture_output=True)
    if request.param == "folder":
        return folder / "app"
    subprocess.run([HELM, "package", folder / "app", "-d", folder], check=True, capture_output=True)
    return folder / "app-1.0.0.tgz"


def run(preload, arguments, **variables):
    return subprocess.run([MALHA, *map(str, arguments)], capture_output=True, check=False, timeout=60,
                          env={**preload, **variables})


@pytest.mark.parametrize("everything", [False, True], ids=["one", "all-after"])
def test_no_memory(preload, chart, everything):
    arguments = ["template", "rel", chart, "--set", "a.x={1,2}"]
    whole = run(preload, arguments, MALHA_COUNT="1")
    assert whole.returncode == 0, whole.stderr
    total = int(whole.stderr.split()[-1])
    assert total > 500
    for n in sorted({1 + i * total // RUNS for i in range(RUNS)} | set(range(1, 40))):
        more = {"MALHA_FAIL_ALL": "1"} if everything else {}
        done = run(preload, arguments, MALHA_FAIL_AT=str(n), **more)
        assert done.returncode in (0, 1), f"allocation {n} of {total}: {done.returncode} {done.stderr[-500:]}"
        assert done.stdout == (whole.stdout if done.returncode == 0 else b""), f"allocation {n} of {total}"
        assert done.returncode == 0 or done.stderr.count(b"\n") == 1, done.stderr


def test_charts_of_istio(preload):
    arguments = ["template", CHARTS / "gateway"]
    total = int(run(preload, arguments, MALHA_COUNT="1").stderr.split()[-1])
    for n in range(1, total, max(1, total // 60)):
        assert run(preload, arguments, MALHA_FAIL_AT=str(n)).returncode in (0, 1)
