"""Images to a registry, by the OCI distribution specification: from a docker-archive, without Docker."""
import hashlib
import json
import tarfile
import urllib.error
import urllib.parse
import urllib.request

from testbed import Failure

OCI = "application/vnd.oci.image"


class _Target:
    """A repository of a registry that is asked over HTTP."""

    def __init__(self, registry, repository):
        self.base = f"http://{registry}/v2/{repository}"
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ask(self, method, url, data=None, **headers):
        request = urllib.request.Request(url, data, {name.replace("_", "-"): value for name, value in headers.items()}, method=method)
        try:
            with self.opener.open(request, timeout=300) as reply:
                return reply.headers
        except urllib.error.HTTPError as error:
            if method == "HEAD" and error.code == 404:
                return None
            raise Failure(f"image: {url}: {error.code} {error.read().decode(errors='replace').strip()}") from None
        except OSError as error:
            raise Failure(f"image: {url}: {error}; is the registry there? 'hack/cluster registry list' shows which are") from None

    def blob(self, digest, size, open_data):
        """It is sent unless it is there; gives its descriptor but for the type."""
        if self.ask("HEAD", f"{self.base}/blobs/{digest}") is None:
            place = self.ask("POST", f"{self.base}/blobs/uploads/", b"")["Location"]
            place += ("&" if "?" in place else "?") + urllib.parse.urlencode({"digest": digest})
            with open_data() as data:
                self.ask("PUT", place, data, Content_Type="application/octet-stream", Content_Length=str(size))
        return {"digest": digest, "size": size}


def push(path, registry):
    """All images of the archive, each by its own name but for the registry. The names they have there."""
    with tarfile.open(path) as tar:
        return [_push_one(tar, one, name, registry) for one in json.load(tar.extractfile("manifest.json")) for name in one["RepoTags"]]


def _push_one(tar, said, name, registry):
    first, _, rest = name.partition("/")
    repository, _, tag = (rest if "." in first or ":" in first or first == "localhost" else name).rpartition(":")
    target = _Target(registry, repository)

    def sent(member, media_type):
        with tar.extractfile(member) as data:
            digest = f"sha256:{hashlib.file_digest(data, 'sha256').hexdigest()}"
        return {"mediaType": media_type, **target.blob(digest, tar.getmember(member).size, lambda: tar.extractfile(member))}
    manifest = {"schemaVersion": 2, "mediaType": f"{OCI}.manifest.v1+json", "config": sent(said["Config"], f"{OCI}.config.v1+json"),
                "layers": [sent(layer, f"{OCI}.layer.v1.tar") for layer in said["Layers"]]}
    target.ask("PUT", f"{target.base}/manifests/{tag}", json.dumps(manifest).encode(), Content_Type=manifest["mediaType"])
    return f"{registry}/{repository}:{tag}"
