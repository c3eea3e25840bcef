"""No memory at any one allocation, or at that and all that follow, from an AdmissionReview to its answer: an error, the whole
answer, or a refusal of the Pod; never a crash, and never half an answer."""
import json
import subprocess

import pytest

import launch
import test_goldens
from cluster import review
from testbed import BUILD

RUNS = 300
PODS = ("hello-probes", "proxy-override", "gateway", "traffic-annotations")


@pytest.fixture(name="preload", scope="module")
def preload_fixture():
    return launch.preload("malloc")


@pytest.fixture(name="options", scope="module")
def options_fixture(tmp_path_factory):
    return test_goldens.Injector(test_goldens.case("hello"), tmp_path_factory.mktemp("injector")).options


@pytest.mark.parametrize("everything", [False, True], ids=["one", "all-after"])
@pytest.mark.parametrize("name", PODS)
def test_no_memory(preload, options, tmp_path, name, everything):
    pod, namespace = next(test_goldens.pods((test_goldens.folder() / f"{name}.yaml").read_text()))
    file = tmp_path / "review.json"
    file.write_text(json.dumps(review(pod, namespace)))

    def run(**variables):
        return subprocess.run([BUILD / "bin/malha", "admit", "-f", file, *options], capture_output=True, check=False, timeout=60,
                              env={**preload, **variables})
    whole = run(MALHA_COUNT="1")
    assert whole.returncode == 0 and b'"patch":' in whole.stdout
    total = int(whole.stderr.split()[-1])
    # the configuration is read first, which takes most of them: a third of the places are in the rest
    places = {1 + i * total // RUNS for i in range(RUNS)} | {total - i * (total // 20) // (RUNS // 2) for i in range(RUNS // 2)}
    more = {"MALHA_FAIL_ALL": "1"} if everything else {}
    for n in sorted(places):
        done = run(MALHA_FAIL_AT=str(n), **more)
        where = f"allocation {n} of {total}: {done.returncode} {done.stderr[-500:]}"
        assert done.returncode in (0, 1), where
        if done.returncode == 0:
            assert done.stdout == whole.stdout, where
        else:
            assert not done.stdout or json.loads(done.stdout)["response"]["allowed"] is False, where
            assert done.stderr.count(b"\n") == 1, where
