"""What gives Services of type LoadBalancer an address, as k3s's servicelb does: those of all nodes, where kube-proxy answers.

    python3 -m testbed.servicelb KUBECONFIG

Of two Services that want the same port the older one has it; the other waits, as one does whose class is another's.
"""
import base64
import json
import queue
import ssl
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

PAUSE = 1  # seconds, between two tries
WATCH = 300  # seconds, then a watch begins again


class Server:
    """The API server of a kubeconfig whose certificates are in it."""

    def __init__(self, path):
        config = json.loads(Path(path).read_text())
        self.address = config["clusters"][0]["cluster"]["server"]
        ca = base64.b64decode(config["clusters"][0]["cluster"]["certificate-authority-data"]).decode()
        self.context = ssl.create_default_context(cadata=ca)
        with tempfile.NamedTemporaryFile() as file:
            for key in ("client-certificate-data", "client-key-data"):
                file.write(base64.b64decode(config["users"][0]["user"][key]))
            file.flush()
            self.context.load_cert_chain(file.name)
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=self.context))

    def ask(self, path, method="GET", body=None, timeout=30):
        headers = {"Content-Type": "application/merge-patch+json"} if body else {}
        request = urllib.request.Request(self.address + path, json.dumps(body).encode() if body else None, headers, method=method)
        return self.opener.open(request, timeout=timeout)

    def follow(self, path, into):
        """All objects of a kind, kept up to date in `into.objects`; each change wakes `into.changed`."""
        while True:
            try:
                with self.ask(path) as reply:
                    found = json.load(reply)
                into.replace(path, found["items"])
                since = urllib.parse.urlencode({"watch": 1, "resourceVersion": found["metadata"]["resourceVersion"],
                                                "allowWatchBookmarks": "true", "timeoutSeconds": WATCH})
                with self.ask(f"{path}?{since}", timeout=WATCH + 30) as reply:
                    for line in reply:
                        event = json.loads(line)
                        if event["type"] == "ERROR":
                            break
                        into.take(path, event)
            except (OSError, ValueError, KeyError) as error:
                print(f"servicelb: {path}: {error}; trying again", flush=True)
            time.sleep(PAUSE)


class Seen:
    def __init__(self):
        self.objects, self.changed, self.lock = {}, queue.Queue(), threading.Lock()

    def replace(self, path, items):
        with self.lock:
            self.objects[path] = {one["metadata"]["uid"]: one for one in items}
        self.changed.put(True)

    def take(self, path, event):
        uid = event["object"]["metadata"].get("uid")
        if event["type"] == "BOOKMARK":
            return
        with self.lock:
            if event["type"] == "DELETED":
                self.objects[path].pop(uid, None)
            else:
                self.objects[path][uid] = event["object"]
        self.changed.put(True)

    def all(self, path):
        with self.lock:
            return list(self.objects.get(path, {}).values())


def addresses(nodes):
    return sorted(one["address"] for node in nodes if "deletionTimestamp" not in node["metadata"]
                  for one in node.get("status", {}).get("addresses", []) if one["type"] == "InternalIP")


def is_ours(service):
    return service["spec"].get("type") == "LoadBalancer" and not service["spec"].get("loadBalancerClass")


def wanted(services, nodes):
    """Of each Service whose status is another one: (Service, its ingress)."""
    ips, taken = addresses(nodes), set()
    for service in sorted(services, key=lambda one: (one["metadata"]["creationTimestamp"], one["metadata"]["uid"])):
        ingress = []
        if is_ours(service):
            ports = {(one.get("protocol", "TCP"), one["port"]) for one in service["spec"].get("ports", [])}
            if not ports & taken and "deletionTimestamp" not in service["metadata"]:
                taken |= ports
                ingress = [{"ip": ip, "ipMode": "VIP"} for ip in ips]
        elif service["spec"].get("loadBalancerClass"):
            continue
        current = service.get("status", {}).get("loadBalancer", {}).get("ingress") or []
        if [one.get("ip") for one in current] != [one["ip"] for one in ingress]:
            yield service, ingress


def main():
    server, seen = Server(sys.argv[1]), Seen()
    services, nodes = "/api/v1/services", "/api/v1/nodes"
    for path in (services, nodes):
        threading.Thread(target=server.follow, args=(path, seen), daemon=True).start()
    while True:
        seen.changed.get()
        if not (services in seen.objects and nodes in seen.objects):
            continue
        for service, ingress in list(wanted(seen.all(services), seen.all(nodes))):
            metadata = service["metadata"]
            path = f"/api/v1/namespaces/{metadata['namespace']}/services/{metadata['name']}/status"
            try:
                with server.ask(path, "PATCH", {"status": {"loadBalancer": {"ingress": ingress or None}}}):
                    print(f"servicelb: {metadata['namespace']}/{metadata['name']}: {[one['ip'] for one in ingress]}", flush=True)
            except OSError as error:
                print(f"servicelb: {path}: {error}", flush=True)
                if getattr(error, "code", 0) != 404:
                    time.sleep(PAUSE)
                    seen.changed.put(True)


if __name__ == "__main__":
    main()
