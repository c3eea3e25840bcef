"""The verbs about Pods with the injector of a cluster: the same as of the chart that it was installed from, and as the webhook."""
import json
import subprocess

import yaml

import launch
from cluster import review
from testbed import BUILD
from testbed.proc import GIVE_UP

DEPLOYMENT = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "app"},
              "spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": "web"}]}}}}
SERVICE = "# as it was\napiVersion: v1\nkind: Service\nmetadata: {name:   web}\n"


def malha(*arguments, stdin):
    return subprocess.run([BUILD / "bin/malha", *map(str, arguments)], input=stdin, capture_output=True, text=True, check=False,
                          timeout=GIVE_UP)


def test_inject_by_the_cluster_and_by_the_chart(server, injector):
    text = f"{json.dumps(DEPLOYMENT)}\n---\n{SERVICE}"
    chart = BUILD / "charts/charts/istio-control/istio-discovery"
    by_cluster = malha("inject", "-f", "-", "--kubeconfig", server.local.kubeconfig, "-i", injector, stdin=text)
    by_chart = malha("inject", "-f", "-", "--chart", chart, "-i", injector, stdin=text)
    assert (by_cluster.returncode, by_cluster.stderr) == (0, "")
    assert by_cluster.stdout == by_chart.stdout
    assert SERVICE + "---\n" in by_cluster.stdout
    made = next(yaml.safe_load_all(by_cluster.stdout))
    assert made["metadata"] == DEPLOYMENT["metadata"]
    assert [one["name"] for one in made["spec"]["template"]["spec"]["initContainers"]] == ["istio-init", "istio-proxy"]
    owner = next(one["value"] for one in made["spec"]["template"]["spec"]["initContainers"][1]["env"] if one["name"] == "ISTIO_META_OWNER")
    assert owner == "kubernetes://apis/apps/v1/namespaces/app/deployments/web"


def test_an_output_file_and_what_is_wrong(server, injector, tmp_path):
    cluster = ["--kubeconfig", server.local.kubeconfig, "-i", injector]
    done = malha("inject", "-f", "-", "-o", tmp_path / "out.yaml", *cluster, stdin=json.dumps(DEPLOYMENT))
    assert (done.returncode, done.stdout) == (0, "") and "istio-proxy" in (tmp_path / "out.yaml").read_text()
    broken = {**DEPLOYMENT, "spec": {"template": {"spec": {"containers": 7}}}}
    done = malha("inject", "-f", "-", *cluster, stdin=json.dumps(broken))
    assert done.returncode == 1 and "Deployment web: spec.containers: want a list" in done.stderr, done.stderr
    assert malha("inject", "-f", tmp_path / "none", *cluster, stdin="").returncode == 1
    assert "see 'malha inject --help'" in malha("inject", "--nonsense", stdin="").stderr
    done = malha("inject", "-f", "-", *cluster[:2], "-i", "nowhere", stdin="")
    assert done.returncode == 1 and "istio-sidecar-injector" in done.stderr, done.stderr
    hosted = {**DEPLOYMENT, "spec": {"template": {"spec": {"hostNetwork": True, "containers": []}}}}
    done = malha("inject", "-f", "-", *cluster, stdin=json.dumps(hosted))
    assert done.returncode == 0 and yaml.safe_load(done.stdout.removesuffix("---\n")) == hosted
    assert done.stderr == '===> Skipping injection because Deployment "app/web" has host networking enabled\n'


def test_admit_says_what_the_webhook_would(server, injector):
    cluster = ["--kubeconfig", server.local.kubeconfig, "-i", injector]
    pod = {"metadata": {"name": "web"}, "spec": {"containers": [{"name": "web", "image": "web"}]}}
    done = malha("admit", "-f", "-", *cluster, stdin=json.dumps(review(pod, "app")))
    assert done.returncode == 0 and json.loads(done.stdout)["response"]["patchType"] == "JSONPatch"
    assert done.stderr.startswith("injected: PolicyEnabled: "), done.stderr
    pod["metadata"]["annotations"] = {"sidecar.istio.io/inject": "false"}
    done = malha("admit", "-f", "-", *cluster, stdin=json.dumps(review(pod, "app")))
    assert done.returncode == 0 and done.stderr.startswith("skipped: PodRefuses: "), done.stderr
    pod["metadata"]["annotations"] = {"sidecar.istio.io/proxyCPU": "much"}
    done = malha("admit", "-f", "-", *cluster, stdin=json.dumps(review(pod, "app")))
    assert done.returncode == 1 and not json.loads(done.stdout)["response"]["allowed"]
    assert "sidecar.istio.io/proxyCPU" in done.stderr
    done = malha("admit", "-f", "-", *cluster, stdin="{}")
    assert (done.returncode, done.stdout) == (1, "") and "MalformedReview" in done.stderr


