"""The verbs of hack/cluster on a cluster of one server and two agents."""
import json
import signal
import socket
import subprocess
from http.client import HTTPConnection

import pytest
import yaml

from cluster import http, meanwhile, wait
from lines import answer, wait_answers, web
from testbed import CACHE, ROOT, image, record
from testbed.archive import Image
from testbed.cluster import Cluster
from testbed.proc import GIVE_UP

SERVER, AGENTS = "malha-my-cluster-server-0", {"malha-my-cluster-agent-0", "malha-my-cluster-agent-1"}
NODES = {SERVER} | AGENTS


@pytest.fixture(scope="module")
def cluster(line):
    said = line("cluster", "create", "my-cluster", "--servers", 1, "--agents", 2, "--api-port", 6550, "--port", "8080:80@loadbalancer")
    assert "my-cluster is ready" in said and all(f"{name} is ready" in said for name in NODES)
    line("image", "import", image.sample().write(), "--cluster", "my-cluster")
    yield Cluster("my-cluster")
    line("cluster", "delete", "my-cluster")


@pytest.fixture
def applied(line):
    """Objects that are gone again after the test."""
    made = []

    def apply(text):
        made.append(text)
        line.kubectl("apply", "-f", "-", stdin=text)
        for one in json.loads(text)["items"]:
            if one["kind"] in ("Deployment", "DaemonSet"):
                line.kubectl("rollout", "status", f"{one['kind']}/{one['metadata']['name']}", "--timeout=300s")
    yield apply
    for text in made:
        line.kubectl("delete", "--wait=false", "--ignore-not-found", "-f", "-", stdin=text)


def row(line, name="my-cluster"):
    return next(one for one in line.json("cluster", "list") if one["name"] == name)


def test_a_cluster_is_listed_with_what_there_is_of_it(line, cluster):
    assert line.nodes() == NODES
    assert row(line) == {"name": "my-cluster", "serversCount": 1, "serversRunning": 1, "agentsCount": 2, "agentsRunning": 2,
                         "hasLoadbalancer": True, "nodes": [SERVER, *sorted(AGENTS)]}
    assert "my-cluster" in line("cluster", "list") and "1/1       2/2" in line("list")
    assert {(one["name"], one["role"]) for one in line.json("node", "list") if one["cluster"] == "my-cluster"} == {
        (SERVER, "server"), *((name, "agent") for name in AGENTS)}
    config = yaml.safe_load(line("kubeconfig", "get", "my-cluster"))
    assert config["clusters"][0]["cluster"]["server"] == "https://127.0.0.1:6550" and config["current-context"] == "malha-my-cluster"
    assert "exists already" in line.fails("cluster", "create", "my-cluster")


def test_a_service_answers_on_the_load_balancer_by_each_node(line, cluster, applied):
    applied(web(kind="DaemonSet", type="LoadBalancer"))
    wait_answers("http://localhost:8080/", NODES)
    for pod in line.get("pods", "-l", "app=web")["items"]:
        assert answer(f"http://{pod['status']['podIP']}:9080/") == pod["spec"]["nodeName"]
    service = line.get("service", "web")
    assert [one["ip"] for one in service["status"]["loadBalancer"]["ingress"]] == sorted(node.ip for node in cluster.nodes)


def test_pods_reach_those_of_other_nodes_by_name(line, cluster, applied):
    applied(web(kind="DaemonSet"))
    applied(web("front", kind="DaemonSet", calls="http://web/"))
    for pod in line.get("pods", "-l", "app=front")["items"]:
        seen = set()

        def all_called(pod=pod, seen=seen):
            status, body = http(f"http://{pod['status']['podIP']}:9080/")
            call = json.loads(body)["calls"][0] if status == 200 else {}
            seen.add(call.get("reply", {}).get("service"))
            return NODES <= seen
        wait(f"calls of {pod['spec']['nodeName']} to all nodes", all_called)


def test_of_two_services_with_one_port_the_older_has_it_and_the_next_comes_after_it(line, cluster, applied):
    applied(web("first", type="LoadBalancer"))
    wait("its address", lambda: line.get("service", "first")["status"]["loadBalancer"].get("ingress"))
    applied(web("second", type="LoadBalancer"))
    applied(web("other", type="LoadBalancer", port={"port": 81}))
    wait("the address of the other port", lambda: line.get("service", "other")["status"]["loadBalancer"].get("ingress"))
    assert not line.get("service", "second")["status"]["loadBalancer"].get("ingress")
    line.kubectl("delete", "service", "first")
    wait("the next one's", lambda: line.get("service", "second")["status"]["loadBalancer"].get("ingress"))


