"""The rows of the tables in Istio's own tests of its injector (pkg/kube/inject/*_test.go), asked of `malha admit`. What a row
says of a function inside of Istio is seen here from outside: in the Pod that comes out, or in a refusal.

Not here: TestInjection and TestInjectionOlderVersion (test_goldens.py); TestDetectNativeSidecar, as `malha admit` has no nodes
from files (tests/unit/inject/test_nodes.c); TestNewConfigMapWatcher, which is about a running webhook."""
import base64
import json
import re
import subprocess

import pytest

from cluster import patched, review
from test_goldens import folder, settings
from testbed import BUILD
from testbed.proc import GIVE_UP

PROXY = "spec: {containers: [{name: istio-proxy}]}"
NOTHING = "{}"
ASKED = "sidecar.istio.io/inject"
STATUS = "sidecar.istio.io/status"
NETWORKS = "k8s.v1.cni.cncf.io/networks"
PROBERS = "ISTIO_KUBE_APP_PROBERS"


# ---- the program ----

class Injector:
    """`malha admit` with the settings of one row, which are objects, or texts as a ConfigMap has them."""

    def __init__(self, folder_):
        self.folder = folder_

    def run(self, body, config=None, values=None, mesh=None, path="/inject", native=True):
        options = ["--path", path, f"--nativeSidecars={str(native).lower()}"]
        for name, data in (("injectConfigFile", config), ("valuesFile", values), ("meshConfigFile", mesh)):
            file = self.folder / name
            file.write_text(data if isinstance(data, str) else json.dumps(data or {}))
            options += [f"--{name}", file]
        return subprocess.run([BUILD / "bin/malha", "admit", "-f", "-", *options], input=body, text=True, capture_output=True,
                              check=False, timeout=GIVE_UP)

    def ask(self, pod, template=PROXY, namespace="app", config=None, **more):
        """The response about a Pod, with one template, or a configuration's text, or more of a configuration."""
        if not isinstance(config, str):
            config = {"policy": "enabled", "templates": {"sidecar": template}, **(config or {})}
        done = self.run(json.dumps(review(pod, namespace)), config, **more)
        assert done.stdout, done.stderr
        response = json.loads(done.stdout)["response"]
        assert done.returncode == (0 if response["allowed"] else 1), done.stderr
        return response

    def inject(self, pod, *arguments, **more):
        """The Pod with what is injected."""
        response = self.ask(pod, *arguments, **more)
        assert response["allowed"] and "patch" in response, response
        return patched(pod, json.loads(base64.b64decode(response["patch"])))

    def printed(self, expression, pod, *arguments, **more):
        """What an expression of a template is for a Pod, as a text."""
        template = "metadata:\n  annotations:\n    printed: {{ %s | quote }}\n" % expression
        return self.inject(pod, template, *arguments, **more)["metadata"]["annotations"]["printed"]


@pytest.fixture(name="injector")
def injector_fixture(tmp_path):
    return Injector(tmp_path)


def pod_of(*containers, annotations=None, labels=None, **spec):
    """A Pod; containers by name, or whole. Without annotations or labels it has no such member."""
    metadata = {key: value for key, value in (("annotations", annotations), ("labels", labels)) if value is not None}
    containers = [{"name": one} if isinstance(one, str) else one for one in containers]
    return {"metadata": {"name": "web", **metadata}, "spec": {"containers": containers, **spec}}


def with_proxy(**fields):
    """A template that adds the sidecar with these fields."""
    return json.dumps({"spec": {"containers": [{"name": "istio-proxy", **fields}]}})


def sidecar(pod):
    """The container istio-proxy; nothing but its name where there is none."""
    containers = pod["spec"]["containers"] + pod["spec"].get("initContainers", [])
    return next((one for one in containers if one["name"] == "istio-proxy"), {"name": "istio-proxy"})


def variables(container):
    return [(one["name"], one["value"]) for one in container.get("env", [])]


def env_of(*pairs):
    return [{"name": name, "value": value} for name, value in pairs]


def rows(table):
    """The rows as parameters."""
    return [pytest.param(*row[1:], id=f"{i:02d} {row[0]}") for i, row in enumerate(table)]


# ---- is it to be injected? ----

def required(name, policy, want, reason, annotations=None, labels=None, spec=None, **selectors):
    """A row; `reason` is the check that decides, which Istio does not tell."""
    pod = pod_of("app", annotations=annotations, labels=labels, **(spec or {}))
    return name, {"policy": policy, **selectors}, pod, want, reason


def has(*names):
    return [{"matchExpressions": [{"key": name, "operator": "Exists"}]} for name in names]


