"""A mesh on a real node: real API server, istiod, Envoy, iptables. Each test finds the mesh as `make up` left it and may
be run by itself."""
import json
import os
import re
import signal
from pathlib import Path

import pytest

from cluster import ask, http, injected, make_up, review, wait
from compare import difference
from testbed import ROOT
from pods import INJECTED, SHAPES, WEB, sidecar_of


def owned(cluster):
    """Everything of the mesh: name -> resourceVersion, whatever its kind."""
    kinds = ("deployments,services,configmaps,serviceaccounts,roles,rolebindings,clusterroles,clusterrolebindings,"
             "horizontalpodautoscalers,poddisruptionbudgets,mutatingwebhookconfigurations,"
             "validatingwebhookconfigurations,customresourcedefinitions,namespaces")
    items = cluster.get("-A", kinds, "-l", "applyset.kubernetes.io/part-of")["items"]
    return {f"{item['kind']}/{item['metadata'].get('namespace', '')}/{item['metadata']['name']}": item for item in items}


def test_make_up_ends_with_a_url_that_answers_through_every_hop(cluster):
    url = re.search(r"curl (http://localhost:\d+/productpage)", cluster.greeting).group(1)

    def through_ratings():
        status, body = http(url)
        assert status == 200, body
        page = json.loads(body)
        replies = {call["reply"]["service"]: call["reply"] for call in page["calls"]}
        return page["service"] == "productpage" and [
            call["reply"]["service"] for call in replies["reviews"]["calls"]] == ["ratings"]
    wait("an answer of productpage, reviews and ratings", through_ratings)
    pods = cluster.get("-n", "bookinfo", "pods")["items"]
    assert len(pods) == 6
    for pod in [*pods, *cluster.get("-n", "istio-system", "pods", "-l", "istio=ingressgateway")["items"]]:
        assert sidecar_of(pod) == ["istio-proxy"], pod["metadata"]["name"]
        assert "proxyv2" in json.dumps(pod["spec"])
    assert all("istio-init" in json.dumps(pod["spec"]["initContainers"]) for pod in pods)


def test_make_up_again_finds_everything_in_place(cluster):
    before = owned(cluster)
    done = make_up(cluster.local.name)
    assert done.returncode == 0, done.stderr
    assert "is there" in done.stdout and "Malha is installed" in done.stdout
    assert [k for k, v in owned(cluster).items() if v["metadata"].get("generation") !=
            before[k]["metadata"].get("generation")] == []


@pytest.mark.parametrize("labels,shape,want", [
    ({"istio-injection": "enabled"}, "plain", True),
    ({}, "plain", False),
    ({"istio-injection": "disabled"}, "plain", False),
    ({"istio-injection": "enabled"}, "refused", False),
    ({"istio-injection": "enabled"}, "host_network", False),
    ({}, "gateway", True),
    ({"istio.io/rev": "default"}, "plain", True),
])
def test_pods_are_injected_by_label(cluster, namespace, labels, shape, want):
    pod = cluster.admitted(SHAPES[shape], namespace(labels))
    names = [c["name"] for c in pod["spec"].get("initContainers", [])]
    if shape == "gateway":
        assert "proxyv2" in pod["spec"]["containers"][0]["image"]
    elif want:
        assert names == ["istio-init", "istio-proxy"]
    else:
        assert names == [] and sidecar_of(pod) == []


def test_refused_annotations_come_with_a_reason(cluster, namespace):
    done = cluster.kubectl("create", "--dry-run=server", "-n", namespace(INJECTED), "-f", "-", check=False,
                           stdin=json.dumps(SHAPES["bad_annotations"]))
    assert done.returncode != 0
    assert "sidecar.istio.io/proxyCPU" in done.stderr and "includeInboundPorts invalid" in done.stderr


def restarts(cluster):
    return {status["containerID"] for pod in cluster.get("-n", "malha-system", "pods")["items"]
            for status in pod["status"]["containerStatuses"]}