def entry(name, namespace_selector, path="/inject"):
    """As the operator makes them."""
    return {"name": f"{name}.sidecar-injector.malha.dev", "sideEffects": "NoneOnDryRun", "admissionReviewVersions": ["v1"],
            "clientConfig": {"service": {"name": "malha-webhook", "namespace": "malha-system", "path": path}}, "failurePolicy": "Ignore",
            "rules": [{"operations": ["CREATE"], "apiGroups": [""], "apiVersions": ["v1"], "resources": ["pods"]}],
            "namespaceSelector": {"matchLabels": namespace_selector},
            "objectSelector": {"matchExpressions": [{"key": "sidecar.istio.io/inject", "operator": "NotIn", "values": ["false"]}]}}


def test_explain_says_who_is_asked_what_decides_and_what_is_added(server, injector):
    cluster = ["--kubeconfig", server.local.kubeconfig, "-i", injector]
    server.kubectl("apply", "--server-side", "-f", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": [
        *launch.istiod_objects(injector, {"revision": "second"}, "second"),
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "explained", "labels": {"istio-injection": "enabled"}}},
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default", "namespace": "explained"}},
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "canaries", "labels": {"istio.io/rev": "second"}}},
        {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration", "metadata": {"name": "explained"},
         "webhooks": [entry("namespace", {"istio-injection": "enabled"}),
                      entry("rev.namespace", {"istio.io/rev": "second"}, "/revision/second/inject")]}]}))
    try:
        done = malha("explain", "namespace", "explained", *cluster, stdin="")
        assert done.returncode == 0, done.stderr
        for line in ("a plain Pod in namespace explained",
                     "  -> namespace.sidecar-injector.malha.dev to malha-system/malha-webhook/inject",
                     '     rev.namespace.sidecar-injector.malha.dev namespaceSelector: istio.io/rev In [second], which is missing',
                     "  PolicyEnabled          applies", "Injected: the namespace is injected and the pod does not refuse",
                     "  templates: sidecar", "  initContainers: istio-init, istio-proxy"):
            assert line in done.stdout.splitlines(), (line, done.stdout)
        done = malha("explain", "-f", "-", "-n", "canaries", "-o", "json", *cluster, stdin=json.dumps(
            {**DEPLOYMENT, "metadata": {"name": "web"}}))
        report = json.loads(done.stdout)
        assert [one["matches"] for one in report["webhooks"] if one["configuration"] == "explained"] == [False, True]
        assert report["decision"]["reason"] == "PolicyEnabled" and report["object"] == "Deployment web"
        assert "istio.io/rev" in report["adds"]["annotations"] and report["adds"]["initContainers"] == ["istio-init", "istio-proxy"]

        server.kubectl("create", "-f", "-", stdin=json.dumps({
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "odd", "namespace": "explained", "labels": {
                "sidecar.istio.io/inject": "false"}}, "spec": {"serviceAccountName": "default", "containers": [{"name": "app", "image": "app"}]}}))
        done = malha("explain", "pod", "odd", "-n", "explained", *cluster, stdin="")
        assert 'objectSelector: sidecar.istio.io/inject NotIn [false], which is "false"' in done.stdout, (done.stdout, done.stderr)
        assert "Not injected: the pod's label or annotation sidecar.istio.io/inject is \"false\"" in done.stdout
        assert malha("explain", "pod", "nobody", "-n", "explained", *cluster, stdin="").returncode == 1
    finally:
        server.kubectl("delete", "mutatingwebhookconfiguration", "explained")
        server.kubectl("delete", "-n", injector, "configmap", "istio-sidecar-injector-second", "istio-second")


def test_explain_without_a_cluster():
    chart = ["--chart", BUILD / "charts/charts/istio-control/istio-discovery"]
    bad = {**DEPLOYMENT, "spec": {"template": {"metadata": {"annotations": {
        "sidecar.istio.io/proxyCPU": "lots", "proxy.istio.io/config": "concurency: 2"}}, "spec": {
            "containers": [{"name": "web", "image": "web"}]}}}}
    done = malha("explain", "-f", "-", *chart, stdin=json.dumps(bad) + "\n---\n" + SERVICE)
    assert done.returncode == 0 and "Deployment web in namespace app" in done.stdout, done.stderr
    assert "  none is known" in done.stdout and "Denied: " in done.stdout and "sidecar.istio.io/proxyCPU" in done.stdout
    assert "Warning: " in done.stdout and "concurency" in done.stdout
    done = malha("explain", "-f", "-", *chart, stdin=SERVICE)
    assert done.returncode == 1 and "nothing in it makes Pods" in done.stderr
    assert "explain wants" in malha("explain", "deployment", "web", *chart, stdin="").stderr
