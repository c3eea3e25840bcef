"""The promises of lib/kube, each against a real API server, with faults by a proxy in front of it."""
import json
import signal
import threading
import time

import pytest

from cluster import wait

PATH = "/api/v1/namespaces/default/configmaps"
GONE = json.dumps({"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Expired", "code": 410,
                   "message": "too old"})


TOO_LARGE = json.dumps({"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Timeout", "code": 504,
                        "message": "Timeout: Too large resource version: 9, current: 1",
                        "details": {"causes": [{"reason": "ResourceVersionTooLarge", "message": "Too large resource version"}]}})


def config_map(name, **data):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "namespace": "default",
                                                                    "labels": {"test": "kube"}}, "data": data}


def once(method, part, fault):
    return lambda m, path: fault if m == method and part in path else None


def status(code, message="made up", headers=None):
    return ("status", code, headers or {}, json.dumps({"kind": "Status", "code": code, "message": message}))


@pytest.fixture(autouse=True)
def clean(server):
    yield
    server.kubectl("delete", "configmap", "-l", "test=kube", "--wait=false", "--ignore-not-found")


def test_a_list_comes_in_pages_and_begins_again_when_a_page_has_expired(server, proxy, drive):
    server.apply(*[config_map(f"page-{i}") for i in range(620)])
    first = drive(proxy.kubeconfig, "list", PATH + "?labelSelector=test%3Dkube")
    assert first["items"] == 620 and first["kind"] == "ConfigMap"
    assert len([p for _, p in proxy.seen if "continue=" in p]) == 1
    proxy.seen.clear()
    proxy.rules.append(once("GET", "continue=", ("status", 410, {}, GONE)))
    assert drive(proxy.kubeconfig, "list", PATH + "?labelSelector=test%3Dkube")["items"] == 620
    assert len(proxy.seen) == 4


@pytest.mark.parametrize("fault", [status(500), status(429, headers={"Retry-After": "1"}), status(503), ("half",)],
                         ids=["500", "429", "503", "half a JSON"])
def test_what_passes_is_tried_again(proxy, drive, fault):
    proxy.rules.append(once("GET", "/namespaces/default", fault))
    started = time.monotonic()
    assert drive(proxy.kubeconfig, "get", "/api/v1/namespaces/default")["kind"] == "Namespace"
    assert len(proxy.seen) == 2
    if "Retry-After" in str(fault):
        assert time.monotonic() - started >= 1


def test_a_write_that_the_server_did_not_answer_is_written_again(server, proxy, drive):
    server.kubectl("create", "configmap", "answered", "-n", "default")
    server.kubectl("label", "configmap", "answered", "-n", "default", "test=kube")
    proxy.rules.append(once("DELETE", "/answered", ("status", 200, {}, "<html>")))
    drive(proxy.kubeconfig, "delete", "/api/v1/namespaces/default/configmaps/answered")
    assert server.kubectl("get", "configmap", "answered", check=False).returncode != 0
    assert [verb for verb, path in proxy.seen if "/answered" in path] == ["DELETE", "DELETE"]


def test_what_does_not_pass_ends_with_its_class(proxy, drive):
    for code, words in [(409, "Conflict"), (403, "Forbidden"), (404, "NotFound"), (422, "Invalid"), (400, "Invalid")]:
        proxy.seen.clear()
        proxy.rules.append(once("GET", "/nodes", status(code, "because")))
        result = drive(proxy.kubeconfig, "get", "/api/v1/nodes")
        assert result["class"] == words and "because" in result["error"] and str(code) in result["error"]
        assert len(proxy.seen) == 1
    for _ in range(5):
        proxy.rules.append(once("GET", "/nodes", status(500, "for ever")))
    assert drive(proxy.kubeconfig, "get", "/api/v1/nodes")["class"] == "Transient"


def test_no_server_is_transient(proxy, drive, tmp_path):
    config = json.loads(proxy.kubeconfig.read_text())
    config["clusters"][0]["cluster"]["server"] = "https://127.0.0.1:1"
    other = tmp_path / "other"
    other.write_text(json.dumps(config))
    assert drive(other, "get", "/api")["class"] == "Transient"


def test_a_watch_follows_what_happens(server, proxy, running):
    watch = running(proxy.kubeconfig, "watch", PATH + "?labelSelector=test%3Dkube")
    watch.wait_line("the list", lambda line: line.get("replace") == [])
    server.apply(config_map("one", a="1"))
    watch.wait_line("added", lambda line: line.get("added") == "one")
    server.apply(config_map("one", a="2"))
    watch.wait_line("modified", lambda line: line.get("modified") == "one")
    server.kubectl("delete", "configmap", "one")
    watch.wait_line("deleted", lambda line: line.get("deleted") == "one")