EQUALS = [{"matchLabels": {"foo": "bar"}}]
BOTH = {"alwaysInjectSelector": has("always"), "neverInjectSelector": has("never")}
YES, NO = {ASKED: "true"}, {ASKED: "false"}
EMPTY = {"foo": "", "foo2": "bar2"}
REQUIRED = [
    required("no-policy", "enabled", True, "PolicyEnabled", {}),
    required("default-policy", "enabled", True, "PolicyEnabled"),
    required("force-on-policy", "enabled", True, "PodRequests", YES),
    required("force-off-policy", "enabled", False, "PodRefuses", NO),
    required("no-policy", "disabled", False, "PolicyDisabled", {}),
    required("default-policy", "disabled", False, "PolicyDisabled"),
    required("force-on-policy", "disabled", True, "PodRequests", YES),
    required("force-off-policy", "disabled", False, "PodRefuses", NO),
    required("invalid-inject-value-yes", "enabled", True, "PolicyEnabled", {ASKED: "yes"}),
    required("invalid-inject-value-on", "disabled", False, "PolicyDisabled", {ASKED: "on"}),
    required("invalid-inject-value-random", "enabled", True, "PolicyEnabled", labels={ASKED: "random"}),
    required("force-off-policy", "enabled", False, "HostNetwork", {}, spec={"hostNetwork": True}),
    required("wrong-policy", "wrong_policy", False, "UnknownPolicy", {}),
    required("policy-enabled-always-inject-no-labels", "enabled", True, "PolicyEnabled", alwaysInjectSelector=EQUALS),
    required("policy-enabled-always-inject-with-labels", "enabled", True, "PolicyEnabled", labels={"foo": "bar1"},
             alwaysInjectSelector=EQUALS),
    required("policy-disabled-always-inject-no-labels", "disabled", False, "PolicyDisabled", alwaysInjectSelector=EQUALS),
    required("policy-disabled-always-inject-with-labels", "disabled", True, "AlwaysInjectSelector", labels={"foo": "bar"},
             alwaysInjectSelector=EQUALS),
    required("policy-enabled-never-inject-no-labels", "enabled", True, "PolicyEnabled", neverInjectSelector=EQUALS),
    required("policy-enabled-never-inject-with-labels", "enabled", False, "NeverInjectSelector", labels={"foo": "bar"},
             neverInjectSelector=EQUALS),
    required("policy-disabled-never-inject-no-labels", "disabled", False, "PolicyDisabled", neverInjectSelector=EQUALS),
    required("policy-disabled-never-inject-with-labels", "disabled", False, "NeverInjectSelector", labels={"foo": "bar"},
             neverInjectSelector=EQUALS),
    required("policy-enabled-never-inject-with-empty-label", "enabled", False, "NeverInjectSelector", labels=EMPTY,
             neverInjectSelector=has("foo")),
    required("policy-disabled-always-inject-with-empty-label", "disabled", True, "AlwaysInjectSelector", labels=EMPTY,
             alwaysInjectSelector=has("foo")),
    required("policy-disabled-always-never-inject-with-label-returns-true", "disabled", True, "AlwaysInjectSelector",
             labels={"always": "bar", "foo2": "bar2"}, **BOTH),
    required("policy-disabled-always-never-inject-with-label-returns-false", "disabled", False, "NeverInjectSelector",
             labels={"never": "bar", "foo2": "bar2"}, **BOTH),
    required("policy-disabled-always-never-inject-with-both-labels", "disabled", False, "NeverInjectSelector",
             labels={"always": "bar", "never": "bar2"}, **BOTH),
    required("policy-enabled-annotation-true-never-inject", "enabled", True, "PodRequests", YES, EMPTY,
             neverInjectSelector=has("foo")),
    required("policy-enabled-annotation-false-always-inject", "enabled", False, "PodRefuses", NO, EMPTY,
             alwaysInjectSelector=has("foo")),
    required("policy-disabled-annotation-false-always-inject", "disabled", False, "PodRefuses", NO, EMPTY,
             alwaysInjectSelector=has("foo")),
    required("policy-enabled-never-inject-multiple-labels", "enabled", False, "NeverInjectSelector",
             labels={"label1": "", "bar": "anything"}, neverInjectSelector=has("foo", "bar")),
    required("policy-enabled-always-inject-multiple-labels", "disabled", True, "AlwaysInjectSelector",
             labels={"label1": "", "bar": "anything"}, alwaysInjectSelector=has("foo", "bar")),
    required("policy-disabled-annotation-true-never-inject", "disabled", True, "PodRequests", YES, EMPTY,
             neverInjectSelector=has("foo")),
    required("policy-disabled-label-enabled", "disabled", True, "PodRequests", labels=YES),
    required("policy-disabled-both-enabled", "disabled", True, "PodRequests", YES, YES),
    required("policy-disabled-label-enabled-annotation-disabled", "disabled", True, "PodRequests", NO, YES),
    required("policy-disabled-label-disabled-annotation-enabled", "disabled", False, "PodRefuses", YES, NO),
]


@pytest.mark.parametrize("config, pod, want, reason", rows(REQUIRED))
def test_required(injector, config, pod, want, reason):
    response = injector.ask(pod, namespace="test-namespace", config=config)
    assert response["allowed"] and ("patch" in response) == want
    assert response["auditAnnotations"] == {"decision": reason}


NAMESPACES = [("kube-system", True), ("kube-public", True), ("kube-node-lease", True), ("local-path-storage", True),
              ("fake", False)]


@pytest.mark.parametrize("namespace, is_system", NAMESPACES)
def test_system_namespaces(injector, namespace, is_system):
    response = injector.ask(pod_of("app", annotations=YES), namespace=namespace)
    assert ("patch" not in response) == is_system
    assert response["auditAnnotations"]["decision"] == ("SystemNamespace" if is_system else "PodRequests")


# ---- the URL ----

CLUSTER = ("ISTIO_META_CLUSTER_ID", "cluster1")
PATHS = [
    ("empty", "/", []),
    ("no-kv", "/inject", []),
    ("no-kv-with-tail", "/inject/", []),
    ("one-kv", "/inject/cluster/cluster1", [CLUSTER]),
    ("two-kv", "/inject/cluster/cluster1/net/network1/", [CLUSTER, ("ISTIO_META_NETWORK", "network1")]),
    ("kv-with-slashes", "/inject/cluster/cluster--slash--1/net/network--slash--1",
     [("ISTIO_META_CLUSTER_ID", "cluster/1"), ("ISTIO_META_NETWORK", "network/1")]),
    ("not-predefined-kv", "/inject/cluster/cluster1/custom_env/foo", [("CUSTOM_ENV", "foo"), CLUSTER]),
    ("one-key-without-value", "/inject/cluster", []),
    ("key-without-value", "/inject/cluster/cluster1/network", [CLUSTER]),
    ("key-with-values-contain-slashes", "/inject/:ENV:cluster=cluster2:ENV:rootpage=/foo/bar",
     [("ISTIO_META_CLUSTER_ID", "cluster2"), ("ROOTPAGE", "/foo/bar")]),
    ("no-predefined-kv-with-values-contain-ENV-separator", "/inject/rootpage1/value1/rootpage2/:ENV:abcd=efgh",
     [("ROOTPAGE1", "value1"), ("ROOTPAGE2", ":ENV:abcd=efgh")]),
    ("no-predefined-kv-with-values-contain-ENV-separator-invalid-format", "/inject/:ENV:rootpage1=efgh:ENV:=abb:ENV:=",
     [("ROOTPAGE1", "efgh")]),
    # of these two the slashes and marks come as %2F and so on, which the HTTP server, there and here, has read before
    ("no-predefined-kv-with-mixed-values", "/inject/rootpage1/foo/rootpage2/bar", [("ROOTPAGE1", "foo"), ("ROOTPAGE2", "bar")]),
    ("no-predefined-kv-with-slashes", "/inject/:ENV:rootpage1=/foo/bar:ENV:rootpage2=/bar/toe",
     [("ROOTPAGE1", "/foo/bar"), ("ROOTPAGE2", "/bar/toe")]),
]
CLUSTER_ENVS = [("order", "/inject/net/network1/cluster/cluster1", [CLUSTER, ("ISTIO_META_NETWORK", "network1")])]


