"""Servers that charts come from: a Helm repository over HTTP or HTTPS, and a token server with a proxy in front of a
real OCI registry. All on loopback, in threads or child processes that end with the test."""
import base64
import contextlib
import http.client
import json
import re
import ssl
import subprocess
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer

from testbed import TOOLS

HELM = TOOLS / "helm"
REGISTRY = TOOLS / "registry"


@contextlib.contextmanager
def serve(handler, context=None):
    """The port of a server with this handler."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def basic(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def folder_handler(folder, seen, authorization=None):
    """Serves a folder; wants this Authorization header if one is given; notes each path asked for."""

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args):
            super().__init__(*args, directory=str(folder))

        def do_GET(self):
            seen.append((self.path, self.headers.get("Authorization")))
            if authorization and self.headers.get("Authorization") != authorization:
                self.send_error(401)
                return
            super().do_GET()

        def log_message(self, *_):
            pass

    return Handler


def certificate(folder):
    """A CA's PEM file and a server context for 127.0.0.1 with it."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "key.pem", "-out", folder / "ca.pem"],
                   check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
    return folder / "ca.pem", context


@contextlib.contextmanager
def registry():
    """The port of a real OCI registry with nothing in it."""
    process = subprocess.Popen([REGISTRY, "-port", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        found = re.search(r"serving on port (\d+)", process.stderr.readline())
        assert found, "the registry does not say its port"
        drain = threading.Thread(target=process.stderr.read, daemon=True)
        drain.start()
        yield int(found.group(1))
    finally:
        process.terminate()
        process.wait()


class Front:
    """A proxy in front of the registry: asks for a token or a password, and can damage what passes."""

    def __init__(self, port, user=None, password=None, token=False):
        self.port, self.user, self.password, self.token = port, user, password, token
        self.damage = None  # called with (path, headers, body), gives the new ones
        self.own_port = None

    def allowed(self, given):
        if self.token:
            return given == "Bearer good-token"
        return not self.user or given == basic(self.user, self.password)

    def challenge(self):
        if not self.token:
            return 'Basic realm="test"'
        return (f'Bearer realm="http://127.0.0.1:{self.own_port}/token",service="test",'
                'scope="repository:charts:pull"')

    def give_token(self, query, given):
        good = (query.get("service") == ["test"] and query.get("scope") == ["repository:charts:pull"] and
                (not self.user or given == basic(self.user, self.password)))
        return (200, json.dumps({"token": "good-token"})) if good else (401, "{}")

    def pass_on(self, path, accept):
        connection = http.client.HTTPConnection("localhost", self.port, timeout=10)
        connection.request("GET", path, headers={"Accept": accept} if accept else {})
        reply = connection.getresponse()
        headers, body = dict(reply.getheaders()), reply.read()
        connection.close()
        if self.damage:
            headers, body = self.damage(path, headers, body)
        return reply.status, headers, body

    def handler(self):
        front = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def answer(self, status, headers, body):
                self.send_response(status)
                for name, value in headers.items():
                    if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "warning"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                url = urllib.parse.urlsplit(self.path)
                given = self.headers.get("Authorization")
                if url.path == "/token":
                    status, text = front.give_token(urllib.parse.parse_qs(url.query), given)
                    self.answer(status, {}, text.encode())
                elif not front.allowed(given):
                    self.answer(401, {"WWW-Authenticate": front.challenge()}, b"{}")
                else:
                    self.answer(*front.pass_on(self.path, self.headers.get("Accept")))

        return Handler

    @contextlib.contextmanager
    def serve(self):
        with serve(self.handler()) as port:
            self.own_port = port
            yield port


def package(folder, into, name, version, template="a: {{ .Values.a }}\n"):
    """A chart made here and packaged by real helm; the archive's path."""
    chart = folder / f"{name}-{version}" / name
    (chart / "templates").mkdir(parents=True)
    (chart / "crds").mkdir()
    (chart / "Chart.yaml").write_text(f"apiVersion: v2\nname: {name}\nversion: {version}\n")
    (chart / "values.yaml").write_text("# a comment\na: 1\n")
    (chart / "README.md").write_text("# Read me\n")
    (chart / "crds" / "c.yaml").write_text("kind: CustomResourceDefinition\n")
    (chart / "templates" / "t.yaml").write_text(f"kind: ConfigMap\nversion: {{{{ .Chart.Version }}}}\n{template}")
    subprocess.run([HELM, "package", chart, "-d", into], check=True, capture_output=True)
    return into / f"{name}-{version}.tgz"
