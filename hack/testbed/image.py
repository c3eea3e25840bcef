"""The images that the local cluster and tests run."""
import re
import subprocess
from pathlib import Path

from testbed import BUILD, ROOT, TOOLS
from testbed.archive import Image, libraries


def _go_module(module):
    done = subprocess.run(["go", "list", "-m", "-f", "{{.Dir}}", module], cwd=ROOT / "hack/tools/istio",
                          capture_output=True, text=True, check=True)
    return Path(done.stdout.strip())


def pause():
    return Image("localhost/malha/pause:dev", ["/bin/busybox", "sleep", "2147483647"]).add(
        "/bin/busybox", "/bin/busybox")


def coredns():
    return Image("localhost/malha/coredns:dev", ["/coredns"]).base().add(TOOLS / "coredns", "/coredns")


def pilot(tag):
    return Image(f"docker.io/istio/pilot:{tag}", ["/usr/local/bin/pilot-discovery"], "1337:1337").base().add(
        TOOLS / "pilot-discovery", "/usr/local/bin/pilot-discovery")


def proxyv2(tag):
    image = Image(f"docker.io/istio/proxyv2:{tag}", ["/usr/local/bin/pilot-agent"]).base()
    image.program(TOOLS / "pilot-agent", "/usr/local/bin/pilot-agent")
    image.program(TOOLS / "envoy", "/usr/local/bin/envoy")
    image.add(_go_module("istio.io/istio") / "tools/packaging/common/envoy_bootstrap.json",
              "/var/lib/istio/envoy/envoy_bootstrap_tmpl.json")
    _iptables(image.program("/bin/busybox", "/bin/busybox"))
    for name in ("sh", "cat", "ls", "ip", "wget", "sleep", "nslookup"):
        image.link(f"/bin/{name}", "/bin/busybox")
    for folder in ("etc/istio/proxy", "var/lib/istio/data", "var/run/secrets", "run"):
        image.folders[folder] = 0o777
    return image


def install_cni(tag):
    """Istio's CNI node agent, and the plugin that it puts on the node."""
    image = Image(f"docker.io/istio/install-cni:{tag}", ["/usr/local/bin/install-cni"], workdir="/opt/cni/bin").base()
    image.folders["run"] = 0o755
    return _iptables(image.program(TOOLS / "install-cni", "/usr/local/bin/install-cni").program(TOOLS / "istio-cni", "/opt/cni/bin/istio-cni"))


def _iptables(image):
    """The programs by all their names, and their extensions."""
    for name in ("xtables-nft-multi", "xtables-legacy-multi"):
        image.program(f"/usr/sbin/{name}", f"/usr/sbin/{name}")
    for family in ("iptables", "ip6tables"):
        for suffix in ("", "-save", "-restore"):
            image.link(f"/usr/sbin/{family}{suffix}", "xtables-nft-multi")
            image.link(f"/usr/sbin/{family}-nft{suffix}", "xtables-nft-multi")
            image.link(f"/usr/sbin/{family}-legacy{suffix}", "xtables-legacy-multi")
    image.program("/usr/sbin/nft", "/usr/sbin/nft")
    extensions = next(Path("/usr/lib").glob("*/xtables"))
    return image.add(extensions, str(extensions))


def sample():
    return Image("localhost/malha/sample:dev", ["/sample"], "65532:65532").base().program(
        BUILD / "bin/sample", "/sample")


def _addon_tag(name):
    chart = (ROOT / f"manifests/addons/{name}/Chart.yaml").read_text(encoding="utf-8")
    return re.search(r"^appVersion: (\S+)", chart, re.MULTILINE)[1]


def _addon(name, entrypoint, user, env=()):
    """What the addon's image holds, under the registry of the local mesh."""
    return Image(f"docker.io/istio/{name}:{_addon_tag(name)}", entrypoint, user, env).base()


def prometheus():
    """Its pages are not built in."""
    return _addon("prometheus", ["/bin/prometheus"], "65534:65534").add(TOOLS / "prometheus", "/bin/prometheus")


def jaeger():
    """Its pages are not built in."""
    return _addon("jaeger", ["/cmd/jaeger/jaeger-linux"], "10001:10001").add(TOOLS / "jaeger", "/cmd/jaeger/jaeger-linux")


def zipkin():
    """With Debian's Java, which is a folder of libraries around a program that finds them beside itself."""
    java = next(Path("/usr/lib/jvm").glob("java-*-openjdk-*/bin/java")).resolve().parents[1]
    image = _addon("zipkin", ["/bin/sh", "-c", "exec /jre/bin/java $JAVA_OPTS -jar /zipkin/zipkin.jar"], "1000:1000")
    image.program("/bin/busybox", "/bin/busybox").link("/bin/sh", "/bin/busybox")
    for path in [java / "bin/java", *sorted(path for path in (java / "lib").rglob("*") if path.is_file())]:
        image.add(path, f"/jre/{path.relative_to(java)}")
        for library in libraries(path, [java / "lib/server", java / "lib"]) if not path.suffix or path.suffix == ".so" else ():
            if not library.resolve().is_relative_to(java):
                image.add(library, str(library), 0o755)
    return image.add(java / "conf", "/jre/conf").add(TOOLS / "zipkin.jar", "/zipkin/zipkin.jar")


def kiali():
    """Of those that can be had the newest, which is older than its tag. Its pages are not built in."""
    image = _addon("kiali", ["/opt/kiali/kiali"], "1000:1000").add(TOOLS / "kiali", "/opt/kiali/kiali", 0o755)
    return image.text("/opt/kiali/console/index.html", "Kiali's pages are not built in.\n")


def grafana_stand_in():
    """Grafana cannot be had. In its place is a program that answers whatever it is asked at its port: what is around it can be run."""
    return _addon("grafana", ["/sample"], "472:472", ["PORT=3000", "NAME=grafana"]).program(BUILD / "bin/sample", "/sample")


# what runs in tests by the name of an addon
ADDONS = {"prometheus": prometheus, "jaeger": jaeger, "zipkin": zipkin, "kiali": kiali, "grafana": grafana_stand_in}


def malha(tag="dev"):
    """Operator and webhook, their libraries, the data they install from and Istio's charts."""
    image = Image(f"localhost/malha/malha:{tag}", ["/usr/bin/malha"], "65532:65532").base()
    for name in ("malha", "malha-operator", "malha-webhook"):
        image.program(BUILD / "bin" / name, f"/usr/bin/{name}")
    image.add(ROOT / "manifests/profiles", "/usr/share/malha/profiles")
    image.add(ROOT / "manifests/components", "/usr/share/malha/components")
    image.add(ROOT / "manifests/addons", "/usr/share/malha/addons")
    return image.add(BUILD / "charts/charts", "/usr/share/malha/charts")
