"""Istio's own golden injection cases, from the module that istiod is built of: by `malha inject`, which prints whole files, and
by `malha admit`, which answers as the webhook does."""
import base64
import copy
import functools
import json
import subprocess
from pathlib import Path

import pytest
import yaml

import launch
from cluster import patched, review
from same import differences, plain
from testbed import BUILD, ROOT
from testbed.proc import GIVE_UP

TEMPLATED = ("Deployment", "DeploymentConfig", "DaemonSet", "StatefulSet", "Job", "ReplicaSet", "ReplicationController")
CNI = {"pilot": {"cni": {"enabled": True}}}
MULTUS = {"pilot": {"cni": {"enabled": True, "provider": "multus"}}}
PORTS = {"statusPort": 123, "readinessInitialDelaySeconds": 100, "readinessPeriodSeconds": 200, "readinessFailureThreshold": 300}
OTEL = {"extensionProviders": [{"name": "otel", "opentelemetry": {
    "service": "otel-collector.observability.svc.cluster.local", "port": 4317,
    "serviceAttributeEnrichment": "OTEL_SEMANTIC_CONVENTIONS"}}]}
NAMESPACE = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "test-ns", "annotations": {
    "openshift.io/sa.scc.uid-range": "1000620000/10000", "openshift.io/sa.scc.supplemental-groups": "1000620000/10000"}}}


def proxy(**values):
    return {"global": {"proxy": values}}


def mesh(**values):
    return {"meshConfig": values}


def case(source, wanted=None, values=None, iop=None, old=False, paths=("inject", "admit"), error=None, warning=None, openshift=False):
    return {"in": source + ".yaml", "want": (wanted or source + ".yaml") + ".injected", "values": values or {}, "iop": iop, "old": old,
            "paths": paths, "error": error, "warning": warning, "openshift": openshift}


