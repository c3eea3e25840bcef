"""docs/local-clusters.md: its lines are run as they stand there, one after the other; what its table says is understood."""
import os
import re
import shlex
import subprocess

import pytest

from testbed import ROOT, TOOLS, cli
from testbed.proc import GIVE_UP

TEXT = (ROOT / "docs/local-clusters.md").read_text(encoding="utf-8")
LINES = [line.strip() for line in TEXT.splitlines() if line.startswith("    ")]
SAID = [said for row in TEXT.splitlines() if row.startswith("| `k3d") for said in re.findall(r"`hack/cluster ([^`]*)`", row)]


def test_every_line_of_the_page_runs(line):
    assert len(LINES) > 20
    environment = line.environment(PATH=f"{TOOLS}:{os.environ['PATH']}")
    for one in LINES:
        done = subprocess.run(["bash", "-c", one], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=GIVE_UP)
        assert done.returncode == 0, f"{one}: {done.stdout}{done.stderr}"


@pytest.mark.parametrize("said", SAID)
def test_what_the_table_names_is_understood(said):
    words = shlex.split(said.partition(")")[0])
    if words[0] == "completion":
        assert cli.script(words[1:], cli.VERBS)
        return
    assert cli.parser().parse_args(["cluster", *words] if words[0] in cli.VERBS["cluster"] else words).do
