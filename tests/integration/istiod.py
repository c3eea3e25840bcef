"""A real istiod beside the API server, as the peer whose injector is asked the same as ours."""
import json
import os
import signal
import subprocess

from cluster import free_port, http, wait
from launch import istiod_objects
from testbed import TOOLS


class Istiod:
    """One process of pilot-discovery in the namespace with its ConfigMaps; `address` is where it injects."""

    def __init__(self, server, namespace, folder, revision="", environment=None):
        ports = [free_port() for _ in range(5)]
        self.address = ("127.0.0.1", ports[0])
        self.log = folder / "istiod.log"
        options = ["--kubeconfig", server.local.kubeconfig, *(
            f"--{name}=127.0.0.1:{port}" for name, port in zip(
                ("httpsAddr", "httpAddr", "grpcAddr", "secureGRPCAddr", "monitoringAddr"), ports))]
        settings = {
            "PATH": "/usr/bin:/bin", "HOME": str(folder), "POD_NAMESPACE": namespace, "POD_NAME": "istiod-0", "REVISION": revision or "default",
            "SERVICE_ACCOUNT": "istiod", "PILOT_CERT_PROVIDER": "istiod", "JWT_POLICY": "third-party-jwt",
            "INJECTION_WEBHOOK_CONFIG_NAME": "", "VALIDATION_WEBHOOK_CONFIG_NAME": "", "ENABLE_CONTROLLER_QUEUE_LATENCY": "false",
            **(environment or {})}
        with open(self.log, "wb") as out:
            self.process = subprocess.Popen([str(word) for word in (TOOLS / "pilot-discovery", "discovery", *options)],
                                            cwd=folder, env=settings, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        try:
            wait("istiod getting ready", lambda: self.alive() and http(f"http://127.0.0.1:{ports[1]}/ready")[0] == 200)
        except Exception:
            self.end()
            raise

    def alive(self):
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        return True

    def end(self):
        """It has nothing to lose."""
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


def install(server, namespace, values, revision=""):
    """The ConfigMaps that istiod and our webhook read in this namespace."""
    objects = istiod_objects(namespace, values, revision)
    server.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}})
    server.kubectl("apply", "--server-side", "-f", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}))
