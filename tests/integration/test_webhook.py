"""The webhook's process, on a real API server, with the bundled istiod's ConfigMaps: what nobody should ask it, and that it
goes on."""
import base64
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import threading
import time
from http.client import HTTPResponse, HTTPSConnection

import pytest
import yaml

import launch
from cluster import ask, free_port, http, injected, review, wait
from pods import SHAPES

HONEST = {"metadata": {"name": "honest"}, "spec": {"containers": [{"name": "app", "image": "app"}]}}


class Webhook:
    """One process; `url` is where it injects."""

    def __init__(self, server, namespace, log, kubeconfig=None, **more):
        self.port, self.metrics_port = free_port(), free_port()
        self.log = log
        with open(log, "ab") as out:
            self.process = subprocess.Popen(launch.webhook(kubeconfig or server.local.kubeconfig, "webhook", namespace, self.port,
                                                           self.metrics_port, **more), stderr=out)
        self.root = f"https://127.0.0.1:{self.port}"
        self.url = f"{self.root}/inject"
        try:
            wait("the webhook getting ready", lambda: self.get("/readyz")[0] == 200)
        except Exception:
            self.process.kill()
            self.process.wait()
            raise

    def get(self, path):
        return http(f"http://127.0.0.1:{self.metrics_port}{path}")

    def check_alive(self):
        """The next honest request is answered by the very same process."""
        allowed, pod, message = injected(self.url, HONEST, "app")
        assert allowed and [c["name"] for c in pod["spec"]["containers"]] == ["app"], message
        assert "istio-proxy" in [c["name"] for c in pod["spec"]["initContainers"]]
        assert self.process.poll() is None

    def forget_peak(self):
        with open(f"/proc/{self.process.pid}/clear_refs", "w", encoding="ascii") as file:
            file.write("5")

    def peak_mib(self):
        """The most memory that was in use since then."""
        status = open(f"/proc/{self.process.pid}/status", encoding="ascii").read()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024

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
    "large_config": (pod_with({"proxy.istio.io/config": "a: " + "x" * 70000}), "larger than 65536 bytes"),
    "nul_in_annotation": (pod_with({"sidecar.istio.io/proxyCPU": "100m\0"}), "a NUL is in it"),
    "nul_in_another": (pod_with({"note": "a\0b"}), "invalid value 'a' for annotation 'note': a NUL is in it"),
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


def test_how_it_is_asked(webhook):
    """TestRunAndServe of Istio's injector; but what is no review is a bad request here."""
    for version in ("v1", "v1beta1"):
        status, text = ask(webhook.url, {**review(HONEST, "app"), "apiVersion": f"admission.k8s.io/{version}"})
        answer = json.loads(text)
        assert status == 200 and answer["apiVersion"] == f"admission.k8s.io/{version}" and answer["response"]["patch"]
    status, text = ask(webhook.url, review(pod_with({"sidecar.istio.io/inject": "false"}), "app"))
    assert status == 200 and json.loads(text)["response"]["allowed"] and "patch" not in json.loads(text)["response"]
    assert ask(webhook.url, review(HONEST, "app"), content_type="application/yaml")[0] == 415
    assert ask(webhook.url, b"")[0] == 400 and ask(webhook.url, b"\0\1\2\3")[0] == 400
    assert ask(webhook.url, None, method="GET")[0] == 405


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


# ---- the slow and the many ----

def request_from(webhook, source, headers, body=b""):
    """(status, text) of a POST from this loopback address; the body may be shorter than the headers say."""
    context = ssl._create_unverified_context()
    raw = socket.create_connection(("127.0.0.1", webhook.port), timeout=60, source_address=(source, 0))
    with context.wrap_socket(raw) as connection:
        head = "".join(f"{name}: {value}\r\n" for name, value in {"Host": "x", "Content-Type": "application/json",
                                                                   **headers}.items())
        connection.sendall(f"POST /inject HTTP/1.1\r\n{head}\r\n".encode() + body)
        reply = HTTPResponse(connection, method="POST")
        reply.begin()
        return reply.status, reply.read().decode()


def honest_from(webhook, source):
    body = json.dumps(review(HONEST, "app")).encode()
    status, text = request_from(webhook, source, {"Content-Length": len(body), "Connection": "close"}, body)
    assert status == 200 and "patch" in json.loads(text)["response"], text


