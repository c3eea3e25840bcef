"""Where charts come from: folders, archives, Helm repositories over HTTP(S), OCI registries; versions, digests,
credentials, the cache; and what is wrong is refused with nothing written."""
import gzip
import io
import os
import subprocess
import tarfile

import pytest

import servers
from compare import MALHA

HELM = servers.HELM


@pytest.fixture(name="home")
def home_fixture(tmp_path):
    """A user's home of its own: cache and credentials of nobody else."""
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def malha(home, *arguments):
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache"), "no_proxy": "*"}
    return subprocess.run([str(MALHA), *map(str, arguments)], capture_output=True, text=True, check=False,
                          env=environment, cwd=home, timeout=120)


def helm(home, *arguments):
    return subprocess.run([str(HELM), *map(str, arguments)], capture_output=True, text=True, check=False, cwd=home,
                          env={**os.environ, "HOME": str(home), "no_proxy": "*"}, timeout=120)


def good(done):
    assert done.returncode == 0, done.stderr
    return done.stdout


def refused(done, *words):
    assert done.returncode == 1, done.stdout
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ") and done.stderr.count("\n") == 1, done.stderr
    for word in words:
        assert word in done.stderr


@pytest.fixture(name="repository", scope="module")
def repository_fixture(tmp_path_factory):
    """A folder with charts of several versions and the index that helm makes of them."""
    folder = tmp_path_factory.mktemp("repository")
    for version in ("1.0.0", "1.2.0", "1.10.1", "2.0.0-rc.1"):
        servers.package(tmp_path_factory.mktemp("charts"), folder, "app", version)
    subprocess.run([HELM, "repo", "index", folder], check=True)
    return folder


@pytest.fixture(name="oci", scope="module")
def oci_fixture(repository):
    """The port of a registry that helm pushed the charts to."""
    with servers.registry() as port:
        for archive in sorted(repository.glob("*.tgz")):
            subprocess.run([HELM, "push", archive, f"oci://localhost:{port}/charts", "--plain-http"], check=True,
                           capture_output=True)
        yield port


# ---- archives ----

CHART = b"apiVersion: v2\nname: app\nversion: 1.0.0\n"


def archive_of(path, members):
    """A .tgz with members (name, bytes, or a function that changes the entry)."""
    with tarfile.open(path, "w:gz") as tar:
        for name, content in members:
            info = tarfile.TarInfo(name)
            if isinstance(content, bytes):
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
            else:
                content(info)
                tar.addfile(info)


def link_to(target, kind=tarfile.SYMTYPE):
    def change(info):
        info.type, info.linkname = kind, target
    return change


REFUSED_ARCHIVES = {
    "parent": ([("app/Chart.yaml", CHART), ("app/../../evil", b"x")], "parent directory"),
    "absolute": ([("app/Chart.yaml", CHART), ("app//etc/passwd", b"x")], "absolute"),
    "no-folder": ([("Chart.yaml", CHART)], "not in base directory"),
    "symlink": ([("app/Chart.yaml", CHART), ("app/templates/x", link_to("/etc/passwd"))], "links"),
    "hardlink": ([("app/Chart.yaml", CHART), ("app/x", link_to("app/Chart.yaml", tarfile.LNKTYPE))], "links"),
    "big-file": ([("app/Chart.yaml", CHART), ("app/big", b"\0" * (6 << 20))], "larger than"),
    "bomb": ([("app/Chart.yaml", CHART)] + [(f"app/f{i}", b"\0" * (5 << 20)) for i in range(21)], "larger than"),
    "no-chart": ([("app/values.yaml", b"a: 1\n")], "Chart.yaml file is missing"),
    "empty": ([], "no files"),
    "version": ([("app/Chart.yaml", b"name: app\nversion: x\napiVersion: v2\n")], "version"),
}


@pytest.mark.parametrize("name", REFUSED_ARCHIVES)
def test_archives_that_are_refused(home, name):
    members, words = REFUSED_ARCHIVES[name]
    archive_of(home / "x.tgz", members)
    refused(malha(home, "template", "x.tgz"), words)