def test_malformed_reviews_get_a_clear_answer(cluster):
    before = restarts(cluster)
    url = f"https://{cluster.service_ip('malha-system', 'malha-webhook')}/inject"
    good = json.dumps(review(WEB, "x"))
    for body, status, words in [
            (b"", 400, "empty"),
            (good[:200].encode(), 400, "JSON"),
            (b"\x00\xff not json", 400, "JSON"),
            (json.dumps({"kind": "Pod"}).encode(), 400, "AdmissionReview"),
            (json.dumps({"kind": "AdmissionReview", "request": None}).encode(), 400, "AdmissionReview")]:
        got, text = ask(url, body)
        assert got == status and words in text, (body[:30], got, text)
    assert ask(url, good.encode(), "text/yaml")[0] == 415
    assert ask(url.replace("/inject", "/other"), good.encode())[0] == 404
    other = review(WEB, "x")
    other["request"]["resource"]["resource"] = "services"
    status, text = ask(url, other)
    assert status == 200 and json.loads(text)["response"]["allowed"] and "warnings" in text
    assert ask(url, good.encode())[0] == 200
    assert restarts(cluster) == before


def test_same_pods_as_a_real_istiod(cluster, namespace):
    """istiod serves /inject for the time of this test; both are asked about the same pods."""
    serve = {"spec": {"components": {"pilot": {"values": {"env": {"INJECT_ENABLED": "true"}}}}}}
    unlabelled = namespace({})
    cluster.patch_mesh(serve)
    cluster.wait_mesh()
    ours = f"https://{cluster.service_ip('malha-system', 'malha-webhook')}/inject"
    wait("the old istiod being gone", lambda: len(cluster.get(
        "-n", "istio-system", "pods", "-l", "app=istiod")["items"]) == 1)
    istiod = cluster.get("-n", "istio-system", "pods", "-l", "app=istiod")["items"][0]
    theirs = f"https://{istiod['status']['podIP']}:15017/inject"
    wait("istiod serving injection", lambda: ask(theirs, review(WEB, unlabelled))[0] == 200)

    faults, compared = [], 0
    for name, shape in SHAPES.items():
        stored = cluster.admitted({**shape, "metadata": {**shape["metadata"], "labels": {
            **shape["metadata"].get("labels", {}), "sidecar.istio.io/inject": "false"}}}, unlabelled)
        labels = shape["metadata"].get("labels", {})
        stored["metadata"]["labels"] = dict(labels)  # the label only kept the real webhook away
        ours_allowed, ours_pod, ours_message = injected(ours, stored, unlabelled)
        theirs_allowed, theirs_pod, theirs_message = injected(theirs, stored, unlabelled)
        assert ours_allowed == theirs_allowed, (name, ours_message, theirs_message)
        assert (ours_pod is None) == (theirs_pod is None), name
        if ours_pod is None:
            continue
        compared += 1
        results = []
        for pod in (ours_pod, theirs_pod):
            pod["metadata"]["labels"] = {**pod["metadata"].get("labels", {}), "sidecar.istio.io/inject": "false"}
            pod["metadata"]["generateName"] = "same-"
            result = cluster.admitted({k: v for k, v in pod.items() if k != "status"}, unlabelled)
            for field in ("creationTimestamp", "managedFields", "name", "uid"):
                result["metadata"].pop(field, None)
            annotations = result["metadata"].get("annotations", {})
            for key in ("proxy.istio.io/overrides", "sidecar.istio.io/status"):
                if key in annotations:
                    annotations[key] = json.loads(annotations[key])
            for container in annotations.get("proxy.istio.io/overrides", {}).get("containers", []):
                if container.get("resources") == {}:
                    del container["resources"]
            results.append(result)
        found = difference(results[0], results[1])
        if found:
            faults.append(f"{name}: {found}")
    assert not faults, "\n".join(faults)
    assert compared >= 10


def test_a_changed_mesh_is_ready_only_when_it_takes_its_users_resources(cluster):
    """Where Ready comes before the old istiod's end, the API server asks the one that goes and hangs for 10 s."""
    policy = json.dumps({"apiVersion": "security.istio.io/v1", "kind": "PeerAuthentication",
                         "metadata": {"name": "asked", "namespace": "bookinfo"}, "spec": {"mtls": {"mode": "STRICT"}}})
    for env in ({"PILOT_PUSH_THROTTLE": "99"}, None):
        cluster.patch_mesh({"spec": {"components": {"pilot": {"values": {"env": env}} if env else None}}})
        cluster.kubectl("wait", "mesh", "default", "--for=condition=Ready", "--timeout=280s")
        for _ in range(5):
            cluster.kubectl("apply", "--dry-run=server", "--request-timeout=5s", "-f", "-", stdin=policy)


