"""charts/malha by real helm on a real API server: lint, install, upgrade, uninstall."""
import json

from testbed import ROOT

CHART = ROOT / "charts/malha"


def test_lint_is_clean(server):
    text = server.run("helm", "lint", CHART).stdout
    assert "0 chart(s) failed" in text and "[WARNING]" not in text and "[ERROR]" not in text


def test_values_are_checked_by_their_schema(server):
    for wrong, words in [("webhook.replicas=0", "replicas"), ("operator.logLevel=loud", "logLevel"),
                         ("webhok.replicas=1", "webhok")]:
        done = server.run("helm", "template", CHART, "--kube-version", "v1.36.3", "--set", wrong, check=False)
        assert done.returncode != 0 and words in done.stderr


def test_install_upgrade_uninstall(server):
    helm = ("-n", "malha-system")
    server.run("helm", "install", "malha", CHART, *helm, "--create-namespace")
    crd = server.get("crd", "meshconfigs.malha.dev")
    assert crd["spec"]["scope"] == "Cluster"

    # an old CRD is brought up to date by helm upgrade
    properties = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"]
    server.kubectl("patch", "crd", "meshconfigs.malha.dev", "--type=json", "-p", json.dumps([
        {"op": "replace", "path": "/spec/names/shortNames", "value": ["old"]}]))
    server.run("helm", "upgrade", "malha", CHART, *helm, "--set", "webhook.replicas=1", "--set", "rbac.addonSecrets=false")
    after = server.get("crd", "meshconfigs.malha.dev")
    assert after["spec"]["names"]["shortNames"] == ["mesh"]
    assert after["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"] == properties
    assert server.get("-n", "malha-system", "deploy", "malha-webhook")["spec"]["replicas"] == 1
    assert server.kubectl("-n", "malha-system", "get", "pdb", "malha-webhook", check=False).returncode != 0

    assert {"apiGroups": [""], "resources": ["secrets"], "verbs": ["create"]} not in server.get("clusterrole", "malha-operator")["rules"]
    server.run("helm", "upgrade", "malha", CHART, *helm, "--set", "webhook.replicas=1")
    for role in ("malha-operator", "malha-webhook"):
        rules = server.get("clusterrole", role)["rules"]
        assert "*" not in json.dumps(rules)
        # by name, or none that is there already
        assert all("secrets" not in rule["resources"] or rule.get("resourceNames") or rule["verbs"] == ["create"] for rule in rules)

    server.kubectl("label", "namespace", "malha-system", "pod-security.kubernetes.io/enforce=restricted")
    for name in ("malha-operator", "malha-webhook"):
        template = server.get("-n", "malha-system", "deploy", name)["spec"]["template"]
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": "malha-system"},
               "spec": {k: v for k, v in template["spec"].items() if k != "serviceAccountName"} |
               {"automountServiceAccountToken": False}}
        server.kubectl("create", "--dry-run=server", "-f", "-", stdin=json.dumps(pod))

        container, = template["spec"]["containers"]
        assert container["startupProbe"]["failureThreshold"] * container["startupProbe"]["periodSeconds"] >= 60
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            assert container[probe]["timeoutSeconds"] >= 5 and container[probe]["failureThreshold"] >= 3
        if name == "malha-operator":
            assert container["env"] == [{"name": "POD_UID", "valueFrom": {
                "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.uid"}}}]

    server.run("helm", "uninstall", "malha", "--no-hooks", *helm)  # no node is there to run the Job
    assert server.kubectl("-n", "malha-system", "get", "deploy,svc,role,rolebinding", "-o", "name").stdout.strip() == ""
    server.get("crd", "meshconfigs.malha.dev")  # stays, with the meshes it describes


def test_the_crd_can_be_carried_by_client_side_apply(server):
    size = len((ROOT / "manifests/crds/malha.dev_meshconfigs.yaml").read_bytes())
    assert size < 256 * 1024
    server.kubectl("apply", "-f", ROOT / "manifests/crds/malha.dev_meshconfigs.yaml")


def test_the_crd_has_defaults_and_columns(server):
    server.apply({"apiVersion": "malha.dev/v1alpha1", "kind": "MeshConfig", "metadata": {"name": "m"}, "spec": {}})
    spec = server.get("mesh", "m")["spec"]
    assert spec == {"profile": "default", "namespace": "istio-system", "platform": "auto", "paused": False,
                    "injection": {"provider": "malha", "failurePolicy": "Fail"}}
    heads = server.kubectl("get", "mesh").stdout.splitlines()[0].split()
    assert heads == ["NAME", "PROFILE", "VERSION", "READY", "REASON", "AGE"]
    server.kubectl("delete", "mesh", "m")
