"""Certificates and keys of a cluster, made with the openssl program."""
import base64
import json
import secrets
import subprocess


def _openssl(*arguments, stdin=None):
    subprocess.run(["openssl", *arguments], check=True, input=stdin, capture_output=True)


class Pki:
    """A CA and what it signs, in one folder. Making what exists already is nothing."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.ca, self.ca_key = folder / "ca.crt", folder / "ca.key"
        if not self.ca.exists():
            self._key(self.ca_key)
            _openssl("req", "-x509", "-new", "-key", self.ca_key, "-days", "3650", "-subj",
                     "/CN=malha-test-ca", "-addext", "basicConstraints=critical,CA:TRUE",
                     "-addext", "keyUsage=critical,keyCertSign,cRLSign,digitalSignature", "-out", self.ca)

    @staticmethod
    def _key(path):
        _openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", path)
        path.chmod(0o600)

    def pair(self, name, common_name, organization=None, names=()):
        """A certificate for server and client use: (certificate, key) paths."""
        certificate, key = self.folder / f"{name}.crt", self.folder / f"{name}.key"
        if certificate.exists():
            return certificate, key
        self._key(key)
        subject = (f"/O={organization}" if organization else "") + f"/CN={common_name}"
        request, extensions = self.folder / f"{name}.csr", self.folder / f"{name}.ext"
        _openssl("req", "-new", "-key", key, "-subj", subject, "-out", request)
        lines = ["keyUsage=critical,digitalSignature,keyEncipherment",
                 "extendedKeyUsage=serverAuth,clientAuth"]
        if names:
            lines.append("subjectAltName=" + ",".join(
                ("IP:" if name.replace(".", "").isdigit() else "DNS:") + name for name in names))
        extensions.write_text("\n".join(lines) + "\n")
        _openssl("x509", "-req", "-in", request, "-CA", self.ca, "-CAkey", self.ca_key,
                 "-set_serial", f"0x{secrets.token_hex(16)}", "-days", "3650", "-extfile", extensions, "-out", certificate)
        return certificate, key

    def signing_key(self, name):
        """An RSA key pair for service account tokens: (private, public) paths."""
        private, public = self.folder / f"{name}.key", self.folder / f"{name}.pub"
        if not public.exists():
            _openssl("genrsa", "-out", private, "2048")
            _openssl("rsa", "-in", private, "-pubout", "-out", public)
        return private, public

    def kubeconfig(self, path, server, name, common_name, organization=None, context="malha"):
        """Writes a kubeconfig whose certificates are in it; cluster and user have the name of its context."""
        certificate, key = self.pair(name, common_name, organization)

        def data(file):
            return base64.b64encode(file.read_bytes()).decode()

        config = {
            "apiVersion": "v1", "kind": "Config", "current-context": context,
            "clusters": [{"name": context, "cluster": {
                "server": server, "certificate-authority-data": data(self.ca)}}],
            "users": [{"name": context, "user": {
                "client-certificate-data": data(certificate), "client-key-data": data(key)}}],
            "contexts": [{"name": context, "context": {"cluster": context, "user": context}}],
        }
        path.write_text(json.dumps(config, indent=1) + "\n")
        path.chmod(0o600)
        return path
