"""What helm has answered before: the same helm, asked the same about the same files, is not asked again.

Kept outside the tree by the pins of the program and the content of all that it reads, one compressed file an answer. Only for
`helm template` of charts without chance in them.
"""
import functools
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import zlib
from pathlib import Path

from testbed import BUILD, CACHE

ANSWERS = CACHE / "answers"


def _content(path):
    """A digest of a file, or of a folder with names, kinds and contents."""
    digest = hashlib.sha256()
    for entry in sorted(path.rglob("*")) if path.is_dir() else [path]:
        digest.update(f"{entry.relative_to(path)} {entry.is_symlink()} {entry.is_dir()} {entry.is_file()}\n".encode())
        if entry.is_file():
            data = entry.read_bytes()
            digest.update(f"{len(data)}\n".encode() + data)
    return digest.hexdigest()


@functools.lru_cache(maxsize=None)
def _fixed_content(path):
    return _content(path)


def _path_in(argument):
    """The path that an argument is or ends with (key=path), or None."""
    for text in (argument, argument.partition("=")[2]):
        if text.startswith("/") and Path(text).exists():
            return Path(text)
    return None


def _folder(program):
    """Of the answers of this very program; those of others go."""
    folder = ANSWERS / Path(os.path.realpath(program)).parent.name
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        for other in ANSWERS.iterdir():
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
    return folder


def ask(program, arguments):
    """(exit code, output, errors) of the program with these arguments."""
    arguments = [str(argument) for argument in arguments]
    paths = [path for path in map(_path_in, arguments) if path]
    question = [list(arguments), []]
    for i, path in enumerate(paths):
        question[0] = [argument.replace(str(path), f"@{i}@") for argument in question[0]]
        question[1].append(_fixed_content(path) if path.is_relative_to(BUILD) else _content(path))
    file = _folder(program) / hashlib.sha256(json.dumps(question).encode()).hexdigest()
    try:
        code, *texts = json.loads(zlib.decompress(file.read_bytes()))
    except (OSError, ValueError, zlib.error):
        done = subprocess.run([str(program), *arguments], capture_output=True, text=True, check=False)
        code, texts = done.returncode, [done.stdout, done.stderr]
        for i, path in enumerate(paths):
            texts = [text.replace(str(path), f"@{i}@") for text in texts]
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as made:
            made.write(zlib.compress(json.dumps([code, *texts]).encode()))
        os.replace(made.name, file)
    for i, path in enumerate(paths):
        texts = [text.replace(f"@{i}@", str(path)) for text in texts]
    return code, *texts