@pytest.mark.parametrize("path, want", rows(PATHS + CLUSTER_ENVS))
def test_what_the_url_says(injector, path, want):
    pod = injector.inject(pod_of("app"), path=path)
    assert variables(sidecar(pod)) == want
    assert pod["metadata"].get("labels", {}).get("topology.istio.io/network") == dict(want).get("ISTIO_META_NETWORK")


SIDECARS = [
    ("only-sidecar", ["istio-proxy"], [], True),
    ("app-and-sidecar", ["app", "istio-proxy"], [], True),
    ("no-sidecar", ["app"], [], False),
    ("init-sidecar", ["app"], ["istio-proxy"], True),
]


@pytest.mark.parametrize("containers, inits, found", rows(SIDECARS))
def test_the_sidecar_is_found(injector, containers, inits, found):
    """Who the variables of the URL are for."""
    pod = injector.inject(pod_of(*containers, initContainers=[{"name": name} for name in inits]), NOTHING,
                          path="/inject/cluster/cluster1")
    assert variables(sidecar(pod)) == [CLUSTER] * found
    assert all("env" not in one for one in pod["spec"]["containers"] if one["name"] == "app")


# ---- what an earlier injection left ----

def get(port, **more):
    return {"httpGet": {"path": "/", "port": port, "scheme": "HTTP"}, **more}


BAR, FOO = {"name": "bar", "livenessProbe": get(9000)}, {"name": "foo", "livenessProbe": get(8000)}
TOLD_BAR = '"/app-health/bar/livez":{"httpGet":{"path":"/","port":9000,"scheme":"HTTP"}}'
TOLD_FOO = '"/app-health/foo/livez":{"httpGet":{"path":"/","port":8000,"scheme":"HTTP"}}'
FIRST, SECOND = ("TEST_ENV_VAR1", "value1"), ("TEST_ENV_VAR2", "value2")
MERGED_PROBERS = [
    ("Append Prober", False, [], [FOO, BAR], [(PROBERS, "{%s,%s}" % (TOLD_BAR, TOLD_FOO))]),
    ("Merge Prober", True, [FIRST, (PROBERS, "{%s}" % TOLD_FOO), SECOND], [BAR],
     [FIRST, (PROBERS, "{%s,%s}" % (TOLD_BAR, TOLD_FOO)), SECOND]),
    ("Merge Prober with absent of KubeAppProberEnv", True, [FIRST, SECOND], [BAR], [FIRST, SECOND, (PROBERS, "{%s}" % TOLD_BAR)]),
]


@pytest.mark.parametrize("injected_before, env, containers, want", rows(MERGED_PROBERS))
def test_probers_are_merged(injector, injected_before, env, containers, want):
    annotations = {STATUS: '{"containers":["istio-proxy"]}'} if injected_before else {}
    proxy = [{"name": "istio-proxy", "env": env_of(*env)}] if injected_before else []
    pod = injector.inject(pod_of(*containers, *proxy, annotations=annotations))
    assert variables(sidecar(pod)) == want


OURS, OUR_INITS = ["istio-proxy", "random-container"], ["istio-init", "istio-validation"]


def status_of(**lists):
    return json.dumps({**lists, "volumes": ["workload-socket", "istio-token", "istiod-ca-cert"]})


STATUSES = [
    ("Regular Containers only", status_of(containers=OURS), OURS),
    ("Init Containers only", status_of(initContainers=OUR_INITS), OUR_INITS),
    ("All Containers", status_of(containers=OURS, initContainers=OUR_INITS), OURS + OUR_INITS),
    ("Containers is null", status_of(containers=None, initContainers=OUR_INITS), OUR_INITS),
    ("Empty String", "", []),
]
RUNNING, STARTING = ["app", *OURS], ["init", *OUR_INITS]


@pytest.mark.parametrize("status, listed", rows(STATUSES))
def test_the_status_is_read(injector, status, listed):
    """Of a container that the status lists the template's image counts, of any other that of the Pod."""
    def spec(image):
        return {kind: [{"name": name, "image": image} for name in names]
                for kind, names in (("containers", RUNNING), ("initContainers", STARTING))}
    pod = {"metadata": {"name": "web", "annotations": {STATUS: status}}, "spec": spec("user")}
    injected = injector.inject(pod, json.dumps({"spec": spec("template")}), native=False)["spec"]
    images = {one["name"]: one["image"] for one in injected["containers"] + injected["initContainers"]}
    assert images == {name: "template" if name in listed else "user" for name in RUNNING + STARTING}


# ---- Prometheus ----

SCRAPED = {"prometheus.io/scrape": "true", "prometheus.io/port": "15020", "prometheus.io/path": "/stats/prometheus"}
TARGETS, SECURE = "prometheus.istio.io/scrape-targets", "prometheus.istio.io/secure-port"
MERGE = "prometheus.istio.io/merge-metrics"
AGGREGATION = [
    ("no settings", {}, {}, True),
    ("mesh on", {"enablePrometheusMerge": True}, {}, True),
    ("mesh off", {"enablePrometheusMerge": False}, {}, False),
    ("annotation on", {"enablePrometheusMerge": False}, {MERGE: "true"}, True),
    ("annotation off", {"enablePrometheusMerge": True}, {MERGE: "false"}, False),
]


def prometheus_of(pod):
    return {name: value for name, value in pod["metadata"]["annotations"].items() if "prometheus" in name}


@pytest.mark.parametrize("mesh, annotations, want", rows(AGGREGATION))
def test_prometheus_is_sent_to_the_sidecar(injector, mesh, annotations, want):
    pod = injector.inject(pod_of("app", annotations=annotations), mesh=mesh)
    assert prometheus_of(pod) == {**annotations, **(SCRAPED if want else {})}


