"""Is this machine fit for a node? Asked before the product is: a pod runs and finds names, or the fault is the machine's."""
import json
import time

from testbed import Failure, evidence, image, loadbalancer
from testbed.cluster import Cluster
from testbed.proc import Hopeless, wait_for

TRIES = 2


class Unfit(Failure):
    """The machine cannot run a node; nothing has been said about the product."""


def fit_cluster(name, say):
    """A new cluster of that name with one node, which ends with this process, on which a pod ran and DNS answered; a free port of this
    host leads to its port 80. `say` is told the seconds each took."""
    for attempt in range(1, TRIES + 1):
        try:
            return _try(name, say)
        except Exception as error:  # pylint: disable=broad-except
            say(f"preflight: try {attempt} of {TRIES} failed: {error}")
            say(evidence.machine())
            last = error
    raise Unfit(f"MACHINE: no working node could be made here in {TRIES} tries, so nothing was tested on one: {last}")


def _try(name, say):
    started = time.monotonic()

    def done(what):
        say(f"preflight: {what} after {time.monotonic() - started:.1f} s")
    cluster = Cluster(name)
    if cluster.folder.exists():
        cluster.delete()
    cluster.create(ports=[loadbalancer.port_row(loadbalancer.free_port(), 80)])
    try:
        done("node ready")
        _run_pod(cluster, done)
    except BaseException:
        say(evidence.as_text(evidence.collect(cluster, "preflight")))
        cluster.delete()
        raise
    return cluster


def _run_pod(cluster, done):
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "preflight", "namespace": "default"},
           "spec": {"terminationGracePeriodSeconds": 0, "containers": [{
               "name": "pause", "image": image.pause().name, "imagePullPolicy": "IfNotPresent"}]}}
    wait_for("the service account", lambda: cluster.kubectl("-n", "default", "get", "serviceaccount", "default"))
    cluster.kubectl("create", "-f", "-", stdin=json.dumps(pod))

    def ready():
        status = json.loads(cluster.kubectl("-n", "default", "get", "pod", "preflight", "-o", "json").stdout)["status"]
        if status.get("phase") in ("Failed", "Succeeded"):
            raise Hopeless(f"the pod ended: {json.dumps(status)[:600]}")
        return any(c["type"] == "Ready" and c["status"] == "True" for c in status.get("conditions", []))
    wait_for("a pod getting ready", ready)
    done("a pod ready")
    wait_for("an answer of DNS", lambda: cluster.kubectl(
        "-n", "default", "exec", "preflight", "--", "/bin/busybox", "nslookup", "kubernetes.default.svc.cluster.local"))
    done("DNS answers")
    cluster.kubectl("-n", "default", "delete", "pod", "preflight", "--wait=false")