def test_ports_lead_to_node_ports_and_to_one_node(line, cluster, applied):
    applied(web(type="NodePort", externalTrafficPolicy="Local", port={"nodePort": 30000}))
    kept = HTTPConnection("127.0.0.1", 6550, timeout=30)  # of the API server, asked in plain text: it answers 400, and closes
    kept.connect()
    line("cluster", "edit", "my-cluster", "--port-add", "8000:30000@loadbalancer", "--port-add", "8001:30000@agent:1")
    kept.request("GET", "/")
    assert kept.getresponse().status == 400  # a connection that was open is not touched
    wait_answers("http://localhost:8000/", AGENTS)
    assert {answer("http://localhost:8001/") for _ in range(20)} == {"malha-my-cluster-agent-1"}
    line("cluster", "edit", "my-cluster", "--port-add", "127.0.0.2:8002:30000@loadbalancer")
    wait("an answer at that address", lambda: answer("http://127.0.0.2:8002/"))
    assert answer("http://127.0.0.1:8002/") is None
    assert "8000/tcp cannot be had" in line.fails("cluster", "edit", "my-cluster", "--port-add", "8000:80@loadbalancer")
    assert "no agent:7" in line.fails("cluster", "edit", "my-cluster", "--port-add", "8003:80@agent:7")


def test_a_port_of_udp_leads_to_one_too(line, cluster):
    line.kubectl("apply", "-f", "-", stdin=json.dumps({
        "apiVersion": "v1", "kind": "Service", "metadata": {"name": "dns", "namespace": "kube-system"}, "spec": {
            "type": "NodePort", "selector": {"k8s-app": "kube-dns"}, "ports": [{"port": 53, "protocol": "UDP", "nodePort": 30053}]}}))
    line("cluster", "edit", "my-cluster", "--port-add", "5353:30053/udp@loadbalancer")
    name = b"".join(bytes([len(part)]) + part.encode() for part in "kubernetes.default.svc.cluster.local".split(".")) + b"\0"
    query = b"\x12\x34\x01\0\0\x01\0\0\0\0\0\0" + name + b"\0\x01\0\x01"  # RFC 1035: an A record is asked for

    def asked():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
            one.settimeout(2)
            one.sendto(query, ("127.0.0.1", 5353))
            return one.recv(512)
    assert wait("the name's address", asked)[-4:] == socket.inet_aton(cluster.service_ip(1))
    line.kubectl("-n", "kube-system", "delete", "service", "dns")


def test_nodes_join_leave_stop_and_start(line, cluster, applied):
    assert "malha-my-node-0 is ready" in line("node", "create", "my-node", "--cluster", "my-cluster", "--node-label", "zone=b")
    assert line.nodes() == NODES | {"malha-my-node-0"} and row(line)["agentsCount"] == 3
    assert line.get("node", "malha-my-node-0")["metadata"]["labels"]["zone"] == "b"
    assert "exists already" in line.fails("node", "create", "my-node", "--cluster", "my-cluster")
    line("image", "import", image.sample().write(), "--cluster", "my-cluster")
    applied(web(kind="DaemonSet", type="LoadBalancer"))
    wait_answers("http://localhost:8080/", {"malha-my-node-0"})

    line("node", "stop", "my-node-0")
    assert row(line)["agentsRunning"] == 2 and not Cluster("my-cluster").nodes[-1].pids()
    line("node", "start", "my-node-0")
    wait("it being ready", lambda: "malha-my-node-0" in line.nodes())
    wait_answers("http://localhost:8080/", {"malha-my-node-0"})

    folder = Cluster("my-cluster").nodes[-1].folder
    line("node", "delete", "malha-my-node-0")
    assert {one["metadata"]["name"] for one in line.get("nodes")["items"]} == NODES
    assert not folder.exists() and "there is no node" in line.fails("node", "delete", "my-node-0")
    assert all(answer("http://localhost:8080/") != "malha-my-node-0" for _ in range(10))
    line("node", "create", "my-pair", "--cluster", "my-cluster", "--replicas", 2)
    assert line.nodes() == NODES | {"malha-my-pair-0", "malha-my-pair-1"}
    line("node", "delete", "my-pair-0", "my-pair-1")
    assert line.nodes() == NODES


