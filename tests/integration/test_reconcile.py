"""The operator's heart on a real API server: what is desired is there, what no longer is goes, and at rest nothing is asked."""
import json

import pytest

import launch
from cluster import wait
from operators import events, mesh, rival, settle, settle_deployments, settle_webhooks, wait_ready
from test_kube import once, status
from testbed.proc import Hopeless

INJECTED = ("status", 201, {}, json.dumps({"metadata": {"annotations": {"sidecar.istio.io/status": "{}"}}}))
GATEWAY = ("-n", "heart", "svc", "gate")
ISTIOD = ("-n", "heart", "deploy", "istiod")
WEBHOOK = ("mutatingwebhookconfiguration", "malha-sidecar-injector")


def ISTIOD_ANSWERS(method, path):
    """Of the proxy: what the API server would say if istiod and the injector were there."""
    if method == "POST" and path.endswith("/gateways?dryRun=All"):
        return ("status", 201, {}, "{}")
    return INJECTED if method == "POST" and path.endswith("/pods?dryRun=All") else None


def with_gateway(**values):
    return mesh("heart", {"components": {"ingressGateways": [{"name": "gate", "values": values}]}})


@pytest.fixture
def ready(server, proxy, operator):
    """A mesh that is ready, with a gateway; its operator asks through the proxy, which answers for the istiod that is not there."""
    proxy.lasting.append(ISTIOD_ANSWERS)

    def start(given=None):
        process = operator(proxy.kubeconfig)
        server.apply(given or with_gateway())
        wait_ready(server, "heart")
        return process
    return start


def reconciled(server):
    condition = server.condition("Reconciled") or {}
    return condition.get("status") == "True"


def requests(proxy):
    """What was asked and written, but for the lease, watches, Events, what the status says and whether istiod and the injector answer."""
    seen = list(proxy.seen)
    found = [(method, path) for method, path in seen
             if not any(part in path for part in ("/leases/", "watch=true", "/events", "/status", "dryRun=All"))]
    for _, path in seen:
        if path.endswith("/pods?dryRun=All"):  # before it, whether the injector takes Pods of the namespace
            found.remove(("GET", path.removesuffix("/pods?dryRun=All")))
            found.remove(next(one for one in found if one[0] == "GET" and "/mutatingwebhookconfigurations/" in one[1]))
    return found


def test_what_is_removed_from_the_spec_goes(server, ready):
    ready(with_gateway(service={"annotations": {"malha.test/a": "1", "malha.test/b": "2"}}, labels={"malha.test/c": "3"}))
    server.kubectl(*GATEWAY[:2], "annotate", "svc", "gate", "malha.test/theirs=4")
    server.apply(with_gateway(service={"annotations": {"malha.test/b": "2"}}))
    wait("the annotation going", lambda: "malha.test/a" not in server.get(*GATEWAY)["metadata"].get("annotations", {}))
    wait_ready(server, "heart")
    server.apply(with_gateway())
    wait("the other one going", lambda: "malha.test/b" not in server.get(*GATEWAY)["metadata"].get("annotations", {}))
    found = server.get(*GATEWAY)["metadata"]
    assert found["annotations"]["malha.test/theirs"] == "4"  # what we never said stays
    assert "malha.test/c" not in found["labels"]


def test_of_a_new_mesh_the_control_plane_is_made_before_the_crds_and_later_after_them(server, proxy, operator):
    kinds = ("/customresourcedefinitions/", "/deployments/istiod?")

    def applied():
        return [kind for method, path in list(proxy.seen) for kind in kinds if method == "PATCH" and kind in path]

    def crds():
        return [one for one in server.kubectl("get", "crd", "-o", "name").stdout.split() if one.endswith(".istio.io")]
    if left := crds():
        server.kubectl("delete", *left)
    proxy.lasting.append(ISTIOD_ANSWERS)
    first = operator(proxy.kubeconfig)
    server.apply(mesh("early"))
    wait_ready(server, "early")
    assert applied() == [kinds[1]] + [kinds[0]] * len(crds())
    first.kill()
    first.wait()
    server.kubectl("delete", crds()[0])
    server.kubectl("delete", "-n", "early", *ISTIOD[2:])
    proxy.seen.clear()
    operator(proxy.kubeconfig)
    wait("what was deleted being there again", lambda: len(applied()) == 2)
    assert applied() == list(kinds)
    wait_ready(server, "early")


