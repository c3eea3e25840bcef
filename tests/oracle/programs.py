"""Go's text/template and Helm's engine beside ours: the same request to both, a JSON line each way."""
import json
import subprocess

from testbed import BUILD, TOOLS

GO = TOOLS / "helm-oracle"
OURS = BUILD / "bin-san" / "oracle-driver"

VALUES = {"s": "str", "es": "", "i": 15021, "f": 1.5, "t": True, "n": None, "list": [1, "two", None, {"a": 1}],
          "texts": ["b", "a", "c"], "map": {"a": 1, "b": {"c": "d"}}, "em": {}, "el": []}
FILES = {"a.txt": "one\ntwo\n", "d/x.yaml": "x: 1\n", "d/y.txt": "why", "d/e/z.yaml": "z: [1]\n"}


class Program:
    """One of the two, kept running."""

    def __init__(self, path):
        self.path = path
        self.process = None

    def __enter__(self):
        self.process = subprocess.Popen([str(self.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        encoding="utf-8", errors="surrogateescape")
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def ask(self, request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.path.name} ended on {json.dumps(request)}")
        return json.loads(line)


def expressions():
    """The lines of functions.txt as requests."""
    for line in (Path(__file__).parent / "functions.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line, {"templates": {"t": "{{ " + line + " }}"}, "values": VALUES, "files": FILES}
