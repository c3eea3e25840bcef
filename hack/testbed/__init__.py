"""The local Kubernetes test bed: one node in a network namespace of its own, images without Docker."""
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build"
TOOLS = BUILD / "tools"
STATE = Path(os.environ.get("MALHA_STATE") or "/var/lib/malha")


class Failure(Exception):
    """Something went wrong that the user should read, without a traceback."""
