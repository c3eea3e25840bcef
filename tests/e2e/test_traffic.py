"""The samples of traffic, each applied as it is, on the real node: what real Envoys then do."""
import json
import re
import runpy
import ssl
from collections import Counter
from contextlib import contextmanager
from http.client import HTTPSConnection

import pytest

from bookinfo import ask_as, counter, pods, steady
from cluster import http, wait
from testbed import ROOT
from testbed.pki import Pki
from testbed.proc import GIVE_UP

SAMPLES = ROOT / "manifests/samples/traffic"
WORKLOADS = ("workloads.yaml", "outside.yaml")
RECEIVED = ("envoy_cluster_upstream_rq_total", "inbound|9080||")  # what a sidecar has passed to its application
TIMEOUT = f"--timeout={GIVE_UP}s"


class Caller:
    """The Pod of workloads.yaml that calls the others."""

    def __init__(self, cluster, namespace):
        self.namespace = namespace
        self.url = f"http://{pods(cluster, namespace, 'app=caller')[0]['status']['podIP']}:9080/"

    def call(self, host):
        status, body = http(self.url, timeout=20)
        assert status == 200, body
        return next(call for call in json.loads(body)["calls"] if host in call["url"])

    def seen(self, host, times):
        """How often each version, and what else, answered."""
        return Counter((call["status"], call.get("reply", {}).get("version")) for call in (self.call(host) for _ in range(times)))


@pytest.fixture(scope="module")
def caller(cluster):
    cluster.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "traffic", "labels": {"istio-injection": "enabled"}}})
    for name in WORKLOADS:
        cluster.kubectl("-n", "traffic" if name == "workloads.yaml" else "outside", "apply", "-f", SAMPLES / name)
    cluster.kubectl("-n", "traffic", "wait", "deploy", "--all", "--for=condition=Available", TIMEOUT)
    cluster.kubectl("-n", "outside", "wait", "deploy", "--all", "--for=condition=Available", TIMEOUT)
    yield Caller(cluster, "traffic")
    cluster.kubectl("delete", "ns", "traffic", "outside", TIMEOUT)


@pytest.fixture
def sample(cluster, bookinfo, tmp_path):
    """Applies a file of the samples, of which Istio's analysis has no complaint; what it made is gone again after the test."""
    made = []

    def apply(name, namespace="bookinfo", change=lambda text: text):
        text = change((SAMPLES / f"{name}.yaml").read_text())
        made.append((namespace, text))
        file = tmp_path / f"{name}.yaml"
        file.write_text(text)
        cluster.run("istioctl", "analyze", "-n", namespace, "--failure-threshold", "Error", file)
        cluster.kubectl("-n", namespace, "apply", "-f", "-", stdin=text)
    yield apply
    for namespace, text in reversed(made):
        cluster.kubectl("-n", namespace, "delete", "--ignore-not-found", "-f", "-", stdin=text)
    wait("all being as it was", lambda: all(call["status"] == 200 for call in bookinfo.calls().values()))


@contextmanager
def grows(cluster, what, *series):
    before = counter(cluster, *series)
    yield
    wait(what, lambda: counter(cluster, *series) > before)


def test_every_sample_is_tried_and_told():
    there = {path.stem for path in SAMPLES.glob("*.yaml")} - {"workloads", "outside"}
    assert there == {name.removeprefix("test_sample_").replace("_", "-") for name in globals() if name.startswith("test_sample_")}
    assert there <= set(re.findall(r"`([a-z-]+)\.yaml`", (SAMPLES / "README.md").read_text()))


# ---- which one answers ----

def test_sample_traffic_shifting(bookinfo, sample):
    sample("traffic-shifting")
    # while a third goes to each, 60 in a row without v2 are one chance in 4e10
    steady("v2 being left out", lambda: bookinfo.version() != "v2", 60)
    seen = Counter(bookinfo.version() for _ in range(400))
    assert set(seen) == {"v1", "v3"}
    assert 40 <= seen["v3"] <= 120, seen  # 400 draws at 0.2: 80 expected, standard deviation 8; five of them