def test_an_agent_becomes_a_server_and_an_agent_again(line, cluster, applied):
    applied(web(kind="DaemonSet", type="LoadBalancer"))
    before = {one["metadata"]["uid"] for one in line.get("pods", "-l", "app=web")["items"]}
    assert "last server" in line.fails("node", "edit", SERVER, "--role", "agent")
    assert "last server" in line.fails("node", "delete", SERVER)
    line("node", "edit", "my-cluster-agent-0", "--role", "server")
    assert (row(line)["serversCount"], row(line)["agentsCount"]) == (2, 1)
    made = next(node for node in Cluster("my-cluster").nodes if node.name == "malha-my-cluster-agent-0")
    assert cluster.is_live(made) and "too few" in line.fails("node", "stop", SERVER)
    line("node", "edit", "my-cluster-agent-0", "--role", "agent")
    assert row(line)["serversRunning"] == 1 and not made.programs.alive("etcd")
    wait("all nodes being ready", lambda: line.nodes() == NODES)
    assert {one["metadata"]["uid"] for one in line.get("pods", "-l", "app=web")["items"]} == before
    wait_answers("http://localhost:8080/", NODES)


def test_nodes_pull_from_a_registry_by_its_name(line, cluster, applied):
    assert "localhost:5000" in line("registry", "create", "my-registry", "--port", 5000)
    assert "exists already" in line.fails("registry", "create", "my-registry", "--port", 5001)
    assert {"name": "my-registry", "port": 5000, "running": True} in line.json("registry", "list")
    line("registry", "add", "my-registry", "--cluster", "my-cluster")
    done = subprocess.run([ROOT / "hack/image", "sample", "--push", "localhost:5000"], capture_output=True, text=True, check=True)
    assert "localhost:5000/malha/sample:dev" in done.stdout
    for registry in ("my-registry:5000", "malha-my-registry:5000", "localhost:5000"):
        name = registry.partition(":")[0]
        applied(web(name, kind="DaemonSet").replace(image.sample().name, f"{registry}/malha/sample:dev"))
    assert "there is no registry nope" in line.fails("registry", "add", "nope", "--cluster", "my-cluster")
    line("registry", "delete", "my-registry")
    assert not Cluster("my-cluster").record["registries"] and "there is no registry" in line.fails("registry", "delete", "my-registry")


def test_images_are_loaded_into_the_nodes_that_lack_them(line, cluster):
    Image("my-image:latest", ["/nothing"]).text("/nothing", "nothing").write()
    said = line("load", "image", "my-image:latest", "--cluster", "my-cluster")
    assert all(name in said for name in NODES)
    assert "is there already" in line("image", "import", "my-image:latest", "--cluster", "my-cluster")
    node = cluster.nodes[1]
    node.ctr("images", "rm", "docker.io/library/my-image:latest")
    said = line("image", "import", "my-image:latest", "--cluster", "my-cluster")
    assert [name for name in NODES if name in said] == [node.name]
    assert "no image of that name" in line.fails("image", "import", "nope:1", "--cluster", "my-cluster")
    (CACHE / "no-archive").write_text("no tar")
    assert "is no docker-archive" in line.fails("image", "import", CACHE / "no-archive", "--cluster", "my-cluster")