TWO, ASKED_TWO = [("8080", "/metrics"), ("9100", "/custom")], {TARGETS: "8080:/metrics,9100:/custom"}
SCRAPES = [
    ("scrape-targets only", ASKED_TWO, "", "", TWO),
    ("scrape-targets with legacy port annotation", {"prometheus.io/port": "8080", "prometheus.io/path": "/metrics", **ASKED_TWO},
     "8080", "/metrics", TWO),
    ("legacy only, no targets", {"prometheus.io/port": "8080", "prometheus.io/path": "/health"}, "8080", "/health", []),
    ("whitespace trimmed in scrape-targets", {TARGETS: " 8080:/metrics , 9100:/custom "}, "", "", TWO),
    ("malformed scrape-targets is logged and Targets left nil", {TARGETS: ":/metrics"}, "", "", []),
]


@pytest.mark.parametrize("annotations, port, path, targets", rows(SCRAPES))
def test_the_sidecar_is_told_what_to_scrape(injector, annotations, port, path, targets):
    """By a variable, where port and path are those of the first target, if there is one. It is not there if nothing is said."""
    env = dict(variables(sidecar(injector.inject(pod_of("app", annotations=annotations)))))
    port, path = targets[0] if targets else (port, path)
    want = {"scrape": "", "path": path, "port": port, **({"targets": [{"port": one, "path": at} for one, at in targets]}
                                                         if targets else {})}
    told = env.get("ISTIO_PROMETHEUS_ANNOTATIONS")
    assert told == (json.dumps(want, separators=(",", ":")) if port else None)


YES_SCRAPE = {"prometheus.io/scrape": "true"}
# (annotations, the Pod's afterwards or the port that is refused). Istio refuses 15000 with the words "reserved for Istio".
MERGE_TARGETS = [
    ("reserved port rejected at injection time", {**YES_SCRAPE, TARGETS: "8080:/metrics,15000:/metrics"}, "15000"),
    ("agent port rejected independently of reserved check", {**YES_SCRAPE, TARGETS: "15020:/metrics"}, "15020"),
    ("legacy port equal to agent port triggers no-op via early-return guard", {**YES_SCRAPE, "prometheus.io/port": "15020"},
     {**YES_SCRAPE, "prometheus.io/port": "15020"}),
    ("legacy reserved port rejected at injection time", {**YES_SCRAPE, "prometheus.io/port": "15000"}, "15000"),
    ("happy path strips prometheus.istio.io/scrape-targets annotation", {**YES_SCRAPE, **ASKED_TWO}, SCRAPED),
]


@pytest.mark.parametrize("annotations, want", rows(MERGE_TARGETS))
def test_scrape_targets_are_merged(injector, annotations, want):
    pod = pod_of("app", "istio-proxy", annotations=annotations)
    if isinstance(want, dict):
        assert prometheus_of(injector.inject(pod, NOTHING)) == want
        return
    response = injector.ask(pod, NOTHING)
    assert not response["allowed"]
    assert f"prometheus scrape port {want}: the sidecar itself uses it" in response["status"]["message"]


MERGED_PORT = "ENVOY_SECURE_MERGED_METRICS_PORT"
SECURES = [
    ("sidecar: auto-annotates from ENVOY_SECURE_MERGED_METRICS_PORT",
     [("ENVOY_SECURE_METRICS_PORT", "15091"), (MERGED_PORT, "15092")], {}, "15092"),
    ("gateway: direct env var is picked up (no proxyMetadata annotation needed)", [(MERGED_PORT, "15092")], {}, "15092"),
    ("user-set annotation is not overwritten", [(MERGED_PORT, "15092")], {SECURE: "19999"}, "19999"),
    ("disabled (port=0) does not annotate", [(MERGED_PORT, "0")], {}, None),
    ("no env var: no annotation", [("SOME_OTHER_VAR", "value")], {}, None),
    ("no istio-proxy container: no annotation", None, {}, None),
]


@pytest.mark.parametrize("env, annotations, want", rows(SECURES))
def test_the_secure_port_is_told(injector, env, annotations, want):
    proxy = [] if env is None else [{"name": "istio-proxy", "env": env_of(*env)}]
    own = injector.inject(pod_of("app", *proxy, annotations=annotations), NOTHING)
    added = injector.inject(pod_of("app", annotations=annotations), NOTHING if env is None else with_proxy(env=env_of(*env)))
    for pod in (own, added):
        assert pod["metadata"]["annotations"].get(SECURE) == want


# ---- the request ----

def served(version, annotations):
    """A review without a uid, as Istio's test has it."""
    pod = pod_of("c1", annotations=annotations, volumes=[{"name": "v0"}], initContainers=[{"name": "c0"}],
                 imagePullSecrets=[{"name": "p0"}])
    return {**review(pod, "", uid=""), "apiVersion": f"admission.k8s.io/{version}"}


MINIMAL = {"policy": "enabled", "templates": {"sidecar": json.dumps({"spec": {
    "initContainers": [{"name": "istio-init"}], "containers": [{"name": "istio-proxy"}], "volumes": [{"name": "istio-envoy"}],
    "imagePullSecrets": [{"name": "istio-image-pull-secrets"}]}})}}
# (the request's body, is a Pod injected). None: no answer, which the webhook makes a 400; Istio answers nonsense with 200 and
# "not allowed" (docs/injection.md). The rows about HTTP itself are the running webhook's:
# tests/integration/test_webhook.py.
SERVED = [
    ("valid", served("v1beta1", {}), True),
    ("valid(v1 version)", served("v1", {}), True),
    ("skipped", served("v1beta1", NO), False),
    ("bad content", "\0\1\2\3\4\5", None),
    ("missing body", "", None),
]


@pytest.mark.parametrize("body, injected", rows(SERVED))
def test_requests(injector, body, injected):
    done = injector.run(body if injected is None else json.dumps(body), MINIMAL)
    if injected is None:
        assert done.returncode == 1 and not done.stdout and "MalformedReview" in done.stderr
        return
    answer = json.loads(done.stdout)
    assert done.returncode == 0 and answer["apiVersion"] == body["apiVersion"] and answer["response"]["allowed"]
    assert ("patch" in answer["response"]) == injected


