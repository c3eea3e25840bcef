"""What only several nodes show: traffic between them, the CNI node agent on each, an agent that is lost, zones."""
import copy
import json
from collections import Counter

import pytest

from bookinfo import pods
from cluster import http, meanwhile, wait
from testbed import image, membership, mounts

BOOKINFO = {"productpage", "details", "reviews", "ratings"}
AWAY = [{"key": f"node.kubernetes.io/{why}", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 5} for why in ("not-ready", "unreachable")]


def program(name, version="v1", calls="", **spec):
    """A Deployment of the sample service, and the Service of that name."""
    labels = {"app": name, "version": version}
    return [
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "namespace": "own"}, "spec": {
            "selector": {"app": name}, "ports": [{"name": "http", "port": 80, "targetPort": 9080}]}},
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": f"{name}-{version}", "namespace": "own"}, "spec": {
            "selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels}, "spec": {
                "terminationGracePeriodSeconds": 1, "containers": [{
                    "name": name, "image": image.sample().name, "imagePullPolicy": "IfNotPresent", "ports": [{"containerPort": 9080}], "env": [
                        {"name": "NAME", "value": name}, {"name": "VERSION", "value": version}, {"name": "CALLS", "value": calls}]}], **spec}}}}]


def start(cluster, *objects):
    cluster.apply(*objects)
    cluster.kubectl("-n", "own", "wait", "--for=condition=Available", "deployment", "--all", "--timeout=300s")


def on(zone):
    return {"topology.kubernetes.io/zone": zone}


def calls(cluster, pod):
    """What that Pod got of those it calls: (status, reply) of each; it is asked past its sidecar's redirection, from its node's side."""
    status, body = http(f"http://{pod['status']['podIP']}:9080/")
    return [(call["status"], call.get("reply") or {}) for call in json.loads(body)["calls"]] if status == 200 else []


def bookinfo_pods(cluster):
    return cluster.get("-n", "bookinfo", "pods", "-l", "app")["items"]


def restart_bookinfo(cluster):
    cluster.kubectl("-n", "bookinfo", "rollout", "restart", "deployment")
    for name in cluster.get("-n", "bookinfo", "deployments")["items"]:
        cluster.kubectl("-n", "bookinfo", "rollout", "status", f"deployment/{name['metadata']['name']}", "--timeout=300s")
    wait("the old Pods' end", lambda: all("deletionTimestamp" not in one["metadata"] for one in bookinfo_pods(cluster)))


def whole(url):
    """Does one request come through all parts of Bookinfo?"""
    status, body = http(url)
    return status == 200 and {call["reply"].get("service") for call in json.loads(body)["calls"] if call.get("reply")} == {"details", "reviews"}


def test_bookinfo_is_spread_over_the_nodes_and_talks_mutual_tls_between_them(cluster):
    nodes = Counter(pod["spec"]["nodeName"] for pod in bookinfo_pods(cluster))
    assert len(nodes) >= 2, nodes
    wait("an answer on localhost", lambda: whole(cluster.url))
    cluster.apply({"apiVersion": "security.istio.io/v1", "kind": "PeerAuthentication", "metadata": {"name": "default", "namespace": "bookinfo"},
                   "spec": {"mtls": {"mode": "STRICT"}}})
    try:
        for pod in bookinfo_pods(cluster):
            wait("plain text being refused", lambda pod=pod: http(f"http://{pod['status']['podIP']}:9080/")[0] == 0)
        for _ in range(30):
            assert whole(cluster.url)
    finally:
        cluster.kubectl("-n", "bookinfo", "delete", "peerauthentication", "default")


def enable_cni(cluster, **values):
    """A Pod that comes without redirection is deleted: to mend it where it is the agent has to look at the node's first process, and nobody
    may look at that of this machine, which is its sandbox's."""
    repair = {"repairPods": False, "deletePods": True}
    cluster.patch_mesh({"spec": {"components": {"cni": {"enabled": True, "values": {"repair": repair, **values}}}}})
    cluster.wait_mesh()


def agents(cluster):
    return pods(cluster, "istio-system", "k8s-app=istio-cni-node")


@pytest.fixture(scope="module")
def cni(cluster):
    """The CNI node agent on each node, and Bookinfo as it is with it."""
    enable_cni(cluster)
    restart_bookinfo(cluster)
    return cluster


def test_with_the_cni_pods_need_no_init_container_and_no_rights(cni):
    assert {pod["spec"]["nodeName"] for pod in agents(cni)} == {node.name for node in cni.local.nodes}
    for pod in bookinfo_pods(cni):
        inits = {one["name"]: one for one in pod["spec"]["initContainers"]}
        assert "istio-init" not in inits and "istio-validation" in inits, list(inits)
        ended = next(one for one in pod["status"]["initContainerStatuses"] if one["name"] == "istio-validation")
        assert ended["state"]["terminated"]["exitCode"] == 0
        added = [one.get("securityContext", {}).get("capabilities", {}).get("add") for one in [*inits.values(), *pod["spec"]["containers"]]]
        assert not any(added), added
    wait("an answer on localhost", lambda: whole(cni.url))


