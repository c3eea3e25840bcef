"""What all tests share: where things are."""
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
for folder in (ROOT / "hack", ROOT / "tests", ROOT / "tests" / "charts", ROOT / "tests" / "e2e", ROOT / "tests" / "integration"):
    sys.path.insert(0, str(folder))