def test_an_operator_that_may_not_ask_istiod_says_so(cluster):
    role = cluster.get("clusterrole", "malha-operator")
    rules = [rule for rule in role["rules"] if "gateways" not in rule["resources"]]
    try:
        cluster.kubectl("patch", "clusterrole", "malha-operator", "--type=merge", "-p", json.dumps({"rules": rules}))
        cluster.patch_mesh({"spec": {"values": {"meshConfig": {"accessLogEncoding": "JSON"}}}})
        wait("the missing right being named", lambda: "no right" in (cluster.condition() or {}).get("message", ""))
        ready = cluster.condition()
        assert ready["status"] == "False" and 'cannot create resource "gateways"' in ready["message"]
    finally:
        cluster.kubectl("patch", "clusterrole", "malha-operator", "--type=merge", "-p", json.dumps({"rules": role["rules"]}))
    cluster.wait_mesh()


def test_istioctl_sees_every_proxy_in_sync(cluster):
    def in_sync():
        lines = cluster.run("istioctl", "proxy-status", "-v", "1").stdout.splitlines()
        proxies = lines[1:]
        assert len(proxies) == 8 and not any("STALE" in line or "NOT SENT" in line for line in proxies), lines
        return all(line.count("SYNCED") >= 3 for line in proxies)
    wait("all proxies in sync", in_sync)


@pytest.fixture
def gateway_roles(cluster):
    """Lets the operator create the Roles of further gateways, for the time of a test."""
    def allow(*names):
        cluster.run("helm", "upgrade", "malha", ROOT / "charts/malha", "-n", "malha-system", "--reuse-values", "--set",
                    f"rbac.gatewayRoles={{{','.join(names)}}}")
    yield allow
    allow()


def test_an_edit_changes_just_that(cluster, gateway_roles):
    before = owned(cluster)
    cluster.patch_mesh({"spec": {"components": {"egressGateways": [{"name": "second-egress"}]}}})
    # its Role is one the operator may not create: the chart's rbac.gatewayRoles has to name it
    wait("the refusal", lambda: "second-egress" in (cluster.condition() or {}).get("message", ""))
    gateway_roles("second-egress")
    cluster.wait_mesh()
    after = owned(cluster)
    new = set(after) - set(before)
    assert new and all(name.endswith("/second-egress") for name in new), new
    changed = [k for k in before if after[k]["metadata"].get("generation") != before[k]["metadata"].get("generation") or
               ("data" in after[k] and after[k]["data"] != before[k]["data"])]
    assert changed == []
    assert sidecar_of(cluster.get("-n", "istio-system", "pods", "-l", "app=second-egress")["items"][0])

    cluster.patch_mesh({"spec": {"components": {"egressGateways": []},
                                 "values": {"meshConfig": {"accessLogFormat": "%PROTOCOL%\n"}}}})
    cluster.wait_mesh()
    wait("what is no longer wanted going", lambda: set(owned(cluster)) == set(before))
    edited = owned(cluster)
    changed = {k for k in before if "data" in edited[k] and edited[k]["data"] != before[k]["data"]}
    assert changed == {"ConfigMap/istio-system/istio", "ConfigMap/istio-system/values"}, changed