def test_what_was_removed_while_no_operator_ran_goes(server, proxy, ready, operator):
    first = ready(with_gateway(service={"annotations": {"malha.test/a": "1"}}))
    first.kill()
    first.wait()
    server.apply(with_gateway())
    operator(proxy.kubeconfig)
    wait("the annotation going", lambda: "malha.test/a" not in server.get(*GATEWAY)["metadata"].get("annotations", {}))


def test_what_is_deleted_during_the_installation_comes_back(server, proxy, operator):
    proxy.lasting.append(ISTIOD_ANSWERS)
    operator(proxy.kubeconfig)
    server.apply(with_gateway())
    uid = wait("istiod being applied", lambda: (server.get("-n", "heart", "deploy")["items"] or [None])[0])["metadata"]["uid"]
    server.kubectl("-n", "heart", "delete", "deploy/istiod", "sa/istiod")
    wait("istiod being applied again", lambda: [one for one in server.get("-n", "heart", "deploy")["items"]
                                                 if one["metadata"]["uid"] != uid])
    wait("its account, too", lambda: server.kubectl("-n", "heart", "get", "sa", "istiod", check=False).returncode == 0)
    wait_ready(server, "heart")


def test_gateways_do_not_wait_for_each_other(server, proxy, operator):
    """Here no controller makes them ready: the second comes while the first is not."""
    operator(proxy.kubeconfig)
    server.apply(mesh("gates", {"profile": "minimal", "components": {"ingressGateways": [{"name": "gate"}, {"name": "second"}], "egressGateways": [{"name": "out"}]}}))

    def names():
        return {one["metadata"]["name"] for one in server.get("-n", "gates", "deploy")["items"]}

    def has_injector():
        settle_deployments(server, "gates")
        return server.kubectl("get", *WEBHOOK, check=False).returncode == 0
    wait("istiod", lambda: "istiod" in names())
    wait("the injector's configuration", has_injector)
    assert names() == {"istiod"}
    settle_webhooks(server)
    wait("all gateways", lambda: names() == {"istiod", "gate", "second", "out"})
    assert all(not one.get("status", {}).get("availableReplicas") for one in server.get("-n", "gates", "deploy")["items"]
               if one["metadata"]["name"] != "istiod")


def pod_answered(proxy, answer):
    """istiod answers; of a Pod the API server says this, or itself what is so."""
    proxy.lasting.append(once("POST", "/gateways?dryRun=All", ("status", 201, {}, "{}")))
    if answer:
        proxy.lasting.append(once("POST", "/pods?dryRun=All", answer))


def waits_for(server, proxy, words):
    def found():
        settle(server, "heart")
        ready = server.condition() or {}
        if ready.get("status") == "True":
            raise Hopeless(f"the mesh is ready, {proxy.seen}")
        return ready.get("reason") == "ComponentsNotReady" and words in ready["message"]
    wait(f"Ready waiting for: {words}", found)


@pytest.mark.parametrize("policy, answer, words", [
    ("Fail", None, "cannot have a Pod injected"),
    ("Ignore", None, "that asks for a sidecar gets none"),
    ("Fail", ("status", 201, {}, "{}"), "that asks for a sidecar gets none"),
], ids=["nobody there", "nobody there, and ignored", "somebody else answers"])
def test_a_mesh_is_ready_when_a_pod_is_injected(server, proxy, operator, policy, answer, words):
    pod_answered(proxy, answer)
    operator(proxy.kubeconfig)
    server.apply(mesh("heart", {"injection": {"failurePolicy": policy}}))
    wait("the namespace", lambda: server.kubectl("get", "ns", "heart", check=False).returncode == 0)
    waits_for(server, proxy, words)
    proxy.lasting.insert(0, ISTIOD_ANSWERS)
    wait_ready(server, "heart")


@pytest.mark.parametrize("answer, label", [
    (status(403, "a policy of the user's"), None),
    (("status", 201, {"Warning": '299 - "not injected: a selector says so"'}, "{}"), None),
    (None, "disabled"),
], ids=["a policy refuses", "the injector passes it over", "nobody is asked"])
def test_what_else_is_an_answer_about_a_pod(server, proxy, operator, answer, label):
    pod_answered(proxy, answer)
    server.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "heart", "labels": {"istio-injection": label} if label else {}}})
    operator(proxy.kubeconfig)
    server.apply(mesh("heart"))
    wait_ready(server, "heart")
    assert bool(label) != any("/pods?dryRun=All" in path for _, path in proxy.seen)
    server.kubectl("label", "ns", "heart", "istio-injection-")


