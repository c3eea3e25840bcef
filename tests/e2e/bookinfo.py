"""Bookinfo as it is asked through the ingress gateway, and what the Envoys of its Pods count."""
import itertools
import json
import re
from http.client import HTTPConnection

from cluster import http, wait

numbers = itertools.count()


def ingress(cluster):
    return f"http://{cluster.service_ip('istio-system', 'istio-ingressgateway')}"


def ask_as(cluster, host, path="/productpage"):
    """The gateway's answer to one who knows it by that name: status and headers."""
    connection = HTTPConnection(cluster.service_ip("istio-system", "istio-ingressgateway"), 80, timeout=10)
    connection.request("GET", path, headers={"Host": host})
    with connection.getresponse() as reply:
        return reply.status, reply.headers


def ask_marked(cluster, path):
    """A request through the gateway, whatever it answers, and what it is known by again in logs and traces."""
    mark = f"mark{next(numbers)}x"
    http(f"{ingress(cluster)}/{path}?{mark}")
    return mark


def pods(cluster, namespace, selector):
    return [one for one in cluster.get("-n", namespace, "pods", "-l", selector)["items"] if "deletionTimestamp" not in one["metadata"]]


def counter(cluster, namespace, selector, name, *words):
    """The sum of one of Envoy's counters in those Pods, over the series with all of these words."""
    total = 0.0
    for pod in pods(cluster, namespace, selector):
        status, text = http(f"http://{pod['status']['podIP']}:15090/stats/prometheus")
        assert status == 200, text
        total += sum(float(line.rpartition(" ")[2]) for line in text.splitlines()
                     if line.startswith(f"{name}{{") and all(word in line for word in words))
    return total


class Bookinfo:
    def __init__(self, cluster):
        self.url = f"{ingress(cluster)}/productpage"

    def ask(self, **headers):
        return http(self.url, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def calls(self, **headers):
        """What productpage got of each service it called."""
        status, body = self.ask(**headers)
        assert status == 200, body
        return {re.search(r"http://(\w+)", call["url"])[1]: call for call in json.loads(body)["calls"]}

    def reviews(self, **headers):
        return self.calls(**headers)["reviews"]

    def version(self, **headers):
        return self.reviews(**headers)["reply"]["version"]


def steady(what, condition, times=30):
    """Waits until it is so, so often in a row: connections that are open go on by what was before until they are drained."""
    wait(what, lambda: all(condition() for _ in range(times)))
