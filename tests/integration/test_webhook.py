"""The webhook's process, on a real API server, with the bundled istiod's ConfigMaps: what nobody should ask it, and that it
goes on."""
import json
import re
import subprocess

import pytest
import yaml

import launch
from cluster import ask, free_port, http, injected, review, wait
from pods import SHAPES

HONEST = {"metadata": {"name": "honest"}, "spec": {"containers": [{"name": "app", "image": "app"}]}}


class Webhook:
    """One process; `url` is where it injects."""

    def __init__(self, server, namespace, log, **more):
        self.port, self.metrics_port = free_port(), free_port()
        self.log = log
        with open(log, "ab") as out:
            self.process = subprocess.Popen(launch.webhook(server.node.kubeconfig, "webhook", namespace, self.port,
                                                           self.metrics_port, **more), stderr=out)
        self.url = f"https://127.0.0.1:{self.port}/inject"
        wait("the webhook getting ready", lambda: self.get("/readyz")[0] == 200)

    def get(self, path):
        return http(f"http://127.0.0.1:{self.metrics_port}{path}")

    def check_alive(self):
        """The next honest request is answered by the very same process."""
        allowed, pod, message = injected(self.url, HONEST, "app")
        assert allowed and [c["name"] for c in pod["spec"]["containers"]] == ["app"], message
        assert "istio-proxy" in [c["name"] for c in pod["spec"]["initContainers"]]
        assert self.process.poll() is None

    def end(self):
        self.process.terminate()
        assert self.process.wait(timeout=60) == 0, self.log.read_text()[-4000:]


@pytest.fixture(scope="module")
def own_namespace(server):
    server.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "webhook"}})


@pytest.fixture(scope="module")
def webhook(server, injector, own_namespace, tmp_path_factory):
    made = Webhook(server, injector, tmp_path_factory.mktemp("webhook") / "log")
    yield made
    made.end()


def pod_with(annotations=None, spec=None, **metadata):
    return {"metadata": {"name": "web", "annotations": annotations or {}, **metadata},
            "spec": {"containers": [{"name": "app", "image": "app"}], **(spec or {})}}


def bomb(levels, width):
    """YAML that grows by `width` a level as aliases are followed."""
    lines = ["a0: &a0 [" + ",".join(["x"] * width) + "]"]
    lines += [f"a{i}: &a{i} [" + ",".join([f"*a{i - 1}"] * width) + "]" for i in range(1, levels)]
    return "\n".join(lines)


def overrides(value):
    return pod_with({"proxy.istio.io/overrides": value if isinstance(value, str) else json.dumps(value)})