def test_kubeconfigs_are_merged_into_the_user_s(line, cluster):
    file = line.home / ".kube" / "config"
    assert line("kubeconfig", "merge", "--all").strip() == str(file) and oct(file.stat().st_mode)[-3:] == "600"
    assert yaml.safe_load(file.read_text())["current-context"] == "malha-my-cluster"
    theirs = {"apiVersion": "v1", "kind": "Config", "preferences": {"colors": True}, "current-context": "mine",
              "clusters": [{"name": "mine", "cluster": {"server": "https://mine"}}], "users": [{"name": "mine", "user": {"token": "x"}}],
              "contexts": [{"name": "mine", "context": {"cluster": "mine", "user": "mine"}}]}
    file.write_text(yaml.safe_dump(theirs))
    line("kubeconfig", "merge", "my-cluster", "--kubeconfig-switch-context=false")
    merged = yaml.safe_load(file.read_text())
    assert merged["current-context"] == "mine" and merged["preferences"] == theirs["preferences"]
    assert [one["name"] for one in merged["contexts"]] == ["mine", "malha-my-cluster"] and merged["users"][0] == theirs["users"][0]
    other = line.home / "other"
    line("kubeconfig", "merge", "my-cluster", "--output", other)
    done = subprocess.run([ROOT / "build/tools/kubectl", "--kubeconfig", other, "get", "nodes"], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and SERVER in done.stdout, done.stderr
    for text in ("[", "clusters: 7", "7"):
        file.write_text(text)
        assert "is left as it is" in line.fails("kubeconfig", "merge", "my-cluster") and file.read_text() == text
    assert "there is no cluster" in line.fails("kubeconfig", "merge", "nope")
    file.write_text(yaml.safe_dump(merged))


def test_a_cluster_that_is_stopped_starts_with_the_same_data(line, cluster, applied):
    applied(web(kind="DaemonSet", type="LoadBalancer"))
    line("cluster", "stop", "my-cluster")
    assert not cluster.pids() and row(line)["serversRunning"] == row(line)["agentsRunning"] == 0
    assert answer("http://localhost:8080/") is None
    assert "is stopped" in line.fails("node", "create", "my-node", "--cluster", "my-cluster")
    line("cluster", "start", "my-cluster")
    assert line.nodes() == NODES
    wait_answers("http://localhost:8080/", NODES)


def test_a_word_for_what_is_not_there_or_makes_no_sense(line, cluster):
    for words, said in [
            (("cluster", "start", "nope"), "there is no cluster nope"), (("cluster", "stop", "nope"), "there is no cluster nope"),
            (("cluster", "delete", "nope"), "there is no cluster nope"), (("kubeconfig", "get", "nope"), "there is no cluster nope"),
            (("kubeconfig", "get"), "a name is asked for, or --all"), (("node", "create", "x", "--cluster", "nope"), "there is no cluster nope"),
            (("node", "start", "nope"), "there is no node nope"), (("node", "edit", SERVER), "--role"),
            (("node", "edit", SERVER, "--role", "server"), "is a server already"),
            (("cluster", "create", "my-other", "--servers", 2), "1 or 3"), (("cluster", "create", "my-other", "--servers", "x"), "--servers"),
            (("cluster", "create", "my-other", "--agents", -1), "--agents"), (("cluster", "create", "My_Other"), "is no name of a cluster"),
            (("cluster", "create", "my-other", "--agents", 16), "room for no more"),
            (("cluster", "create", "my-other", "-p", "8080:80@loadbalancer"), "127.0.0.1:8080/tcp cannot be had"),
            (("cluster", "create", "my-other", "--api-port", 6550), "127.0.0.1:6550/tcp cannot be had"),
            (("cluster", "create", "my-other", "--api-port", "x"), "is no port"),
            (("cluster", "create", "my-other", "-p", "8081:80@agent:7"), "no agent:7"), (("cluster", "create", "my-other", "-p", "80"), "--port 80"),
            (("cluster", "create", "my-other", "-p", "70000:80"), "is no port"), (("cluster", "create", "my-other", "--agents", 1, "-p", "8081:80@all"), "leads to one node"),
            (("cluster", "create", "my-other", "-p", "192.0.2.77:8081:80"), "192.0.2.77:8081/tcp cannot be had"),
            (("cluster", "create", "my-other", "--node-label", "x"), "--node-label x"),
            (("cluster", "create", "my-other", "--registry-use", "nope"), "there is no registry nope"),
            (("cluster", "create", "my-other", "--timeout", "soon"), "is no time"),
            (("cluster", "create", "my-other", "--timeout", "1s"), "within 1 s"),
            (("registry", "create", "No_Name"), "is no name"), (("registry", "create", "my-other", "--port", 8080), "127.0.0.1:8080/tcp cannot be had"),
            (("completion", "tcsh"), "bash, zsh, fish"), (("nope",), "nope"), (("cluster", "nope"), "nope")]:
        assert said in line.fails(*words), words
    assert "my-other" not in record.names()


def test_a_creation_that_is_interrupted_leaves_nothing(line, cluster):
    process = line.start("cluster", "create", "my-other", "--agents", 1)
    wait("its control plane", lambda: (Cluster("my-other").record or {}).get("nodes") and Cluster("my-other").first.programs.alive("etcd"))
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=GIVE_UP)
    assert process.returncode == 130 and "is undone" in said and "my-other" not in record.names()


def test_a_node_that_was_cut_off_is_removed_by_the_next_change(line, cluster):
    process = line.start("node", "create", "my-cut", "--cluster", "my-cluster")
    wait("its containerd", lambda: len(Cluster("my-cluster").nodes) == 4 and Cluster("my-cluster").nodes[-1].programs.alive("containerd"))
    process.kill()
    process.communicate()
    line("node", "create", "my-node", "--cluster", "my-cluster")
    assert row(line)["nodes"] == [SERVER, *sorted(AGENTS), "malha-my-node-0"]
    line("node", "delete", "my-node-0")
    assert line.nodes() == NODES