def test_a_watch_that_is_cut_resumes_where_it_was(server, proxy, running):
    proxy.rules.append(once("GET", "watch=true", ("lines", 1, b"")))
    proxy.rules.append(once("GET", "watch=true", ("lines", 1, b'{"type":"MODIFIED","object":{"meta')))
    watch = running(proxy.kubeconfig, "watch", PATH + "?labelSelector=test%3Dkube")
    watch.wait_line("the list", lambda line: line.get("replace") == [])
    for i in range(6):
        server.apply(config_map(f"cut-{i}"))
        watch.wait_line(f"event {i}", lambda line, i=i: line.get("added") == f"cut-{i}")
    assert [line["added"] for line in watch.lines if "added" in line] == [f"cut-{i}" for i in range(6)]
    assert len([line for line in watch.lines if "replace" in line]) == 1  # no second list was needed
    assert len([path for _, path in proxy.seen if "watch=true" in path]) >= 3


@pytest.mark.parametrize("fault", [
    ("status", 410, {}, GONE),
    ("lines", 0, json.dumps({"type": "ERROR", "object": json.loads(GONE)}).encode() + b"\n"),
    ("status", 504, {}, TOO_LARGE),
    ("lines", 0, json.dumps({"type": "ERROR", "object": json.loads(TOO_LARGE)}).encode() + b"\n"),
    ("lines", 0, b'{"type":"MODIFIED","object":{"metadata"\n')],
    ids=["gone", "gone as an event", "version of the future", "the same as an event", "no JSON"])
def test_a_version_that_is_of_no_use_lists_anew(server, proxy, running, fault):
    server.apply(config_map("there"))
    proxy.rules.append(once("GET", "watch=true", fault))
    watch = running(proxy.kubeconfig, "watch", PATH + "?labelSelector=test%3Dkube")
    wait("two lists", lambda: len([line for line in watch.lines if line.get("replace") == ["there"]]) == 2)
    server.apply(config_map("later"))
    watch.wait_line("what came later", lambda line: line.get("added") == "later")


def test_a_bookmark_moves_the_place_to_resume_from(server, proxy, running):
    version = json.loads(server.kubectl("get", "configmap", "-o", "json").stdout)["metadata"]["resourceVersion"]
    mark = str(int(version or 1))
    bookmark = {"type": "BOOKMARK", "object": {"kind": "ConfigMap", "metadata": {"resourceVersion": mark}}}
    proxy.rules.append(once("GET", "watch=true", ("lines", 0, json.dumps(bookmark).encode() + b"\n")))
    watch = running(proxy.kubeconfig, "watch", PATH + "?labelSelector=test%3Dkube")
    wait("a second watch from the bookmark", lambda: len(
        [p for _, p in proxy.seen if "watch=true" in p and f"resourceVersion={mark}" in p and
         "allowWatchBookmarks=true" in p]) >= 1 and len([p for _, p in proxy.seen if "watch=true" in p]) >= 2)
    assert watch.process.poll() is None


def test_a_failing_watch_waits_longer_each_time(proxy, running):
    for _ in range(3):
        proxy.rules.append(once("GET", "configmaps", status(500)))
    watch = running(proxy.kubeconfig, "watch", PATH + "?labelSelector=test%3Dkube")
    started = time.monotonic()
    watch.wait_line("the list after three failures", lambda line: "replace" in line)
    assert len([line for line in watch.lines if "failed" in line]) == 3
    assert time.monotonic() - started >= 0.8 + 1.6 + 3.2  # with jitter up to twice that


def test_a_token_is_read_again_when_it_is_refused(server, running, tmp_path):
    server.kubectl("create", "serviceaccount", "reader")
    server.kubectl("create", "clusterrole", "reader", "--verb=list", "--resource=configmaps")
    server.kubectl("create", "clusterrolebinding", "reader", "--clusterrole=reader", "--serviceaccount=default:reader")
    wait("the role binding", lambda: server.kubectl(
        "auth", "can-i", "list", "configmaps", "--as=system:serviceaccount:default:reader").stdout.strip() == "yes")
    token = server.kubectl("create", "token", "reader").stdout.strip()
    config = json.loads(server.local.kubeconfig.read_text())
    (tmp_path / "token").write_text("expired")
    config["users"][0]["user"] = {"tokenFile": str(tmp_path / "token")}
    (tmp_path / "config").write_text(json.dumps(config))
    driver = running(tmp_path / "config", "wait-get", "/api/v1/namespaces/default/configmaps")
    driver.wait_line("the driver waiting", lambda line: "waiting" in line)
    (tmp_path / "token").write_text(token + "\n")
    driver.process.stdin.write("\n")
    driver.process.stdin.flush()
    driver.wait_line("the answer", lambda line: "waiting" not in line)
    assert driver.lines[-1].get("kind") == "ConfigMapList", driver.lines[-1]
    assert token not in json.dumps(driver.lines)