def test_a_request_without_a_resource(injector):
    """Istio's rows say none, and are Pods."""
    body = served("v1", {})
    body["request"]["resource"] = dict.fromkeys(("group", "version", "resource"), "")
    answer = json.loads(injector.run(json.dumps(body), MINIMAL).stdout)
    assert answer["response"]["allowed"] and "patch" in answer["response"]


VALUES = [
    ("TestNewWebhookConfigParsingError", "invalid: values: config", False),
    ("TestNewWebhookConfigParsingSuccess", "\nglobal:\n  proxy:\n    image: proxyv2\n", True),
]


@pytest.mark.parametrize("values, good", rows(VALUES))
def test_values(injector, values, good):
    done = injector.run(json.dumps(served("v1", {})), MINIMAL, values=values)
    assert (done.returncode == 0) == good, done.stderr


# ---- what templates see and call ----

TYPE = "sidecar.istio.io/proxyImageType"
IMAGES = [
    ("vals-only-int-tag", "registry.istio.io/release", 11, None, None, "registry.istio.io/release/proxyv2:11"),
    ("pc overrides imageType - float tag", "registry.istio.io/release", 1.12, "distroless", None,
     "registry.istio.io/release/proxyv2:1.12-distroless"),
    ("annotation overrides imageType", "gcr.io/gke-release/asm", "1.11.2-asm.17", None, "distroless",
     "gcr.io/gke-release/asm/proxyv2:1.11.2-asm.17-distroless"),
    ("pc and annotation overrides imageType", "gcr.io/gke-release/asm", "1.11.2-asm.17", "distroless", "debug",
     "gcr.io/gke-release/asm/proxyv2:1.11.2-asm.17-debug"),
    ("pc and annotation overrides imageType, ann is default", "gcr.io/gke-release/asm", "1.11.2-asm.17", "debug", "default",
     "gcr.io/gke-release/asm/proxyv2:1.11.2-asm.17"),
    ("pc overrides imageType with default, tag also has image type", "gcr.io/gke-release/asm", "1.11.2-asm.17-distroless",
     "default", None, "gcr.io/gke-release/asm/proxyv2:1.11.2-asm.17"),
    ("ann overrides imageType with default, tag also has image type", "gcr.io/gke-release/asm", "1.11.2-asm.17-distroless",
     None, "default", "gcr.io/gke-release/asm/proxyv2:1.11.2-asm.17"),
    ("pc overrides imageType, tag also has image type", "registry.istio.io/release", "1.12-debug", "distroless", None,
     "registry.istio.io/release/proxyv2:1.12-distroless"),
    ("annotation overrides imageType, tag also has the same image type", "registry.istio.io/release", "1.12-distroless", None,
     "distroless", "registry.istio.io/release/proxyv2:1.12-distroless"),
    ("unusual tag should work", "private-repo/istio", "1.12-this-is-unusual-tag", None, None,
     "private-repo/istio/proxyv2:1.12-this-is-unusual-tag"),
    ("unusual tag should work, default override", "private-repo/istio", "1.12-this-is-unusual-tag-distroless", "default", None,
     "private-repo/istio/proxyv2:1.12-this-is-unusual-tag"),
    ("annotation overrides imageType with unusual tag", "private-repo/istio", "1.12-this-is-unusual-tag", None, "distroless",
     "private-repo/istio/proxyv2:1.12-this-is-unusual-tag-distroless"),
]


@pytest.mark.parametrize("hub, tag, config, annotation, want", rows(IMAGES))
def test_proxy_image(injector, hub, tag, config, annotation, want):
    mesh = {"defaultConfig": {"image": {"imageType": config}}} if config else {}
    pod = pod_of("app", annotations={TYPE: annotation} if annotation else None)
    injected = injector.inject(pod, with_proxy(image="{{ .ProxyImage }}"), mesh=mesh, values={"global": {"hub": hub, "tag": tag}})
    assert sidecar(injected)["image"] == want


ONE, OTHER, CNI = '{"name": "macvlan-conf-1"}', '{"name": "macvlan-conf-2"}', '{"name": "istio-cni"}'
MORE = '{"name": "macvlan-conf-1", "another-field": "another-value"}'
THERE = '{"name": "istio-cni", "config": "additional-config"}'
NETWORK_LISTS = [
    ("empty", "", "istio-cni"),
    ("flat-single", "macvlan-conf-1", "macvlan-conf-1, istio-cni"),
    ("flat-multiple", "macvlan-conf-1, macvlan-conf-2", "macvlan-conf-1, macvlan-conf-2, istio-cni"),
    ("json-single", f"[{ONE}]", f"[{ONE}, {CNI}]"),
    ("json-multiple", f"[{ONE}, {OTHER}]", f"[{ONE}, {OTHER}, {CNI}]"),
    ("json-multiline", f"[\n  {ONE},\n  {OTHER}\n  ]", f"[\n  {ONE},\n  {OTHER}\n  , {CNI}]"),
    ("json-multiline-additional-fields", f"[\n  {MORE},\n  {OTHER}\n  ]", f"[\n  {MORE},\n  {OTHER}\n  , {CNI}]"),
    # with a comma at its end it is no JSON
    ("json-preconfigured-istio-cni", f"[\n  {ONE},\n  {OTHER},\n  {THERE},\n  ]", f"[\n  {ONE},\n  {OTHER},\n  {THERE},\n  ]"),
]
ADD_NETWORK = """
metadata:
  annotations:
    %s: {{ appendMultusNetwork (index .ObjectMeta.Annotations `%s`) `istio-cni` | quote }}
""" % (NETWORKS, NETWORKS)


@pytest.mark.parametrize("given, want", rows(NETWORK_LISTS))
def test_append_multus_network(injector, given, want):
    """Once, and once more with what came out."""
    for text in (given, want):
        pod = injector.inject(pod_of("app", annotations={NETWORKS: text}), ADD_NETWORK)
        assert pod["metadata"]["annotations"][NETWORKS] == want


