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


def preload(fault):
    """The environment in which a program has tests/faults/<fault>.c preloaded, which is built now."""
    library = BUILD / "faults" / f"{fault}.so"
    library.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", library, ROOT / f"tests/faults/{fault}.c"], check=True)
    return {**os.environ, "LD_PRELOAD": str(library)}
