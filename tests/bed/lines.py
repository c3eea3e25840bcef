"""hack/cluster as users call it, and programs that tell on which node they are."""
import json
import os
import subprocess

from cluster import http, wait
from testbed import CACHE, ROOT, TOOLS, image
from testbed.cluster import Cluster
from testbed.proc import GIVE_UP


class Lines:
    """hack/cluster as it is called from a shell, and what became of it."""

    def __init__(self, home):
        self.home = home

    def start(self, *words):
        return subprocess.Popen([ROOT / "hack/cluster", *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                env=self.environment())

    def environment(self, **more):
        """With a home of its own, and no kubeconfig; what is built once is found where it is."""
        inherited = {key: value for key, value in os.environ.items() if key != "KUBECONFIG"}
        return {**inherited, "HOME": str(self.home), "MALHA_CACHE": str(CACHE), **more}

    def fails(self, *words):
        """What it says to that."""
        process = self.start(*words)
        out, said = process.communicate(timeout=GIVE_UP)
        assert process.returncode == 1, out + said
        assert "Traceback" not in said
        return said

    def __call__(self, *words):
        """What it prints, for a line that succeeds."""
        process = self.start(*words)
        out, said = process.communicate(timeout=GIVE_UP)
        assert process.returncode == 0, out + said
        return out

    def json(self, *words):
        return json.loads(self(*words, "-o", "json"))

    def kubectl(self, *words, cluster="my-cluster", stdin=None):
        done = subprocess.run([TOOLS / "kubectl", "--kubeconfig", Cluster(cluster).kubeconfig, *words], input=stdin, capture_output=True,
                              text=True, check=False, timeout=GIVE_UP)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def get(self, *words, cluster="my-cluster"):
        return json.loads(self.kubectl("get", *words, "-o", "json", cluster=cluster))

    def nodes(self, cluster="my-cluster"):
        """Which are ready, as the API server has it."""
        return {one["metadata"]["name"] for one in self.get("nodes", cluster=cluster)["items"] for condition in one["status"]["conditions"]
                if condition["type"] == "Ready" and condition["status"] == "True"}


def web(name="web", replicas=3, kind="Deployment", calls="", **service):
    """A program that says where it runs, on as many nodes as it can, and its Service."""
    labels = {"app": name}
    spec = {"terminationGracePeriodSeconds": 1, "containers": [{
        "name": "web", "image": image.sample().name, "imagePullPolicy": "IfNotPresent", "readinessProbe": {
            "httpGet": {"port": 9080, "path": "/"}, "periodSeconds": 1}, "env": [
            {"name": "PORT", "value": "9080"}, {"name": "CALLS", "value": calls}, {"name": "NAME", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}]}]}
    if kind == "Deployment":
        spec["topologySpreadConstraints"] = [{"maxSkew": 1, "topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "ScheduleAnyway",
                                              "labelSelector": {"matchLabels": labels}}]
    of = {"replicas": replicas} if kind == "Deployment" else {}
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "apps/v1", "kind": kind, "metadata": {"name": name}, "spec": {
            **of, "selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels}, "spec": spec}}},
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": {"selector": labels, "ports": [
            {"port": 80, "targetPort": 9080, **service.pop("port", {})}], **service}}]})


def answer(url):
    """The name of the node that answered; None: none did."""
    status, body = http(url)
    return json.loads(body)["service"] if status == 200 else None


def wait_answers(url, nodes):
    """Each of these nodes answers there."""
    seen = set()

    def all_seen():
        seen.add(answer(url))
        return nodes <= seen
    wait(f"answers of {nodes} at {url}", all_seen)