def test_drift_is_repaired_and_told(server, ready):
    process = ready()
    server.kubectl("-n", "heart", "patch", "deploy", "istiod", "--type=json", "--field-manager=rival", "-p", json.dumps(
        [{"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": "wrong"}]))
    wait("the image coming back", lambda: server.get(*ISTIOD)["spec"]["template"]["spec"]["containers"][0]["image"] != "wrong")
    told = wait("the word on it", lambda: events(server, "DriftRepaired"))
    assert "Deployment istiod" in told and "spec.template.spec.containers[name=discovery].image, by rival" in told
    server.kubectl("-n", "heart", "label", "cm", "istio", "app.kubernetes.io/managed-by-", "applyset.kubernetes.io/part-of-")
    wait("the labels coming back", lambda: server.get("-n", "heart", "cm", "istio")["metadata"]["labels"].get(
        "app.kubernetes.io/managed-by") == "malha")
    assert process.poll() is None


@pytest.mark.parametrize("wrong, reason", [({"version": "1.2.3"}, "InvalidSpec"), ({"values": {"revision": "taken"}}, "MeshClash")])
def test_a_spec_that_is_refused_does_not_stop_the_repair_of_what_runs(server, ready, wrong, reason):
    ready()
    if reason == "MeshClash":
        server.apply(mesh("beside", {"values": {"revision": "taken"}}, "beside"))
        wait("the other one having it", lambda: "taken" in server.get("mesh", "beside").get("status", {}).get("revisions", []))
    server.patch_mesh({"spec": wrong})
    wait("the refusal", lambda: (server.condition("Reconciled") or {}).get("reason") == reason)
    uid = server.get(*ISTIOD)["metadata"]["uid"]
    server.kubectl("-n", "heart", "delete", "sa", "istiod")
    server.kubectl("-n", "heart", "delete", "deploy", "istiod")
    wait("the account coming back", lambda: server.kubectl("-n", "heart", "get", "sa", "istiod", check=False).returncode == 0)
    wait("istiod coming back", lambda: [one for one in server.get("-n", "heart", "deploy")["items"]
                                        if one["metadata"]["name"] == "istiod" and one["metadata"]["uid"] != uid])
    assert server.condition("Reconciled")["reason"] == reason
    server.kubectl("patch", "mesh", "default", "--type=json", "-p",
                   json.dumps([{"op": "remove", "path": f"/spec/{next(iter(wrong))}"}]))
    wait_ready(server, "heart")
    wait("all being as it was", lambda: reconciled(server))
    server.kubectl("delete", "mesh", "beside", "--ignore-not-found", "--timeout=60s")


def test_a_repair_that_fails_is_not_forgotten(server, proxy, ready):
    ready()
    proxy.lasting.append(refusal := once("PATCH", "/deployments/istiod", status(500)))
    server.kubectl("-n", "heart", "delete", "deploy", "istiod")
    wait("the failure being said", lambda: (server.condition("Reconciled") or {}).get("reason") == "ReconcileError")
    assert (server.condition() or {}).get("status") == "Unknown"
    proxy.lasting.remove(refusal)
    wait_ready(server, "heart")
    wait("all being as it was", lambda: reconciled(server))


def test_an_operator_that_finds_a_refused_spec_looks_after_what_runs(server, proxy, ready, operator):
    first = ready()
    first.kill()
    first.wait()
    server.patch_mesh({"spec": {"version": "1.2.3"}})
    operator(proxy.kubeconfig)
    wait("the refusal", lambda: (server.condition("Reconciled") or {}).get("reason") == "InvalidSpec")
    server.kubectl("-n", "heart", "delete", "sa", "istiod")
    wait("the account coming back", lambda: server.kubectl("-n", "heart", "get", "sa", "istiod", check=False).returncode == 0)


def serves(server, available):
    server.kubectl("-n", "heart", "patch", "deploy", "istiod", "--subresource=status", "--type=merge", "--field-manager=controller", "-p",
                   json.dumps({"status": {"availableReplicas": available, "readyReplicas": available}}))


