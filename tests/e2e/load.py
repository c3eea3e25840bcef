"""Pods that are created without end, dry, by the API server's own way: each has to come back with a sidecar."""
import json
import threading
import time
from http.client import HTTPException

from cluster import wait
from pods import WEB


class Load:
    """`with Load(cluster, namespace) as load:` asks all the while; `end` of the block fails when a Pod was refused."""

    def __init__(self, cluster, namespace, threads=3):
        self.api, self.path = cluster.api, f"/api/v1/namespaces/{namespace}/pods?dryRun=All"
        self.lock, self.stopping = threading.Lock(), threading.Event()
        self.answered, self.failures, self.slowest = 0, [], 0.0
        self.threads = [threading.Thread(target=self.ask, daemon=True) for _ in range(threads)]

    def one(self):
        with self.api.reply("POST", self.path, json.dumps(WEB), {"Content-Type": "application/json"}) as reply:
            text = reply.read().decode()
            if reply.status != 201 or '"name":"istio-proxy"' not in text:
                raise HTTPException(f"{reply.status} {text[:500]}")

    def ask(self):
        while not self.stopping.is_set():
            started = time.monotonic()
            try:
                self.one()
                failure = None
            except (HTTPException, OSError) as error:
                failure = f"{time.strftime('%T')} {error!r}"
            with self.lock:
                self.slowest = max(self.slowest, time.monotonic() - started)
                if failure:
                    self.failures.append(failure)
                else:
                    self.answered += 1

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