PROXY_CONFIGS = [
    ("default", {}, "{}"),
    ("explicit default", {"configPath": "./etc/istio/proxy", "drainDuration": "45s"}, "{}"),
    ("overrides", {"configPath": "/foo/bar", "drainDuration": "7s", "proxyMetadata": {"foo": "barr"}},
     '{"configPath":"/foo/bar","drainDuration":"7s","proxyMetadata":{"foo":"barr"}}'),
]


@pytest.mark.parametrize("config, want", rows(PROXY_CONFIGS))
def test_clean_proxy_config(injector, config, want):
    """And what comes out says the same when it is read again, by the mesh or by the Pod."""
    again = json.loads(want)
    own = {"proxy.istio.io/config": want}
    for mesh, annotations in ((config, {}), (again, {}), ({}, own)):
        pod = pod_of("app", annotations=annotations)
        assert injector.printed("protoToJSON .ProxyConfig", pod, mesh={"defaultConfig": mesh}) == want


PORTS = [
    ("none", [], ""),
    ("TCP", [(80, "TCP"), (8080, "TCP")], "80,8080"),
    ("both of one number", [(53, "TCP"), (53, "UDP")], "53"),
    ("both", [(80, "TCP"), (53, "UDP")], "80"),
    ("UDP", [(53, "UDP")], ""),
]


@pytest.mark.parametrize("function", ["includeInboundPorts", "applicationPorts"])
@pytest.mark.parametrize("ports, want", rows(PORTS))
def test_skip_udp_ports(injector, ports, want, function):
    container = {"name": "app", "ports": [{"containerPort": port, "protocol": protocol} for port, protocol in ports]}
    assert injector.printed(f"{function} .Spec.Containers", pod_of(container)) == want


NATIVE = "sidecar.istio.io/nativeSidecar"
NATIVES = [
    ("global flag enabled, no annotation", {}, True, True),
    ("global flag enabled, annotation disabled", {NATIVE: "false"}, True, False),
    ("global flag enabled, annotation enabled", {NATIVE: "true"}, True, True),
    ("global flag disabled, annotation enabled", {NATIVE: "true"}, False, True),
    ("global flag disabled, no annotation", {}, False, False),
    ("global flag disabled, annotation disabled", {NATIVE: "false"}, False, False),
]


@pytest.mark.parametrize("annotations, native, want", rows(NATIVES))
def test_native_sidecar_annotation(injector, annotations, native, want):
    """With the bundled template; the Pod has a container istio-proxy of its own, which goes where the template has it."""
    config, values, mesh = settings("{}")
    spec = injector.inject(pod_of("app", "istio-proxy", annotations=annotations), config=config, values=values, mesh=mesh,
                           native=native)["spec"]
    names = {kind: [one["name"] for one in spec[kind]].count("istio-proxy") for kind in ("initContainers", "containers")}
    assert names == {"initContainers": int(want), "containers": int(not want)}


LIMITS = {"global": {"proxy": {"resources": {"limits": {"memory": "500Mi"}}}}}
NULLS = [
    ("no nils", {"a": 1, "b": "c"}, {"a": 1, "b": "c"}),
    ("top level nil", {"a": None, "b": "c"}, {"b": "c"}),
    ("nested nil", {"a": {"x": None, "y": 2}, "b": "c"}, {"a": {"y": 2}, "b": "c"}),
    ("slice with nil", [1, None, 3], [1, 3]),
    ("nested slice nil", {"a": [None, {"x": None}]}, None),
    ("all nils map", {"a": None, "b": {"x": None}}, None),
    ("complex mixed", {"global": {"proxy": {"resources": {"limits": {"cpu": None, "memory": "500Mi"}}}}}, LIMITS),
]


@pytest.mark.parametrize("given, want", rows(NULLS))
def test_omit_nil(injector, given, want):
    """Of the values, which are the same for all Pods, and of what a Pod says."""
    assert json.loads(injector.printed("omitNil .Values.given | toJson", pod_of("app"), values={"given": given})) == want
    pod = pod_of("app", annotations={"given": json.dumps(given)})
    assert json.loads(injector.printed("omitNil (fromJSON .ObjectMeta.Annotations.given) | toJson", pod)) == want


def otel(enrichment):
    return {"extensionProviders": [{"name": "otel", "opentelemetry": {
        "service": "otel-collector", "port": 4317, "serviceAttributeEnrichment": enrichment}}]}


SEMANTIC = otel("OTEL_SEMANTIC_CONVENTIONS")
SERVICE, VERSION = "resource.opentelemetry.io/service.", "app.kubernetes.io/version"
MYAPP = [("myapp", "myapp")]


def tagged(name, image, version, labels=None):
    """A row of one container, in the namespace default."""
    want = f"service.namespace=default{version and f',service.version={version}'},service.instance.id=default.$(POD_NAME).nginx"
    return name, SEMANTIC, {}, labels or {}, "default", [("nginx", image)], want


OTEL = [
    ("no OTel semantic conventions provider returns empty", {}, {}, {}, "default", [], ""),
    ("ISTIO_CANONICAL provider returns empty", otel("ISTIO_CANONICAL"), {}, {}, "default", [], ""),
    ("defaults: namespace only (no containers)", SEMANTIC, {}, {}, "my-namespace", [], "service.namespace=my-namespace"),
    ("defaults: namespace + instance.id with container", SEMANTIC, {}, {}, "my-namespace", MYAPP,
     "service.namespace=my-namespace,service.instance.id=my-namespace.$(POD_NAME).myapp"),
    ("all annotations override defaults", SEMANTIC,
     {SERVICE + "namespace": "custom-ns", SERVICE + "version": "v2.0", SERVICE + "instance.id": "custom-id"},
     {VERSION: "should-not-use"}, "my-namespace", MYAPP,
     "service.namespace=custom-ns,service.version=v2.0,service.instance.id=custom-id"),
    ("service.version from label", SEMANTIC, {}, {VERSION: "v1.2.3"}, "default", MYAPP,
     "service.namespace=default,service.version=v1.2.3,service.instance.id=default.$(POD_NAME).myapp"),
    ("service.namespace annotation overrides k8s namespace", SEMANTIC, {SERVICE + "namespace": "annotated-ns"}, {},
     "actual-namespace", MYAPP, "service.namespace=annotated-ns,service.instance.id=actual-namespace.$(POD_NAME).myapp"),
    ("service.version annotation overrides label", SEMANTIC, {SERVICE + "version": "annotated-v1"}, {VERSION: "label-v2"},
     "default", MYAPP, "service.namespace=default,service.version=annotated-v1,service.instance.id=default.$(POD_NAME).myapp"),
    ("empty namespace no containers", SEMANTIC, {}, {}, "", [], ""),
    tagged("service.version from single container image tag", "nginx:1.21", "1.21"),
    tagged("service.version from single container image digest", "nginx@sha256:abc123", "sha256:abc123"),
    tagged("service.version from single container image tag+digest", "nginx:1.21@sha256:abc123", "1.21@sha256:abc123"),
    tagged("service.version from image with registry port", "registry:5000/nginx:1.21", "1.21"),
    ("service.version skipped for multiple containers", SEMANTIC, {}, {}, "default",
     [("nginx", "nginx:1.21"), ("sidecar", "sidecar:2.0")],
     "service.namespace=default,service.instance.id=default.$(POD_NAME).nginx"),
    tagged("service.version skipped for image without tag or digest", "nginx", ""),
    tagged("service.version label takes priority over image", "nginx:1.21", "v1.2.3", {VERSION: "v1.2.3"}),
]


