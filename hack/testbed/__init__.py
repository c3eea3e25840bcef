"""The local Kubernetes test bed: one node in a network namespace of its own, images without Docker."""
import os
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build"
TOOLS = BUILD / "tools"
CACHE = Path(os.environ.get("MALHA_CACHE") or Path.home() / ".cache" / "malha")
STATE = Path(os.environ.get("MALHA_STATE") or "/var/lib/malha")


def name_here(what):
    """A cluster's name for this very checkout: tests of two of them may run beside each other."""
    return f"{what}-{zlib.crc32(str(ROOT).encode()) % 10000}"


class Failure(Exception):
    """Something went wrong that the user should read, without a traceback."""
