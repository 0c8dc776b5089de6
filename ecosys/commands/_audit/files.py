"""Files: what of a code base is read, and what is left out."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ecosys.commands._audit.gitignore import Ignored
from ecosys.errors import InvalidInput

MAX_BYTES = 16 * 1024 * 1024
"""Larger files are data, not code."""
_HERE = os.path.join(".", "")
PART = 64 * 1024
"""How much of a file is read at once at first."""
FIRST = 8_192
"""How much of a file is looked at for zeros, which only binaries hold."""
_FOLDERS = frozenset(
    {
        *(".git", ".hg", ".svn", ".tox", ".nox", ".venv", "node_modules", "__pycache__"),
        *(".mypy_cache", ".pytest_cache", ".ruff_cache", ".ipynb_checkpoints"),
    }
)
_LOCKS = re.compile(
    r"(?:.*\.lock|.*-lock\.(?:json|ya?ml)|.*\.lockb|npm-shrinkwrap\.json|go\.sum|.*\.log(?:\.\d+)?)"
)
_PROSE = re.compile(
    r"(?i)(?:.*\.(?:md|mdx|markdown|rst|txt|adoc|asciidoc|org|tex)"
    r"|(?:readme|changelog|changes|history|news|license|licence|copying|notice|authors)(?:\..*)?)"
)
_BINARIES = frozenset(
    {
        *(".7z", ".a", ".avif", ".bin", ".bz2", ".class", ".db", ".dll", ".dylib", ".eot", ".exe"),
        *(".gif", ".gz", ".ico", ".jar", ".jpeg", ".jpg", ".map", ".mov", ".mp3", ".mp4", ".npy"),
        *(".npz", ".o", ".onnx", ".otf", ".parquet", ".pdf", ".pickle", ".pkl", ".png", ".pt"),
        *(".pyc", ".pyd", ".safetensors", ".so", ".sqlite", ".tar", ".tgz", ".tif", ".tiff"),
        *(".ttf", ".wasm", ".wav", ".webm", ".webp", ".whl", ".woff", ".woff2", ".xz", ".zip"),
        ".zst",
    }
)


def files(paths: Iterable[Path], excluded: Ignored, *, prose: bool = False) -> Iterator[str]:
    """The files of some folders that are code or configuration, and the files that are named.

    What `.gitignore` files leave out is left out, as are lock files, logs, binaries by their names,
    environments of packages and, unless asked for, prose. InvalidInput where there is no such path.
    """
    seen: set[str] = set()
    for path in paths:
        for each in _files(path, excluded, prose=prose):
            if each not in seen:
                seen.add(each)
                yield each


def _files(path: Path, excluded: Ignored, *, prose: bool) -> Iterator[str]:
    if path.is_dir():
        ignored = Ignored((*Ignored.above(path).specs, *excluded.specs))
        for each in _in_folder(os.path.normpath(path), ignored, prose=prose):
            yield each.removeprefix(_HERE)
    elif path.exists():
        yield os.path.normpath(path)
    else:
        raise InvalidInput(f"{path}: there is no such file or folder.")


def _in_folder(folder: str, ignored: Ignored, *, prose: bool) -> Iterator[str]:
    """The files of a folder and of all within it, in the order of their names."""
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    names = {entry.name for entry in ordered}
    if "pyvenv.cfg" in names:
        return
    if ".gitignore" in names:
        ignored = ignored.within(Path(folder))
    for entry in ordered:
        if entry.is_symlink():
            continue
        if entry.is_dir():
            if entry.name not in _FOLDERS and not ignored.folder(entry.path):
                yield from _in_folder(entry.path, ignored, prose=prose)
        elif entry.is_file() and is_read(entry.name, prose=prose) and not ignored.file(entry.path):
            yield entry.path


def is_read(name: str, *, prose: bool = False) -> bool:
    """Whether a file of this name is code or configuration.

    >>> [is_read(name) for name in ("app.py", ".env", "uv.lock", "out.log", "README.md", "a.png")]
    [True, True, False, False, False, False]
    >>> is_read("README.md", prose=True)
    True
    """
    if os.path.splitext(name)[1].lower() in _BINARIES or _LOCKS.fullmatch(name):
        return False
    return prose or not _PROSE.fullmatch(name)


def read(path: str) -> bytes | None:
    """The bytes of a text; None: it is a binary, or too large. OSError where it cannot be read.

    A text in UTF-16 is given in UTF-8.
    """
    file = os.open(path, os.O_RDONLY)
    try:
        data = os.read(file, PART)
        if len(data) == PART:  # most files are smaller
            if os.fstat(file).st_size > MAX_BYTES:
                return None
            while more := os.read(file, MAX_BYTES):
                data += more
    finally:
        os.close(file)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").encode()
    return None if b"\0" in data[:FIRST] else data
