"""manifests/monitoring beside what the programs really say: every metric and every label in an expression is there."""
import json
import re

import pytest
import yaml

from cluster import wait
from operators import mesh, wait_ready
from test_reconcile import ISTIOD_ANSWERS
from test_webhook import Webhook
from testbed import ROOT

import launch

FOLDER = ROOT / "manifests/monitoring"
# of PromQL, and what Prometheus adds when it scrapes a Pod
WORDS = {"sum", "min", "by", "on", "and", "rate", "increase", "absent", "histogram_quantile", "time"}
ADDED = {"instance", "job", "namespace", "pod", "le"}


def expressions():
    for group in yaml.safe_load((FOLDER / "alerts.yaml").read_text())["spec"]["groups"]:
        for rule in group["rules"]:
            yield rule["alert"], rule["expr"]
    for panel in json.loads((FOLDER / "dashboard.json").read_text())["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"]


def said(text):
    """name -> labels, of all samples."""
    found = {}
    for line in text.splitlines():
        if not line.startswith("#") and (match := re.match(r"(\w+)(?:\{(.*)\})? \S+$", line)):
            found.setdefault(match[1], set()).update(re.findall(r'(\w+)="', match[2] or ""))
    return found


@pytest.fixture
def programs(server, proxy, operator, tmp_path):
    """The metrics of an operator with a mesh, after a refusal and a repair, and of a webhook that has answered."""
    proxy.lasting.append(ISTIOD_ANSWERS)
    process = operator(proxy.kubeconfig)
    server.apply(mesh("seen"))
    wait_ready(server, "seen")
    server.kubectl("-n", "seen", "delete", "sa", "istiod")
    wait("the repair", lambda: 'result="repaired"' in process.metrics())
    server.kubectl("create", "ns", "webhook", check=False)
    server.kubectl("create", "ns", "injector", check=False)
    server.kubectl("apply", "-f", "-", stdin=launch.injector_maps())
    webhook = Webhook(server, "injector", tmp_path / "webhook.log")
    webhook.check_alive()
    yield process, webhook
    webhook.end()


def test_every_expression_is_about_what_is_there(programs, server):
    process, webhook = programs
    metrics = said(process.metrics())
    for name, labels in said(webhook.get("/metrics")[1]).items():
        metrics.setdefault(name, set()).update(labels)
    for where, expression in expressions():
        for name, matchers in re.findall(r"([a-z_]+)\{([^}]*)\}", expression):
            assert set(re.findall(r"(\w+)(?==|!)", matchers)) <= metrics[name] | ADDED, (where, name)
        bare = re.sub(r'\{[^}]*\}|\[[^\]]*\]|"[^"]*"', "", expression)
        grouped = {label for group in re.findall(r"(?:by|on) \(([^)]*)\)", bare) for label in group.split(", ")}
        names = set(re.findall(r"[a-z_]{2,}", re.sub(r"(?:by|on) \([^)]*\)", "", bare))) - WORDS
        assert names and names <= set(metrics), (where, names - set(metrics))
        assert grouped <= set.union(*(metrics[name] for name in names)) | ADDED, (where, grouped)
    # what is said of a mesh goes with it
    assert 'malha_mesh_condition{mesh="default",type="Ready"} 1' in process.metrics()
    server.kubectl("delete", "mesh", "default", "--timeout=120s")
    wait("the mesh no longer being said", lambda: "malha_mesh_" not in process.metrics())


@pytest.mark.parametrize("groups", [yaml.safe_load((FOLDER / "alerts.yaml").read_text())["spec"]["groups"],
                                    yaml.safe_load((ROOT / "manifests/addons/prometheus/files/mesh.yaml").read_text())["groups"]],
                         ids=["malha", "mesh"])
def test_every_alert_has_a_page(groups):
    rules = [rule for group in groups for rule in group["rules"] if "alert" in rule]
    assert len(rules) > 8
    for rule in rules:
        assert (ROOT / rule["annotations"]["runbook"]).is_file(), rule["alert"]
        assert rule["labels"]["severity"] in ("info", "warning", "critical") and rule["annotations"]["summary"].endswith(".")


def test_the_dashboard_has_its_panels_side_by_side():
    panels = json.loads((FOLDER / "dashboard.json").read_text())["panels"]
    cells = {(x, y) for one in panels for x in range(one["gridPos"]["x"], one["gridPos"]["x"] + one["gridPos"]["w"])
             for y in range(one["gridPos"]["y"], one["gridPos"]["y"] + one["gridPos"]["h"])}
    assert len(cells) == sum(one["gridPos"]["w"] * one["gridPos"]["h"] for one in panels)  # none over another
    assert len({one["id"] for one in panels}) == len({one["title"] for one in panels}) == len(panels)
