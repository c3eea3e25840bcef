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
    "jaeger": [
        {}, {"storage": {"size": "5Gi"}, "retention": "24h", "networkPolicy": {"enabled": True}, "basePath": "/jaeger"},
        {"maxTraces": 7, "config": {"receivers": {"zipkin": {"endpoint": "0.0.0.0:9999"}}}, "nodeSelector": {"a": "b"}},
    ],
    "zipkin": [
        {}, {"networkPolicy": {"enabled": True}, "maxSpans": 10, "env": {"STORAGE_TYPE": "elasticsearch", "ES_HOSTS": "http://there:9200"}},
    ],
    "tracing": [
        {}, {"sampling": 0}, {"sampling": 12.5, "mesh": {"revision": "blue"}, "tracing": {"disableSpanReporting": True}},
        {"external": {"host": "otel.example.com", "port": 443, "protocol": "grpc"}},
    ],
}
CASES = [(name, settings) for name, all_settings in SETTINGS.items() for settings in all_settings]


def arguments(name, settings, tmp_path):
    (tmp_path / "values.yaml").write_text(yaml.safe_dump(settings))
    return [name, FOLDER / name, "-n", "istio-system", "-f", tmp_path / "values.yaml"]


def only(made, kind):
    found = [one for one in made if one["kind"] == kind]
    assert len(found) == 1
    return found[0]


def rows():
    return yaml.safe_load((FOLDER / "addons.yaml").read_text())


def test_every_addon_has_a_chart_of_the_version_that_its_image_has():
    assert [row["addon"] for row in rows()] == list(SETTINGS)
    for row in rows():
        chart = yaml.safe_load((FOLDER / row["addon"] / "Chart.yaml").read_text())
        assert (chart["name"], chart.get("appVersion")) == (row["addon"], row.get("image", {}).get("tag"))


@pytest.mark.parametrize("name, settings", CASES)
def test_the_chart_is_what_helm_makes_of_it(name, settings, tmp_path):
    assert check(arguments(name, settings, tmp_path)) is None


@pytest.mark.parametrize("name, settings", CASES)
def test_pods_are_restricted(name, settings, tmp_path):
    _, made, _ = both(arguments(name, settings, tmp_path))
    workloads = [one for one in made if "template" in one.get("spec", {})]
    assert len(workloads) == ("image" in next(row for row in rows() if row["addon"] == name))
    for workload in workloads:
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


@pytest.mark.parametrize("settings", SETTINGS["jaeger"])
def test_jaeger_takes_its_configuration(settings, tmp_path):
    _, made, _ = both(arguments("jaeger", settings, tmp_path))
    (tmp_path / "jaeger.yaml").write_text(only(made, "ConfigMap")["data"]["jaeger.yaml"])
    done = subprocess.run([TOOLS / "jaeger", "validate", f"--config={tmp_path}/jaeger.yaml"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_traces_go_to_the_provider_and_are_as_many_as_is_said(tmp_path):
    _, made, _ = both(arguments("tracing", {"sampling": 12.5, "mesh": {"revision": "blue"}}, tmp_path))
    telemetry = only(made, "Telemetry")
    assert telemetry["metadata"]["name"] == "malha-tracing-blue" and telemetry["metadata"]["labels"]["istio.io/rev"] == "blue"
    assert telemetry["spec"] == {"tracing": [{"providers": [{"name": "malha-tracing"}], "randomSamplingPercentage": 12.5}]}
    _, made, _ = both(arguments("tracing", {"external": {"host": "far.example", "port": 4317, "protocol": "grpc"}}, tmp_path))
    assert only(made, "ServiceEntry")["spec"] == {"hosts": ["far.example"], "location": "MESH_EXTERNAL", "resolution": "DNS",
                                                  "ports": [{"name": "grpc", "number": 4317, "protocol": "GRPC"}]}


def test_services_of_jaeger_and_zipkin_do_not_clash(tmp_path):
    names = []
    for name in ("jaeger", "zipkin"):
        _, made, _ = both(arguments(name, {}, tmp_path))
        names += [one["metadata"]["name"] for one in made if one["kind"] == "Service"]
    assert sorted(names) == ["jaeger", "jaeger-collector", "zipkin"]