def test_sample_request_routing(bookinfo, sample):
    sample("request-routing")
    steady("the routes", lambda: (bookinfo.version(end_user="jason"), bookinfo.version()) == ("v2", "v1"))
    assert {bookinfo.version(end_user="jason") for _ in range(40)} == {"v2"}
    assert {bookinfo.version(end_user="jasons") for _ in range(40)} == {bookinfo.version()} == {"v1"}


def test_sample_mirroring(cluster, bookinfo, sample):
    def received():
        return counter(cluster, "bookinfo", "app=reviews,version=v3", *RECEIVED)

    sample("mirroring")
    steady("v1 being asked alone", lambda: bookinfo.version() == "v1")
    before = received()
    assert {bookinfo.version() for _ in range(50)} == {"v1"}
    wait("copies of all", lambda: received() >= before + 50)


def test_sample_locality_failover(cluster, caller, sample):
    def scale(replicas):
        cluster.kubectl("-n", caller.namespace, "scale", "deploy/web-near", f"--replicas={replicas}")

    assert set(caller.seen("//web", 40)) == {(200, "near"), (200, "far")}  # one in 5e11 that one is not seen
    sample("locality-failover", caller.namespace)
    wait("the near one", lambda: set(caller.seen("//web", 40)) == {(200, "near")})
    try:
        scale(0)
        wait("the far one", lambda: set(caller.seen("//web", 10)) == {(200, "far")})
    finally:
        scale(1)
    wait("the near one again", lambda: set(caller.seen("//web", 40)) == {(200, "near")})


# ---- what fails ----

def test_sample_fault_injection(bookinfo, sample):
    def ratings(user):
        """What reviews got of ratings."""
        reviews = next(call for call in iter(lambda: bookinfo.reviews(end_user=user), None) if call["reply"]["version"] != "v1")
        return reviews["reply"]["calls"][0]["status"]
    sample("fault-injection")
    steady("the fault", lambda: ratings("tester") == 503, 10)
    assert {ratings("jason") for _ in range(10)} == {200}


def test_sample_request_timeouts(bookinfo, sample):
    sample("request-timeouts")
    steady("the time being up", lambda: bookinfo.reviews()["status"] == 504, 5)
    assert bookinfo.calls()["details"]["status"] == 200


def test_sample_retries(cluster, caller, sample):
    series = (caller.namespace, "app=caller", "envoy_cluster_upstream_rq_retry", 'outbound|9080||shaky')
    assert set(caller.seen("//shaky", 40)) == {(200, "good"), (500, "bad")}
    sample("retries", caller.namespace)
    wait("no failure being seen", lambda: set(caller.seen("//shaky", 20)) == {(200, "good")})
    with grows(cluster, "what failed being sent again", *series):
        assert caller.seen("//shaky", 40) == {(200, "good"): 40}


def test_sample_circuit_breaking(cluster, caller, sample):
    received = (caller.namespace, "app=shaky,version=bad", *RECEIVED)
    assert set(caller.seen("//shaky", 40)) == {(200, "good"), (500, "bad")}
    sample("circuit-breaking", caller.namespace)
    wait("the one that fails being left out", lambda: set(caller.seen("//shaky", 40)) == {(200, "good")})
    before = counter(cluster, *received)
    assert before > 0
    assert caller.seen("//shaky", 40) == {(200, "good"): 40}
    assert counter(cluster, *received) == before


def test_sample_rate_limit(bookinfo, sample):
    sample("rate-limit")
    wait("a refusal", lambda: any(bookinfo.ask()[0] == 429 for _ in range(12)))
    seen = Counter(bookinfo.ask()[0] for _ in range(40))
    assert set(seen) <= {200, 429} and seen[200] <= 20, seen  # of two minutes at most


# ---- in and out ----