def test_apply_owns_fields_and_names_the_rival(server, proxy, drive):
    mine = json.dumps(config_map("owned", a="1"))
    assert drive(proxy.kubeconfig, "apply", "first", stdin=mine)["data"] == {"a": "1"}
    theirs = json.dumps(config_map("owned", a="2"))
    conflict = drive(proxy.kubeconfig, "apply", "second", stdin=theirs)
    assert conflict["class"] == "Conflict" and '"first"' in conflict["error"] and ".data.a" in conflict["error"]
    assert drive(proxy.kubeconfig, "apply", "second", "force", stdin=theirs)["data"] == {"a": "2"}
    before = server.get("configmap", "owned")["metadata"]["resourceVersion"]
    drive(proxy.kubeconfig, "apply", "second", "force", stdin=theirs)
    assert server.get("configmap", "owned")["metadata"]["resourceVersion"] == before  # nothing new, nothing written


def test_what_the_server_warns_of_is_heard(server, proxy, drive):
    template = {"metadata": {"labels": {"a": "b"}}, "spec": {"nodeSelector": {"beta.kubernetes.io/os": "linux"},
                                                            "containers": [{"name": "a", "image": "a"}]}}
    deployment = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "warned", "namespace": "default"},
                  "spec": {"selector": {"matchLabels": {"a": "b"}}, "template": template}}
    warnings = drive(proxy.kubeconfig, "apply", "m", stdin=json.dumps(deployment))["warnings"]
    assert [one for one in warnings if "beta.kubernetes.io/os" in one and '"kubernetes.io/os"' in one], warnings
    del template["spec"]["nodeSelector"]
    assert "warnings" not in drive(proxy.kubeconfig, "apply", "m", stdin=json.dumps(deployment))
    server.kubectl("delete", "deploy", "warned")


def test_any_kind_is_found_by_discovery(server, proxy, drive):
    widget = {"apiVersion": "test.malha.dev/v1", "kind": "Widget", "metadata": {"name": "w"}}
    assert drive(proxy.kubeconfig, "apply", "m", stdin=json.dumps(widget))["class"] == "NotFound"
    server.apply({
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": {"name": "widgets.test.malha.dev"},
        "spec": {"group": "test.malha.dev", "scope": "Cluster", "names": {"kind": "Widget", "plural": "widgets"},
                 "versions": [{"name": "v1", "served": True, "storage": True, "schema": {
                     "openAPIV3Schema": {"type": "object"}}}]}})
    server.kubectl("wait", "--for=condition=Established", "crd/widgets.test.malha.dev")
    wait("the kind", lambda: drive(proxy.kubeconfig, "apply", "m", stdin=json.dumps(widget)).get("kind") == "Widget")
    assert drive(proxy.kubeconfig, "delete", "/apis/test.malha.dev/v1/widgets/w") == {}
    assert drive(proxy.kubeconfig, "delete", "/apis/test.malha.dev/v1/widgets/w") == {}  # gone is fine


@pytest.fixture
def hold(server, running):
    """Starts a candidate for the Lease "test"; `kubeconfig` to be another way than straight to the server."""
    server.kubectl("delete", "lease", "test", "--ignore-not-found")

    def start(identity, seconds, kubeconfig=server.local.kubeconfig, *more):
        return running(kubeconfig, "lease", "default", "test", identity, seconds, *more)
    return start


def lease_states(driver):
    return [line["lease"] for line in driver.lines if "lease" in line]


def lease_is(state):
    return lambda line: line.get("lease") == state


def renewals(server, count):
    """Waits until the Lease was renewed so often, whoever holds it."""
    seen = set()

    def renewed():
        seen.add(server.get("lease", "test")["spec"]["renewTime"])
        return len(seen) > count
    wait(f"{count} renewals", renewed)


def test_a_lease_has_one_holder_and_outlives_a_frozen_one(server, hold):
    first = hold("first", 2)
    first.wait_line("the first holding", lease_is("held"))
    second = hold("second", 2)
    time_seen = time.monotonic()
    wait("the lease being renewed while the other waits", lambda: time.monotonic() - time_seen > 2.5)
    assert second.lines == []
    first.signal(signal.SIGSTOP)
    second.wait_line("the second taking over", lease_is("held"))
    first.signal(signal.SIGCONT)
    first.wait_line("the first seeing it", lease_is("lost"))
    assert first.process.wait(timeout=20) == 0
    assert server.get("lease", "test")["spec"]["holderIdentity"] == "second"
    second.end()
    given_back = server.get("lease", "test")["spec"]
    assert given_back["leaseDurationSeconds"] == 1 and not given_back.get("holderIdentity")
    hold("third", 600).wait_line("the third holding", lease_is("held"))