def test_bad_input_is_refused_and_changes_nothing(cluster):
    before = owned(cluster)
    mesh = {"apiVersion": "malha.dev/v1alpha1", "kind": "MeshConfig", "metadata": {"name": "default"}}
    for spec, words in [({"profile": "nope"}, "profile"), ({"platform": "mars"}, "platform"),
                        ({"components": {"pilott": {}}}, "pilott"), ({"version": "latest"}, "version"),
                        ({"values": "text"}, "values"), ({"namespace": "elsewhere"}, "cannot be changed")]:
        done = cluster.kubectl("apply", "-f", "-", stdin=json.dumps({**mesh, "spec": spec}), check=False)
        assert done.returncode != 0 and words in done.stderr, (spec, done.stderr)
    for patch, words in [({"version": "1.2.3"}, "spec.version: 1.2.3"),
                         ({"values": {"global": 5}}, "spec.values.global"),
                         ({"values": {"profile": "nope"}}, "unknown profile nope")]:
        cluster.patch_mesh({"spec": patch})
        wait(f"the refusal of {patch}",
             lambda words=words: words in (cluster.condition("Reconciled") or {}).get("message", ""))
        assert cluster.condition("Reconciled")["reason"] == "InvalidSpec"
        undo = {"version": None, "values": {"global": None, "profile": None}}
        cluster.patch_mesh({"spec": undo})
        wait("the mesh being fine again", lambda: (cluster.condition("Reconciled") or {}).get("status") == "True")
    after = owned(cluster)
    assert {k: v["metadata"].get("generation") for k, v in after.items()} == {
        k: v["metadata"].get("generation") for k, v in before.items()}


def test_a_broken_template_leaves_the_last_good_one_in_use(cluster, namespace):
    labelled = namespace(INJECTED)
    name = ("-n", "istio-system", "configmap", "istio-sidecar-injector")
    webhooks = cluster.get("-n", "malha-system", "pods", "-l", "app.kubernetes.io/name=malha-webhook")["items"]

    def rejected():
        return all("malha_injector_config_updates_total{revision=\"default\",result=\"rejected\"}" in
                   http(f"http://{pod['status']['podIP']}:8080/metrics")[1] for pod in webhooks)

    cluster.kubectl("-n", "malha-system", "scale", "deploy", "malha-operator", "--replicas=0")
    wait("the operator being away", lambda: not cluster.get(
        "-n", "malha-system", "pods", "-l", "app.kubernetes.io/name=malha-operator")["items"])
    config = cluster.get(*name)["data"]["config"]
    broken = config.replace("{{- define \"resources\"  }}", "{{- define \"resources\"  }}{{ if }}", 1)
    assert broken != config
    cluster.kubectl("patch", *name[0:2], *name[2:], "--type=merge", "-p", json.dumps({"data": {"config": broken}}))
    wait("the refusal being counted", rejected)
    assert sidecar_of(cluster.admitted(WEB, labelled)) == ["istio-proxy"]
    events = cluster.get("-n", "istio-system", "events")["items"]
    assert any(e["reason"] == "InvalidConfiguration" and "missing value for if" in e["message"] for e in events)
    cluster.kubectl("-n", "malha-system", "scale", "deploy", "malha-operator", "--replicas=1")
    wait("the operator repairing it", lambda: cluster.get(*name)["data"]["config"] == config)


def test_istiod_changed_or_deleted_by_hand_comes_back(cluster, namespace):
    labelled = namespace(INJECTED)
    deployment = ("-n", "istio-system", "deploy", "istiod")
    image = cluster.get(*deployment)["spec"]["template"]["spec"]["containers"][0]["image"]
    cluster.kubectl("-n", "istio-system", "set", "image", "deploy/istiod", "discovery=docker.io/istio/pilot:wrong")
    wait("the image coming back", lambda: cluster.get(*deployment)["spec"]["template"]["spec"]["containers"][0][
        "image"] == image)
    uid = cluster.get(*deployment)["metadata"]["uid"]
    cluster.kubectl("-n", "istio-system", "delete", "deploy", "istiod")
    wait("the Deployment coming back", lambda: cluster.get(*deployment)["metadata"]["uid"] != uid)
    cluster.wait_mesh()
    for kind, name in (("clusterrole", "istiod-clusterrole-istio-system"),
                       ("mutatingwebhookconfiguration", "malha-sidecar-injector"),
                       ("crd", "sidecars.networking.istio.io")):
        cluster.kubectl("delete", kind, name)
        wait(f"{kind} {name} coming back", lambda kind=kind, name=name: cluster.kubectl(
            "get", kind, name, check=False).returncode == 0)
    wait("injection working again", lambda: sidecar_of(cluster.admitted(WEB, labelled)) == ["istio-proxy"])
    events = cluster.get("-A", "events")["items"]
    assert any(e["reason"] == "DriftRepaired" for e in events)


