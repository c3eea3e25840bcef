"""What goes to those who are there already: access logs and traces to a real OpenTelemetry collector (the one that Jaeger is), metrics to another
Prometheus."""
import json
import re
import urllib.parse

import pytest

from bookinfo import ask_marked
from cluster import http, wait
from testbed import image

COLLECTOR = {
    "receivers": {"otlp": {"protocols": {"grpc": {"endpoint": "0.0.0.0:4317"}}}},
    "exporters": {"debug": {"verbosity": "detailed"}},  # to its log, with all there is
    "service": {"pipelines": {what: {"receivers": ["otlp"], "exporters": ["debug"]} for what in ("logs", "traces")}},
}


def program(name, made, port, *arguments, config=None):
    """A Pod and its Service in the namespace far, outside the mesh."""
    metadata = {"name": name, "namespace": "far", "labels": {"app": name}}
    return [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "far"}},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"config": json.dumps(config or {})}},
        {"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": {"selector": {"app": name}, "ports": [
            {"name": "grpc" if port == 4317 else "http", "port": port}]}},
        {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": {
            "terminationGracePeriodSeconds": 1, "containers": [{"name": name, "image": made.name, "args": list(arguments), "volumeMounts": [{"name": "config", "mountPath": "/etc/far"}],
                            "readinessProbe": {"tcpSocket": {"port": port}, "periodSeconds": 1}}],
            "volumes": [{"name": "config", "configMap": {"name": name}}]}}]


@pytest.fixture
def far(cluster):
    def start(name, made, port, *arguments, config=None):
        cluster.local.import_image(made.write())
        cluster.apply(*program(name, made, port, *arguments, config=config))
        cluster.kubectl("-n", "far", "wait", "--for=condition=Ready", f"pod/{name}", "--timeout=300s")
    yield start
    cluster.kubectl("delete", "namespace", "far", "--ignore-not-found", "--timeout=300s")


def told(cluster, what):
    """The blocks of the collector's log of that kind."""
    text = cluster.kubectl("-n", "far", "logs", "collector", "--tail=-1").stdout
    return [block for block in re.split(r"(?=LogRecord #|Span #|ResourceLog #|ResourceSpans #)", text) if block.startswith(what)]


def test_access_logs_and_traces_go_to_a_collector(cluster, far):
    far("collector", image.jaeger(), 4317, "--config=/etc/far/config", config=COLLECTOR)

    def wait_for_own_log():
        mark = ask_marked(cluster, "productpage")
        wait("its own log", lambda: mark in cluster.kubectl("-n", "istio-system", "logs", "-l", "app=istio-ingressgateway", "--tail=-1").stdout)

    def sent(what, path, asked):
        asked.append(ask_marked(cluster, path))
        return [mark for mark in asked if any(mark in block for block in told(cluster, what))]

    cluster.switch_addons(accessLogs={"endpoint": "collector.far.svc:4317"}, tracing={"endpoint": "collector.far.svc:4317", "sampling": 100})
    for what in ("LogRecord #", "Span #"):
        asked = []
        wait(f"a {what} of a request", lambda what=what, asked=asked: sent(what, "productpage", asked))
    # what proxies log themselves goes on
    wait_for_own_log()

    # of those alone that are asked for; connections that were open are drained first
    cluster.switch_addons(accessLogs={"filter": "response.code == 404"})
    failed = []
    wait("a failure", lambda: sent("LogRecord #", "nothing-is-here", failed))
    fine = []

    def only_failures():
        fine.append(ask_marked(cluster, "productpage"))
        more = []
        wait("the next failure", lambda: sent("LogRecord #", "nothing-is-here", more))
        return not any(fine[-1] in block for block in told(cluster, "LogRecord #"))
    wait("only failures", only_failures)
    wait_for_own_log()


def test_metrics_go_to_another_prometheus(cluster, far):
    cluster.import_addons("prometheus")
    far("prometheus", image.prometheus(), 9090, "--config.file=/etc/far/config", "--storage.tsdb.path=/tmp", "--web.enable-remote-write-receiver")
    cluster.switch_addons(prometheus={"remoteWrite": [{"url": "http://prometheus.far:9090/api/v1/write"}], "values": {
        "scrapeInterval": "1s", "externalLabels": {"cluster": "here"}}})
    there = f"http://{cluster.service_ip('far', 'prometheus')}:9090/api/v1/query?"

    def apps():
        query = {"query": 'up{cluster="here"} == 1'}
        status, body = http(there + urllib.parse.urlencode(query))
        return status == 200 and {one["metric"].get("app") for one in json.loads(body)["data"]["result"]}
    wait("the metrics of all", lambda: {"istiod", "istio-ingressgateway", "productpage", "reviews"} <= (apps() or set()))
