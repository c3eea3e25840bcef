"""Charts within charts, made at random: aliases, conditions, tags, import-values, globals, nulls, a chart used twice.
Every chart prints its values and what it knows of itself; helm and malha print the same, or both refuse."""
import json
import random

import pytest
import yaml

from compare import HELM, KUBE_VERSION, MALHA, render

DUMP = """{"path": {{ .Template.Name | toJson }}, "values": {{ .Values | toJson }}, "chart": {{ .Chart | toJson }}, "dependencies": [
{{- range .Chart.Dependencies }}{{ print .Name .Alias .Enabled .Tags .ImportValues | toJson }}, {{ end }}""], "below": {
{{- range $name, $top := .Subcharts }}{{ $name | toJson }}: {{ $top.Values | toJson }}, {{ end }}"": 0}}
"""
SETS = ["p.q=1", "x.enabled=false", "x.p=null", "global.p.q=g", "tags.t1=false", "x.w.r=3", "p=null", "w=null", "global=null",
        "x.global.r=1", "w.enabled=true"]


class Trees:
    """`wild`: how often a value is of a kind that does not fit where it is."""

    def __init__(self, seed, wild):
        self.random, self.wild, self.leaves = random.Random(seed), wild, 0

    def some(self, chance):
        return self.random.random() < chance

    def leaf(self):
        self.leaves += 1
        return self.random.choice([None, True, False, [], {}, "", self.leaves]) if self.some(0.3) else f"v{self.leaves}"

    def table(self, depth):
        """p and q are tables, r and s are leaves."""
        table = {}
        for key in self.random.choices("pqrs", k=self.random.randint(0, 3)):
            fits = not self.some(self.wild)
            table[key] = self.table(depth + 1) if (key in "pq") == fits and depth < 3 else self.leaf()
        return table

    def values(self, names):
        values = self.table(0)
        for name in names:
            if self.some(0.5):
                values[name] = self.leaf() if self.some(self.wild) else self.values(
                    [self.random.choice("xwz")] if len(names) and self.some(0.4) else [])
                if isinstance(values[name], dict) and self.some(0.3):
                    values[name]["enabled"] = self.some(0.5)
        if self.some(0.5):
            values["global"] = self.leaf() if self.some(self.wild) else self.table(1)
        if self.some(0.4):
            values["exports"] = {"e1": self.table(1), "e2": self.table(1)}
        if self.some(0.3):
            values["tags"] = {tag: self.some(0.5) for tag in self.random.sample(["t1", "t2"], self.random.randint(0, 2))}
        return values

    def requirement(self, name, version, again):
        pick = self.random.choice
        result = {"name": name, "version": pick([version] * 6 + ["*", ">=0-0", "^1.0.0", "1.x", ">1.0.0 <3", "1.0.0 || 2"])}
        if again or self.some(0.3):
            result["alias"] = f"al{name}{again}"
        if self.some(0.4):
            result["condition"] = pick([f"{result.get('alias', name)}.enabled", f"{name}.enabled", "p.q", f"no,{name}.enabled"])
        if self.some(0.3):
            result["tags"] = self.random.sample(["t1", "t2"], self.random.randint(0, 2))
        if self.some(0.4):
            result["import-values"] = [
                pick(["e1", "e2", "p", "exports.e1", {"child": pick(["p", "p.q", "exports.e1", "q", "p."]),
                                                      "parent": pick(["imp", "p", ".", "p.q", "global"])}])
                for _ in range(self.random.randint(1, 2))]
        return result

    def chart(self, folder, name, depth=0):
        """Writes a chart and those within it; gives its Chart.yaml and the names its values may use."""
        (folder / "templates").mkdir(parents=True)
        meta = {"apiVersion": self.random.choice(["v2", "v2", "v1"]), "name": name,
                "version": self.random.choice(["1.0.0", "1.2.0", "0.1.0-rc1", "2.0.0+b1"])}
        if depth and self.some(0.1):
            meta["type"] = self.random.choice(["library", "application"])
        required, names, unnamed = [], [], 0
        for child in self.random.sample("xwz", self.random.choice([[1, 1, 2, 3], [0, 1, 2], [0]][depth])):
            below, _ = self.chart(folder / "charts" / child, child, depth + 1)
            names.append(child)
            if not unnamed and self.some(0.15):
                unnamed = 1  # two of them come in any order
                continue
            for again in range(self.random.choice([1, 1, 1, 2])):
                required.append(self.requirement(child, below["version"], again))
                names.append(required[-1].get("alias", child))
        if required and meta["apiVersion"] == "v2":
            meta["dependencies"] = required
        elif required:
            (folder / "requirements.yaml").write_text(yaml.safe_dump({"dependencies": required}))
        (folder / "Chart.yaml").write_text(yaml.safe_dump(meta))
        (folder / "values.yaml").write_text(yaml.safe_dump(self.values(names)))
        (folder / "templates/dump.yaml").write_text(DUMP)
        return meta, names


def what_templates_saw(program, arguments):
    code, text, _ = render(program, ["rel", *arguments, "--kube-version", KUBE_VERSION])
    if code != 0:
        return None
    return {line["path"]: line for line in map(json.loads, (line for line in text.split("\n") if line.startswith("{")))}


@pytest.mark.parametrize("wild", [0, 0.02, 0.15])
@pytest.mark.parametrize("group", range(5))
def test_trees(tmp_path, group, wild):
    rendered_by_both = 0
    for seed in range(20):
        trees = Trees(f"{group}/{seed}/{wild}", wild)
        folder = tmp_path / str(seed)
        _, names = trees.chart(folder / "top", "top")
        arguments = [str(folder / "top")]
        for i in range(trees.random.choice([0, 0, 1, 1, 2])):
            (folder / f"{i}.yaml").write_text(yaml.safe_dump(trees.values(names)))
            arguments += ["-f", str(folder / f"{i}.yaml")]
        for one in trees.random.sample(SETS, trees.random.choice([0, 0, 0, 1, 2])):
            arguments += ["--set", one]
        theirs, ours = what_templates_saw(HELM, arguments), what_templates_saw(MALHA, arguments)
        assert ours == theirs, " ".join(arguments)
        rendered_by_both += theirs is not None
    assert rendered_by_both >= 5
