"""The webhook's /explain: who may read a Pod may have it explained, and admission waits for nothing of it."""
import json
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from cluster import ask, injected, wait
from test_webhook import HONEST, Webhook
from testbed import BUILD
from testbed.proc import GIVE_UP

PLACE = "questions"


@pytest.fixture(scope="module")
def webhook(server, injector, tmp_path_factory):
    names = [{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}
             for name, labels in (("webhook", {}), (PLACE, {"istio-injection": "enabled"}))]
    accounts = [{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name, "namespace": PLACE}}
                for name in ("default", "nobody", "developer", "administrator")]
    reader = [{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "reader", "namespace": PLACE},
               "rules": [{"apiGroups": [""], "resources": ["pods", "namespaces"], "verbs": ["get"]}]},
              {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "reader", "namespace": PLACE},
               "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "reader"},
               "subjects": [{"kind": "ServiceAccount", "name": "developer", "namespace": PLACE}]},
              {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": PLACE},
               "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
               "subjects": [{"kind": "ServiceAccount", "name": "administrator", "namespace": PLACE}]}]
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": PLACE},
           "spec": {"containers": [{"name": "web", "image": "web"}]}}
    server.apply(*names)
    server.apply(*accounts, *reader, pod)
    made = Webhook(server, injector, tmp_path_factory.mktemp("explain") / "log")
    yield made
    made.end()


@pytest.fixture(scope="module")
def question(webhook, server):
    """Asks with the token of an account."""
    tokens = {}

    def asked(account, path):
        if account not in tokens:
            tokens[account] = server.kubectl("-n", PLACE, "create", "token", account).stdout.strip()
        return ask(f"{webhook.root}/explain/{path}", None, method="GET", headers={"Authorization": f"Bearer {tokens[account]}"})
    return asked


def test_who_may_not_is_told_what_the_api_server_says(webhook, question):
    url = f"{webhook.root}/explain/namespaces/{PLACE}/pods/web"
    assert ask(url, None, method="GET")[0] == 401
    assert ask(url, None, method="GET", headers={"Authorization": "Basic eDp5"})[0] == 401
    status, text = ask(url, None, method="GET", headers={"Authorization": "Bearer nonsense"})
    assert status == 401 and "Unauthorized" in text, text
    status, text = question("nobody", f"namespaces/{PLACE}/pods/web")
    assert status == 403 and "forbidden" in text, text
    status, text = question("developer", f"namespaces/{PLACE}/pods/none")
    assert status == 404 and '"none" not found' in text, text
    status, text = question("developer", "namespaces/default/pods/web")
    assert status == 403, text
    assert ask(url, {}, headers={"Authorization": "Bearer x"})[0] == 405
    for path in ("", "/", "/namespaces", "/namespaces/", "/namespaces/A", "/namespaces/..", "/namespaces/a/pods/", "/namespaces/a/pods/b/log",
                 "/namespaces/a%2fsecrets", "/namespaces/a/secrets/b", f"/namespaces/{'a' * 254}"):
        assert ask(f"{webhook.root}/explain{path}", None, method="GET", headers={"Authorization": "Bearer x"})[0] == 404, path
    assert ask(f"{webhook.root}/explained", None, method="GET")[0] == 404
    webhook.check_alive()


def test_it_tells_what_the_command_tells(server, injector, question):
    def command(*what):
        done = subprocess.run([BUILD / "bin/malha", "explain", *what, "-o", "json", "--kubeconfig", server.local.kubeconfig, "-i", injector],
                              capture_output=True, text=True, check=True, timeout=GIVE_UP)
        return json.loads(done.stdout)

    status, text = question("administrator", f"namespaces/{PLACE}/pods/web")
    report = json.loads(text)
    assert status == 200 and report == command("pod", "web", "-n", PLACE)
    assert report["decision"]["inject"] and report["adds"]["initContainers"] == ["istio-init", "istio-proxy"]
    status, text = question("administrator", f"namespaces/{PLACE}")
    assert status == 200 and json.loads(text) == command("namespace", PLACE)
    # who may not list webhook configurations is told all else
    status, text = question("developer", f"namespaces/{PLACE}/pods/web")
    assert status == 200 and json.loads(text) == {**report, "webhooks": []}


def test_admission_waits_for_no_question(server, injector, webhook, proxy, tmp_path):
    """The API server does not answer; of the questions eight and one wait, the others are refused; all end with the process."""
    behind, release = Webhook(server, injector, tmp_path / "log", kubeconfig=proxy.kubeconfig), threading.Event()
    proxy.lasting.append(lambda method, path: ("hold", release) if path == f"/api/v1/namespaces/{PLACE}" else None)
    answers = []

    def asked():
        answers.append(ask(f"{behind.root}/explain/namespaces/{PLACE}", None, method="GET", headers={"Authorization": "Bearer x"}))

    with ThreadPoolExecutor(20) as pool:
        for _ in range(20):
            pool.submit(asked)
        try:
            wait("those that are too many", lambda: len(answers) >= 11)
            assert {status for status, _ in answers[:11]} == {503}
            for _ in range(20):
                assert injected(behind.url, HONEST, "app")[0]
            assert len(answers) < 20  # they wait still
        finally:
            release.set()
            behind.end()
    assert len(answers) == 20 and {status for status, _ in answers} <= {200, 502, 503}