@pytest.mark.parametrize("mesh, annotations, labels, namespace, containers, want", rows(OTEL))
def test_otel_resource_attributes(injector, mesh, annotations, labels, namespace, containers, want):
    pod = pod_of(*({"name": name, "image": image} for name, image in containers), annotations=annotations, labels=labels)
    arguments = ".MeshConfig .ObjectMeta.Annotations .ObjectMeta.Labels .DeploymentMeta.Namespace .Spec.Containers"
    assert injector.printed(f"otelResourceAttributes {arguments}", pod, namespace, mesh=mesh) == want


# ---- probes ----

REWRITE = "sidecar.istio.io/rewriteAppHTTPProbers"
REWRITES = [
    ("set-in-annotations", False, None, False),
    ("set-in-annotations", True, None, True),
    ("set-in-sidecar-injection-spec", False, {}, False),
    ("set-in-sidecar-injection-spec", True, {}, True),
    ("set-in-annotations", False, {REWRITE: "true"}, True),
    ("set-in-sidecar-injection-spec-&-annotations", True, {REWRITE: "true"}, True),
    ("set-in-annotations", False, {REWRITE: "false"}, False),
    ("set-in-sidecar-injection-spec-&-annotations", True, {REWRITE: "false"}, False),
]


@pytest.mark.parametrize("value, annotations, want", rows(REWRITES))
def test_probes_are_rewritten_or_not(injector, value, annotations, want):
    pod = injector.inject(pod_of(FOO, annotations=annotations), values={"sidecarInjectorWebhook": {"rewriteAppHTTPProbe": value}})
    probe = next(one for one in pod["spec"]["containers"] if one["name"] == "foo")["livenessProbe"]
    assert (probe["httpGet"]["path"] == "/app-health/foo/livez") == want
    assert (PROBERS in dict(variables(sidecar(pod)))) == want


def grpc(port, service=None, **more):
    return {"grpc": {"port": port, **({"service": service} if service else {})}, **more}


HOOK = {"httpGet": {"path": "/foo", "port": 1234, "host": "foo", "scheme": "HTTP"}}
TOLD = [
    ("simple gRPC liveness probe", {"name": "foo", "livenessProbe": grpc(1234)},
     {"/app-health/foo/livez": {"grpc": {"port": 1234, "service": None}}}),
    ("gRPC readiness probe with service", {"name": "bar", "readinessProbe": grpc(1234, "foo")},
     {"/app-health/bar/readyz": {"grpc": {"port": 1234, "service": "foo"}}}),
    ("gRPC startup probe with service and timeout including a http lifecycle handler",
     {"name": "foo", "startupProbe": grpc(1234, "foo", timeoutSeconds=10), "lifecycle": {"preStop": HOOK}},
     {"/app-health/foo/startupz": {"grpc": {"port": 1234, "service": "foo"}, "timeoutSeconds": 10},
      "/app-lifecycle/foo/prestopz": HOOK}),
]


@pytest.mark.parametrize("container, want", rows(TOLD))
def test_the_sidecar_is_told_of_grpc_probes(injector, container, want):
    [(name, value)] = variables(sidecar(injector.inject(pod_of(container))))
    assert name == PROBERS and json.loads(value) == want


def through(path, **more):
    return {"httpGet": {"path": path, "port": 15020}, **more}


TIMES = {"timeoutSeconds": 20, "periodSeconds": 10, "initialDelaySeconds": 10}
PATCHED = [
    ("pod with no probes", [{"name": "foo"}], [{"name": "foo"}]),
    ("pod with a gRPC liveness probe", [{"name": "foo", "livenessProbe": grpc(1234)}],
     [{"name": "foo", "livenessProbe": through("/app-health/foo/livez")}]),
    ("pod with gRPC liveness,readiness,startup probes",
     [{"name": "foo", "livenessProbe": grpc(1234, "foo"), "readinessProbe": grpc(1235, "foo", timeoutSeconds=10)},
      {"name": "bar", "startupProbe": grpc(1236, **TIMES)}],
     [{"name": "foo", "livenessProbe": through("/app-health/foo/livez"),
       "readinessProbe": through("/app-health/foo/readyz", timeoutSeconds=10)},
      {"name": "bar", "startupProbe": through("/app-health/bar/startupz", **TIMES)}]),
]


@pytest.mark.parametrize("containers, want", rows(PATCHED))
def test_probes_go_through_the_sidecar(injector, containers, want):
    pod = injector.inject(pod_of(*containers))
    assert [one for one in pod["spec"]["containers"] if one["name"] != "istio-proxy"] == want


# ---- annotations ----

CPU, MEMORY, CPU_LIMIT, MEMORY_LIMIT = (f"sidecar.istio.io/proxy{name}" for name in ("CPU", "Memory", "CPULimit", "MemoryLimit"))
INJECTION = '100m"\n  - name: injected\n    image: "busybox'
QUANTITIES = [
    ("valid cpu request", "100m", False),
    ("valid memory request", "128Mi", False),
    ("valid cpu limit", "2", False),
    ("valid memory with Gi", "1Gi", False),
    ("newline injection", INJECTION, True),
    ("carriage return", "100m\r", True),
    ("tab character", "100m\t", True),
    ("null byte", "100m\0", True),
    ("invalid quantity format", "invalid", True),
    ("empty string", "", True),
]