def test_a_length_that_is_too_large_is_refused_before_the_body_comes(webhook):
    status, text = request_from(webhook, "127.0.0.1", {"Content-Length": 7 << 20})
    assert status == 413 and "6 MiB" in text
    chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"  # no length is announced
    status, text = request_from(webhook, "127.0.0.1", {"Transfer-Encoding": "chunked"}, chunk * 7 + b"0\r\n\r\n")
    assert status == 413 and "6 MiB" in text
    webhook.check_alive()


def test_who_sends_a_byte_a_second_does_not_keep_others_out(webhook):
    """A thousand connections of one address: some are not taken, all are ended, others are answered all the while."""
    context = ssl._create_unverified_context()
    slow, refused = [], 0
    for _ in range(1000):
        raw = socket.create_connection(("127.0.0.1", webhook.port), timeout=60, source_address=("127.0.0.3", 0))
        try:
            slow.append(context.wrap_socket(raw))
            slow[-1].setblocking(False)
        except OSError:
            refused += 1
            raw.close()
    assert refused >= 400
    started = time.monotonic()
    answered = 0

    def ended(connection):
        try:
            connection.send(b"A")
            return connection.recv(1) == b""
        except ssl.SSLWantReadError:
            return False
        except OSError:
            return True
    while slow:
        honest_from(webhook, "127.0.0.4")
        answered += 1
        slow = [connection for connection in slow if not ended(connection) or connection.close()]
        assert time.monotonic() - started < 120
        threading.Event().wait(1)  # a byte a second
    assert answered > 3
    honest_from(webhook, "127.0.0.3")
    webhook.check_alive()


