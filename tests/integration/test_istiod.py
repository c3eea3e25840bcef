"""Random Pods injected by ours and by a real istiod of the same ConfigMaps: the same Pods, or both refuse.

MALHA_PODS Pods for each configuration (by hand more), from MALHA_SEED on."""
import base64
import json
import os
import random
import ssl
from http.client import HTTPException, HTTPSConnection

import pytest

import istiod
from cluster import patched, review
from configurations import CONFIGURATIONS, NAMESPACES, PROXY_CONFIGS
from random_pods import Maker
from same import differences, plain
from testbed import BUILD
from test_webhook import Webhook, nodes

PODS = int(os.environ.get("MALHA_PODS", "400"))
SEED = os.environ.get("MALHA_SEED", "1")
AGAIN = 10  # percent of Pods that are asked once more with what istiod made of them


class Asker:
    """One connection that stays open; a new one after the other side hung up."""

    def __init__(self, address):
        self.address, self.connection = address, None

    def ask(self, path, body):
        """The response of the review; None when the other side hung up instead of answering."""
        for _ in range(2):
            fresh = self.connection is None
            if fresh:
                self.connection = HTTPSConnection(*self.address, timeout=30, context=ssl._create_unverified_context())
            try:
                self.connection.request("POST", path, body, {"Content-Type": "application/json"})
                reply = self.connection.getresponse()
                text = reply.read()
                assert reply.status == 200, text
                return json.loads(text)["response"]
            except (HTTPException, OSError):
                self.connection.close()
                self.connection = None
                if fresh:
                    return None
        return None


def result(pod, response):
    """The Pod as it is stored then, None where it is refused."""
    if not response["allowed"]:
        return None
    if "patch" not in response:
        return pod
    return patched(pod, json.loads(base64.b64decode(response["patch"])))


@pytest.fixture(scope="module")
def mesh_server(server):
    """The API server with Istio's CRDs and the namespaces of the Pods."""
    server.kubectl("apply", "--server-side", "-f", BUILD / "charts/charts/base/files/crd-all.gen.yaml")
    server.kubectl("wait", "--for=condition=Established", "--timeout=60s", "crd/proxyconfigs.networking.istio.io")
    server.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "webhook"}},
                 *({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "annotations": annotations}}
                   for name, annotations in NAMESPACES.items()), *nodes(1, "v1.32.9"), *nodes(1, "v1.34.1"))
    yield server
    server.kubectl("delete", "node", "--all")


def proxy_configs(root):
    for namespace, name, spec in PROXY_CONFIGS:
        yield {"apiVersion": "networking.istio.io/v1beta1", "kind": "ProxyConfig",
               "metadata": {"name": name, "namespace": namespace or root}, "spec": spec}


class Pair:
    """Ours and istiod, of one configuration."""

    def __init__(self, server, name, folder):
        made = CONFIGURATIONS[name]
        namespace, revision = f"mesh-{name}", made.get("revision", "")
        istiod.install(server, namespace, made["values"], revision)
        server.apply(*proxy_configs(namespace))
        self.peer = istiod.Istiod(server, namespace, folder, revision, made.get("environment"))
        try:
            self.own = Webhook(server, namespace, folder / "log", revision=revision)
        except Exception:
            self.peer.end()
            raise
        self.askers = {"ours": Asker(("127.0.0.1", self.own.port)), "istiod": Asker(self.peer.address)}

    def compare(self, pod, namespace, path):
        """(what differs, what istiod made of it); (None, None) where istiod hung up."""
        body = json.dumps(review(pod, namespace))
        responses = {name: asker.ask("/inject" + path, body) for name, asker in self.askers.items()}
        assert responses["ours"], "ours hung up"
        if responses["istiod"] is None:
            return None, None
        ours, theirs = (result(pod, responses[name]) for name in ("ours", "istiod"))
        if ours is None or theirs is None:
            messages = [response.get("status", {}).get("message", "injected") for response in responses.values()]
            return ([] if ours is theirs else [" | ".join(messages)]), theirs
        return differences(plain(ours), plain(theirs)), theirs

    def end(self):
        self.peer.end()
        self.own.end()


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_the_same_pods_as_istiod(mesh_server, name, tmp_path):
    pair = Pair(mesh_server, name, tmp_path)
    kept = BUILD / "different" / name
    counts = {"same": 0, "different": 0, "refused": 0, "hung up": 0}
    lines = []
    try:
        for i in range(PODS):
            rng = random.Random(f"{SEED}.{name}.{i}")
            pod, namespace, path = Maker(rng).pod(list(NAMESPACES))
            for turn in range(2 if rng.random() * 100 < AGAIN else 1):
                found, theirs = pair.compare(pod, namespace, path)
                key = "hung up" if found is None else "different" if found else "same" if theirs else "refused"
                counts[key] += 1
                if found:
                    lines += [f"{i}.{turn} {line}" for line in found[:4]]
                    kept.mkdir(parents=True, exist_ok=True)
                    (kept / f"{i}.{turn}.json").write_text(json.dumps({"path": path, "review": review(pod, namespace)}))
                if not theirs:
                    break
                pod = theirs
        assert pair.own.process.poll() is None
    finally:
        pair.end()
    print(f"{name}: {counts}")
    assert not lines, f"{counts}\n" + "\n".join(lines[:200])
