"""malha dashboard on the real node: a way through the API server and the kubelet into a Pod, and what is said when it ends."""
import json
import re
import signal
import socket
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from cluster import http, wait
from testbed import BUILD


class Dashboard:
    def __init__(self, *arguments, kubeconfig, errors):
        self.errors = errors
        with open(errors, "w", encoding="utf-8") as told:
            self.process = subprocess.Popen([BUILD / "bin/malha", "dashboard", *map(str, arguments), "--kubeconfig", kubeconfig],
                                            stdout=subprocess.PIPE, stderr=told, text=True)
        self.url = self.process.stdout.readline().strip()

    @property
    def port(self):
        return int(self.url.rsplit(":", 1)[1])

    def said(self):
        return self.errors.read_text()


@pytest.fixture
def dashboard(cluster, tmp_path):
    made = []

    def begin(*arguments, kubeconfig=cluster.local.kubeconfig):
        made.append(Dashboard(*arguments, kubeconfig=kubeconfig, errors=tmp_path / f"errors-{len(made)}"))
        return made[-1]
    yield begin
    for one in made:
        one.process.kill()
        one.process.wait()
        one.process.stdout.close()


def pod_of(cluster, app, namespace="bookinfo"):
    return cluster.get("-n", namespace, "pods", "-l", f"app={app}")["items"][0]["metadata"]["name"]


def malha(cluster, *arguments):
    return subprocess.run([BUILD / "bin/malha", "dashboard", *arguments, "--kubeconfig", cluster.local.kubeconfig], capture_output=True,
                          text=True, check=False, timeout=60)


@contextmanager
def relay(to):
    """A port beside an address; leaving, or calling what it gives, cuts all connections through it."""
    ends, listener = [], socket.create_server(("127.0.0.1", 0))

    def carry(one, other):
        try:
            while data := one.recv(65536):
                other.sendall(data)
        except OSError:
            pass

    def serve():
        while True:
            try:
                one, _ = listener.accept()
            except OSError:
                return
            other = socket.create_connection(to)
            ends.extend((one, other))
            for pair in ((one, other), (other, one)):
                threading.Thread(target=carry, args=pair, daemon=True).start()

    def cut():
        for one in ends:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], cut
    finally:
        cut()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
        for one in ends:
            one.close()


def test_an_addon_is_reached_by_its_name(cluster, dashboard):
    cluster.import_addons("prometheus")
    cluster.switch_addons(prometheus={})
    board = dashboard("prometheus")
    assert re.fullmatch(r"http://localhost:\d+", board.url), board.said()
    status, body = http(f"{board.url}/api/v1/status/buildinfo")
    assert status == 200 and json.loads(body)["status"] == "success"
    # what is larger than a frame comes as it is, over several connections at once
    page = f"http://{cluster.service_ip('istio-system', 'prometheus')}:9090/api/v1/status/config"
    with ThreadPoolExecutor(8) as several:
        answers = list(several.map(http, [f"{board.url}/api/v1/status/config"] * 24))
    assert {answer for answer in answers} == {http(page)}
    second = dashboard("prometheus")  # whose port is taken
    assert second.url != board.url and http(f"{second.url}/-/healthy")[0] == 200
    assert board.said() == second.said() == ""

    # the Pod goes, and another comes
    cluster.kubectl("-n", "istio-system", "delete", "pod", "-l", "app.kubernetes.io/name=prometheus", "--grace-period=1")
    wait("the end of it", lambda: http(f"{board.url}/-/healthy") and board.process.poll() == 1)
    assert "not found" in board.said() and "The Pod is gone; begin again" in board.said()
    wait("the addon", cluster.addons_ready)
    assert http(f"{dashboard('prometheus').url}/-/healthy")[0] == 200


def test_an_envoy_is_reached_by_its_pod_and_what_fails_is_told(cluster, dashboard):
    board = dashboard("envoy", pod_of(cluster, "productpage"), "-n", "bookinfo")
    status, body = http(f"{board.url}/config_dump")
    assert status == 200 and len(json.loads(body)["configs"]) > 3 and len(body) > 100_000
    # who only stops sending still gets his answer
    with socket.create_connection(("127.0.0.1", board.port)) as one:
        one.sendall(b"GET /server_info HTTP/1.1\r\nHost: there\r\nConnection: close\r\n\r\n")
        one.shutdown(socket.SHUT_WR)
        assert b"LIVE" in b"".join(iter(lambda: one.recv(65536), b""))
    assert board.said() == ""
    board.process.send_signal(signal.SIGINT)
    assert board.process.wait(10) == -signal.SIGINT

    nobody = dashboard("envoy", pod_of(cluster, "istiod", "istio-system"), "-n", "istio-system")
    assert http(f"{nobody.url}/")[0] == 0
    wait("the kubelet's word", lambda: "connection refused" in nobody.said())
    assert nobody.process.poll() is None


def test_a_cut_connection_ends_with_a_word(cluster, dashboard, tmp_path):
    config = json.loads(cluster.kubectl("config", "view", "--raw", "-o", "json").stdout)
    host, port = config["clusters"][0]["cluster"]["server"].removeprefix("https://").rsplit(":", 1)
    with relay((host, int(port))) as (beside, cut):
        config["clusters"][0]["cluster"]["server"] = f"https://127.0.0.1:{beside}"
        (tmp_path / "kubeconfig").write_text(json.dumps(config))
        board = dashboard("envoy", pod_of(cluster, "productpage"), "-n", "bookinfo", kubeconfig=tmp_path / "kubeconfig")
        with socket.create_connection(("127.0.0.1", board.port)) as one:
            one.sendall(b"GET /server_info HTTP/1.1\r\nHost: there\r\n\r\n")
            assert b"200 OK" in one.recv(65536)
            cut()
            while one.recv(65536):
                pass
        wait("the word", lambda: "the connection to the API server was cut" in board.said())
        assert http(f"{board.url}/server_info")[0] == 200  # the next one is a new one


@pytest.mark.parametrize("arguments, words", [
    (["zipkin"], "mesh default has no zipkin: spec.addons.zipkin: {} makes one"),
    (["zipkin", "-n", "istio-system"], "no Pod of zipkin is ready in namespace istio-system"),
    (["prometheus", "--mesh", "other"], '"other" not found'),
    (["graphite"], "see 'malha dashboard --help'"), (["envoy"], "see 'malha dashboard --help'"),
    (["prometheus", "-p", "65536"], "--port wants a number"),
])
def test_what_cannot_be_reached_is_said(cluster, arguments, words):
    done = malha(cluster, *arguments)
    assert done.returncode == 1 and words in done.stderr, done.stderr