def test_many_large_bodies_are_held_within_bounds(webhook):
    """What goes beyond the room for bodies is cut off; small requests of others are answered all the while."""
    context = ssl._create_unverified_context()
    lines = b" " * (1 << 20)

    def send(source):
        try:
            raw = socket.create_connection(("127.0.0.1", webhook.port), timeout=60, source_address=(source, 0))
            with context.wrap_socket(raw) as connection:
                connection.sendall(b"POST /inject HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                   b"Content-Length: 6291456\r\n\r\n")
                for _ in range(5):
                    connection.sendall(lines)
                connection.settimeout(0.2)
                while not enough.is_set():
                    try:
                        if connection.recv(1) == b"":
                            raise ConnectionResetError
                    except TimeoutError:
                        pass  # it is held
        except OSError:
            cut.append(source)
    enough, cut = threading.Event(), []
    webhook.forget_peak()
    threads = [threading.Thread(target=send, args=(f"127.0.1.{i % 8 + 1}",)) for i in range(64)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(20):
            honest_from(webhook, "127.0.0.4")
        wait("all but two being cut off", lambda: len(cut) >= 62)  # 12 MiB hold two of them
    finally:
        enough.set()
        for thread in threads:
            thread.join(timeout=120)
    assert webhook.peak_mib() < 100
    webhook.check_alive()


def test_who_is_asked_to_end_answers_what_has_begun(server, injector, own_namespace, tmp_path):
    webhook = Webhook(server, injector, tmp_path / "log", drain_seconds=5)
    body = json.dumps(review(HONEST, "app")).encode()
    context = ssl._create_unverified_context()
    with context.wrap_socket(socket.create_connection(("127.0.0.1", webhook.port), timeout=60)) as connection:
        connection.sendall(b"POST /inject HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                           b"Content-Length: %d\r\n\r\n" % len(body) + body[:100])
        webhook.process.send_signal(signal.SIGTERM)
        wait("its no longer being ready", lambda: webhook.get("/readyz") == (503, "stopping\n"))
        honest_from(webhook, "127.0.0.1")  # whoever has not heard of it yet
        connection.sendall(body[100:])
        reply = HTTPResponse(connection, method="POST")
        reply.begin()
        assert reply.status == 200 and reply.getheader("Connection") == "close"
        assert json.loads(reply.read())["response"]["allowed"]
    assert webhook.process.wait(timeout=60) == 0


def test_it_listens_on_ipv6_too(webhook, server, injector, own_namespace, tmp_path):
    with pytest.raises(OSError):
        socket.create_connection(("::1", webhook.port), timeout=5)
    every = Webhook(server, injector, tmp_path / "log", address=None)
    try:
        every.check_alive()
        with open("/proc/net/if_inet6", encoding="ascii") as lines:
            if any(line.endswith("lo\n") for line in lines):
                context = ssl._create_unverified_context()
                connection = HTTPSConnection("::1", every.port, context=context, timeout=20)
                connection.request("POST", "/inject", json.dumps(review(HONEST, "app")), {"Content-Type": "application/json"})
                assert connection.getresponse().status == 200
    finally:
        every.end()


# ---- certificates ----

CONFIGURATION = {
    "apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration",
    "metadata": {"name": "malha-sidecar-injector"}, "webhooks": [{
        "name": f"{name}.malha.dev", "sideEffects": "None", "admissionReviewVersions": ["v1"], "failurePolicy": "Ignore",
        "clientConfig": {"service": {"name": "malha-webhook", "namespace": "webhook", "path": "/inject"}},
        "rules": [{"operations": ["CREATE"], "apiGroups": [""], "apiVersions": ["v1"], "resources": ["pods"]}],
        "namespaceSelector": {"matchLabels": {"nobody": "has-this"}}} for name in ("one", "two")]}


def bundles(server, name):
    return [base64.b64decode(entry["clientConfig"].get("caBundle", "")).decode()
            for entry in server.get("mutatingwebhookconfiguration", name)["webhooks"]]


@pytest.fixture
def configuration(server):
    server.apply(CONFIGURATION)
    yield lambda: bundles(server, "malha-sidecar-injector")
    server.kubectl("delete", "mutatingwebhookconfiguration", "malha-sidecar-injector")


def served(webhook, bundle):
    """The certificate that is served, which must be good for who trusts the bundle, as the API server does."""
    context = ssl.create_default_context(cadata=bundle)
    with socket.create_connection(("127.0.0.1", webhook.port), timeout=60) as raw:
        with context.wrap_socket(raw, server_hostname="malha-webhook.webhook.svc") as connection:
            return connection.getpeercert(binary_form=True)


def test_a_new_ca_is_published_before_it_is_served(webhook, server, configuration):
    wait("the bundle", lambda: all(configuration()))
    before = configuration()[0].split("-----END")[0]  # the CA that signed what is served
    certificates = set()
    server.kubectl("-n", "webhook", "delete", "secret", "malha-webhook-ca")

    def renewed():
        bundle = configuration()[0]
        certificates.add(served(webhook, bundle))  # fails where it is not trusted
        return len(certificates) == 2
    wait("a certificate of the new CA", renewed)
    one, two = configuration()
    assert one == two and before in one and not one.startswith(before)  # both CAs, the newest first
    secret = server.get("-n", "webhook", "secret", "malha-webhook-ca")
    assert secret["metadata"]["annotations"]["malha.dev/ca-bundle"] == one
    webhook.check_alive()


def test_a_bundle_that_is_taken_away_comes_back(webhook, server, configuration):
    wait("the bundle", lambda: all(configuration()))
    good = configuration()
    server.kubectl("patch", "mutatingwebhookconfiguration", "malha-sidecar-injector", "--type=json", "-p",
                   json.dumps([{"op": "remove", "path": "/webhooks/1/clientConfig/caBundle"}]))
    wait("the bundle again", lambda: configuration() == good)


def test_at_rest_nothing_is_asked_and_the_key_is_read_only_to_sign(server, injector, own_namespace, proxy, configuration,
                                                                   tmp_path):
    webhook = Webhook(server, injector, tmp_path / "log", kubeconfig=proxy.kubeconfig)
    try:
        wait("the bundle", lambda: all(configuration()))
        before = list(proxy.seen)
        assert not threading.Event().wait(6)  # what is watched is this time
        webhook.check_alive()
        # Istio's CRDs are not there: that is looked for again now and then
        assert [path for _, path in proxy.seen[len(before):] if "watch=true" not in path and "proxyconfigs" not in path] == []
        assert len([path for _, path in proxy.seen if path.endswith("/secrets/malha-webhook-ca")]) == 1
    finally:
        webhook.end()


# ---- metrics ----

def test_it_counts_by_reason_and_by_istiods_names(webhook):
    def counted():
        text = webhook.get("/metrics")[1]
        return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if not line.startswith("#")}
    before = counted()
    injected(webhook.url, HONEST, "app")
    injected(webhook.url, pod_with(spec={"hostNetwork": True}), "app")
    injected(webhook.url, pod_with({"sidecar.istio.io/proxyCPU": "much"}), "app")
    after = counted()
    more = {name: after[name] - before.get(name, 0) for name in after if after[name] != before.get(name, 0)}
    for name, count in {"sidecar_injection_requests_total": 3, "sidecar_injection_success_total": 1, "sidecar_injection_skip_total": 1,
                        "sidecar_injection_failure_total": 1, "sidecar_injection_time_seconds_count": 3,
                        'malha_admission_requests_total{outcome="injected",reason="PolicyEnabled"}': 1,
                        'malha_admission_requests_total{outcome="skipped",reason="HostNetwork"}': 1,
                        'malha_admission_requests_total{outcome="denied",reason="InvalidPod"}': 1}.items():
        assert more.get(name) == count, more


# ---- nodes ----

def nodes(count, version):
    """Nodes with images, as a kubelet reports them: 15 KB each."""
    images = [{"names": [f"registry.example/image-{i}@sha256:{i:064x}", f"registry.example/image-{i}:1.{i}"],
               "sizeBytes": i} for i in range(50)]
    others = ["machineID", "systemUUID", "bootID", "kernelVersion", "osImage", "containerRuntimeVersion", "kubeProxyVersion",
              "operatingSystem", "architecture"]
    return [{"apiVersion": "v1", "kind": "Node", "metadata": {"name": f"node-{version}-{i}"}, "status": {
        "nodeInfo": {"kubeletVersion": version, **dict.fromkeys(others, "x")}, "images": images}} for i in range(count)]


def test_one_old_node_means_containers_not_native_sidecars(webhook, server):
    def is_native():
        pod = injected(webhook.url, HONEST, "app")[1]
        return "istio-proxy" in [container["name"] for container in pod["spec"].get("initContainers", [])]
    made = [*nodes(1, "v1.32.9"), *nodes(2, "v1.33.0")]
    try:
        server.apply(*made[1:])
        assert is_native()
        server.apply(made[0])
        wait("containers", lambda: not is_native())
        server.kubectl("delete", "node", made[0]["metadata"]["name"])
        wait("native sidecars", is_native)
        server.apply(made[0])
        wait("containers again", lambda: not is_native())
        made[0]["status"]["nodeInfo"]["kubeletVersion"] = "v1.34.1"
        server.kubectl("replace", "--subresource=status", "-f", "-", stdin=json.dumps(made[0]))
        wait("native sidecars after the kubelet's upgrade", is_native)
    finally:
        server.kubectl("delete", "node", "--all")


def test_of_nodes_only_their_versions_are_kept(server, injector, own_namespace, tmp_path):
    """5,000 of them fit in 16 MiB (MALHA_NODES=5000); a sample is asked for less."""
    count = int(os.environ.get("MALHA_NODES", "300"))
    made = nodes(count, "v1.34.0")
    none = Webhook(server, injector, tmp_path / "none")
    try:
        for first in range(0, count, 100):
            server.kubectl("create", "-f", "-", stdin=json.dumps({
                "apiVersion": "v1", "kind": "List", "items": made[first:first + 100]}))
        all_at_once = Webhook(server, injector, tmp_path / "all")
        try:
            one = nodes(1, "v1.30.0")
            server.apply(*one)
            for webhook in (none, all_at_once):
                wait("the old node being seen", lambda webhook=webhook: "istio-proxy" in [
                    container["name"] for container in injected(webhook.url, HONEST, "app")[1]["spec"]["containers"]])
                assert webhook.peak_mib() < 30
        finally:
            all_at_once.end()
    finally:
        none.end()
        server.kubectl("delete", "node", "--all", "--wait=false")


def test_who_made_a_refused_pod_hears_of_it(webhook, server):
    server.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "refused"}})
    bad = pod_with({"sidecar.istio.io/proxyCPU": "lots"}, ownerReferences=[
        {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "web-1", "uid": "1-2-3", "controller": True}])

    def events():
        return [(one["involvedObject"]["kind"], one["involvedObject"]["name"], one["involvedObject"]["uid"], one["reason"])
                for one in server.get("-n", "refused", "events")["items"] if "proxyCPU" in one["message"]]
    dry = review(bad, "refused")
    dry["request"]["dryRun"] = True
    assert json.loads(ask(webhook.url, dry)[1])["response"]["allowed"] is False
    for owners in (None, []):  # nobody to tell
        lonely = {**bad, "metadata": {**bad["metadata"], "ownerReferences": owners}}
        assert json.loads(ask(webhook.url, review(lonely, "refused"))[1])["response"]["allowed"] is False
    assert json.loads(ask(webhook.url, review(bad, "refused"))[1])["response"]["allowed"] is False
    wait("the Event", lambda: events() == [("ReplicaSet", "web-1", "1-2-3", "InvalidPod")])