def test_a_restarted_holder_takes_its_lease_back_at_once(server, hold):
    first = hold("pod", 600)  # ten minutes, which no test waits for
    first.wait_line("the first holding", lease_is("held"))
    before = server.get("lease", "test")["spec"]
    stranger = hold("stranger", 600)
    first.process.kill()
    first.process.wait()
    hold("pod", 600).wait_line("the restarted one holding", lease_is("held"))
    after = server.get("lease", "test")["spec"]
    assert after["holderIdentity"] == "pod" and stranger.lines == []
    assert after["leaseTransitions"] == before["leaseTransitions"] + 1
    assert after["acquireTime"] > before["acquireTime"]


def test_an_incarnation_that_comes_back_has_lost(server, proxy, hold):
    first = hold("pod", 600, proxy.kubeconfig)
    first.wait_line("the first holding", lease_is("held"))
    first.signal(signal.SIGSTOP)
    second = hold("pod", 600)
    second.wait_line("the second holding", lease_is("held"))
    token = server.get("lease", "test")["metadata"]["annotations"]["malha.dev/incarnation"]
    proxy.seen.clear()
    first.signal(signal.SIGCONT)
    assert first.process.wait(timeout=20) == 0
    assert lease_states(first) == ["held", "lost"]
    renewals(server, 2)
    assert server.get("lease", "test")["metadata"]["annotations"]["malha.dev/incarnation"] == token
    assert lease_states(second) == ["held"]
    # at most the renewal that was under way, which the server refuses
    assert len([method for method, _ in proxy.seen if method != "GET"]) <= 1


def test_an_earlier_incarnation_that_comes_late_waits(server, proxy, hold):
    late = threading.Event()
    proxy.rules.append(once("GET", "/leases/test", ("hold", late)))
    earlier = hold("pod", 600, proxy.kubeconfig)
    wait("its first look", lambda: proxy.seen)
    later = hold("pod", 600)
    later.wait_line("the later holding", lease_is("held"))
    late.set()
    wait("the earlier looking at the lease", lambda: len(proxy.seen) > 5)
    renewals(server, 2)
    assert earlier.lines == [] and lease_states(later) == ["held"]


def test_a_lease_that_another_only_touched_is_still_ours(server, proxy, hold):
    holder = hold("pod", 600, proxy.kubeconfig)
    holder.wait_line("holding", lease_is("held"))
    touched = threading.Event()
    proxy.rules.append(once("PUT", "/leases/test", ("hold", touched)))
    wait("the rule being used", lambda: not proxy.rules)
    server.kubectl("annotate", "lease", "test", "note=kept")
    proxy.seen.clear()
    touched.set()  # and what it writes now is a conflict
    renewals(server, 2)
    assert lease_states(holder) == ["held"]
    assert server.get("lease", "test")["metadata"]["annotations"]["note"] == "kept"


def test_no_write_goes_out_when_the_lease_could_not_be_renewed(server, proxy, hold):
    server.apply(config_map("fenced"))
    holder = hold("pod", 600, proxy.kubeconfig, PATH + "/fenced")
    holder.wait_line("a write", lambda line: line.get("write") == "done")
    proxy.lasting.append(once("PUT", "/leases/test", status(500)))
    refused = holder.wait_line("a write being refused", lambda line: line.get("write") == "refused")
    assert refused["class"] == "Transient"
    proxy.seen.clear()
    wait("more attempts to renew", lambda: len([m for m, _ in proxy.seen if m == "PUT"]) > 10)
    assert {method for method, _ in proxy.seen} == {"GET", "PUT"}  # and no PATCH
    proxy.lasting.clear()
    wait("a write again", lambda: [line["write"] for line in holder.lines if "write" in line][-1] == "done")
    assert "lost" not in lease_states(holder)


def test_the_same_event_is_written_once(server, proxy, drive):
    server.apply(config_map("about"))
    for _ in range(3):
        assert drive(proxy.kubeconfig, "event", "ConfigMap", "default", "about", "Broken", "it broke") == {}
    assert drive(proxy.kubeconfig, "event", "ConfigMap", "default", "about", "Broken", "otherwise") == {}
    notes = [e["message"] for e in server.get("events")["items"] if e["reason"] == "Broken"]
    assert sorted(notes) == ["it broke", "otherwise"]