@pytest.mark.parametrize("spec, reconciled", [({}, "True"), ({"paused": True}, "Unknown"), ({"version": "1.2.3"}, "False")])
def test_whether_the_mesh_does_its_work_is_told_whatever_its_spec_says(server, proxy, ready, operator, spec, reconciled):
    """Healthy is about what runs: an operator that begins then sees it, too."""
    first = ready()
    wait("health", lambda: server.condition("Healthy")["status"] == "True")
    server.patch_mesh({"spec": spec})
    wait("the spec being seen", lambda: (server.condition("Reconciled") or {}).get("status") == reconciled)
    serves(server, 0)
    wait("istiod being missed", lambda: server.condition("Healthy")["status"] == "False")
    assert server.condition("Healthy")["message"] == "Deployment istiod: 1 of 1 replicas updated, 0 available"
    assert "Deployment istiod: 1 of 1 replicas updated, 0 available" in events(server, "WorkloadUnavailable")
    first.kill()
    first.wait()
    serves(server, 1)
    operator(proxy.kubeconfig)
    wait("it being back", lambda: server.condition("Healthy")["status"] == "True")
    serves(server, 0)
    wait("it being missed again", lambda: server.condition("Healthy")["status"] == "False")
    assert server.condition("Reconciled")["status"] == reconciled or not spec


def test_what_the_api_server_refuses_is_no_success(server, ready):
    process = ready()
    server.apply(with_gateway(labels={"malha.test/c": "no label's value"}))
    condition = wait("the refusal", lambda: (server.condition("Reconciled") or {}).get("reason") == "ApplyRefused"
                     and server.condition("Reconciled"))
    assert "objects are as the charts want them" in condition["message"] and "no label's value" in condition["message"]
    assert server.condition()["status"] == "Unknown"
    assert 'malha_reconcile_total{result="error"}' in process.metrics()
    server.apply(with_gateway(labels={"malha.test/c": "label"}))
    wait_ready(server, "heart")


