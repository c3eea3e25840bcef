"""The addons' charts: what helm makes of them, and what the programs they are for say of their configuration."""
import configparser
import json
import re
import subprocess

import pytest
import yaml

import dashboards
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
    "grafana": [
        {}, {"prometheus": {"url": "http://prometheus:9090"}, "jaeger": {"url": "http://jaeger:16686"}, "access": "login",
             "storage": {"size": "1Gi"}, "networkPolicy": {"enabled": True}, "rootUrl": "https://see.example/grafana/"},
        {"adminSecret": "mine", "config": {"auth.anonymous": {"org_role": "Editor"}, "smtp": {"enabled": True}},
         "extraDatasources": [{"name": "Loki", "type": "loki", "url": "http://loki:3100"}], "extraDashboards": {"own.json": "{\"title\": \"own\"}"}},
    ],
    "kiali": [
        {"prometheus": {"url": "http://prometheus:9090"}},
        {"prometheus": {"url": "http://far"}, "jaeger": {"url": "http://jaeger:16686"}, "grafana": {"url": "http://grafana:3000", "externalUrl": "https://see.example/"},
         "access": "edit", "networkPolicy": {"enabled": True}, "webRoot": "/"},
        {"prometheus": {"url": "http://far"}, "signingKeySecret": "mine", "mesh": {"namespace": "mesh"}, "nodeSelector": {"a": "b"},
         "config": {"auth": {"strategy": "openid", "openid": {"client_id": "kiali", "issuer_uri": "https://who.example"}}}},
    ],
    "telemetry": [
        {"provider": "malha-tracing"}, {"provider": "malha-tracing", "sampling": 0},
        {"provider": "malha-tracing", "sampling": 12.5, "mesh": {"revision": "blue"}, "tracing": {"disableSpanReporting": True}},
        {"accessLogs": {"provider": "malha-access-logs", "stdout": True, "filter": "response.code >= 500"}, "externals": [
            {"host": "otel.example.com", "ports": [{"port": 443, "protocol": "grpc"}]},
            {"host": "far.example", "ports": [{"port": 1, "protocol": "http"}, {"port": 2, "protocol": "grpc"}]}]},
    ],
}
# of Grafana's (packages/grafana-data/src/valueFormats/categories.ts)
UNITS = {"short", "reqps", "cps", "ops", "percentunit", "ms", "s", "bytes", "Bps", "dateTimeFromNow"}

# What a proxy says of the calls of the gateway to productpage and of productpage to details, as the one who calls and as the
# one who answers (istio.io/latest/docs/reference/config/metrics)
CALLS = [("istio-ingressgateway", "istio-system", "productpage"), ("productpage-v1", "bookinfo", "details")]
ISTIO_LABELS = ('reporter="{reporter}", source_workload="{source}", source_workload_namespace="{source_namespace}", '
                'destination_workload="{to}-v1", destination_workload_namespace="bookinfo", destination_version="v1", '
                'destination_service_name="{to}", destination_service_namespace="bookinfo", response_code="{code}", '
                'response_flags="{flags}", connection_security_policy="{security}"')
ISTIO_SERIES = [
    {"series": f"{name}{{{ISTIO_LABELS.format(reporter=reporter, source=source, source_namespace=source_namespace, to=to, code=code, flags=flags, security='mutual_tls' if reporter == 'destination' else 'unknown')}{more}}}",
     "values": "0+60x30"}
    for reporter in ("source", "destination") for source, source_namespace, to in CALLS
    for code, flags in (("200", "-"), ("503", "UF")) for name, more in [
        ("istio_requests_total", ""), *((f"istio_{what}_bucket", f', le="{le}"') for what in ("request_duration_milliseconds",) for le in (1, 5, "+Inf")),
        *((f"istio_{what}_{part}", "") for what in ("request_bytes", "response_bytes") for part in ("sum", "count")),
        *((f"istio_tcp_{what}_total", "") for what in ("received_bytes", "sent_bytes", "connections_opened"))]]
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


def files_of_grafana(settings, tmp_path):
    _, made, _ = both(arguments("grafana", settings, tmp_path))
    return next(one["data"] for one in made if one["kind"] == "ConfigMap" and one["metadata"]["name"] == "grafana")


def settings_of_grafana(settings, tmp_path):
    parser = configparser.ConfigParser(strict=True, interpolation=None)
    parser.read_string(files_of_grafana(settings, tmp_path)["grafana.ini"])
    return parser


