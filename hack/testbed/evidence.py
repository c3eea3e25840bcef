"""What a cluster and its machine look like when something has failed: whoever reads it shall see the cause."""
import os
import time
from pathlib import Path

from testbed import BUILD, TOOLS
from testbed.proc import run

# title, kubectl's arguments, lines that go into the short form (0: only into the bundle)
QUESTIONS = [
    ("pods", ("get", "pods", "-A", "-o", "wide"), 60),
    ("mesh", ("get", "meshconfigs", "-o", "jsonpath={range .items[*]}{.metadata.name} generation "
              "{.metadata.generation}{range .status.conditions[*]}{\"\\n  \"}{.type}={.status} {.reason}: {.message}{end}"
              "{\"\\n\"}{end}"), 20),
    ("events", ("get", "events", "-A", "--sort-by=.lastTimestamp"), 25),
    ("malha-operator", ("-n", "malha-system", "logs", "-l", "app.kubernetes.io/name=malha-operator", "--prefix",
                        "--tail=200"), 30),
    ("malha-webhook", ("-n", "malha-system", "logs", "-l", "app.kubernetes.io/name=malha-webhook", "--prefix",
                       "--tail=200"), 20),
    ("istiod", ("-n", "istio-system", "logs", "-l", "app=istiod", "--prefix", "--tail=200"), 15),
    ("malha-operator before", ("-n", "malha-system", "logs", "-l", "app.kubernetes.io/name=malha-operator", "--previous",
                               "--prefix", "--tail=100"), 10),
    ("malha-webhook before", ("-n", "malha-system", "logs", "-l", "app.kubernetes.io/name=malha-webhook", "--previous",
                              "--prefix", "--tail=100"), 10),
    ("istiod before", ("-n", "istio-system", "logs", "-l", "app=istiod", "--previous", "--prefix", "--tail=100"), 10),
    ("nodes", ("describe", "nodes"), 0),
    ("pods in full", ("describe", "pods", "-A"), 0),
    ("mesh in full", ("get", "meshconfigs", "-o", "yaml"), 0),
]
LOGS = {"kubelet": 10, "kube-apiserver": 6, "containerd": 4, "kube-controller-manager": 0, "kube-scheduler": 0,
        "kube-proxy": 0, "etcd": 0}


def machine():
    """Load, memory, disk and the busiest processes."""
    load = Path("/proc/loadavg").read_text().strip()
    memory = " ".join(line.replace(" ", "") for line in Path("/proc/meminfo").read_text().splitlines()
                      if line.split(":")[0] in ("MemTotal", "MemAvailable", "SwapFree"))
    disk = os.statvfs("/")
    busy = run("ps", "-eo", "pid,pcpu,rss,etimes,args", "--sort=-pcpu", check=False, timeout=30).stdout.splitlines()[:8]
    return "\n".join([f"load {load} on {os.cpu_count()} processors", memory,
                      f"disk: {disk.f_bavail * disk.f_frsize >> 20} MiB free", *(line[:160] for line in busy)])


def collect(cluster, title):
    """Writes the bundle to build/evidence and gives [(section, text)], the short form. Never raises."""
    folder = BUILD / "evidence" / f"{time.strftime('%H%M%S')}-{title}"
    sections = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _keep(folder, sections, "machine", machine(), 20)
        for name, arguments, lines in QUESTIONS:
            done = run(TOOLS / "kubectl", "--kubeconfig", cluster.kubeconfig, "--request-timeout=10s", *arguments,
                       check=False, timeout=30)
            _keep(folder, sections, name, done.stdout + done.stderr, lines)
        for name, lines in LOGS.items():
            _keep(folder, sections, name, cluster.log_tail(name, 200_000), lines)
    except Exception as error:  # pylint: disable=broad-except
        sections.append(("evidence", f"could not be taken further: {error!r}"))
    sections.append(("evidence", f"all of it: {folder.relative_to(BUILD.parent)}"))
    return sections


def _keep(folder, sections, name, text, lines):
    (folder / f"{name.replace(' ', '-')}.txt").write_text(text)
    if lines and text.strip():
        sections.append((name, "\n".join(line[:300] for line in text.rstrip().splitlines()[-lines:])))


def as_text(sections):
    return "\n".join(f"{f' {name} ':-^80}\n{text}" for name, text in sections)
