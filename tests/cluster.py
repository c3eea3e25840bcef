"""What tests do with a cluster: kubectl, waiting, asking webhooks."""
import base64
import copy
import json
import os
import socket
import ssl
import subprocess
import threading
import urllib.request
from contextlib import contextmanager

from testbed import ROOT, TOOLS, image
from testbed.api import Api
from testbed.proc import GIVE_UP, Hopeless, run, wait_for as wait


class Cluster:
    """`local` is of testbed."""

    def __init__(self, local):
        self.local = local
        self.api = Api(local.server, local.pki, GIVE_UP)

    def run(self, program, *arguments, stdin=None, check=True):
        done = run(TOOLS / program, *arguments, check=False, input=stdin, env={
            "KUBECONFIG": str(self.local.kubeconfig), "PATH": "/usr/bin:/bin", "HOME": "/root"})
        assert not check or done.returncode == 0, f"{program} {arguments}: {done.stderr}{done.stdout[-500:]}"
        return done

    def kubectl(self, *arguments, stdin=None, check=True):
        return self.run("kubectl", *arguments, stdin=stdin, check=check)

    def get(self, *arguments):
        """What `kubectl get` would print as JSON."""
        return self.api.get(*arguments) or json.loads(self.kubectl("get", *arguments, "-o", "json").stdout)

    def find(self, *arguments):
        """That object, or None: it is not there."""
        return self.api.get(*arguments)

    def has(self, *arguments):
        """Is there that object?"""
        return self.find(*arguments) is not None

    def apply(self, *objects):
        items = {"apiVersion": "v1", "kind": "List", "items": list(objects)}
        return self.kubectl("apply", "-f", "-", stdin=json.dumps(items))

    def patch_mesh(self, patch, name="default"):
        self.kubectl("patch", "mesh", name, "--type=merge", "-p", json.dumps(patch))

    def condition(self, kind="Ready", name="default"):
        mesh = self.get("mesh", name)
        for condition in mesh.get("status", {}).get("conditions", []):
            if condition["type"] == kind and condition["observedGeneration"] == mesh["metadata"]["generation"]:
                return condition
        return None

    def mesh_ready(self, name="default"):
        ready = self.condition(name=name) or {}
        reconciled = self.condition("Reconciled", name) or {}
        if reconciled.get("reason") == "InvalidSpec":
            raise Hopeless(f"the MeshConfig is refused: {reconciled['message']}")
        return ready.get("status") == "True"

    def addons_ready(self, name="default"):
        return (self.condition("AddonsReady", name) or {}).get("status") == "True"

    def switch_addons(self, **said):
        """Says that of these addons in the mesh, and waits until all are ready."""
        self.patch_mesh({"spec": {"addons": said}})
        wait("the addons", self.addons_ready)

    def addon(self, of, name="default"):
        """The row of the status on that addon."""
        return next((row for row in self.get("mesh", name).get("status", {}).get("addons", []) if row["name"] == of), None)

    def import_addons(self, *names):
        """The programs of these addons, or of all, are on the node."""
        for name in names or image.ADDONS:
            self.local.import_image(image.ADDONS[name]().write())

    def wait_mesh(self, name="default"):
        wait(f"mesh {name} getting ready", lambda: self.mesh_ready(name))

    def audit_mark(self):
        """A place in the API server's record, for audited()."""
        return self.local.audit_log.stat().st_size if self.local.audit_log.exists() else 0

    def audited(self, user, mark=0):
        """What somebody of testbed.parts.AUDITED has asked and written since then: (verb, path) of each."""
        with open(self.local.audit_log, encoding="utf-8") as file:
            file.seek(mark)
            told = [json.loads(line) for line in file]
        return [(one["verb"], one["requestURI"]) for one in told if one["user"]["username"] == user]

    def abandon_mesh(self, name="default", timeout="280s"):
        """Deletes it, whatever sidecars it has."""
        self.kubectl("annotate", "mesh", name, "malha.dev/abandon-sidecars=true", check=False)
        self.kubectl("delete", "mesh", name, "--ignore-not-found", f"--timeout={timeout}")

    def service_ip(self, namespace, name):
        return self.get("-n", namespace, "svc", name)["spec"]["clusterIP"]

    def admitted(self, pod, namespace):
        """The pod as the API server would store it: webhooks asked, nothing created."""
        pod = copy.deepcopy(pod)
        pod["metadata"]["namespace"] = namespace
        return json.loads(self.kubectl("create", "--dry-run=server", "-o", "json", "-f", "-",
                                       stdin=json.dumps(pod)).stdout)


def make_up(name):
    """What `make up` does, on a cluster of that name."""
    return subprocess.run([ROOT / "hack/up"], env={**os.environ, "MALHA_CLUSTER": name, "MALHA_PORT": str(free_port())}, capture_output=True, text=True,
                          check=False, timeout=3 * GIVE_UP)


def istio_operator(spec, profile):
    """What a MeshConfig's spec with the sample's images and values is to istioctl."""
    values = dict(spec["values"])
    mesh_config, env, images = values.pop("meshConfig"), values.pop("env"), spec["images"]
    return {"apiVersion": "install.istio.io/v1alpha1", "kind": "IstioOperator", "spec": {
        "profile": profile, "hub": images["registry"], "tag": images["tag"], "meshConfig": mesh_config,
        "values": {**values, "global": {"imagePullPolicy": images["pullPolicy"]}, "pilot": {"env": env}}}}


@contextmanager
def meanwhile(do, pause):
    """Does something again and again, with a pause of so many seconds, until it is left."""
    done = threading.Event()

    def go_on():
        while not done.is_set():
            do()
            done.wait(pause)
    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def http(url, timeout=5, headers=None):
    """(status, body) of a GET; status 0 when there was no answer."""
    request = urllib.request.Request(url, headers=headers or {})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=timeout) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError as error:
        return 0, str(error)


def review(pod, namespace, uid="u-1"):
    return {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": uid, "namespace": namespace, "operation": "CREATE", "object": pod,
        "kind": {"group": "", "version": "v1", "kind": "Pod"},
        "resource": {"group": "", "version": "v1", "resource": "pods"}}}


def ask(url, body, content_type="application/json", method="POST", headers=None):
    """(status, text) of what an admission webhook answers; a GET has no body."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(url, None if method == "GET" else data, {"Content-Type": content_type, **(headers or {})}, method=method)
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}),
        urllib.request.HTTPSHandler(context=ssl._create_unverified_context()))
    try:
        with opener.open(request, timeout=20) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def patched(document, operations):
    """RFC 6902: add, remove, replace."""
    document = copy.deepcopy(document)
    for operation in operations:
        *path, last = [part.replace("~1", "/").replace("~0", "~") for part in operation["path"].split("/")[1:]]
        at = document
        for part in path:
            at = at[int(part)] if isinstance(at, list) else at[part]
        if isinstance(at, list):
            index = len(at) if last == "-" else int(last)
            if operation["op"] == "add":
                at.insert(index, operation["value"])
            elif operation["op"] == "remove":
                del at[index]
            else:
                at[index] = operation["value"]
        elif operation["op"] == "remove":
            del at[last]
        else:
            at[last] = operation["value"]
    return document


def injected(url, pod, namespace):
    """(allowed, the pod with the patch applied or None, message)."""
    status, text = ask(url, review(pod, namespace))
    assert status == 200, text
    response = json.loads(text)["response"]
    if "patch" not in response:
        return response["allowed"], None, response.get("status", {}).get("message", "")
    return response["allowed"], patched(pod, json.loads(base64.b64decode(response["patch"]))), ""