def test_grafana_shows_and_lets_nobody_change_it(tmp_path):
    viewed, guarded, own = (settings_of_grafana(one, tmp_path) for one in SETTINGS["grafana"])
    assert viewed.getboolean("auth.anonymous", "enabled") and viewed["auth.anonymous"]["org_role"] == "Viewer"
    assert not guarded.getboolean("auth.anonymous", "enabled") and guarded["server"]["root_url"] == "https://see.example/grafana/"
    assert own["auth.anonymous"]["org_role"] == "Editor" and own.getboolean("smtp", "enabled")
    for one in (viewed, guarded, own):
        assert not any(one.getboolean("analytics", name) for name in one["analytics"])  # tells nobody outside
        assert not one.getboolean("users", "viewers_can_edit") and not one.getboolean("users", "allow_sign_up")


def test_grafana_s_password_is_in_a_secret_and_nowhere_else(tmp_path):
    for settings, name in ((SETTINGS["grafana"][0], "grafana"), (SETTINGS["grafana"][2], "mine")):
        _, made, text = both(arguments("grafana", settings, tmp_path))
        workload = next(one for one in made if "template" in one.get("spec", {}))
        secrets = {one["name"]: one["valueFrom"]["secretKeyRef"] for one in workload["spec"]["template"]["spec"]["containers"][0]["env"]
                   if "valueFrom" in one}
        assert secrets == {"GF_SECURITY_ADMIN_USER": {"name": name, "key": "admin-user"},
                           "GF_SECURITY_ADMIN_PASSWORD": {"name": name, "key": "admin-password"}}
        assert not [one for one in made if one["kind"] == "Secret"] and "admin_password" not in str(text)


def test_grafana_finds_what_there_is_to_read(tmp_path):
    def sources(settings):
        return [(one["uid"] if "uid" in one else one["name"], one["type"], one["url"])
                for one in yaml.safe_load(files_of_grafana(settings, tmp_path)["datasources.yaml"])["datasources"] or []]
    assert sources({}) == []
    assert sources(SETTINGS["grafana"][1]) == [("prometheus", "prometheus", "http://prometheus:9090"), ("jaeger", "jaeger", "http://jaeger:16686")]
    assert sources({"zipkin": {"url": "http://zipkin:9411"}}) == [("zipkin", "zipkin", "http://zipkin:9411")]
    assert sources(SETTINGS["grafana"][2]) == [("Loki", "loki", "http://loki:3100")]


# ---- kiali ----

# What there is of what the chart says (kiali.io/docs/configuration/kialis.kiali.io: spec; of 1.x the same)
KIALI_FIELDS = {
    "auth.strategy": {"token", "openid", "openshift", "header", "anonymous"}, "auth.openid.client_id": str, "auth.openid.issuer_uri": str,
    "deployment.cluster_wide_access": bool, "deployment.instance_name": str, "deployment.namespace": str, "deployment.view_only_mode": bool,
    "external_services.custom_dashboards.enabled": bool, "external_services.istio.root_namespace": str, "external_services.prometheus.url": str,
    "external_services.grafana.enabled": bool, "external_services.grafana.internal_url": str, "external_services.grafana.external_url": str,
    "external_services.grafana.dashboards": list, "external_services.tracing.enabled": bool, "external_services.tracing.internal_url": str,
    "external_services.tracing.external_url": str, "external_services.tracing.provider": {"jaeger", "tempo"}, "external_services.tracing.use_grpc": bool,
    "server.observability.metrics.enabled": bool, "server.observability.metrics.port": int, "server.port": int, "server.web_root": str,
}


def leaves(value, path=""):
    if not isinstance(value, dict):
        yield path.removeprefix("."), value
    for name, one in value.items() if isinstance(value, dict) else ():
        yield from leaves(one, f"{path}.{name}")


def of_kiali(settings, tmp_path):
    """Its objects, and its configuration by paths."""
    _, made, _ = both(arguments("kiali", settings, tmp_path))
    return made, dict(leaves(yaml.safe_load(only(made, "ConfigMap")["data"]["config.yaml"])))


@pytest.mark.parametrize("settings", SETTINGS["kiali"])
def test_kiali_s_configuration_has_fields_that_there_are(settings, tmp_path):
    _, said = of_kiali(settings, tmp_path)
    for path, value in said.items():
        known = KIALI_FIELDS[path]
        assert value in known if isinstance(known, set) else isinstance(value, known), (path, value)


def test_kiali_knows_what_is_beside_it(tmp_path):
    _, alone = of_kiali(SETTINGS["kiali"][0], tmp_path)
    assert alone["external_services.prometheus.url"] == "http://prometheus:9090" and alone["auth.strategy"] == "token"
    assert not alone["external_services.grafana.enabled"] and not alone["external_services.tracing.enabled"]
    _, several = of_kiali(SETTINGS["kiali"][1], tmp_path)
    assert (several["external_services.grafana.internal_url"], several["external_services.grafana.external_url"]) == ("http://grafana:3000", "https://see.example/")
    assert several["external_services.tracing.internal_url"] == "http://jaeger:16686"