HOLD = proxy(holdApplicationUntilProxyStarts=True)
TPROXY = mesh(defaultConfig={"interceptionMode": "TPROXY"})
# TestInjection of pkg/kube/inject/inject_test.go.
NAMED = [
    case("hello", "hello.yaml.cni", {"pilot": {"cni": {"enabled": True, "provider": "default"}}, "global": {"network": "network1"}}),
    case("hello", "hello.yaml.proxyImageName", proxy(image="proxyTest")),
    case("hello", "hello.yaml.proxyInitImageName", {"global": {"proxy_init": {"image": "proxyInitTest"}}}),
    case("hello", "hello-tproxy.yaml", TPROXY),
    case("hello", "hello-always.yaml", {"global": {"imagePullPolicy": "Always"}}),
    case("hello", "hello-never.yaml", {"global": {"imagePullPolicy": "Never"}}),
    case("hello", "hello-old-version.yaml", old=True),
    case("format-duration", values=mesh(defaultConfig={"drainDuration": "23s"})),
    case("traffic-params", values=proxy(includeIPRanges="127.0.0.1/24,10.96.0.1/24", excludeIPRanges="10.96.0.2/24,10.96.0.3/24",
                                        excludeInboundPorts="4,5,6", statusPort=0)),
    *(case(name, values=proxy(**PORTS)) for name in ("status_params", "kubevirtInterfaces", "reroute-virtual-interfaces")),
    case("hello", "hello-image-secrets-in-values.yaml", iop="hello-image-secrets-in-values"),
    case("hello-image-pull-secret", "hello-multiple-image-secrets.yaml", iop="hello-image-secrets-in-values"),
    case("hello", "hello-template-in-values.yaml", iop="hello-template-in-values"),
    case("hello", "hello-mount-mtls-certs.yaml", {"global": {"mountMtlsCerts": True}}),
    case("hello", "hello-cncf-networks.yaml", MULTUS),
    case("hello-existing-cncf-networks", values=MULTUS),
    case("hello-existing-cncf-networks-json", values=MULTUS),
    case("hello", "hello.proxyHoldsApplication.yaml", HOLD),
    case("hello-probes", "hello-probes.proxyHoldsApplication.yaml", HOLD),
    case("hello-probes-proxyHoldApplication-ProxyConfig"),
    case("hello-probes-noProxyHoldApplication-ProxyConfig", values=HOLD),
    case("hello-service", paths=("inject",)),
    case("cronjob", paths=("inject",)),
    case("cronjob", "cronjob-old-version.yaml", old=True, paths=("inject",)),
    *(case(name, f"{name}-old-version.yaml", old=True) for name in ("daemonset", "job", "pod", "replicaset", "statefulset")),
    *(case(f"traffic-annotations-bad-{name}", error=name) for name in (
        "includeipranges", "excludeipranges", "includeinboundports", "excludeinboundports", "excludeoutboundports")),
    case("traffic-annotations", values=mesh(defaultConfig={"proxyMetadata": {
        "ISTIO_META_TLS_CLIENT_KEY": "/etc/identity/client/keys/client-key.pem"}})),
    case("proxy-override"),
    case("explicit-security-context"),
    case("only-proxy-container"),
    case("proxy-override-args"),
    case("proxy-override-runas"),
    case("proxy-override-runas", "proxy-override-runas.yaml.cni", CNI),
    case("proxy-override-runas", "proxy-override-runas.yaml.tproxy", TPROXY),
    case("proxy-override-args", "proxy-override-args-native.yaml"),
    case("gateway"),
    case("gateway"),
    case("native-sidecar"),
    case("native-sidecar", "native-sidecar-old-version.yaml", old=True),
    case("native-sidecar-opt-in"),
    case("native-sidecar-opt-in", old=True),
    case("native-sidecar-opt-out"),
    case("native-sidecar-opt-out", old=True),
    case("custom-template", iop="custom-template"),
    case("tcp-probes"),
    case("hello-host-network-with-ns", warning='because Deployment "sample/hello-host-network" has host networking enabled'),
    case("merge-probers", values=HOLD),
    case("hello-tracing-disabled", values=mesh(defaultConfig={"tracing": {}})),
    case("truncate-canonical-name-pod"),
    case("truncate-canonical-name-custom-controller-pod"),
    *(case(name, values=CNI, paths=("admit",), openshift=True) for name in (
        "hello-openshift", "hello-openshift-custom-injection", "hello-openshift-tproxy")),
    case("hello-probes-localhost", values=mesh(inboundTrafficPolicy={"mode": "LOCALHOST"})),
    case("proxy-resources-null", iop="proxy-resources-null"),
    case("proxy-resources-null-no-init", iop="proxy-resources-null"),
    case("proxy-resources-zero", iop="proxy-resources-zero"),
    case("proxy-resources-memory-null", iop="proxy-resources-memory-null"),
    case("proxy-resources-mixed-null", iop="proxy-resources-mixed-null"),
    case("sidecar-spire", iop="spire-template"),
    case("gateway-spire", iop="spire-template"),
    case("hello-otel-semconv", values=mesh(**OTEL)),
    case("hello", "hello-fips-140-3.yaml", {"pilot": {"env": {"COMPLIANCE_POLICY": "fips-140-3"}}}),
]
# TestInjectionOlderVersion.
OLDER = [case("native-sidecar", "native-sidecar-old-version.yaml", old=True),
         case("cronjob", "cronjob-old-version.yaml", old=True, paths=("inject",)),
         *(case(name, f"{name}-old-version.yaml", old=True) for name in ("daemonset", "job", "pod", "replicaset", "statefulset", "hello"))]


@functools.lru_cache(maxsize=None)
def folder():
    """Where the module's test data lie; fetched when they are not there."""
    done = subprocess.run(["go", "mod", "download", "-json", "istio.io/istio"], cwd=ROOT / "hack/tools/istio", check=True,
                          capture_output=True, text=True, timeout=GIVE_UP)
    return Path(json.loads(done.stdout)["Dir"]) / "pkg/kube/inject/testdata/inject"


def discovered():
    """Every other input, with the settings that are the default."""
    known = {row["want"] for row in NAMED}
    names = sorted(path.name for path in folder().glob("*.yaml") if not path.name.endswith(".iop.yaml"))
    return [case(name.removesuffix(".yaml")) for name in names if name + ".injected" not in known]


def merged(one, other):
    return {**one, **{key: merged(one[key], value) if isinstance(value, dict) and isinstance(one.get(key), dict) else value
                      for key, value in other.items()}}


@functools.lru_cache(maxsize=None)
def settings(text):
    """The texts config, values and mesh of the injector for these values, as istioctl's renderer makes them in the tests."""
    values = merged({"global": {"hub": "registry.istio.io/testing", "tag": "latest"}}, json.loads(text))
    maps = {one["metadata"]["name"]: one["data"] for one in launch.istiod_objects("istio-system", values)}
    return maps["istio-sidecar-injector"]["config"], maps["istio-sidecar-injector"]["values"], maps["istio"]["mesh"]