def test_an_archive_that_is_cut_off(home, repository):
    data = (repository / "app-1.0.0.tgz").read_bytes()
    (home / "x.tgz").write_bytes(data[:len(data) // 2])
    refused(malha(home, "template", "x.tgz"))
    (home / "y.tgz").write_bytes(gzip.compress(b"no archive at all" * 100))
    refused(malha(home, "template", "y.tgz"))
    (home / "values.yaml").write_text("a: 1\n")
    refused(malha(home, "template", "values.yaml"), "seems to be a YAML file")


def test_an_archive_renders_like_its_folder(home, repository):
    (home / "x").mkdir()
    subprocess.run(["tar", "xzf", repository / "app-1.0.0.tgz", "-C", home / "x"], check=True)
    assert good(malha(home, "template", repository / "app-1.0.0.tgz")) == good(malha(home, "template", "x/app"))


# ---- repositories ----

@pytest.mark.parametrize("version, want", [
    (None, "1.10.1"), ("1.2.0", "1.2.0"), ("~1.2", "1.2.0"), ("^1", "1.10.1"), (">1.0 <1.5", "1.2.0"),
    ("2.0.0-rc.1", "2.0.0-rc.1"), (">=2.0.0-0", "2.0.0-rc.1"),
])
def test_repository_versions(home, repository, version, want):
    with servers.serve(servers.folder_handler(repository, [])) as port:
        flags = ["template", "x", "app", "--repo", f"http://127.0.0.1:{port}"] + (["--version", version] if version else [])
        ours, theirs = good(malha(home, *flags)), good(helm(home, *flags))
    assert ours == theirs
    assert f"version: {want}" in ours


def test_repository_devel_and_nothing_there(home, repository):
    with servers.serve(servers.folder_handler(repository, [])) as port:
        url = f"http://127.0.0.1:{port}"
        assert "2.0.0-rc.1" in good(malha(home, "show", "chart", "app", "--repo", url, "--devel"))
        refused(malha(home, "template", "nope", "--repo", url), 'chart "nope" not found')
        refused(malha(home, "template", "app", "--repo", url, "--version", "9"), "no version within")
        refused(malha(home, "template", "app", "--repo", url, "--version", "!!"), "improper constraint")
        refused(malha(home, "template", "app", "--repo", url + "/nowhere"), "404")
    refused(malha(home, "template", "app", "--repo", url), "onnect")
    refused(malha(home, "template", "app", "--repo", "ftp://x"), "no http or https URL")
    refused(malha(home, "template", "app"), "no folder, no file, no URL")


def test_what_is_in_the_cache_is_fetched_once_and_checked(home, repository):
    seen = []
    with servers.serve(servers.folder_handler(repository, seen)) as port:
        flags = ["template", "app", "--repo", f"http://127.0.0.1:{port}"]
        first = good(malha(home, *flags))
        assert good(malha(home, *flags)) == first
        assert [path for path, _ in seen].count("/app-1.10.1.tgz") == 1
        cached = list((home / ".cache" / "malha" / "charts" / "sha256").glob("*.tgz"))
        assert len(cached) == 1
        cached[0].write_bytes(b"damaged")
        assert good(malha(home, *flags)) == first
        assert [path for path, _ in seen].count("/app-1.10.1.tgz") == 2


def test_a_wrong_digest(home, repository, tmp_path):
    lines = (repository / "index.yaml").read_text().splitlines()
    (tmp_path / "index.yaml").write_text("\n".join(
        line.split(":")[0] + ": " + "0a" * 32 if "digest:" in line else line for line in lines))
    for archive in repository.glob("*.tgz"):
        (tmp_path / archive.name).write_bytes(archive.read_bytes())
    with servers.serve(servers.folder_handler(tmp_path, [])) as port:
        refused(malha(home, "pull", "app", "--repo", f"http://127.0.0.1:{port}"), "digest mismatch")
    assert not list(home.glob("*.tgz*"))


@pytest.mark.parametrize("index, words", [
    ("", "no apiVersion"), ("[1]", "no apiVersion"), ("a: [", "yaml"), ("apiVersion: v1\nentries: 5\n", "not found"),
    ("apiVersion: v1\nentries: {app: [{version: 1.0.0}]}\n", "URL"),
    ("apiVersion: v1\nentries: {app: [{version: nope, urls: [x]}, 5, null]}\n", "no version within"),
])
def test_a_broken_index(home, tmp_path, index, words):
    (tmp_path / "index.yaml").write_text(index)
    with servers.serve(servers.folder_handler(tmp_path, [])) as port:
        refused(malha(home, "template", "app", "--repo", f"http://127.0.0.1:{port}"), words)


def test_basic_authentication_and_own_ca(home, repository, tmp_path):
    ca, context = servers.certificate(tmp_path)
    with servers.serve(servers.folder_handler(repository, [], servers.basic("u", "p:w")), context) as port:
        flags = ["template", "app", "--repo", f"https://127.0.0.1:{port}"]
        refused(malha(home, *flags), "certificate")
        refused(malha(home, *flags, "--ca-file", ca), "401")
        refused(malha(home, *flags, "--ca-file", ca, "--username", "u", "--password", "x"), "401")
        good(malha(home, *flags, "--ca-file", ca, "--username", "u", "--password", "p:w"))
        good(malha(home, *flags, "--insecure-skip-tls-verify", "--username", "u", "--password", "p:w"))


def test_credentials_do_not_travel_to_another_host(home, repository, tmp_path):
    elsewhere = []
    with servers.serve(servers.folder_handler(repository, elsewhere)) as other:
        text = (repository / "index.yaml").read_text().replace("- app-", f"- http://127.0.0.1:{other}/app-")
        (tmp_path / "index.yaml").write_text(text)
        with servers.serve(servers.folder_handler(tmp_path, [], servers.basic("u", "p"))) as port:
            flags = ["pull", "app", "--repo", f"http://127.0.0.1:{port}", "--username", "u", "--password", "p"]
            good(malha(home, *flags))
            good(malha(home, *flags, "--version", "1.0.0", "--pass-credentials"))
    assert [given for _, given in elsewhere] == [None, servers.basic("u", "p")]


def test_a_url_of_an_archive(home, repository):
    with servers.serve(servers.folder_handler(repository, [])) as port:
        assert "version: 1.2.0" in good(malha(home, "template", f"http://127.0.0.1:{port}/app-1.2.0.tgz"))


# ---- registries ----

@pytest.mark.parametrize("reference, version, want", [
    ("charts/app", None, "1.10.1"), ("charts/app", "1.2.0", "1.2.0"), ("charts/app", "~1.0", "1.0.0"),
    ("charts/app:1.2.0", None, "1.2.0"), ("charts/app", ">=2.0.0-0", "2.0.0-rc.1"),
])
def test_registry_versions(home, oci, reference, version, want):
    flags = ["template", "x", f"oci://localhost:{oci}/{reference}", "--plain-http"] + (
        ["--version", version] if version else [])
    ours, theirs = good(malha(home, *flags)), good(helm(home, *flags))
    assert ours == theirs
    assert f"version: {want}" in ours


def test_registry_by_digest_and_what_is_not_there(home, oci):
    base = f"oci://localhost:{oci}/charts"
    pulled = helm(home, "pull", f"{base}/app", "--version", "1.2.0", "--plain-http")
    digest = next(line.split()[1] for line in (pulled.stdout + pulled.stderr).splitlines() if line.startswith("Digest:"))
    assert "version: 1.2.0" in good(malha(home, "template", f"{base}/app@{digest}", "--plain-http"))
    refused(malha(home, "template", f"{base}/nope", "--plain-http"), "not found")
    refused(malha(home, "template", f"{base}/app:9.9.9", "--plain-http"), "not found")
    refused(malha(home, "template", f"{base}/app:1.2.0", "--version", "1.0.0", "--plain-http"), "mismatch")
    refused(malha(home, "template", f"{base}/app", "--version", "^9", "--plain-http"), "no version within")
    refused(malha(home, "template", "oci://localhost", "--plain-http"), "invalid OCI reference")
    refused(malha(home, "template", f"oci://localhost:{oci}/Charts App/x", "--plain-http"), "invalid OCI reference")
    refused(malha(home, "template", f"{base}/app"), "localhost")  # https is spoken unless told otherwise


@pytest.mark.parametrize("token", [False, True], ids=["basic", "token"])
def test_registry_authentication(home, oci, token):
    with servers.Front(oci, "u", "p", token=token).serve() as port:
        flags = ["template", f"oci://127.0.0.1:{port}/charts/app", "--plain-http"]
        refused(malha(home, *flags), "127.0.0.1")
        refused(malha(home, *flags, "--username", "u", "--password", "wrong"), "127.0.0.1")
        assert "1.10.1" in good(malha(home, *flags, "--username", "u", "--password", "p"))
        auth = servers.basic("u", "p").split()[1]
        (home / "config.json").write_text('{"auths": {"127.0.0.1:%d": {"auth": "%s"}}}' % (port, auth))
        assert "1.10.1" in good(malha(home, *flags, "--registry-config", "config.json"))


def test_registry_anonymous_token(home, oci):
    with servers.Front(oci, token=True).serve() as port:
        good(malha(home, "template", f"oci://127.0.0.1:{port}/charts/app", "--plain-http"))


@pytest.mark.parametrize("part", ["manifests", "blobs"])
def test_registry_content_is_checked(home, oci, part):
    front = servers.Front(oci)
    front.damage = lambda path, headers, body: (headers, body + b" " if f"/{part}/" in path else body)
    with front.serve() as port:
        flags = ["pull", f"oci://127.0.0.1:{port}/charts/app", "--plain-http"]
        refused(malha(home, *flags), "digest mismatch")
        assert not list(home.glob("*.tgz*"))
        front.damage = None
        good(malha(home, *flags))


# ---- commands ----

def test_pull_and_untar(home, repository):
    with servers.serve(servers.folder_handler(repository, [])) as port:
        flags = ["pull", "app", "--repo", f"http://127.0.0.1:{port}", "--version", "1.2.0"]
        good(malha(home, *flags, "-d", "."))
        assert (home / "app-1.2.0.tgz").read_bytes() == (repository / "app-1.2.0.tgz").read_bytes()
        good(malha(home, *flags, "--untar", "--untardir", "charts"))
        assert "version: 1.2.0" in (home / "charts" / "app" / "Chart.yaml").read_text()
        refused(malha(home, *flags, "--untar", "--untardir", "charts"), "already exists")


@pytest.mark.parametrize("what", ["values", "chart", "crds", "readme", "all"])
def test_show(home, repository, what):
    archive = repository / "app-1.2.0.tgz"
    assert good(malha(home, "show", what, archive)) == good(helm(home, "show", what, archive))


def test_output_dir_and_show_only(home, repository):
    archive = repository / "app-1.2.0.tgz"
    flags = ["template", "rel", archive, "--include-crds", "--output-dir"]
    good(malha(home, *flags, "ours"))
    good(helm(home, *flags, "theirs"))
    files = sorted(p.relative_to(home / "theirs") for p in (home / "theirs").rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(home / "ours") for p in (home / "ours").rglob("*") if p.is_file())
    for name in files:
        assert (home / "ours" / name).read_text() == (home / "theirs" / name).read_text()
    only = ["template", "rel", archive, "-s", "templates/*.yaml"]
    assert good(malha(home, *only)) == good(helm(home, *only))
    refused(malha(home, "template", archive, "-s", "templates/nope.yaml"), "could not find template")


@pytest.mark.parametrize("flags", [
    ["--set", "a=2,b.c=x,l[1].x=y"], ["--set", "a={1,b,true}"], ["--set", "a=null"], ["--set-string", "a=1,b=true"],
    ["--set-json", 'a={"b": [1, 2.5, null]},c="x"'], ["--set-json", '{"a": {"b": 1}}'], ["--set-file", "a=file.txt"],
    ["--set-literal", "a=1,b\\c=d"], ["--set", "a=1", "--set-string", "a=2"], ["--set", "a\\.b=1"],
    ["--set", "l[0][1]=x"], ["-f", "values.yaml", "--set", "m.x=2"], ["--set", "a=1,"], ["--set", "a"],
    ["--set", "a[x]=1"], ["--set", "a.b=1"], ["--set", "a[0]=1"], ["--set-json", "a={"],
    ["--set-file", "a=/nonexistent"], ["--set", "m={1"], ["--set", "=1"], ["--set", "a=0x1f,b=007,c=-5,d= 1"],
    ["--set-string", "a=x\\"], ["--set-literal", "a\\.b=1"], ["--set-literal", "a,b=1"], ["--set", "=1,.a=2,[0]=3"],
    ["--set", "a.=1"], ["-f", "null.yaml", "--set", "n.x=1"], ["--set", "n=null,n.x=1"],
    ["-f", "values.yaml,null.yaml"], ["-f", '"with,comma.yaml",values.yaml'], ["-f", 'val"ues.yaml'], ["-f", '"values.yaml'],
    ["-f", "values.yaml,"], ["-f", ""], ["-f", "URL/values.yaml", "--set-file", "a=URL/file.txt"], ["-f", "URL/nope"],
    ["--set-file", "a=URL/nope"],
], ids=" ".join)
def test_values_on_the_command_line(home, tmp_path, flags):
    archive = servers.package(tmp_path, tmp_path, "show", "1.0.0", "values: {{ toJson .Values }}\n")
    (home / "file.txt").write_text("text, of\na file\n")
    (home / "values.yaml").write_text("m: {x: 1, y: 2}\n")
    (home / "null.yaml").write_text("n: null\n")
    (home / "with,comma.yaml").write_text("m: {z: 3}\n")
    with servers.serve(servers.folder_handler(home, [])) as port:
        flags = [flag.replace("URL", f"http://127.0.0.1:{port}") for flag in flags]
        ours, theirs = (program(home, "template", "x", archive, *flags) for program in (malha, helm))
    assert (ours.returncode, ours.stdout) == (theirs.returncode, theirs.stdout), ours.stderr + theirs.stderr


@pytest.mark.parametrize("flags", [
    ["--skip-crds", "--include-crds"], ["--create-namespace", "-n", "ns"], ["--wait", "--timeout", "3s", "--wait-for-jobs"],
    ["--atomic", "--force", "--replace", "--take-ownership"], ["--dry-run"], ["--dry-run=client"], ["--generate-name=false"],
    ["-g"], ["-l", "a=b", "--labels", "c=d"], ["--disable-openapi-validation", "--render-subchart-notes", "--hide-notes"],
    ["--no-hooks=false"], ["--no-hooks=1"], ["--is-upgrade=true"], ["--is-upgrade=x"], ["--include-crds=T"],
    ["-a", '"x/v1",y/v1'], ["--api-versions", "x/v1", "-a", "z/v1"], ["--kube-version", "1.29"],
    ["--description", "words", "--dependency-update"], ["--kubeconfig", "/nope", "--kube-context", "x", "--debug=false"],
    ["--name-template", 'x-{{ "A" | lower }}'], ["--name-template", "{{ .x }}"], ["--name-template", "{{ include `x` . }}"],
    ["--name-template", "{{"], ["--unknown"], ["--verify"],
], ids=" ".join)
@pytest.mark.parametrize("name", [[], ["rel"]], ids=["unnamed", "named"])
def test_flags(home, tmp_path, flags, name):
    text = "release: {{ toJson .Release }}\nx: {{ .Capabilities.APIVersions.Has `x/v1` }} {{ .Capabilities.KubeVersion }}\n"
    archive = servers.package(tmp_path, tmp_path, "flags", "1.0.0", text)
    ours, theirs = (program(home, "template", *name, archive, "--kube-version", "v1.36.3", *flags) for program in (malha, helm))
    assert (ours.returncode, ours.stdout) == (theirs.returncode, theirs.stdout), ours.stderr + theirs.stderr


@pytest.mark.parametrize("name", ["Upper", "a" * 54, "-a", "a_b", ""])
def test_release_names(home, repository, name):
    refused(malha(home, "template", "--", name, repository / "app-1.2.0.tgz"), "release name")
