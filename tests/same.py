"""Are two Pods the same to Go, which leaves out what is empty and has one form for each quantity?"""
import re
from decimal import Decimal

# Fields whose zero Go does not write; of the others, which are pointers, a zero is something.
PLAIN = {"hostNetwork", "hostPID", "hostIPC", "stdin", "stdinOnce", "tty", "readOnly", "initialDelaySeconds", "timeoutSeconds",
         "periodSeconds", "successThreshold", "failureThreshold", "hostPort", "generation"}
# Structs that are always there.
STRUCTS = {"resources", "metadata", "status", "strategy"}
QUANTITIES = {"limits", "requests", "overhead"}
SUFFIXES = {"": Decimal(1), "n": Decimal("1e-9"), "u": Decimal("1e-6"), "m": Decimal("1e-3"), "k": Decimal(1000),
            **{letter: Decimal(1000) ** (i + 2) for i, letter in enumerate("MGTPE")},
            **{f"{letter}i": Decimal(1024) ** (i + 1) for i, letter in enumerate("KMGTPE")}}


def quantity(value):
    found = re.fullmatch(r"([+-]?[0-9.]*)([eE][+-]?[0-9]+|[A-Za-z]*)", str(value))
    if not found:
        return value
    if not re.search("[0-9]", found[1]):
        return "0" if found[1] or found[2] in SUFFIXES else value
    if re.fullmatch(r"[eE][+-]?[0-9]+", found[2]):
        return str((Decimal(found[1]) * Decimal(f"1{found[2]}")).normalize())
    return str((Decimal(found[1]) * SUFFIXES[found[2]]).normalize()) if found[2] in SUFFIXES else value


def is_written(key, value, texts):
    if value is None or (value == "" and not texts and key != "name") or (value == [] and key != "containers"):
        return False
    if value == {}:
        return not texts and key not in STRUCTS | QUANTITIES | {"annotations", "labels", "nodeSelector"}
    return not (key in PLAIN and (value is False or value == 0))


def plain(value, key=""):
    """The value as Go would write it; `key` is what it is under."""
    if isinstance(value, dict):
        if key in QUANTITIES:
            return {name: quantity(amount) for name, amount in value.items()}
        texts = key in ("annotations", "labels", "nodeSelector", "matchLabels")
        members = {name: plain(member, name) for name, member in value.items()}
        return {name: member for name, member in members.items() if is_written(name, member, texts)}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return quantity(value) if key in ("divisor", "sizeLimit") else value


def brief(item):
    return item.get("name", item) if isinstance(item, dict) else item


def differences(one, other, at=""):
    """What differs, as lines "path: one | other"; at most ten of each list or object."""
    if isinstance(one, dict) and isinstance(other, dict):
        lines = [line for key in sorted({*one, *other})
                 for line in differences(one.get(key, "-"), other.get(key, "-"), f"{at}.{key}")]
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        lines = [line for i, pair in enumerate(zip(one, other)) for line in differences(*pair, f"{at}[{i}]")]
    elif isinstance(one, list) and isinstance(other, list):
        lines = [f"{at}: of {[brief(item) for item in one]} | {[brief(item) for item in other]}"]
    else:
        lines = [] if one == other else [f"{at}: {one!r} | {other!r}"]
    return lines[:10]