def test_at_rest_nothing_is_asked(server, proxy, ready):
    """Whatever others write beside our fields; a marker says when all of it has been seen."""
    ready(with_gateway(replicaCount=1, autoscaling={"enabled": False}))
    server.apply({"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "gate", "namespace": "heart"},
                  "spec": {"maxReplicas": 5, "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "gate"}}})

    def scale(replicas):
        server.kubectl("-n", "heart", "scale", "deploy", "gate", f"--replicas={replicas}")

    def flip(policy):
        server.kubectl("patch", "validatingwebhookconfiguration", "istio-validator-heart", "--type=json", "--field-manager=pilot-discovery", "-p",
                       json.dumps([{"op": "replace", "path": "/webhooks/0/failurePolicy", "value": policy}]))

    def mark():
        """A drift; it is repaired after everything that happened before was seen."""
        server.kubectl("-n", "heart", "delete", "sa", "istiod")
        wait("the mark being seen", lambda: server.kubectl("-n", "heart", "get", "sa", "istiod", check=False).returncode == 0)
        wait("it being said", lambda: reconciled(server))
    scale(3)
    flip("Fail")
    settle(server, "heart")
    mark()
    assert server.get("-n", "heart", "deploy", "gate")["spec"]["replicas"] == 3  # others have them now
    assert server.get("validatingwebhookconfiguration", "istio-validator-heart")["webhooks"][0]["failurePolicy"] == "Fail"
    wait_ready(server, "heart")
    proxy.seen.clear()
    for round_ in range(1, 6):
        scale(3 + round_)
        flip("Ignore" if round_ % 2 else "Fail")
        server.kubectl("-n", "heart", "annotate", "deploy", "istiod", f"deployment.kubernetes.io/revision={round_}", "--overwrite")
        settle(server, "heart")
        server.kubectl("-n", "heart", "annotate", "cm", "istio", f"somebodys={round_}", "--overwrite")
        server.kubectl("patch", *WEBHOOK, "--type=merge", "--field-manager=webhook", "-p",
                       json.dumps({"metadata": {"annotations": {"somebodys": str(round_)}}}))
    mark()
    assert {path.split("?")[0] for _, path in requests(proxy)} <= {
        "/api/v1/namespaces/heart", "/api/v1/namespaces/heart/serviceaccounts/istiod"}, requests(proxy)
    assert len(requests(proxy)) == 3


def test_a_restarted_operator_writes_nothing(server, proxy, ready, operator):
    first = ready(with_gateway(service={"annotations": {"a/b": "1"}}))
    first.kill()
    first.wait()
    proxy.seen.clear()
    second = operator(proxy.kubeconfig)
    wait("a reconcile", lambda: 'malha_reconcile_total{result="success"}' in second.metrics())
    assert not [(method, path) for method, path in requests(proxy) if method != "GET"]


LABEL_MINE = ("label", *WEBHOOK, "app=mine", "--overwrite", "--field-manager=admissionsenforcer")


def label(server):
    return server.get(*WEBHOOK)["metadata"]["labels"].get("app")


def test_who_fights_over_a_field_is_named_and_left_alone_for_a_while(server, proxy, ready):
    """The AKS case: another manager writes its own value again, as soon as it was repaired."""
    ready()
    proxy.seen.clear()
    with rival(server, lambda: label(server) == "mine", LABEL_MINE):
        wait("the fight being said", lambda: (server.condition("Contended") or {}).get("status") == "True")
        message = server.condition("Contended")["message"]
        assert "MutatingWebhookConfiguration malha-sidecar-injector: metadata.labels.app, by admissionsenforcer" in message
        assert server.condition("Reconciled")["reason"] == "Contended"
        # the rest of the mesh is looked after
        server.kubectl("-n", "heart", "delete", "sa", "istiod")
        wait("other drift being repaired", lambda: server.kubectl("-n", "heart", "get", "sa", "istiod", check=False).returncode == 0)
        repairs = [path for method, path in proxy.seen if method == "PATCH" and "malha-sidecar-injector" in path]
        assert 3 <= len(repairs) <= 4
    wait("peace", lambda: (server.condition("Contended") or {}).get("status") == "False" and reconciled(server))
    assert label(server) == "sidecar-injector"


# ---- the webhook's configuration ----

def selects(selector, labels):
    """metav1.LabelSelector of expressions only."""
    tests = {"In": lambda key, values: labels.get(key) in values, "NotIn": lambda key, values: labels.get(key) not in values,
             "Exists": lambda key, _: key in labels, "DoesNotExist": lambda key, _: key not in labels}
    return all(tests[one["operator"]](one["key"], one.get("values")) for one in selector["matchExpressions"])


def taken(configurations):
    """Of namespaces and Pods with all combinations of labels: those that the API server would ask about."""
    revisions = [{}, *({"istio.io/rev": name} for name in ("default", "canary", "prod", "other"))]
    namespaces = [{**one, **rev, "kubernetes.io/metadata.name": "app"} for rev in revisions
                  for one in ({}, {"istio-injection": "enabled"}, {"istio-injection": "disabled"})]
    pods = [{**one, **rev} for rev in revisions for one in ({}, {"sidecar.istio.io/inject": "true"}, {"sidecar.istio.io/inject": "false"})]
    entries = [entry for one in configurations for entry in one["webhooks"]]
    return [(str(namespace), str(pod)) for namespace in namespaces for pod in pods
            if any(selects(entry["namespaceSelector"], namespace) and selects(entry["objectSelector"], pod) for entry in entries)]


@pytest.mark.parametrize("values", [
    {}, {"sidecarInjectorWebhook": {"enableNamespacesByDefault": True, "reinvocationPolicy": "IfNeeded"}}, {"revision": "canary"},
    {"revision": "canary", "revisionTags": ["prod", "default"]}, {"revisionTags": ["prod"]}],
    ids=["default", "everywhere", "revision", "tags of a revision", "tag"])
def test_the_webhook_is_asked_about_the_same_pods_as_istios(server, operator, values):
    revision = values.get("revision")
    own = ("mutatingwebhookconfiguration", "malha-sidecar-injector" + (f"-{revision}" if revision else ""))
    server.kubectl("delete", *own, "--ignore-not-found")
    operator(server.local.kubeconfig)
    server.apply(mesh("heart", {"values": values}))

    def configured():
        settle(server, "heart")
        return server.kubectl("get", *own, check=False).returncode == 0
    wait("the configuration", configured)
    found = server.get(*own)
    theirs = [one for one in launch.rendered("istiod", "heart", values) if one["kind"] == "MutatingWebhookConfiguration"]
    assert taken([found]) == taken(theirs) and len(taken(theirs)) > 10
    assert {one["reinvocationPolicy"] for one in found["webhooks"]} == {one["reinvocationPolicy"] for conf in theirs for one in conf["webhooks"]}
    assert {one["clientConfig"]["service"]["path"] for one in found["webhooks"]} == {f"/revision/{revision}/inject" if revision else "/inject"}
