"""The examples of docs/mixer.md, each applied as it stands there."""
import json
import re

import pytest
import yaml

from bookinfo import ask_as, steady
from cluster import wait
from testbed import ROOT
from testbed.proc import GIVE_UP
from test_injection import app, in_namespace

TEXT = (ROOT / "docs/mixer.md").read_text()
REFUSED = (403, "RBAC: access denied")


def example(heading):
    """What stands in the page below that heading."""
    section = re.split(r"^#+ ", TEXT.partition(f"\n### {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    return list(yaml.safe_load_all(re.search(r"```yaml\n(.*?)```", section, re.DOTALL)[1]))


@pytest.fixture
def applied_example(applied):
    def apply(heading):
        objects = example(heading)
        applied(*(in_namespace("bookinfo", one) for one in objects if one["kind"] != "MeshConfig"))
        return objects
    return apply


def test_the_page_s_links_lead_somewhere():
    headings = {re.sub(r"[^a-z -]", "", line.lower()).replace(" ", "-") for line in re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE)}
    for target in re.findall(r"\]\((?!https)([^)]+)\)", TEXT.replace("\n", " ")):
        path, _, anchor = target.partition("#")
        if path:
            assert (ROOT / "docs" / path).exists(), target
        else:
            assert anchor in headings, (target, headings)


def test_denier(bookinfo, applied_example):
    applied_example("denier")
    steady("mallory being refused", lambda: bookinfo.ask(end_user="mallory") == REFUSED)
    assert {bookinfo.ask(end_user=user)[0] for user in ("mallory2", "anna", "") for _ in range(10)} == {200}


def test_listchecker(bookinfo, applied_example):
    applied_example("listchecker")
    steady("those who are not in the list being refused", lambda: bookinfo.ask(x_app_version="v3") == bookinfo.ask() == REFUSED)
    assert {bookinfo.ask(x_app_version=version)[0] for version in ("v1", "v2", "v2.1") for _ in range(10)} == {200}


def test_an_adapter_of_one_s_own(cluster, bookinfo, applied, applied_example):
    """It is asked, what it says is done, and where it is away nobody comes in."""
    def answer(status):
        checker = app("checker", env=[{"name": "STATUS", "value": str(status)}])
        applied(in_namespace("checker", checker))
        cluster.kubectl("-n", "checker", "rollout", "status", "deploy/checker", f"--timeout={GIVE_UP}s")
    applied({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "checker"}},
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "checker", "namespace": "checker"},
             "spec": {"selector": {"app": "checker"}, "ports": [{"name": "http", "port": 9080}]}})
    answer(200)
    mesh = applied_example("An adapter of one's own")[0]
    cluster.patch_mesh({"spec": mesh["spec"]})
    cluster.wait_mesh()
    steady("who is allowed coming in", lambda: bookinfo.ask()[0] == 200)
    answer(403)
    steady("who is not allowed being refused", lambda: bookinfo.ask()[0] == 403)
    cluster.kubectl("-n", "checker", "scale", "deploy/checker", "--replicas=0")
    steady("nobody being let in while nobody can be asked", lambda: bookinfo.ask()[0] == 403, 5)
    cluster.kubectl("-n", "checker", "scale", "deploy/checker", "--replicas=1")
    answer(200)
    steady("who is allowed coming in again", lambda: bookinfo.ask()[0] == 200)


def test_header_operations(cluster, bookinfo, applied_example):
    def answer(host):
        status, headers = ask_as(cluster, host)
        return status, headers.get("x-shop"), "x-envoy-upstream-service-time" in headers

    applied_example("denier")
    steady("mallory being refused", lambda: bookinfo.ask(end_user="mallory") == REFUSED)
    applied_example("Header operations")
    steady("the headers", lambda: answer("bookinfo.example") == (403, "corner", False))  # who comes there is called mallory
    assert answer("other.example") == (200, None, True)


def logged(cluster):
    return cluster.kubectl("-n", "bookinfo", "logs", "deploy/productpage-v1", "-c", "istio-proxy").stdout


def test_logentry(cluster, bookinfo, applied_example):
    def asked(name, status):
        assert bookinfo.ask(end_user="mallory" if status == 403 else "anna", user_agent=name)[0] == status
        return name

    applied_example("denier")
    applied_example("logentry")
    steady("mallory being refused", lambda: bookinfo.ask(end_user="mallory") == REFUSED)
    numbers = iter(range(10 ** 6))

    def only_failures():
        good, bad = asked(f"good-{next(numbers)}", 200), asked(f"bad-{next(numbers)}", 403)
        text = wait("the log", lambda: bad in (text := logged(cluster)) and text)
        return good not in text
    steady("only what failed being logged", only_failures, 3)


def test_metric(cluster):
    """It is taken by the API server, which asks istiod, and istioctl's analysis has no complaint."""
    text = json.dumps(in_namespace("bookinfo", example("metric")[0]))
    cluster.kubectl("apply", "--dry-run=server", "-f", "-", stdin=text)
    cluster.run("istioctl", "analyze", "-n", "bookinfo", "--failure-threshold", "Error", "-", stdin=text)