def test_revisions_come_and_go(webhook, server, injector):
    """A revision is served when its ConfigMaps are there, by its last good configuration, until both are gone."""
    url = f"{webhook.root}/revision/later/inject"
    assert ask(url, json.dumps(review(HONEST, "app"))) == (503, "no injector configuration yet of revision later\n")
    maps = launch.istiod_objects(injector, {"revision": "later"}, "later")
    server.apply(*maps)
    wait("the revision", lambda: ask(url, "{}")[0] == 400)
    _, pod, _ = injected(url, HONEST, "app")
    assert pod["metadata"]["annotations"]["istio.io/rev"] == "later"
    assert injected(webhook.url, HONEST, "app")[1]["metadata"]["annotations"]["istio.io/rev"] == "default"

    names = ("istio-sidecar-injector-later", "istio-later")
    server.kubectl("-n", injector, "patch", "configmap", names[0], "--type=merge", "-p",
                   json.dumps({"data": {"config": 'templates: {a: "{{"}'}}))
    counted = 'malha_injector_config_updates_total{revision="later",result="rejected"} 1'
    wait("its being refused", lambda: counted in webhook.get("/metrics")[1])
    server.kubectl("-n", injector, "delete", "configmap", names[1])
    webhook.check_alive()
    assert injected(url, HONEST, "app")[1]["metadata"]["annotations"]["istio.io/rev"] == "later"
    server.kubectl("-n", injector, "delete", "configmap", names[0])
    wait("its going", lambda: ask(url, "{}")[0] == 503)
    webhook.check_alive()