def test_the_cni_node_agent_rolls_over_the_nodes_and_nobody_notices(cni):
    before = {pod["metadata"]["uid"] for pod in agents(cni)}
    answers = []
    with meanwhile(lambda: answers.append(whole(cni.url)), 0.05):
        enable_cni(cni, podAnnotations={"rolled": "over"})
        after = agents(cni)
    assert len(after) == 3 and not before & {pod["metadata"]["uid"] for pod in after}
    assert len(answers) > 20 and all(answers), Counter(answers)
    restart_bookinfo(cni)
    wait("an answer on localhost", lambda: whole(cni.url))


def test_a_pod_that_came_without_the_plugin_is_made_anew(cni, namespace):
    node = cni.local.agents[1]
    config = mounts.own(node.folder, "/etc/cni/net.d") / "10-malha.conflist"
    chained = json.loads(config.read_text())
    assert [one["type"] for one in chained["plugins"]] == ["bridge", "portmap", "istio-cni"]
    enable_cni(cni, affinity={"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{"matchExpressions": [
        {"key": "kubernetes.io/hostname", "operator": "NotIn", "values": [node.name]}]}]}}})
    wait("the agent's end on one node", lambda: node.name not in {pod["spec"]["nodeName"] for pod in agents(cni)})
    plain = copy.deepcopy(chained)
    plain["plugins"] = [one for one in plain["plugins"] if one["type"] != "istio-cni"]
    config.write_text(json.dumps(plain))
    cni.apply(*program("broken", nodeSelector=on("b")))

    def failed():
        for pod in pods(cni, namespace, "app=broken"):
            for one in pod.get("status", {}).get("initContainerStatuses", []):
                ended = one["state"].get("terminated") or one.get("lastState", {}).get("terminated")
                if one["name"] == "istio-validation" and ended and ended["exitCode"] != 0:
                    return pod
        return None
    pod = wait("a Pod that is not valid", failed)
    enable_cni(cni, affinity=None)
    cni.kubectl("-n", namespace, "wait", "--for=condition=Available", "deployment", "--all", "--timeout=300s")
    [repaired] = pods(cni, namespace, "app=broken")
    assert repaired["metadata"]["uid"] != pod["metadata"]["uid"] and repaired["spec"]["nodeName"] == node.name
    assert [one["type"] for one in json.loads(config.read_text())["plugins"]] == ["bridge", "portmap", "istio-cni"]


def test_the_near_zone_answers_until_nobody_is_there(cluster, namespace):
    start(cluster, *program("near", "a", nodeSelector=on("a")), *program("near", "b", nodeSelector=on("b")),
          *program("caller", calls="http://near/", nodeSelector=on("a")),
          {"apiVersion": "networking.istio.io/v1", "kind": "DestinationRule", "metadata": {"name": "near", "namespace": namespace}, "spec": {
              "host": "near", "trafficPolicy": {"outlierDetection": {"consecutive5xxErrors": 1, "interval": "1s", "baseEjectionTime": "1s"}}}})
    [caller] = pods(cluster, namespace, "app=caller")

    def version():
        return [reply.get("version") for status, reply in calls(cluster, caller) if status == 200]

    def always(of):
        return lambda: all(version() == [of] for _ in range(20))
    wait("answers of the near zone alone", always("a"))
    cluster.kubectl("-n", namespace, "scale", "deployment", "near-a", "--replicas=0")
    wait("answers of the other zone", always("b"))
    cluster.kubectl("-n", namespace, "scale", "deployment", "near-a", "--replicas=1")
    wait("answers of the near zone again", always("a"))


def test_pods_of_an_agent_that_is_lost_come_elsewhere(cluster, namespace):
    control = pods(cluster, "istio-system", "app=istiod")[0]["spec"]["nodeName"]
    lost = next(node for node in cluster.local.agents if node.name != control)
    prefers = {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 100, "preference": {"matchExpressions": [
        {"key": "kubernetes.io/hostname", "operator": "In", "values": [lost.name]}]}}]}}
    start(cluster, *program("wanderer", affinity=prefers, tolerations=AWAY))
    [before] = pods(cluster, namespace, "app=wanderer")
    assert before["spec"]["nodeName"] == lost.name
    address = cluster.service_ip(namespace, "wanderer")
    membership.stop(cluster.local, lost)
    try:
        def elsewhere():
            return [one for one in pods(cluster, namespace, "app=wanderer") if one["spec"].get("nodeName") != lost.name and any(
                c["type"] == "Ready" and c["status"] == "True" for c in one.get("status", {}).get("conditions", []))]
        wait("a Pod on another node", elsewhere)
        wait("its answer", lambda: http(f"http://{address}/")[0] == 200)
    finally:
        membership.start(cluster.local, lost)
    cluster.wait_mesh()
    wait("an answer on localhost", lambda: whole(cluster.url))
    wait("the lost Pod being forgotten", lambda: len(cluster.get("-n", namespace, "pods", "-l", "app=wanderer")["items"]) == 1)
