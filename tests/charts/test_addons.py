"""The addons' charts: what helm makes of them, and what the programs they are for say of their configuration."""
import subprocess

import pytest
import yaml

from compare import MALHA, both, check, objects, render
from testbed import ROOT, TOOLS

FOLDER = ROOT / "manifests/addons"
SETTINGS = {
    "prometheus": [
        {}, {"storage": {"size": "5Gi", "storageClassName": "fast", "retain": False}, "networkPolicy": {"enabled": True}},
        {"namespaces": ["a", "b"], "externalLabels": {"cluster": "one"}, "alertmanagers": ["alerts:9093"],
         "remoteWrite": [{"url": "http://far/write"}], "errorRatio": 0.5, "errorFor": "0s", "errorWindow": "10s",
         "extraRules": [{"name": "own", "rules": [{"record": "a:b", "expr": "up"}]}],
         "extraScrapeConfigs": [{"job_name": "own", "static_configs": [{"targets": ["there:80"]}]}]},
        {"image": {"digest": "sha256:" + 64 * "0", "pullSecrets": ["s"]}, "nodeSelector": {"a": "b"}, "priorityClassName": "high",
         "tolerations": [{"operator": "Exists"}], "affinity": {"nodeAffinity": {}}, "resources": {}},
    ],
}
CASES = [(name, settings) for name, all_settings in SETTINGS.items() for settings in all_settings]


def arguments(name, settings, tmp_path):
    (tmp_path / "values.yaml").write_text(yaml.safe_dump(settings))
    return [name, FOLDER / name, "-n", "istio-system", "-f", tmp_path / "values.yaml"]


def rows():
    return yaml.safe_load((FOLDER / "addons.yaml").read_text())


def test_every_addon_has_a_chart_of_the_version_that_its_image_has():
    assert [row["addon"] for row in rows()] == list(SETTINGS)
    for row in rows():
        chart = yaml.safe_load((FOLDER / row["addon"] / "Chart.yaml").read_text())
        assert (chart["name"], chart["appVersion"]) == (row["addon"], row["image"]["tag"])


@pytest.mark.parametrize("name, settings", CASES)
def test_the_chart_is_what_helm_makes_of_it(name, settings, tmp_path):
    assert check(arguments(name, settings, tmp_path)) is None


@pytest.mark.parametrize("name, settings", CASES)
def test_pods_are_restricted(name, settings, tmp_path):
    _, made, _ = both(arguments(name, settings, tmp_path))
    for workload in (one for one in made if "template" in one.get("spec", {})):
        pod = workload["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] and pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in pod["containers"]:
            assert container["securityContext"] == {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True,
                                                    "capabilities": {"drop": ["ALL"]}}
            assert container["livenessProbe"] and container["readinessProbe"]


@pytest.mark.parametrize("settings", SETTINGS["prometheus"])
def test_prometheus_takes_its_configuration_and_rules(settings, tmp_path):
    _, text, _ = render(MALHA, arguments("prometheus", settings, tmp_path))
    files = next(one for one in objects(text) if one["kind"] == "ConfigMap")["data"]
    for name, content in files.items():
        (tmp_path / name).write_text(content.replace("/etc/prometheus/", f"{tmp_path}/"))
    assert {"prometheus.yml", "rules-malha.yml", "rules-mesh.yml"} <= set(files)
    done = subprocess.run([TOOLS / "promtool", "check", "config", "--lint=all", "--lint-fatal", tmp_path / "prometheus.yml"],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
