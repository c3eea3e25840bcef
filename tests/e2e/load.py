"""Pods that are created without end, dry, by the API server's own way: each has to come back with a sidecar."""
import base64
import json
import ssl
import tempfile
import threading
import time
from http.client import HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from cluster import wait
from pods import WEB


def connect(kubeconfig):
    """Makes connections to the API server with the kubeconfig's certificate."""
    config = json.loads(kubeconfig.read_text())
    server = urlsplit(config["clusters"][0]["cluster"]["server"])
    user = config["users"][0]["user"]
    context = ssl._create_unverified_context()
    with tempfile.NamedTemporaryFile() as pair:
        pair.write(base64.b64decode(user["client-certificate-data"]) + base64.b64decode(user["client-key-data"]))
        pair.flush()
        context.load_cert_chain(pair.name)
    return lambda: HTTPSConnection(server.hostname, server.port, timeout=40, context=context)


class Load:
    """`with Load(cluster, namespace) as load:` asks all the while; `end` of the block fails when a Pod was refused."""

    def __init__(self, cluster, namespace, threads=3):
        self.connect, self.path = connect(cluster.node.kubeconfig), f"/api/v1/namespaces/{namespace}/pods?dryRun=All"
        self.lock, self.stopping = threading.Lock(), threading.Event()
        self.answered, self.failures, self.slowest = 0, [], 0.0
        self.threads = [threading.Thread(target=self.ask, daemon=True) for _ in range(threads)]

    def one(self, connection):
        connection.request("POST", self.path, json.dumps(WEB), {"Content-Type": "application/json"})
        reply = connection.getresponse()
        text = reply.read().decode()
        if reply.status != 201 or '"name":"istio-proxy"' not in text:
            raise HTTPException(f"{reply.status} {text[:500]}")

    def ask(self):
        connection = self.connect()
        while not self.stopping.is_set():
            started = time.monotonic()
            try:
                self.one(connection)
                failure = None
            except (HTTPException, OSError) as error:
                failure = f"{time.strftime('%T')} {error!r}"
                connection.close()
            with self.lock:
                self.slowest = max(self.slowest, time.monotonic() - started)
                if failure:
                    self.failures.append(failure)
                else:
                    self.answered += 1
        connection.close()

    def more(self, count=50):
        """Waits until so many more were answered."""
        before = self.answered
        wait(f"{count} more Pods", lambda: self.answered >= before + count)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        self.more()
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            self.more()
        self.stopping.set()
        for thread in self.threads:
            thread.join(timeout=60)
        print(f"{self.answered} Pods, the slowest {self.slowest:.2f} s, {len(self.failures)} failures")
        if kind is None:
            assert not self.failures, f"{len(self.failures)} of {self.answered}\n" + "\n".join(self.failures[:20])
