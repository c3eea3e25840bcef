"""Chart.yaml made at random, most of it odd: helm and malha read the same, or both refuse, with the same words."""
import random

import pytest

from compare import HELM, KUBE_VERSION, MALHA, render

ODD = ["null", '""', "x", "1", "1.0", "1.10", "true", "[a, b]", "[]", "[1, 2]", "[null]", "{}", "{a: b}", "{a: 1}", "[{name: a}]",
       "[{name: x, email: e, url: 1}]", "[{nam: x}]", "2020-01-01", "0x10", "~", '"1.2.3"', "v1.2", "[[a]]", "{a: null}", "yes", "1e3",
       '"a\\nb"', '"é\\u200b\\u00a0"', "'it''s'", ".5", "-1", "1_000", '"\\u0000"', "[true]", "{a: true}", "{a: {b: c}}", "12:30"]
FITTING = {
    "type": ["application", "library", "Library", "other"],
    "version": ["1", "1.2", "v1.2.3", "1.2.3-a.b+c", "01.2.3", "1.2.3-", "1.2.3.4", "1.2.3-01", " 1.2.3", "1.2.3+é"],
    "name": ["a/b", "../x", "a b", "A", "a.b", "-", "é", '"a\\tb"', "..", "."],
    "apiVersion": ["v1", "v3", "V2", "2"],
    "dependencies": ["[{name: d}]", '[{name: d, version: "*"}]', "[null]", "[{name: d, version: 1, alias: 5}]",
                     '[{name: d, alias: "a b"}]', "[{name: d, condition: [x]}]", "[{name: d, tags: x}]", "[{name: d, tags: [1]}]",
                     "[{name: d, enabled: x}]", "[{version: 1.x}]", "[{name: d, import-values: x}]",
                     "[{name: d, import-values: [1, [a], {child: 1}]}]", "[{name: d, extra: 1, Version: 1.0.0}]",
                     '[{name: d, version: ">1 <0"}, {name: d, alias: q}]', "[{name: d}, {name: d}]", "[{name: d}, {name: e, alias: d}]"],
    "maintainers": ["[{name: x, email: 1}]", "[null]", "[x]", "[{Name: a, name: b}]", "[{name: [x]}]"],
    "annotations": ["{a: b, c: 1}", "{a: [x]}", "{1: x}"],
}
KEYS = [*FITTING, "appVersion", "kubeVersion", "description", "keywords", "home", "sources", "icon", "deprecated", "condition", "tags",
        "unknown", "Name", "APIVersion"]
TAILS = ["name: twice\n", "  bad\n", "---\nname: z\n", "# c\n", "...\n", "? a\n"]
TEMPLATE = "chart: {{ toJson .Chart }}\nprinted: [{{ quote .Chart.Name }}, {{ quote .Chart.AppVersion }}, {{ quote .Chart.Type }}]\n"


def chart_yaml(rng):
    fields = {"apiVersion": "v2", "name": "c", "version": "1.0.0"}
    for key in rng.choices(KEYS, k=rng.randint(1, 3)):
        fields[key] = rng.choice(FITTING[key]) if key in FITTING and rng.random() < 0.7 else rng.choice(ODD)
    if rng.random() < 0.1:
        fields.pop(rng.choice(list(fields)))
    return "".join(f"{key}: {value}\n" for key, value in fields.items()) + (rng.choice(TAILS) if rng.random() < 0.05 else "")


def output_or_words(program, folder):
    """The output, or what is said after the file's or the chart's name."""
    code, text, words = render(program, [folder, "--kube-version", KUBE_VERSION])
    words = words[words.find("Error: ") + 7:].split("\n\nUse --debug")[0].strip().removeprefix(f"chart {folder}: ")
    return text if code == 0 else f"refused: {words}"


@pytest.mark.parametrize("seed", range(6))
def test_chart_yaml(tmp_path, seed):
    rng = random.Random(seed)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/t.yaml").write_text(TEMPLATE)
    (tmp_path / "charts/d/templates").mkdir(parents=True)
    (tmp_path / "charts/d/Chart.yaml").write_text("apiVersion: v2\nname: d\nversion: 1.0.0\n")
    (tmp_path / "charts/d/templates/t.yaml").write_text("path: {{ .Template.Name | toJson }}\n")
    for _ in range(50):
        text = chart_yaml(rng)
        (tmp_path / "Chart.yaml").write_text(text)
        assert output_or_words(MALHA, tmp_path) == output_or_words(HELM, tmp_path), text


@pytest.mark.parametrize("name", ["Chart.lock", "requirements.lock", "requirements.yaml"])
@pytest.mark.parametrize("text", ["", "dependencies: []\n", "dependencies: x\n", "dependencies:\n- name: [x]\n", "a: b: c\n", "[]\n",
                                  "digest: {}\n", "name: other\nkeywords: [x]\n"])
def test_files_beside_it(tmp_path, name, text):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/t.yaml").write_text(TEMPLATE)
    (tmp_path / name).write_text(text)
    for version in "v1", "v2":
        (tmp_path / "Chart.yaml").write_text(f"apiVersion: {version}\nname: c\nversion: 1.0.0\n")
        assert output_or_words(MALHA, tmp_path) == output_or_words(HELM, tmp_path)