# (the Pod, words of the refusal; None: it is injected)
HOSTILE = {
    "text_for_http_get": (overrides({"initContainers": [{"name": "istio-init", "readinessProbe": {"httpGet": "x"}}]}),
                          "initContainers[0].readinessProbe.httpGet: want a mapping"),
    "overrides_no_json": (overrides("{"), "proxy.istio.io/overrides"),
    "overrides_list": (overrides([]), "want a mapping"),
    "overrides_deep": (overrides("[" * 1000 + "]" * 1000), "nested deeper than 32"),
    "overrides_large": (overrides({"containers": [], "x": "y" * 70000}), "larger than 65536 bytes"),
    "overrides_many": (overrides({"x": [0] * 20000}), "more than 10000 values"),
    "cut_in_a_character": (pod_with({"sidecar.istio.io/proxyCPU": "x" * 255 + "\u00e9" * 3}), "proxyCPU"),
    "alias_bomb": (pod_with({"proxy.istio.io/config": bomb(9, 9)}), "aliases"),
    "deep_config": (pod_with({"proxy.istio.io/config": "{a: " * 200 + "1" + "}" * 200}), "proxy.istio.io/config"),
    "large_config": (pod_with({"proxy.istio.io/config": "a: " + "x" * 70000}), "larger than 64 KiB"),
    "status_nonsense": (pod_with({"sidecar.istio.io/status": "[[[["}), None),
    "many_templates": (pod_with({"inject.istio.io/templates": ",".join(["sidecar"] * 2000)}), "more than 64"),
    "inner_template": (pod_with({"inject.istio.io/templates": "sidecar,resources"}), 'template "resources" not found'),
    "no_metadata": ({"spec": {"containers": []}}, None),
    "metadata_is_text": ({"metadata": "x", "spec": {}}, "metadata: want a mapping"),
    "containers_is_mapping": (pod_with(spec={"containers": {}}), "spec.containers: want a list"),
    "env_is_text": (pod_with(spec={"containers": [{"name": "a", "env": "x"}]}), "env: want a list"),
    "null_probe": (pod_with(spec={"containers": [{"name": "a", "image": "a", "livenessProbe": {"httpGet": None}}]}), None),
    "null_in_list": (pod_with(spec={"containers": [None]}), "spec.containers[0]: want a mapping"),
    "broken_text": (pod_with({"sidecar.istio.io/proxyCPU": "\ud800"}), None),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pod_is_answered_and_the_next_one_too(webhook, name):
    pod, words = HOSTILE[name]
    status, text = ask(webhook.url, review(pod, "app"))
    if name == "broken_text":  # no JSON text at all
        assert status == 400
    else:
        response = json.loads(text)["response"]
        message = response.get("status", {}).get("message", "")
        assert status == 200 and response["allowed"] == (words is None), text
        assert words is None or words in message, message
    webhook.check_alive()


@pytest.mark.parametrize("body", [
    b'{"kind":"AdmissionReview","request":{"uid":"u","object":' + b"[" * 100000 + b"]" * 100000 + b"}}",
    b'{"kind":"AdmissionReview","request":{"uid":"u","object":{"a":[' + b"0," * 2000000 + b"0]}}}",
    b'{"kind":"AdmissionReview","request":{"uid":"u","object":{"a":"\xff\xfe"}}}',
    b'{"kind":"AdmissionReview","request":{"uid":"u' + b"u" * 5000000 + b'","object":{}}}',
], ids=["deep", "many", "no UTF-8", "long uid"])
def test_a_hostile_body_is_answered_and_the_next_one_too(webhook, body):
    assert ask(webhook.url, body)[0] in (200, 400)
    webhook.check_alive()


# ---- splices ----

def template_annotations(server, injector):
    """Every annotation that the bundled templates name."""
    config = server.get("-n", injector, "configmap", "istio-sidecar-injector")["data"]["config"]
    return sorted(set(re.findall(r"`([a-z0-9.-]+/[A-Za-z0-9._-]+)`", "".join(yaml.safe_load(config)["templates"].values()))))


PAYLOAD = "securityContext: {privileged: true, runAsUser: 0}"
SPLICES = ['x"\n    ' + PAYLOAD + '\n    tty: "true', "x\n    " + PAYLOAD, "x\n  hostNetwork: true\n  hostPID: true", "x\n---\n",
           'x"}]\n  volumes: [{name: root, hostPath: {path: /}}]\n  z: [{a: "b', "x\u2028    " + PAYLOAD, "x\u0085    " + PAYLOAD,
           "x'\n    " + PAYLOAD + "\n    y: 'z", "{" + PAYLOAD + "}", "x # y", 'x", "--privileged', "\\", 'x\\"', "&a [*a]",
           '{"v\\"\\n  - name: \\"root\\"\\n    hostPath: {path: /}": {"emptyDir": {}}}', "a: b: c", "[a", "{{ .Values }}", "\t"]


def masked(tree, text):
    """The tree with "x" for the text."""
    if isinstance(tree, dict):
        return {key: masked(value, text) for key, value in tree.items()}
    if isinstance(tree, list):
        return [masked(value, text) for value in tree]
    return "x" if text and tree == text else tree


def rights(pod, splice=None):
    """What injection may give a Pod rights by: everything of it that no annotation's text may change."""
    spec = masked(pod["spec"], splice)
    containers = spec.get("containers", []) + spec.get("initContainers", [])
    return {"containers": {c["name"]: {key: c.get(key) for key in ("securityContext", "volumeDevices", "envFrom", "stdin")}
                           for c in containers},
            "keys": {c["name"]: sorted(set(c) - {"lifecycle", "env", "resources"}) for c in containers},
            "volumes": spec.get("volumes"), "spec": sorted(set(spec) - {"volumes"}),
            "host": [spec.get(key) for key in ("hostNetwork", "hostPID", "hostIPC", "serviceAccountName")]}


def same_rights(webhook, annotations, splice, harmless):
    """Is a Pod with these annotations refused, or given no more than one with harmless ones?"""
    good, plain, _ = injected(webhook.url, pod_with(harmless), "app")
    if not good:
        plain = injected(webhook.url, pod_with(), "app")[1]
    allowed, pod, message = injected(webhook.url, pod_with(annotations), "app")
    if not allowed:
        assert message
        return True
    return rights(pod, splice) == rights(plain)


def test_no_annotation_becomes_structure(webhook, server, injector):
    names = template_annotations(server, injector)
    assert len(names) > 20
    # what these say is meant to change rights, and is checked to be one of a few words
    chosen = {"sidecar.istio.io/interceptionMode", "sidecar.istio.io/nativeSidecar", "sidecar.istio.io/enableCoreDump",
              "sidecar.istio.io/capNetBindService"}
    faults = [(name, splice) for name in names if name not in chosen for splice in SPLICES
              if not same_rights(webhook, {name: splice}, splice, {name: "x"})]
    assert not faults
    webhook.check_alive()


@pytest.mark.parametrize("splice", SPLICES)
def test_no_proxy_metadata_becomes_structure(webhook, splice):
    for metadata in ({"A": splice}, {splice: "a"}, {"A": "b", splice: splice}):
        assert same_rights(webhook, {"proxy.istio.io/config": json.dumps({"proxyMetadata": metadata})}, splice, {}), metadata
    webhook.check_alive()


@pytest.mark.parametrize("splice", SPLICES)
def test_no_name_or_label_becomes_structure(webhook, splice):
    plain = rights(injected(webhook.url, pod_with(), "app")[1])
    for metadata in ({"name": splice}, {"labels": {"app": splice}}, {"labels": {splice: "a"}},
                     {"labels": {"service.istio.io/workload-name": splice}},
                     {"generateName": "x-", "ownerReferences": [{"controller": True, "kind": splice, "name": splice,
                                                                 "apiVersion": splice, "uid": "u"}]}):
        allowed, pod, message = injected(webhook.url, pod_with(**metadata), "app")
        assert message if not allowed else rights(pod) == plain, metadata
    webhook.check_alive()


def test_templates_do_not_see_each_others_definitions(server, injector, own_namespace, tmp_path):
    """Two templates that define the same name: each has its own."""
    template = '{{ define "x" }}%s{{ end }}spec:\n  containers:\n  - name: istio-proxy\n    image: i\n    env:\n' \
               '    - {name: %s, value: {{ template "x" . }}}\n'
    server.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "custom"}})
    maps = {name: server.get("-n", injector, "configmap", name)["data"] for name in ("istio", "istio-sidecar-injector")}
    maps["istio-sidecar-injector"]["config"] = json.dumps({
        "policy": "enabled", "defaultTemplates": ["one", "two"],
        "templates": {"one": template % ("first", "ONE"), "two": template % ("second", "TWO")}})
    server.apply(*({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "namespace": "custom"}, "data": data}
                   for name, data in maps.items()))
    webhook = Webhook(server, "custom", tmp_path / "log")
    try:
        _, pod, message = injected(webhook.url, HONEST, "app")
        proxy = next((c for c in pod["spec"]["containers"] if c["name"] == "istio-proxy"), None)
        assert {e["name"]: e.get("value") for e in proxy["env"]}.items() >= {"ONE": "first", "TWO": "second"}.items(), message
        allowed, _, message = injected(webhook.url, pod_with({"inject.istio.io/templates": "one,x"}), "app")
        assert not allowed and 'template "x" not found' in message
    finally:
        webhook.end()


def test_all_shapes_are_still_injected(webhook):
    for name, shape in SHAPES.items():
        status, text = ask(webhook.url, review(shape, "app"))
        assert status == 200 and json.loads(text)["response"]["uid"], name
    webhook.check_alive()