def test_kiali_finds_grafana_s_dashboards_and_their_variables(tmp_path):
    """It takes the first that Grafana finds by a name, which is whatever has that in its title, folders too."""
    _, said = of_kiali(SETTINGS["kiali"][1], tmp_path)
    made = dashboards.dashboards().values()
    titles = [one["title"] for one in made] + [one["folder"] for one in yaml.safe_load(files_of_grafana({}, tmp_path)["dashboards.yaml"])["providers"]]
    for one in said["external_services.grafana.dashboards"]:
        assert [title for title in titles if one["name"].lower() in title.lower()] == [one["name"]]
        there = {f"var-{variable['name']}" for dashboard in made if dashboard["title"] == one["name"] for variable in dashboard["templating"]["list"]}
        assert set(one["variables"].values()) <= there and set(one["variables"]) <= {"app", "namespace", "service", "version", "workload"}


def test_kiali_changes_nothing_unless_it_is_told_to(tmp_path):
    def may_change(rules):
        return {(group, resource, verb) for rule in rules for group in rule["apiGroups"] for resource in rule["resources"] for verb in rule["verbs"]
                if verb not in ("get", "list", "watch")}
    made, said = of_kiali(SETTINGS["kiali"][0], tmp_path)
    assert said["deployment.view_only_mode"] and may_change(only(made, "ClusterRole")["rules"]) == {("authentication.k8s.io", "tokenreviews", "create")}
    assert only(made, "Role")["metadata"]["namespace"] == "istio-system"
    assert may_change(only(made, "Role")["rules"]) == {("", "pods/portforward", "create")}
    made, said = of_kiali(SETTINGS["kiali"][1], tmp_path)
    assert not said["deployment.view_only_mode"]
    assert ("networking.istio.io", "*", "create") in may_change(only(made, "ClusterRole")["rules"])
    for one in (*only(made, "ClusterRole")["rules"], *only(made, "Role")["rules"]):
        assert "secrets" not in one["resources"] and "*" not in one["apiGroups"] + one["verbs"]


def test_kiali_s_key_is_in_a_secret_and_nowhere_else(tmp_path):
    for settings, name in ((SETTINGS["kiali"][0], "kiali"), (SETTINGS["kiali"][2], "mine")):
        made, said = of_kiali(settings, tmp_path)
        pod = only(made, "Deployment")["spec"]["template"]["spec"]
        assert [one["secret"] for one in pod["volumes"] if "secret" in one] == [{"secretName": name, "items": [{"key": "signing-key", "path": "value.txt"}]}]
        assert not [one for one in made if one["kind"] == "Secret"] and not [path for path in said if path.startswith("login_token")]


# ---- dashboards ----

def cells(panel):
    at = panel["gridPos"]
    return {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}


@pytest.mark.parametrize("name", sorted(dashboards.dashboards()))
def test_a_dashboard_s_panels_stand_side_by_side_and_ask_something(name):
    dashboard = dashboards.dashboards()[name]
    panels = dashboard["panels"]
    assert len({one["id"] for one in panels}) == len(panels) > 8
    taken = [cells(one) for one in panels]
    assert len(set.union(*taken)) == sum(map(len, taken)) and max(x for one in taken for x, _ in one) < 24
    assert len(set.union(*taken)) % 24 == 0  # no hole
    said = {one["name"] for one in dashboard["templating"]["list"]}
    for panel in panels:
        if panel["type"] == "row":
            continue
        assert panel["type"] in ("timeseries", "stat", "table", "state-timeline") and panel["fieldConfig"]["defaults"]["unit"] in UNITS
        assert [one["refId"] for one in panel["targets"]] == list("ABCDEFGHIJ"[:len(panel["targets"])])
        for target in panel["targets"]:
            assert set(re.findall(r"\$\{?(\w+)", target["expr"] + target["datasource"]["uid"])) <= said | {"__rate_interval"}
            grouped = {label.strip() for group in re.findall(r"by \(([^)]*)\)", target["expr"]) for label in group.split(",")}
            shown = set(re.findall(r"{{(\w+)}}", target["legendFormat"]))
            assert not grouped or shown <= grouped, (panel["title"], shown, grouped)


def test_the_page_of_dashboards_is_what_they_are():
    assert (ROOT / "docs/dashboards.md").read_text() == dashboards.page(), "PYTHONPATH=hack tests/dashboards.py > docs/dashboards.md"


def test_dashboards_have_names_of_their_own():
    made = dashboards.dashboards().values()
    assert len({one["uid"] for one in made}) == len({one["title"] for one in made}) == len(made) == 6


