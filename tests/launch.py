"""How tests start the programs."""
import os
import subprocess

from testbed import BUILD, ROOT


def operator(kubeconfig, namespace, metrics_port):
    """The command of an operator with what this checkout built, on 127.0.0.1."""
    return [str(word) for word in (
        BUILD / "bin/malha-operator", "--kubeconfig", kubeconfig, "--namespace", namespace, "--charts",
        BUILD / "charts/charts", "--profiles", ROOT / "manifests/profiles", "--components",
        ROOT / "manifests/components/istio.yaml", "--address", "127.0.0.1", "--metrics-port", metrics_port)]


def webhook(kubeconfig, namespace, istio_namespace, port, metrics_port, address="127.0.0.1", drain_seconds=0):
    """The command of a webhook with what this checkout built; with no address it listens on all."""
    return [str(word) for word in (
        BUILD / "bin/malha-webhook", "--kubeconfig", kubeconfig, "--namespace", namespace, "--istio-namespace",
        istio_namespace, "--port", port, "--metrics-port", metrics_port, "--drain-seconds", drain_seconds, *(("--address", address) if address else ()))]


def injector_maps():
    """The ConfigMaps of the bundled istiod chart, which injection reads, as manifests of the namespace "injector"."""
    rendered = subprocess.run([BUILD / "bin/malha", "template", "istiod",
                               BUILD / "charts/charts/istio-control/istio-discovery", "-n", "injector"],
                              capture_output=True, text=True, check=True).stdout
    return "\n---\n".join(document for document in rendered.split("\n---\n") if "kind: ConfigMap" in document)


def preload(fault):
    """The environment in which a program has tests/faults/<fault>.c preloaded, which is built now."""
    library = BUILD / "faults" / f"{fault}.so"
    library.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", library, ROOT / f"tests/faults/{fault}.c"], check=True)
    return {**os.environ, "LD_PRELOAD": str(library)}
