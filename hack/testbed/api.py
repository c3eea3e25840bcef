"""An API server asked over connections that are kept: where tests poll, kubectl's start takes longer than the answer."""
import argparse
import http.client
import json
import queue
import ssl
import time
import urllib.parse
from contextlib import contextmanager

IDLE = 30  # seconds; the API server closes after more
DISCOVERY = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
GET = argparse.ArgumentParser()
GET.add_argument("-n", dest="namespace", default="default")
GET.add_argument("-A", dest="all", action="store_true")
GET.add_argument("-l", dest="selector", default="")
GET.add_argument("kinds")
GET.add_argument("name", nargs="?")


class Api:
    def __init__(self, address, pki, timeout=None):
        self.host = urllib.parse.urlparse(address)
        self.context = ssl.create_default_context(cafile=str(pki.ca))
        self.context.load_cert_chain(*map(str, pki.pair("admin", "malha-admin", "system:masters")))
        self.timeout = timeout
        self.free = queue.LifoQueue()
        self.kinds = {}

    def connection(self):
        while True:
            try:
                kept, since = self.free.get_nowait()
            except queue.Empty:
                return http.client.HTTPSConnection(self.host.hostname, self.host.port, timeout=self.timeout, context=self.context)
            if time.monotonic() - since < IDLE:
                return kept
            kept.close()

    @contextmanager
    def reply(self, method, path, body=None, headers=None):
        """The answer, to be read; the connection is kept if all of it was."""
        connection = self.connection()
        try:
            connection.request(method, path, body, headers or {})
            with connection.getresponse() as reply:
                yield reply
                done = reply.isclosed() and not reply.will_close
        except BaseException:
            connection.close()
            raise
        if done:
            self.free.put((connection, time.monotonic()))
        else:
            connection.close()

    def read(self, path, accept="application/json"):
        """The object, or list, at that path; None where the answer is another one."""
        with self.reply("GET", path, headers={"Accept": accept}) as reply:
            text = reply.read()
            return json.loads(text) if reply.status == 200 else None

    def write(self, method, path, body, content_type="application/json"):
        """What the API server made of it."""
        with self.reply(method, path, json.dumps(body), {"Content-Type": content_type}) as reply:
            text = reply.read().decode()
            assert reply.status < 300, f"{method} {path}: {text}"
            return json.loads(text)

    def kind(self, name):
        """(path, is it namespaced, apiVersion, kind) of what kubectl calls that; None if it is unknown."""
        if name not in self.kinds:
            self.kinds = {}
            for group in (one for root in ("/api", "/apis") for one in self.read(root, DISCOVERY)["items"]):
                version = group["versions"][0]
                of = "/".join(filter(None, (group["metadata"].get("name"), version["version"])))
                for one in version["resources"]:
                    found = (f"/apis/{of}" if "/" in of else f"/api/{of}", one["scope"] == "Namespaced", of, one["responseKind"]["kind"])
                    for called in (one["resource"], one.get("singularResource"), *one.get("shortNames", ())):
                        self.kinds.setdefault(called, (one["resource"], *found))
        return self.kinds.get(name)

    def get(self, *arguments):
        """What `kubectl get -o json` would print; None where it would not come to that, or it takes more than this to say."""
        asked = GET.parse_args(arguments)
        kinds = [self.kind(name) for name in asked.kinds.split(",")]
        if None in kinds:
            return None
        items = []
        for resource, root, namespaced, version, kind in kinds:
            path = f"{root}/namespaces/{asked.namespace}/{resource}" if namespaced and not asked.all else f"{root}/{resource}"
            if asked.name:
                return self.read(f"{path}/{asked.name}")
            found = self.read(f"{path}?{urllib.parse.urlencode({'labelSelector': asked.selector})}")
            if found is None:
                return None
            items += [{"apiVersion": version, "kind": kind, **one} for one in found["items"]]
        return {"apiVersion": "v1", "kind": "List", "items": items}
