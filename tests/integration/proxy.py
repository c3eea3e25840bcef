"""A proxy in front of the real API server that makes faults.

`rules` are functions of the request (method, path with query) that give None (pass it on) or a fault:
  ("status", code, headers, body)      answer this instead
  ("half",)                            pass the answer on, but only half of its body
  ("hold", event)                      pass it on once the event is set
  ("cut",)                             close the connection instead
  ("lost",)                            pass the request on, and close the connection instead of answering
  ("lines", n, more)                   of a watch: pass n events on, then the bytes `more`, then cut
A rule that gave a fault is used up, unless it is one of `lasting`.
"""
import http.server
import ssl
import threading

from testbed.api import Api


class Proxy:
    def __init__(self, local, pki):
        self.rules, self.lasting, self.seen = [], [], []
        self.lock = threading.Lock()
        self.api = Api(local.server, pki)
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def handle_any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                fault = outer.fault(self.command, self.path)
                if fault and fault[0] == "status":
                    _, code, headers, text = fault
                    self.send_response(code)
                    for key, value in {"Content-Type": "application/json", **headers,
                                       "Content-Length": str(len(text))}.items():
                        self.send_header(key, value)
                    self.end_headers()
                    self.wfile.write(text.encode())
                    return
                if fault and fault[0] == "cut":
                    self.close_connection = True
                    return
                if fault and fault[0] == "hold":
                    fault[1].wait()
                    fault = None
                headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "accept-encoding", "connection")}
                with outer.api.reply(self.command, self.path, body or None, headers) as reply:
                    if fault and fault[0] == "lost":
                        reply.read()
                        self.close_connection = True
                        return
                    try:
                        self.relay(reply, fault)
                    except OSError:
                        self.close_connection = True

            def relay(self, reply, fault):
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.headers.get("Content-Type", ""))
                for warning in reply.headers.get_all("Warning", []):
                    self.send_header("Warning", warning)
                self.send_header("Connection", "close")
                self.close_connection = True
                if "watch=true" not in self.path:
                    data = reply.read()
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data[:len(data) // 2] if fault else data)
                    return
                self.end_headers()
                passed = 0
                while not (fault and passed >= fault[1]):
                    line = reply.readline()
                    if not line:
                        return
                    self.wfile.write(line)
                    self.wfile.flush()
                    passed += 1
                self.wfile.write(fault[2])
                self.wfile.flush()

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

        certificate, key = pki.pair("proxy", "proxy", names=("127.0.0.1", "localhost"))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(str(certificate), str(key))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.address = f"https://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def fault(self, method, path):
        with self.lock:
            self.seen.append((method, path))
            for rule in [*self.rules, *self.lasting]:
                fault = rule(method, path)
                if fault:
                    if rule in self.rules:
                        self.rules.remove(rule)
                    return fault
        return None

    def close(self):
        self.server.shutdown()
        self.server.server_close()
