"""values.schema.json of any draft, made at random, with values made at random: both take them or both refuse."""
import json
import random
import subprocess
import sys

import pytest

from compare import HELM, MALHA
from testbed import ROOT

sys.path.insert(0, str(ROOT / "tests" / "oracle"))
from schemas import Schemas  # noqa: E402

ROUNDS, SIZE = 10, 30


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_both_take_them_or_refuse(tmp_path, seed):
    schemas = Schemas(random.Random(seed))
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: c\nversion: 1.0.0\n")
    different = []
    for _ in range(SIZE):
        schema, values = schemas.file(), schemas.values()
        (tmp_path / "values.schema.json").write_text(json.dumps(schema))
        (tmp_path / "values.yaml").write_text(json.dumps(values))
        theirs, ours = (subprocess.run([program, "template", tmp_path], capture_output=True, text=True, check=False)
                        for program in (HELM, MALHA))
        if theirs.returncode != ours.returncode:
            different.append((json.dumps(schema), json.dumps(values), theirs.stderr, ours.stderr))
    assert not different, "\n".join("\n  ".join(row) for row in different[:5])
