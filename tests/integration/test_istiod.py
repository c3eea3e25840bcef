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
from cluster import ask, patched, review, wait
from configurations import CONFIGURATIONS, NAMESPACES, proxy_configs
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
    server.kubectl("delete", "proxyconfigs", "--all", "--all-namespaces")


class Pair:
    """Ours and istiod, of one configuration; `base` is ours for its revision."""

    def __init__(self, name, peer, own, base="/inject"):
        self.name, self.peer, self.own, self.base = name, peer, own, base
        self.askers = {"ours": Asker(("127.0.0.1", own.port)), "istiod": Asker(peer.address)}

    def compare(self, pod, namespace, path):
        """(what differs, what istiod made of it); (None, None) where istiod hung up."""
        body = json.dumps(review(pod, namespace))
        responses = {name: asker.ask((self.base if name == "ours" else "/inject") + path, body)
                     for name, asker in self.askers.items()}
        assert responses["ours"], "ours hung up"
        if responses["istiod"] is None:
            return None, None
        ours, theirs = (result(pod, responses[name]) for name in ("ours", "istiod"))
        if ours is None or theirs is None:
            messages = [response.get("status", {}).get("message", "injected") for response in responses.values()]
            return ([] if ours is theirs else [" | ".join(messages)]), theirs
        return differences(plain(ours), plain(theirs)), theirs


@pytest.fixture
def peers(mesh_server, tmp_path):
    """Starts istiod of a configuration, whose ConfigMaps and ProxyConfigs are installed before."""
    started = []

    def start(name, namespace):
        made = CONFIGURATIONS[name]
        revision = made.get("revision", "")
        istiod.install(mesh_server, namespace, made["values"], revision)
        mesh_server.apply(*proxy_configs(namespace))
        folder = tmp_path / name
        folder.mkdir()
        started.append(istiod.Istiod(mesh_server, namespace, folder, revision, made.get("environment")))
        return started[-1]
    yield start
    for one in started:
        one.end()


def check(pair, pods, kept):
    """Asks both about random Pods of the pair's name, and fails with what differs."""
    counts = {"same": 0, "different": 0, "refused": 0, "hung up": 0}
    lines = []
    for i in range(pods):
        rng = random.Random(f"{SEED}.{pair.name}.{i}")
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
    print(f"{pair.name}: {counts}")
    assert not lines, f"{counts}\n" + "\n".join(lines[:200])


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_the_same_pods_as_istiod(mesh_server, peers, name, tmp_path):
    peer = peers(name, f"mesh-{name}")
    own = Webhook(mesh_server, f"mesh-{name}", tmp_path / "log", revision=CONFIGURATIONS[name].get("revision", ""))
    try:
        check(Pair(name, peer, own), PODS, BUILD / "different" / name)
    finally:
        own.end()


def test_two_revisions_by_one_process(mesh_server, peers, tmp_path):
    """Each path is one istiod's: its templates, its values, the ProxyConfigs that are labelled for it."""
    plain, canary = peers("plain", "mesh-both"), peers("canary", "mesh-both")
    own = Webhook(mesh_server, "mesh-both", tmp_path / "log")
    try:
        wait("both revisions", lambda: ask(f"{own.root}/revision/canary/inject", "{}")[0] == 400)
        for name, peer, base in (("plain", plain, "/inject"), ("canary", canary, "/revision/canary/inject"),
                                 ("plain", plain, "/revision/default/inject")):
            check(Pair(name, peer, own, base), PODS // 4, BUILD / "different" / "both" / name)
    finally:
        own.end()
