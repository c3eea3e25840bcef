"""How tests start the programs."""
import json
import os
import subprocess

import yaml

from testbed import BUILD, ROOT


def operator(kubeconfig, namespace, metrics_port, charts=BUILD / "charts/charts"):
    """The command of an operator with what this checkout built, on 127.0.0.1."""
    return [str(word) for word in (
        BUILD / "bin/malha-operator", "--kubeconfig", kubeconfig, "--namespace", namespace, "--charts",
        charts, "--profiles", ROOT / "manifests/profiles", "--components",
        ROOT / "manifests/components/istio.yaml", "--addons", ROOT / "manifests/addons", "--address", "127.0.0.1", "--metrics-port", metrics_port)]


def webhook(kubeconfig, namespace, istio_namespace, port, metrics_port, address="127.0.0.1", drain_seconds=0,
            revision="", meshes=""):
    """The command of a webhook with what this checkout built; with no address it listens on all."""
    return [str(word) for word in (
        BUILD / "bin/malha-webhook", "--kubeconfig", kubeconfig, "--namespace", namespace, "--istio-namespace",
        istio_namespace, "--port", port, "--metrics-port", metrics_port, "--drain-seconds", drain_seconds,
        *(("--revision", revision) if revision else ()), *(("--meshes", meshes) if meshes else ()), *(("--address", address) if address else ()))]


def rendered(release, namespace, values):
    """All objects of the bundled istiod chart, or of the one at $MALHA_ISTIOD_CHART."""
    chart = os.environ.get("MALHA_ISTIOD_CHART", BUILD / "charts/charts/istio-control/istio-discovery")
    text = subprocess.run([BUILD / "bin/malha", "template", release, chart, "-n", namespace, "-f", "-"], capture_output=True, text=True,
                          check=True, input=json.dumps(values)).stdout
    return [one for one in yaml.safe_load_all(text) if one]


def istiod_objects(namespace, values=None, revision=""):
    """The ConfigMaps of the istiod chart, which injection reads."""
    return [one for one in rendered("istiod" + (revision and f"-{revision}"), namespace, values or {}) if one["kind"] == "ConfigMap"]


def injector_maps():
    """The same without values, as manifests of the namespace "injector"."""
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": istiod_objects("injector")})


def preload(fault):
    """The environment in which a program has tests/faults/<fault>.c preloaded, which is built now."""
    library = BUILD / "faults" / f"{fault}.so"
    library.parent.mkdir(parents=True, exist_ok=True)
    fresh = library.with_suffix(f".{os.getpid()}")  # other workers build it too, and have programs that load it
    subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", fresh, ROOT / f"tests/faults/{fault}.c"], check=True)
    fresh.replace(library)
    return {**os.environ, "LD_PRELOAD": str(library)}