def check_refusal(injector, annotations, refused):
    response = injector.ask(pod_of("app", annotations=annotations))
    assert response["allowed"] != refused
    assert not refused or all(f"for annotation '{name}'" in response["status"]["message"] for name in annotations)


@pytest.mark.parametrize("value, refused", rows(QUANTITIES))
def test_resource_quantities(injector, value, refused):
    for name in (CPU, MEMORY, CPU_LIMIT, MEMORY_LIMIT):
        check_refusal(injector, {name: value}, refused)


ANNOTATIONS = [
    ("valid resource annotations", {CPU: "100m", MEMORY: "128Mi", CPU_LIMIT: "1", MEMORY_LIMIT: "1Gi"}, False),
    ("injection attempt in proxyCPU", {CPU: INJECTION}, True),
    ("injection attempt in proxyMemory", {MEMORY: "128Mi\nmalicious"}, True),
    ("invalid quantity in proxyCPULimit", {CPU_LIMIT: "notaquantity"}, True),
    ("control character in proxyMemoryLimit", {MEMORY_LIMIT: "1Gi\0"}, True),
]


@pytest.mark.parametrize("annotations, refused", rows(ANNOTATIONS))
def test_annotations(injector, annotations, refused):
    check_refusal(injector, annotations, refused)


# ---- templates ----

HELLO = {"name": "hello", "image": "fake.docker.io/google-samples/hello-go-gke:1.0"}
TEMPLATES = [("by their names", "sidecar,init"), ("by an alias", "both")]
TWO_TEMPLATES = {
    "templates": {"sidecar": "spec:\n  containers:\n  - name: istio-proxy\n    image: proxy\n",
                  "init": "spec:\n initContainers:\n - name: istio-init\n   image: proxy\n"},
    "aliases": {"both": ["sidecar", "init"]}}


def without_status(pod):
    return {**pod, "metadata": {**pod["metadata"], "annotations": {
        name: value for name, value in pod["metadata"]["annotations"].items() if name != STATUS}}}


@pytest.mark.parametrize("names", rows(TEMPLATES))
def test_multiple_templates(injector, names):
    """Istio's test has no mesh at all, and so 0 for the port, which no configuration says."""
    asked = {"inject.istio.io/templates": names}
    pod = injector.inject(pod_of(HELLO, annotations=asked), config=TWO_TEMPLATES)
    status = json.loads(pod["metadata"]["annotations"][STATUS])
    assert (status["initContainers"], status["containers"]) == (["istio-init"], ["istio-proxy"])
    assert without_status(pod) == pod_of(HELLO, {"name": "istio-proxy", "image": "proxy"}, annotations={**asked, **SCRAPED},
                                         initContainers=[{"name": "istio-init", "image": "proxy"}])


ADDED = {"name": "injected", "image": "fake.docker.io/google-samples/hello-go-gke:1.1"}
STRATEGIC = [("replaced labels", {"metadata": {"labels": {"$patch": "replace", "foo": "bar"}}, "spec": {"containers": [ADDED]}},
              pod_of(HELLO, labels={"key": "value"}), pod_of(ADDED, HELLO, labels={"foo": "bar"}, annotations=SCRAPED))]


@pytest.mark.parametrize("template, pod, want", rows(STRATEGIC))
def test_strategic_merge(injector, template, pod, want):
    """A directive in a template; and what is added comes before what was there."""
    assert without_status(injector.inject(pod, json.dumps(template))) == want


# ---- none is forgotten ----

# (rows here, Istio's)
TABLES = {
    "TestInjectRequired": (REQUIRED, 36), "TestSystemNamespaces_Contains": (NAMESPACES, 5), "TestParseInjectEnvs": (PATHS, 14),
    "Test_updateClusterEnvs": (CLUSTER_ENVS, 1), "TestFindSidecar": (SIDECARS, 4), "TestParseStatus": (STATUSES, 5),
    "TestMergeOrAppendProbers": (MERGED_PROBERS, 3), "TestEnablePrometheusAggregation": (AGGREGATION, 5),
    "TestGetPrometheusScrapeConfigurationMultiTarget": (SCRAPES, 5), "TestApplyPrometheusMergeScrapeTargets": (MERGE_TARGETS, 5),
    "TestApplySecurePrometheusAnnotation": (SECURES, 6), "TestRunAndServe": (SERVED, 5), "TestProxyImage": (IMAGES, 12),
    "TestNewWebhookConfigParsingError": (VALUES, 1), "TestNewWebhookConfigParsingSuccess": (VALUES, 1),
    "TestAppendMultusNetwork": (NETWORK_LISTS, 8), "TestCleanProxyConfig": (PROXY_CONFIGS, 3), "TestSkipUDPPorts": (PORTS, 5),
    "TestNativeSidecarAnnotationOverride": (NATIVES, 6), "TestOmitNil": (NULLS, 7), "TestOtelResourceAttributes": (OTEL, 16),
    "TestShouldRewriteAppHTTPProbers": (REWRITES, 8), "TestDumpAppGRPCProbers": (TOLD, 3), "TestPatchRewriteProbe": (PATCHED, 3),
    "TestValidateResourceQuantity": (QUANTITIES, 10), "TestValidateAnnotations": (ANNOTATIONS, 5),
    "TestMultipleInjectionTemplates": (TEMPLATES, 2), "TestStrategicMerge": (STRATEGIC, 1),
}
ELSEWHERE = {"TestInjection", "TestInjectionOlderVersion", "TestDetectNativeSidecar", "TestNewConfigMapWatcher", "TestMain"}


def test_every_table_is_here():
    """With all its rows; and Istio has no others, and none of another name."""
    for name, (table, count) in TABLES.items():
        assert len(table) >= count, name
    text = "".join(file.read_text() for file in folder().parent.parent.glob("*_test.go"))
    assert set(re.findall(r"^func (Test\w+)\(", text, re.M)) == {*TABLES, *ELSEWHERE}