def test_a_cluster_is_not_felt_by_its_neighbour(line, cluster, applied):
    applied(web(kind="DaemonSet", type="LoadBalancer"))
    wait_answers("http://localhost:8080/", NODES)
    answers = []
    with meanwhile(lambda: answers.append(answer("http://localhost:8080/")), 0.01):
        line("cluster", "create", "my-neighbour", "--agents", 1)
        assert line.nodes("my-neighbour") == {"malha-my-neighbour-server-0", "malha-my-neighbour-agent-0"}
        line("cluster", "delete", "my-neighbour")
    assert len(answers) > 100 and None not in answers
    assert line.nodes() == NODES


@pytest.mark.parametrize("shell, command", [
    ("bash", 'source $1; COMP_WORDS=(hack/cluster {}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _malha_cluster; echo "${{COMPREPLY[@]}}"'),
    ("zsh", 'source $1; COMP_WORDS=(hack/cluster {}); COMP_CWORD=$(($#COMP_WORDS - 1)); setopt ksharrays; _malha_cluster; echo "${{COMPREPLY[@]}}"'),
    ("fish", 'source $argv[1]; complete -C "cluster {}"'),
])
def test_shells_complete_what_is_begun(line, tmp_path, shell, command):
    script = tmp_path / "script"
    script.write_text(line("completion", shell))

    def offered(begun):
        arguments = (script,) if shell == "fish" else ("x", script)
        done = subprocess.run([shell, "-c", command.format(begun), *arguments], capture_output=True, text=True, check=True, cwd=tmp_path)
        return done.stdout.replace("\t", " ").split()
    assert "registry" in offered("regi") and {"start", "stop"} <= set(offered("node st")) and "--api-port" in offered("cluster create --ap")
    assert "merge" in offered("kubeconfig m")


def test_versions_are_told(line):
    assert all(word in line("version") for word in ("Kubernetes v", "etcd", "containerd", "envoy"))
    assert "cluster create" in line("help")


def test_a_file_says_what_flags_do(line, cluster, tmp_path):
    file = tmp_path / "simple.yaml"
    line("config", "init", "--output", file)
    assert "File exists" in line.fails("config", "init", "--output", file)
    said = yaml.safe_load(file.read_text())
    said["metadata"]["name"] = "my-simple"
    said["ports"][0]["port"] = "8090:80"
    said["kubeAPI"]["hostPort"] = "6551"
    said["registries"]["create"]["hostPort"] = "5001"
    file.write_text(yaml.safe_dump(said))
    line("cluster", "create", "--config", file, "--agents", 1)  # a flag is had instead
    assert line.nodes("my-simple") == {"malha-my-simple-server-0", "malha-my-simple-agent-0"}
    made = Cluster("my-simple").record
    assert made["api"] == {"host": "127.0.0.1", "port": 6551} and made["ports"][0]["host_port"] == 8090
    assert [one["name"] for one in made["registries"]] == ["my-registry"]
    assert line.get("node", "malha-my-simple-agent-0", cluster="my-simple")["metadata"]["labels"]["topology.kubernetes.io/zone"] == "a"
    merged = yaml.safe_load(line("kubeconfig", "get", "--all"))
    assert {"malha-my-cluster", "malha-my-simple"} <= {one["name"] for one in merged["contexts"]}
    line("kubeconfig", "merge", "my-simple")
    line("cluster", "delete", "my-simple")
    assert "malha-my-simple" not in (line.home / ".kube" / "config").read_text()
    assert "my-registry" in line("registry", "list")  # which survives it
    line("registry", "delete", "--all")
    for path, value, word in [("servers", "x", "servers: a number"), ("port", [], "port: no such field"), ("ports", [{"prot": 1}], "ports[0].prot: no such"),
                              ("ports", {}, "ports: a list"), ("kind", "Cluster", "kind Simple"), ("options", {"k3s": {"extraArgs": []}}, "options.k3s.extraArgs"),
                              ("ports", [{"port": "8080:80", "nodeFilters": ["agent:7"]}], "no agent:7")]:
        file.write_text(yaml.safe_dump({**said, path: value}))
        assert word in line.fails("cluster", "create", "--config", file), path
    file.write_text("[")
    assert str(file) in line.fails("cluster", "create", "--config", file)
    assert "No such file" in line.fails("cluster", "create", "--config", tmp_path / "nope")