class Injector:
    """The arguments that give the verbs one case's settings."""

    def __init__(self, row, folder_):
        values = row["values"]
        if row["iop"]:
            values = merged(values, yaml.safe_load((folder() / f"{row['iop']}.iop.yaml").read_text())["spec"]["values"])
        config, values, mesh_config = settings(json.dumps(values))
        if row["openshift"]:  # as a variable of istiod's, which changes nothing in the chart
            values = json.dumps(merged(json.loads(values), {"global": {"platform": "openshift"}}))
        files = {"injectConfigFile": config, "valuesFile": values, "meshConfigFile": mesh_config, "namespaces": json.dumps(NAMESPACE)}
        self.options = [f"--nativeSidecars={'false' if row['old'] else 'true'}"]
        for name, text in files.items():
            (folder_ / name).write_text(text)
            self.options += [f"--{name}", str(folder_ / name)]

    def run(self, verb, path):
        return subprocess.run([BUILD / "bin/malha", verb, "-f", path, *self.options], capture_output=True, text=True, check=False,
                              timeout=GIVE_UP)


def documents(text):
    return [one for one in yaml.safe_load_all(text) if one]


def pods(text):
    """The Pods that the objects make, as the API server would hand them on, and their namespaces."""
    for object_ in documents(text):
        for one in object_.get("items", [object_]):
            if one["kind"] == "Pod":
                yield one, one["metadata"].get("namespace", "")
            if one["kind"] not in TEMPLATED:
                continue
            name, template = one["metadata"]["name"], copy.deepcopy(one["spec"]["template"])
            metadata = {**template.get("metadata", {}), "generateName": name}
            owner = {"apiVersion": one["apiVersion"], "kind": one["kind"], "name": name, "controller": True}
            if one["kind"] == "Deployment":
                metadata.update(generateName=f"{name}-fake-", labels={**(metadata.get("labels") or {}), "pod-template-hash": "fake"})
                owner = {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": f"{name}-fake", "controller": True}
            metadata["ownerReferences"] = [owner]
            yield {"metadata": metadata, "spec": template["spec"]}, one["metadata"].get("namespace", "")


def taken(object_):
    """What is injected of an object, which then lacks it."""
    if object_["kind"] == "Pod":
        return {"metadata": object_.pop("metadata"), "spec": object_.pop("spec")}
    return object_.get("spec", {}).pop("jobTemplate" if object_["kind"] == "CronJob" else "template", None)


def check_same(got, wanted):
    lines = differences(plain(got), plain(wanted))
    assert not lines, "\n".join(lines)


def stripped(pod):
    (pod["metadata"].get("annotations") or {}).pop("sidecar.istio.io/status", None)
    return pod


def by_inject(row, injector):
    done = injector.run("inject", folder() / row["in"])
    if row["error"]:
        assert done.returncode == 1 and row["error"] in done.stderr.lower(), done.stderr
        return
    assert done.returncode == 0, done.stderr
    assert (row["warning"] or "") in done.stderr
    files = [done.stdout] + [(folder() / row[name]).read_text() for name in ("want", "in")]
    got, wanted, given = ([one for document in documents(text) for one in document.get("items", [document])] for text in files)
    assert len(got) == len(wanted) == len(given)
    for one, other, before in zip(got, wanted, given):
        check_same(taken(one), taken(other))
        taken(before)
        assert one == before  # all else is as it was


def by_admit(row, injector, tmp_path):
    goldens = None if row["error"] else list(pods((folder() / row["want"]).read_text()))
    inputs = list(pods((folder() / row["in"]).read_text()))
    assert inputs
    for i, (pod, namespace) in enumerate(inputs):
        path = tmp_path / f"review{i}.json"
        path.write_text(json.dumps(review(pod, namespace)))
        done = injector.run("admit", path)
        response = json.loads(done.stdout)["response"]
        if row["error"]:
            assert not response["allowed"] and row["error"] in response["status"]["message"].lower(), response
            continue
        assert response["allowed"], response
        patch = json.loads(base64.b64decode(response["patch"])) if "patch" in response else []
        check_same(stripped(patched(pod, patch)), stripped(goldens[i][0]))


def named(rows):
    return [pytest.param(row, path, id=f"{i:02d} {row['want'].removesuffix('.injected')} {path}")
            for i, row in enumerate(rows) for path in row["paths"]]


@pytest.mark.parametrize("row, path", named(NAMED) + named(OLDER) + named(discovered()))
def test_golden(row, path, tmp_path):
    injector = Injector(row, tmp_path)
    if path == "inject":
        by_inject(row, injector)
    else:
        by_admit(row, injector, tmp_path)


def test_every_golden_is_used():
    wanted = {row["want"] for row in NAMED + OLDER + discovered()}
    assert {path.name for path in folder().glob("*.injected")} <= wanted
    assert len(NAMED) == 73 and len(discovered()) >= 55
