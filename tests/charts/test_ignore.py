"""Random .helmignore files and --show-only patterns: helm and malha take the same files, or both refuse."""
import random

import pytest

from compare import HELM, KUBE_VERSION, MALHA, render

NAMES = ["a.yaml", "b.txt", "sub/a.yaml", "sub/deep/c.yaml", ".hidden", "x y.md", "a~", "sub/.git/k", "dir/readme.md", "#c",
         "tmp/[a].txt", "-d.bak", "t!t", "a+b.tgz.orig", "sub/b.txt", "UP.YAML", "é.txt", "templates/a.yaml", "templates/sub/e.yaml",
         "templates/[a]é.yaml", "templates/.h.yaml"]
PARTS = ["a", "b", "*", "?", "/", ".", "sub", "deep", "!", "[a-c]", "[!a]", "[^x]", "[c-a]", "[]a]", "[^]", ".yaml", ".txt", "\\", "\\*",
         "\\[a]", "#", " ", "~", "dir", "tmp", "[", "]", "-", "x y", "+", ".git", "é", "[à-ü]", "templates/"]


def pattern(rng):
    return "".join(rng.choices(PARTS, k=rng.randint(1, 4))) if rng.random() < 0.97 else "a**"


def output(program, folder, flags):
    code, text, _ = render(program, [folder, "--kube-version", KUBE_VERSION, *flags])
    return text if code == 0 else None


@pytest.fixture
def chart(tmp_path):
    for name in NAMES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a: 1\n")
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: c\nversion: 1.0.0\n")
    (tmp_path / "templates/d.yaml").write_text("files: [{{ range $name, $_ := .Files }}{{ toJson $name }}, {{ end }}]\n")
    return tmp_path


@pytest.mark.parametrize("seed", range(4))
def test_helmignore(chart, seed):
    rng = random.Random(seed)
    for _ in range(50):
        lines = [pattern(rng) for _ in range(rng.choice([1, 1, 2, 3]))]
        text = rng.choice(["\n", "\n", "\r\n"]).join(lines) + rng.choice(["", "\n"])
        (chart / ".helmignore").write_bytes(text.encode())
        assert output(MALHA, chart, []) == output(HELM, chart, []), lines


@pytest.mark.parametrize("seed", range(2))
def test_show_only(chart, seed):
    rng = random.Random(seed)
    for _ in range(50):
        flags = ["-s", rng.choice(["templates/", "templates/", "templates/sub/", ""]) + pattern(rng)]
        assert output(MALHA, chart, flags) == output(HELM, chart, flags), flags