def test_a_second_mesh_is_served_from_its_namespace_only(server, injector, own_namespace, configuration, tmp_path):
    webhook = Webhook(server, injector, tmp_path / "log", meshes="two=other")

    def served_of(revision):
        return ask(f"{webhook.root}/revision/{revision}/inject", "{}")[0] == 400  # 503 when there is nothing to serve it by
    try:
        server.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "other"}},
                     {**CONFIGURATION, "metadata": {"name": "malha-sidecar-injector-two"}})
        # whoever may write ConfigMaps where a revision is not at home gets nobody's Pods
        for revision in ("two", "known"):
            server.apply(*launch.istiod_objects(injector, {"revision": revision}, revision))
        wait("the one that is at home there", lambda: served_of("known"))
        assert not served_of("two")
        for revision in ("stranger", "two"):
            server.apply(*launch.istiod_objects("other", {"revision": revision}, revision))
        wait("the second mesh", lambda: served_of("two"))
        assert not served_of("stranger")
        wait("both bundles", lambda: all(configuration()) and configuration() == bundles(server, "malha-sidecar-injector-two"))
        allowed, pod, message = injected(f"{webhook.root}/revision/two/inject", HONEST, "app")
        assert allowed and "istiod-two.other.svc" in json.dumps(pod), message
        webhook.check_alive()
    finally:
        webhook.end()
        server.kubectl("delete", "mutatingwebhookconfiguration", "malha-sidecar-injector-two")
        server.kubectl("delete", "cm", "-n", injector, "-l", "istio.io/rev in (two,known)")


def test_which_meshes_has_to_be_clear(server, own_namespace):
    for text in ("two", "two=", "=two", "two=a,two=b", "two=a/b", "two=a,,"):
        command = launch.webhook(server.local.kubeconfig, "webhook", "injector", 1, 1, meshes=text)
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 1 and "--meshes: want REVISION=NAMESPACE" in done.stderr, (text, done.stderr)


def test_templates_do_not_see_each_others_definitions(server, injector, own_namespace, tmp_path):
    """Two templates that define the same name: each has its own."""
    template = '{{ define "x" }}%s{{ end }}spec:\n  containers:\n  - name: istio-proxy\n    image: i\n    env:\n' \
               '    - {name: %s, value: {{ template "x" . }}}\n'
    server.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "custom"}})
    maps = {name: server.get("-n", injector, "configmap", name)["data"] for name in ("istio", "istio-sidecar-injector")}
    maps["istio-sidecar-injector"]["config"] = json.dumps({
        "policy": "enabled", "defaultTemplates": ["one", "two"],
        "templates": {"one": template % ("first", "ONE"), "two": template % ("second", "TWO")}})
    server.apply(*({"apiVersion": "v1", "kind": "ConfigMap", "data": data,
                    "metadata": {"name": name, "namespace": "custom", "labels": {"istio.io/rev": "default"}}}
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