def kill(cluster, program):
    """SIGKILL to the processes of the node's pods that run this program."""
    killed = 0
    for pid in cluster.local.pids():
        try:
            if Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0] == program:
                os.kill(pid, signal.SIGKILL)
                killed += 1
        except (FileNotFoundError, ProcessLookupError):
            pass
    return killed


def test_a_paused_mesh_is_left_alone(cluster):
    cluster.patch_mesh({"spec": {"paused": True}})
    wait("the pause being said", lambda: (cluster.condition("Reconciled") or {}).get("reason") == "Paused")
    cluster.kubectl("-n", "istio-system", "delete", "sa", "istio-egressgateway")
    cluster.kubectl("annotate", "mesh", "default", "look=again", "--overwrite")  # wakes the operator, which does nothing
    cluster.kubectl("wait", "--for=delete", "-n", "istio-system", "sa/istio-egressgateway", "--timeout=60s")
    cluster.patch_mesh({"spec": {"paused": False}})
    wait("the account coming back", lambda: cluster.kubectl(
        "-n", "istio-system", "get", "sa", "istio-egressgateway", check=False).returncode == 0)
    cluster.wait_mesh()


def wishes(cluster):
    """What the mesh's objects say, without what the server and others add."""
    return {key: {k: v for k, v in item.items() if k not in ("metadata", "status", "webhooks")}
            for key, item in owned(cluster).items() if not key.startswith("Service/")}


def test_pods_can_be_made_when_malha_is_uninstalled_before_the_mesh(cluster, namespace):
    """The webhook's entry goes with what it leads to, and nobody waits for an operator that is not there; the mesh goes on, and is
    taken up again."""
    place, helm, before = namespace(INJECTED), ("helm", "-n", "malha-system"), owned(cluster)
    values = cluster.run(*helm, "get", "values", "malha", "-o", "json").stdout
    cluster.run(*helm, "uninstall", "malha", "--wait")
    try:
        assert "finalizers" not in cluster.get("mesh", "default")["metadata"]  # it can be deleted
        wait("the webhook's entry going", lambda: cluster.kubectl(
            "get", "mutatingwebhookconfiguration", "malha-sidecar-injector", check=False).returncode != 0)
        assert sidecar_of(cluster.admitted(SHAPES["plain"], place)) == []
        left = owned(cluster)
        assert set(before) - set(left) == {"MutatingWebhookConfiguration//malha-sidecar-injector"}
    finally:
        cluster.run(*helm, "install", "malha", ROOT / "charts/malha", "-f", "-", "--wait", stdin=values)
    wait("the webhook's entry", lambda: [entry for one in cluster.get("mutatingwebhookconfigurations")["items"]
                                         if one["metadata"]["name"] == "malha-sidecar-injector"
                                         for entry in one["webhooks"] if entry["clientConfig"].get("caBundle")])
    cluster.wait_mesh()
    assert sidecar_of(cluster.admitted(SHAPES["plain"], place))
    assert {k: v["metadata"].get("generation") for k, v in owned(cluster).items() if not k.startswith("Mutating")} == {
        k: v["metadata"].get("generation") for k, v in before.items() if not k.startswith("Mutating")}