def test_what_is_asked_of_istio_s_metrics_gives_series(tmp_path):
    """By promtool, of series as Istio's proxies say them, with the mesh's own rules; and all else is PromQL."""
    asked = list(dashboards.expressions())
    (tmp_path / "all.yml").write_text(yaml.safe_dump({"groups": [{"name": "all", "rules": [
        {"record": f"r:{i}", "expr": expression} for i, (_, _, expression) in enumerate(asked)]}]}))
    done = subprocess.run([TOOLS / "promtool", "check", "rules", tmp_path / "all.yml"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

    _, made, _ = both(arguments("prometheus", {}, tmp_path))
    rules = only(made, "ConfigMap")["data"]["rules-mesh.yml"]
    istios = [one for one in asked if dashboards.ISTIOS_OWN.search(one[2])]
    assert len(istios) > 30
    (tmp_path / "mesh.yml").write_text(rules + "".join(
        f"- name: asked-{i}\n  rules:\n  - record: asked:{i}\n    expr: {json.dumps(expression)}\n" for i, (_, _, expression) in enumerate(istios)))
    (tmp_path / "test.yml").write_text(yaml.safe_dump({"rule_files": ["mesh.yml"], "evaluation_interval": "1m", "tests": [{
        "interval": "1m", "input_series": ISTIO_SERIES,
        "promql_expr_test": [{"expr": f"count(asked:{i} >= 0) > bool 0",  # series, and no NaN
                              "eval_time": "20m", "exp_samples": [{"labels": "{}", "value": 1}]} for i in range(len(istios))]}]}))
    done = subprocess.run([TOOLS / "promtool", "test", "rules", tmp_path / "test.yml"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr, istios)


def telemetry(settings, tmp_path):
    """What is said to istiod: the Telemetry, and the specs of ServiceEntries."""
    _, made, _ = both(arguments("telemetry", settings, tmp_path))
    return only(made, "Telemetry"), [one["spec"] for one in made if one["kind"] == "ServiceEntry"]


def test_traces_go_to_the_provider_and_are_as_many_as_is_said(tmp_path):
    said, beside = telemetry({"provider": "malha-tracing", "sampling": 12.5, "mesh": {"revision": "blue"}}, tmp_path)
    assert said["metadata"]["name"] == "malha-telemetry-blue" and said["metadata"]["labels"]["istio.io/rev"] == "blue"
    assert said["spec"] == {"tracing": [{"providers": [{"name": "malha-tracing"}], "randomSamplingPercentage": 12.5}]} and beside == []


def test_access_logs_go_to_the_provider_and_on_where_they_went(tmp_path):
    sent = {"providers": [{"name": "malha-access-logs"}], "filter": {"expression": "response.code >= 500"}}
    said, _ = telemetry(SETTINGS["telemetry"][3], tmp_path)
    assert said["spec"] == {"accessLogging": [{"providers": [{"name": "envoy"}]}, sent]}
    both_of_them = {"provider": "malha-tracing", "accessLogs": {"provider": "malha-access-logs", "filter": "response.code >= 500"},
                    "accessLogging": {"match": {"mode": "SERVER"}}}
    assert telemetry(both_of_them, tmp_path)[0]["spec"] == {
        "tracing": [{"providers": [{"name": "malha-tracing"}]}], "accessLogging": [{**sent, "match": {"mode": "SERVER"}}]}


def test_where_proxies_log_is_said_by_profiles_as_the_charts_have_it():
    charts = ROOT / "build/charts/charts/istio-control/istio-discovery/files"
    for path in (ROOT / "manifests/profiles").glob("*.yaml"):
        ours = yaml.safe_load(path.read_text())
        theirs = charts / f"profile-{ours.get('values', {}).get('profile')}.yaml"
        said = yaml.safe_load(theirs.read_text()) if theirs.exists() else {}
        assert ours.get("accessLogFile") == (said.get("meshConfig") or {}).get("accessLogFile"), path


def test_who_is_outside_is_made_known(tmp_path):
    _, beside = telemetry(SETTINGS["telemetry"][3], tmp_path)
    assert beside == [{"hosts": [host], "location": "MESH_EXTERNAL", "resolution": "DNS", "ports": ports} for host, ports in (
        ("otel.example.com", [{"name": "grpc-443", "number": 443, "protocol": "GRPC"}]),
        ("far.example", [{"name": "http-1", "number": 1, "protocol": "HTTP"}, {"name": "grpc-2", "number": 2, "protocol": "GRPC"}]))]


def test_services_of_jaeger_and_zipkin_do_not_clash(tmp_path):
    names = []
    for name in ("jaeger", "zipkin"):
        _, made, _ = both(arguments(name, {}, tmp_path))
        names += [one["metadata"]["name"] for one in made if one["kind"] == "Service"]
    assert sorted(names) == ["jaeger", "jaeger-collector", "zipkin"]
