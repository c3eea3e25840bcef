"""Taking over what somebody else installed, on a real API server: nothing unasked, a plan that is true, and then no Pod replaced."""
import json

import pytest

from cluster import wait
from operators import POD, events, helm_installed, mesh, settle, wait_ready
from test_reconcile import ISTIOD_ANSWERS, requests

ISTIOD = ("-n", "theirs", "deploy", "istiod")
RELEASE = "control" # another name than Malha's, by which the Pods are labelled
ISTIO_INJECTS = {"injection": {"provider": "istiod"}}


def spec(**more):
    return mesh("theirs", {"profile": "minimal", **ISTIO_INJECTS, **more})


@pytest.fixture
def installed(server):
    """istiod in a namespace of its own, by helm."""
    server.kubectl("create", "ns", "theirs")
    with helm_installed(server, "theirs", RELEASE) as istiod:
        yield istiod
    server.kubectl("delete", "deploy,hpa,pdb,svc,cm,sa,role,rolebinding", "-n", "theirs", "--all")
    server.kubectl("delete", "ns", "theirs", "--wait=false")
    found = server.get("ns", "theirs")
    server.kubectl("replace", "--raw", "/api/v1/namespaces/theirs/finalize", "-f", "-",
                   stdin=json.dumps({**found, "spec": {"finalizers": []}}))


@pytest.fixture
def start(installed, proxy, operator):
    """Starts operators, which have ended when what was installed goes."""
    proxy.lasting.append(ISTIOD_ANSWERS)
    return lambda: operator(proxy.kubeconfig, POD)


def refused(server, words):
    def found():
        condition = server.condition("Reconciled") or {}
        return condition.get("reason") == "AdoptionNeeded" and words in condition["message"]
    wait(f"the refusal: {words}", found)


def annotate(server, value):
    server.kubectl("annotate", "mesh", "default", f"malha.dev/adopt={value}", "--overwrite")


def planned(server, what, condition):
    return wait(f"a plan with {what}", lambda: (plan := server.get("mesh", "default")["status"].get("plan")) and condition(plan) and plan)


def is_restarted(plan):
    return [change for change in plan["changes"] if change.get("restarts")]


def test_a_helm_installation_is_planned_and_taken_over(server, proxy, start, installed):
    first = start()
    server.apply(spec(values={"pilot": {"env": {"MALHA_TEST": "7"}}}))
    refused(server, "Deployment theirs/istiod was made by Helm's release control")
    assert events(server, "AdoptionNeeded")
    annotate(server, "plan")
    plan = planned(server, "istiod's environment", is_restarted)
    assert [(one["kind"], one["name"], one["action"]) for one in is_restarted(plan)] == [("Deployment", "istiod", "change")]
    assert is_restarted(plan)[0]["field"].startswith("/spec/template/spec/containers/0/env")
    # with the values of the installation there is nothing to be seen of it
    server.apply(spec())
    plan = planned(server, "no restart", lambda plan: not is_restarted(plan))
    assert plan["changed"] == 0 and plan["created"] == 0 and plan["unchanged"] > 30, plan
    assert not [request for request in requests(proxy) if request[0] != "GET" and not request[1].endswith("/leases")]
    assert server.get(*ISTIOD)["metadata"]["generation"] == installed["metadata"]["generation"]

    annotate(server, "yes")
    wait_ready(server, "theirs")
    now = server.get(*ISTIOD)
    assert now["spec"] == installed["spec"] and now["metadata"]["uid"] == installed["metadata"]["uid"]
    assert "applyset.kubernetes.io/part-of" in now["metadata"]["labels"] and "plan" not in server.get("mesh", "default")["status"]
    # from then on it is the MeshConfig's, whoever looks after it
    first.kill()
    first.wait()
    start()
    server.apply(spec(values={"pilot": {"env": {"MALHA_TEST": "7"}}}))
    wait("the edit", lambda: "MALHA_TEST" in json.dumps(server.get(*ISTIOD)["spec"]))
    assert server.get(*ISTIOD)["spec"]["template"]["metadata"]["labels"]["app.kubernetes.io/instance"] == RELEASE
    server.kubectl("delete", "mesh", "default", "--timeout=120s")
    assert not server.get("-n", "theirs", "deploy")["items"]


def test_injection_is_taken_over_last(server, start, installed):
    start()
    server.apply(spec(injection={"provider": "malha"}))
    refused(server, "Helm's release control")
    annotate(server, "yes")
    refused(server, "MutatingWebhookConfiguration istio-sidecar-injector-theirs has istiod inject Pods")
    assert server.get(*ISTIOD)["spec"] == installed["spec"]
    server.apply(spec())
    wait_ready(server, "theirs")
    server.apply(spec(injection={"provider": "malha"}))

    def theirs_gone():
        settle(server, "theirs")
        return server.kubectl("get", "mutatingwebhookconfiguration", "istio-sidecar-injector-theirs", check=False).returncode != 0
    wait("istiod's webhook going", theirs_gone)
    wait_ready(server, "theirs")


def test_what_has_a_controller_is_left_to_it(server, start, installed):
    owner = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "owner", "namespace": "theirs"}}
    server.apply(owner)
    uid = server.get("-n", "theirs", "cm", "owner")["metadata"]["uid"]
    server.kubectl(*ISTIOD[:2], "patch", "deploy", "istiod", "--type=merge", "-p", json.dumps({"metadata": {"ownerReferences": [
        {"apiVersion": "v1", "kind": "ConfigMap", "name": "owner", "uid": uid, "controller": True}]}}))
    start()
    server.apply(spec())
    refused(server, "Deployment theirs/istiod is that of ConfigMap owner")
    annotate(server, "yes")
    server.apply(spec(values={"global": {"logging": {"level": "default:debug"}}}))
    refused(server, "--cascade=orphan")
    assert server.get(*ISTIOD)["spec"] == installed["spec"]
