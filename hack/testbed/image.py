"""Container images without Docker: a root file system as one layer in a docker-archive."""
import hashlib
import io
import json
import os
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

from testbed import BUILD, CACHE, ROOT, TOOLS, Failure

CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
KEEP = 4  # archives of a name that stay in the cache, the ones used last
EPOCH = 1_700_000_000  # every file's time: the same content gives the same archive


def libraries(program, folders=()):
    """The shared libraries a program needs, the loader included; none for a static one. It finds some in `folders`, too."""
    done = subprocess.run(["ldd", str(program)], capture_output=True, text=True, check=False,
                          env={**os.environ, "LD_LIBRARY_PATH": ":".join(map(str, folders))})
    if done.returncode != 0:
        return []
    found = re.findall(r"(?:=> )?(/\S+) \(0x", done.stdout)
    if "not found" in done.stdout:
        raise Failure(f"image: {program} lacks a library:\n{done.stdout}")
    return [Path(path) for path in found]


class Image:
    """What goes into one image; `write` makes the archive when it is not there yet."""

    def __init__(self, name, entrypoint, user="", env=(), workdir="/"):
        self.name = name
        self.config = {"Entrypoint": entrypoint, "User": user, "WorkingDir": workdir,
                       "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                               *env]}
        self.files = {}  # path in the image -> (source or bytes, mode)
        self.links = {}
        self.folders = {"tmp": 0o1777}

    def add(self, source, target, mode=None):
        source = Path(source).resolve()
        if source.is_dir():
            for path in sorted(source.rglob("*")):
                if path.is_file():
                    self.add(path, f"{target}/{path.relative_to(source)}")
            return self
        if not source.exists():
            raise Failure(f"image {self.name}: {source} is not there")
        self.files[target.lstrip("/")] = (source, mode or (0o755 if os.access(source, os.X_OK) else 0o644))
        return self

    def program(self, source, target):
        """A program with its shared libraries."""
        self.add(source, target, 0o755)
        for library in libraries(source):
            self.add(library, str(library), 0o755)
        return self

    def text(self, target, content, mode=0o644):
        self.files[target.lstrip("/")] = (content.encode(), mode)
        return self

    def link(self, target, to):
        self.links[target.lstrip("/")] = to
        return self

    def base(self):
        """Users, certificates and a place for temporary files."""
        self.text("/etc/passwd", "root:x:0:0:root:/:/bin/sh\nistio-proxy:x:1337:1337::/:/bin/sh\n"
                                 "nonroot:x:65532:65532::/:/bin/sh\n")
        self.text("/etc/group", "root:x:0:\nistio-proxy:x:1337:\nnonroot:x:65532:\n")
        self.text("/etc/nsswitch.conf", "hosts: files dns\n")
        return self.add(CERTIFICATES, "/etc/ssl/certs/ca-certificates.crt")

    def digest(self):
        """By content alone, so that another clone of the same sources finds the same archive."""
        digest = hashlib.sha256(json.dumps([self.name, self.config, self.links, self.folders], sort_keys=True).encode())
        for target, (source, mode) in sorted(self.files.items()):
            if isinstance(source, bytes):
                stamp = hashlib.sha256(source).hexdigest()
            else:
                with open(source, "rb") as data:
                    stamp = hashlib.file_digest(data, "sha256").hexdigest()
            digest.update(f"{target} {mode} {stamp}\n".encode())
        return digest.hexdigest()

    def _layer(self, path):
        with tarfile.open(path, "w") as tar:
            folders = dict(self.folders)
            for target in [*self.files, *self.links]:
                for parent in Path(target).parents:
                    folders.setdefault(str(parent), 0o755)
            for folder, mode in sorted(folders.items()):
                if folder == ".":
                    continue
                info = tarfile.TarInfo(folder)
                info.type, info.mode, info.mtime = tarfile.DIRTYPE, mode, EPOCH
                tar.addfile(info)
            for target, (source, mode) in sorted(self.files.items()):
                info = tarfile.TarInfo(target)
                info.mode, info.mtime = mode, EPOCH
                data = io.BytesIO(source) if isinstance(source, bytes) else open(source, "rb")
                with data:
                    info.size = len(source) if isinstance(source, bytes) else source.stat().st_size
                    tar.addfile(info, data)
            for target, to in sorted(self.links.items()):
                info = tarfile.TarInfo(target)
                info.type, info.linkname, info.mtime = tarfile.SYMTYPE, to, EPOCH
                tar.addfile(info)

    def write(self):
        """The path of the docker-archive, whose name says its content; made when it is not there yet."""
        folder = CACHE / "images"
        folder.mkdir(parents=True, exist_ok=True)
        stem = re.sub(r"[^a-zA-Z0-9._-]+", "_", self.name)
        archive = folder / f"{stem}-{self.digest()[:16]}.tar"
        if archive.exists():
            archive.touch()
            return archive
        with tempfile.TemporaryDirectory(dir=folder) as tmp:
            layer = Path(tmp) / "layer.tar"
            self._layer(layer)
            with open(layer, "rb") as data:
                layer_digest = hashlib.file_digest(data, "sha256").hexdigest()
            config = json.dumps({
                "architecture": "amd64", "os": "linux", "config": self.config,
                "rootfs": {"type": "layers", "diff_ids": [f"sha256:{layer_digest}"]},
                "history": [{"created_by": "hack/image"}]}).encode()
            config_name = hashlib.sha256(config).hexdigest() + ".json"
            manifest = json.dumps([{"Config": config_name, "RepoTags": [self.name],
                                    "Layers": ["layer.tar"]}]).encode()
            made = Path(tmp) / "image.tar"
            with tarfile.open(made, "w") as tar:
                for name, data in ((config_name, config), ("manifest.json", manifest)):
                    info = tarfile.TarInfo(name)
                    info.size = len(data)
                    tar.addfile(info, io.BytesIO(data))
                tar.add(layer, "layer.tar")
            os.replace(made, archive)
        for old in sorted(folder.glob(f"{stem}-*.tar"), key=lambda path: path.stat().st_mtime)[:-KEEP]:
            old.unlink(missing_ok=True)
        return archive


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
    image.program("/bin/busybox", "/bin/busybox")
    for name in ("sh", "cat", "ls", "ip", "wget", "sleep", "nslookup"):
        image.link(f"/bin/{name}", "/bin/busybox")
    for name in ("xtables-nft-multi", "xtables-legacy-multi"):
        image.program(f"/usr/sbin/{name}", f"/usr/sbin/{name}")
    for family in ("iptables", "ip6tables"):
        for suffix in ("", "-save", "-restore"):
            image.link(f"/usr/sbin/{family}{suffix}", "xtables-nft-multi")
            image.link(f"/usr/sbin/{family}-nft{suffix}", "xtables-nft-multi")
            image.link(f"/usr/sbin/{family}-legacy{suffix}", "xtables-legacy-multi")
    image.program("/usr/sbin/nft", "/usr/sbin/nft")
    extensions = next(Path("/usr/lib").glob("*/xtables"))
    image.add(extensions, str(extensions))
    for folder in ("etc/istio/proxy", "var/lib/istio/data", "var/run/secrets", "run"):
        image.folders[folder] = 0o777
    return image


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
