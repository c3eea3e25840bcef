"""Tracing by one switch on the real node: real Jaeger and real Zipkin are asked for what the proxies have sent."""
import json
from collections import Counter

import yaml

from bookinfo import ask_marked
from cluster import http, wait
from test_injection import in_namespace
from test_mixer import example

# Of a request whose reviews have stars: what comes in is a span, and what goes out another.
WAY = {"istio-ingressgateway.istio-system": 2, "productpage.bookinfo": 3, "details.bookinfo": 1, "reviews.bookinfo": 2, "ratings.bookinfo": 1}


def ask(url):
    status, body = http(url)
    assert status == 200, body
    return json.loads(body)


class Jaeger:
    def __init__(self, cluster):
        self.url = f"http://{cluster.service_ip('istio-system', 'jaeger')}:16686/api/traces?limit=100&service="

    def traces(self, service):
        """Of each how many spans are of which service, and what was asked for."""
        return [(Counter(trace["processes"][span["processID"]]["serviceName"] for span in trace["spans"]),
                 json.dumps([tag["value"] for span in trace["spans"] for tag in span["tags"]])) for trace in ask(self.url + service)["data"]]


class Zipkin:
    def __init__(self, cluster):
        self.url = f"http://{cluster.service_ip('istio-system', 'zipkin')}:9411/api/v2/traces?limit=100&serviceName="

    def traces(self, service):
        return [(Counter(span["localEndpoint"]["serviceName"] for span in trace), json.dumps([span.get("tags") for span in trace]))
                for trace in ask(self.url + service)]


def trace(cluster, addons, **said):
    cluster.switch_addons(**addons, tracing={"sampling": 100, **said})


def whole_trace(cluster, backend):
    """Of a request, made until there is one, that all on its way have told."""
    sent = []

    def told():
        sent.append(ask_marked(cluster, "productpage"))
        return [mark for mark in sent for spans, said in backend.traces("productpage.bookinfo") if spans == WAY and mark in said]
    return wait("a trace of all that are on a request's way", told)


def knows(backend, mark):
    return any(mark in said for name in WAY for _, said in backend.traces(name))


def test_a_request_is_traced_to_the_provider_and_to_no_other(cluster, applied):
    cluster.import_addons("jaeger", "zipkin")
    trace(cluster, {"jaeger": {}}, provider="jaeger")
    jaeger = Jaeger(cluster)
    whole_trace(cluster, jaeger)
    applied(*(in_namespace("bookinfo", one) for one in example("tracespan")))
    wait("spans with the tags of the page on Mixer", lambda: ask_marked(cluster, "productpage") and any(
        "corner" in said and "nobody" in said for _, said in jaeger.traces("productpage.bookinfo")))

    trace(cluster, {"jaeger": {}, "zipkin": {}}, provider="zipkin")
    zipkin = Zipkin(cluster)
    # connections that were open tell the old one until they are drained; here it has each of the spans
    path = whole_trace(cluster, zipkin)[-1]
    assert not knows(jaeger, path)

    cluster.patch_mesh({"spec": {"addons": None}})
    wait("nothing of it being left", lambda: cluster.get("-A", "deploy,svc,cm,sa,telemetries", "-l",
                                                         "app.kubernetes.io/name in (jaeger,zipkin,telemetry)")["items"] == [])
    mesh = yaml.safe_load(cluster.get("-n", "istio-system", "cm", "istio")["data"]["mesh"])
    assert "malha-tracing" not in str(mesh)
    wait("the mesh", cluster.mesh_ready)