def test_deleting_the_mesh_config_empties_the_mesh_namespace(cluster):
    before = wishes(cluster)
    others = {i["metadata"]["name"] for i in cluster.get("-n", "bookinfo", "deploy")["items"]}
    root = cluster.get("-n", "istio-system", "secret", "istio-ca-secret")["data"]
    cluster.kubectl("-n", "istio-system", "create", "configmap", "somebodys")
    # while workloads have its sidecars it stays, and they are named
    cluster.kubectl("delete", "mesh", "default", "--wait=false")
    wait("the deletion waiting", lambda: (cluster.condition("Reconciled") or {}).get("reason") == "SidecarsRemain")
    waiting = cluster.get("mesh", "default")["status"]["deletion"]
    found = {one["name"]: one["pods"] for one in waiting["workloads"] if one["namespace"] == "bookinfo"}
    assert found == dict.fromkeys(others, 1)
    assert waiting["pods"] == sum(one["pods"] for one in waiting["workloads"])
    assert not [one for one in waiting["workloads"] if one["namespace"] == "istio-system"]  # its gateways are its own
    assert set(wishes(cluster)) == set(before)
    cluster.abandon_mesh()
    # the namespace is no longer ours, and what is not ours is there
    assert "applyset.kubernetes.io/part-of" not in cluster.get("ns", "istio-system")["metadata"]["labels"]
    assert cluster.get("-n", "istio-system", "configmap", "somebodys") and not cluster.get("-n", "istio-system", "deploy")["items"]
    assert cluster.get("-n", "istio-system", "secret", "istio-ca-secret")["data"] == root
    left = owned(cluster)
    assert {key.split("/")[0] for key in left} == {"CustomResourceDefinition"}  # they stay unless asked
    assert {i["metadata"]["name"] for i in cluster.get("-n", "bookinfo", "deploy")["items"]} == others
    assert len(cluster.get("-n", "bookinfo", "pods")["items"]) == 6

    # ... and an operator killed again and again in the middle of an install ends in the same state
    cluster.kubectl("apply", "-f", ROOT / "manifests/samples/mesh-local.yaml")
    for kind in ("clusterrole/istiod-clusterrole-istio-system", "deploy/istiod", "svc/istio-ingressgateway"):
        wait(f"{kind} being there", lambda kind=kind: cluster.kubectl(
            "-n", "istio-system", "get", kind, check=False).returncode == 0)
        wait("the operator being killed", lambda: kill(cluster, b"/usr/bin/malha-operator"))
    cluster.wait_mesh()
    after = wishes(cluster)
    assert set(after) == set(before) - {"Namespace//istio-system"}
    assert cluster.get("-n", "istio-system", "secret", "istio-ca-secret")["data"] == root
    before = {key: before[key] for key in after}
    differing = [key for key in before if not key.startswith("ConfigMap/istio-system/istio") and
                 "values" not in key and difference(after[key], before[key])]
    assert differing == []


def lease(cluster):
    return cluster.get("-n", "malha-system", "lease", "malha-operator")["spec"]["renewTime"]


def test_nothing_is_written_at_rest_and_nothing_was_forbidden(cluster):
    operator = wait("one operator", lambda: [p for p in cluster.get(
        "-n", "malha-system", "pods", "-l", "app.kubernetes.io/name=malha-operator")["items"]
        if p["status"]["phase"] == "Running" and "deletionTimestamp" not in p["metadata"]])[0]
    address = f"http://{operator['status']['podIP']}:8080/metrics"
    cluster.import_addons()
    cluster.switch_addons(prometheus={}, grafana={}, kiali={}, jaeger={}, zipkin={}, tracing={"provider": "jaeger"})

    def reconciled():
        text = http(address)[1]
        return re.findall(r'malha_reconcile_total\{result="success"\} (\d+)', text) and text
    first = wait("a reconcile", reconciled)
    writes = re.findall(r"malha_object_writes_total\S+ \d+", first)
    before = owned(cluster)
    cluster.kubectl("annotate", "mesh", "default", f"touched={operator['metadata']['uid']}", "--overwrite")  # a reconcile that changes nothing

    def again():
        text = http(address)[1]
        return text if re.findall(r'result="success"\} (\d+)', text) > re.findall(
            r'result="success"\} (\d+)', first) else None
    second = wait("another reconcile", again)
    assert re.findall(r"malha_object_writes_total\S+ \d+", second) == writes
    assert {k: v["metadata"].get("generation") for k, v in owned(cluster).items()} == {
        k: v["metadata"].get("generation") for k, v in before.items()}
    # by the API server's own record: between renewals of the lease nothing is asked and nothing written
    mark = cluster.audit_mark()
    for _ in range(int(os.environ.get("MALHA_RENEWALS", "2"))):
        renewed = lease(cluster)
        wait("the lease being renewed", lambda renewed=renewed: lease(cluster) != renewed)
    told = cluster.audited("system:serviceaccount:malha-system:malha-operator", mark)
    assert {"update"} <= {verb for verb, path in told if "/leases/" in path} <= {"get", "update"}
    assert [one for one in told if "/leases/" not in one[1] and one[0] != "watch"] == []
    for deployment in ("malha-operator", "malha-webhook"):
        log = cluster.kubectl("-n", "malha-system", "logs", f"deploy/{deployment}", "--all-pods=true").stdout
        assert " 403 " not in log, [line for line in log.splitlines() if " 403 " in line]