def test_sample_egress_gateway(cluster, caller, sample):
    passed = ("istio-system", "istio=egressgateway", "envoy_cluster_upstream_rq_total", "outbound|80||outside.example")
    assert caller.call("outside.example")["status"] == 0  # no such host
    sample("egress-gateway", caller.namespace)
    wait("an answer from outside", lambda: caller.call("outside.example").get("reply", {}).get("service") == "outside")
    before = counter(cluster, *passed)
    assert {caller.call("outside.example")["status"] for _ in range(10)} == {200}
    wait("the gateway having passed them on", lambda: counter(cluster, *passed) == before + 10)


def test_sample_secure_ingress(cluster, sample, tmp_path):
    pki = Pki(tmp_path / "pki")
    certificate, key = pki.pair("bookinfo", "bookinfo.example", names=("bookinfo.example",))
    context, address = ssl.create_default_context(cafile=str(pki.ca)), cluster.service_ip("istio-system", "istio-ingressgateway")

    class Gateway(HTTPSConnection):
        def connect(self):
            super(HTTPSConnection, self).connect()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.called)

    def ask(host):
        connection = Gateway(address, 443, timeout=10, context=context)
        connection.called = host
        try:
            connection.request("GET", "/productpage", headers={"Host": host})
            return connection.getresponse().status
        finally:
            connection.close()

    cluster.kubectl("-n", "istio-system", "create", "secret", "tls", "bookinfo-certificate", f"--cert={certificate}", f"--key={key}")
    try:
        sample("secure-ingress")
        wait("an answer by HTTPS", lambda: ask("bookinfo.example") == 200)
        with pytest.raises(OSError):  # nobody is served by another name
            ask("other.example")
        status, headers = ask_as(cluster, "bookinfo.example")
        assert (status, headers["Location"]) == (301, "https://bookinfo.example/productpage")
    finally:
        cluster.kubectl("-n", "istio-system", "delete", "secret", "bookinfo-certificate")


# ---- who may ----

def test_sample_strict_mtls(cluster, bookinfo, sample):
    direct = f"http://{pods(cluster, 'bookinfo', 'app=details')[0]['status']['podIP']}:9080/details/0"
    wait("plain text being let in", lambda: http(direct)[0] == 200)  # PERMISSIVE
    sample("strict-mtls")
    steady("plain text being refused", lambda: http(direct)[0] == 0, 5)
    assert {call["status"] for call in bookinfo.calls().values()} == {200}


def test_sample_authorization(cluster, bookinfo, sample):
    addresses = {app: f"http://{pods(cluster, 'bookinfo', f'app={app}')[0]['status']['podIP']}:9080/"
                 for app in ("productpage", "details", "reviews", "ratings")}
    wait("all being let in", lambda: {http(address)[0] for address in addresses.values()} == {200})

    def everybody():
        calls = bookinfo.calls()
        return {call["status"] for call in [*calls.values(), *calls["reviews"].get("reply", {}).get("calls", [])]} == {200}

    sample("authorization")
    wait("nobody being let in without a certificate", lambda: {http(address) for address in addresses.values()} == {
        (403, "RBAC: access denied")})
    steady("those who have to call being let in", everybody)


def test_sample_jwt(bookinfo, sample, tmp_path):
    token = runpy.run_path(str(SAMPLES / "token"))
    ours, other = tmp_path / "ours.key", tmp_path / "other.key"
    jwks = token["new"](ours)
    token["new"](other)

    def ask(*claims, **more):
        return bookinfo.ask(Authorization=f"Bearer {token['sign'](*claims, **more)}")[0]

    sample("jwt", change=lambda text: text.replace("'{\"keys\": []}'", json.dumps(jwks)))
    steady("nobody being let in without a token", lambda: bookinfo.ask() == (403, "RBAC: access denied"))
    assert ask(ours, "anna") == 200
    assert ask(other, "anna") == ask(ours, "anna", iss="another") == ask(ours, "anna", exp=1) == 401
    assert ask(ours, "anna", aud="another") == 403
