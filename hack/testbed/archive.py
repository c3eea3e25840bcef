"""Container images without Docker: a root file system as one layer in a docker-archive, and what is read of one."""
import hashlib
import io
import json
import os
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

from testbed import CACHE, Failure

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


def full_name(name):
    """As containerd has it: what is short is Docker's."""
    first, slash, _ = name.partition("/")
    if not slash:
        name = f"docker.io/library/{name}"
    elif not ("." in first or ":" in first or first == "localhost"):
        name = f"docker.io/{name}"
    return name if ":" in name.rpartition("/")[2] or "@" in name else f"{name}:latest"


def find_image(name):
    """The archive that is meant: a file, or the newest of those in the cache that has an image of that name."""
    if Path(name).is_file():
        return Path(name)
    for path in sorted((CACHE / "images").glob("*.tar"), key=lambda one: one.stat().st_mtime, reverse=True):
        try:
            if full_name(name) in Archive(path).names:
                return path
        except (Failure, FileNotFoundError):  # written or removed just now
            continue
    raise Failure(f"image: there is no file {name}, and no image of that name that hack/image has made; `docker save {name} -o FILE` makes a file "
                  "of one of Docker's")


class Archive:
    """What a docker-archive has: the names of its images, in full, and the digests of their configurations."""

    def __init__(self, path):
        try:
            with tarfile.open(path) as tar:
                manifest = json.load(tar.extractfile("manifest.json"))
            self.names = [full_name(name) for one in manifest for name in one.get("RepoTags") or ()]
            self.configs = ["sha256:" + Path(one["Config"]).name.removesuffix(".json") for one in manifest]
        except (tarfile.TarError, OSError, KeyError, ValueError, TypeError, AttributeError, EOFError) as error:
            raise Failure(f"image: {path} is no docker-archive (what `docker save` or hack/image writes): {error}") from None
