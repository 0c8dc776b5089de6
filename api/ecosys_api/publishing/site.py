"""Site: a folder whose newest publication is led to by one link, which is moved in one step.

A publication is made beside the others and takes its name when it is whole. Files that the one
before it has too are the same files. Whoever is killed leaves what was there: `v1` leads to it.
"""

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from ecosys.errors import InvalidInput
from ecosys_api.publishing.bodies import LATEST, folder_of

MANIFEST = "manifest.json"
UNFINISHED = f".{LATEST}.new"
NAMES = ("feeds", "data", "compat")
"""What is led to beside `v1`: folders of the publication."""


class Site:
    """A folder with publications."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = folder / UNFINISHED
        """The publication that is being made."""
        self.files: dict[str, str] = {}
        """The checksums of its files."""
        self.written = 0
        """How many of them the one before it has not."""
        self._before: dict[str, str] = {}

    def begin(self) -> None:
        """Begin a publication; what a killed one left goes.

        InvalidInput where the folder holds other things.
        """
        _refuse_other(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.made, ignore_errors=True)
        self.made.mkdir()
        self._before = _manifest(self.folder / LATEST)

    def add(self, file: str, content: bytes) -> None:
        """Add a file."""
        digest = sha256(content).hexdigest()
        path = self.made / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if not self._has_before(file, digest):
            path.write_bytes(content)
            self.written += 1
        self.files[file] = digest

    def take(self, folder: str) -> None:
        """Take over what somebody else wrote into a folder of the publication."""
        for path in sorted((self.made / folder).rglob("*")):
            if path.is_file():
                file = path.relative_to(self.made).as_posix()
                content = path.read_bytes()
                path.unlink()
                self.add(file, content)

    def finish(self, key: str, about: Mapping[str, Any]) -> bool:
        """Give the publication its name and lead there; False where all of it was there already."""
        text = json.dumps({**about, "files": self.files}, indent=1, ensure_ascii=False)
        self.add(MANIFEST, f"{text}\n".encode())
        name = folder_of(key)
        if self._leads_to() == name and not self.written and self._before.keys() == set(self.files):
            shutil.rmtree(self.made)
            return False
        there = self.folder / name
        if there.exists():
            self._renew(there)
        else:
            self.made.rename(there)
        _lead(self.folder / LATEST, name)
        for each in NAMES:
            if (there / each).is_dir():
                _lead(self.folder / each, f"{LATEST}/{each}")
        return True

    def _renew(self, there: Path) -> None:
        """Renew, file by file, what was made of the same moment: with more, or by another version.

        The manifest comes last; what stood there and is not made any more goes.
        """
        before = _manifest(there)
        for file in sorted(self.files, key=lambda file: file == MANIFEST):
            if before.get(file) != self.files[file]:
                (there / file).parent.mkdir(parents=True, exist_ok=True)
                (self.made / file).replace(there / file)
        for file in before.keys() - self.files.keys():
            (there / file).unlink(missing_ok=True)
        shutil.rmtree(self.made)

    def put(self, file: str, content: bytes) -> None:
        """Put a file beside the publications, in the place of what it was."""
        path = self.folder / file
        if path.is_file() and path.read_bytes() == content:
            return
        beside = self.folder / f".{file}.new"
        beside.write_bytes(content)
        beside.replace(path)

    def keep(self, number: int) -> None:
        """Keep the newest publications alone, so many; that which `v1` leads to is one of them."""
        newest = self._leads_to()
        folders = [path for path in self.folder.glob(f"{LATEST}@*") if path.name != newest]
        folders.sort(key=lambda path: path.stat().st_mtime_ns)
        for path in folders[: max(len(folders) - number + 1, 0)]:
            shutil.rmtree(path)

    def _leads_to(self) -> str | None:
        link = self.folder / LATEST
        return os.readlink(link) if link.is_symlink() else None

    def _has_before(self, file: str, digest: str) -> bool:
        """Whether the publication before has the same file, which then is that of this one too."""
        if self._before.get(file) != digest:
            return False
        with suppress(OSError):  # it is gone, or files cannot be linked here
            os.link(self.folder / LATEST / file, self.made / file)
            return True
        return False


def _lead(link: Path, target: str) -> None:
    """Let a link lead somewhere else, in one step."""
    if link.is_symlink() and os.readlink(link) == target:
        return
    beside = link.with_name(f".{link.name}.link")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target, target_is_directory=True)
    beside.replace(link)


def _manifest(folder: Path) -> dict[str, str]:
    """The checksums of the files of a publication; empty where there is none."""
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    content = path.read_bytes()
    files: dict[str, str] = json.loads(content)["files"]
    return {**files, MANIFEST: sha256(content).hexdigest()}


def _refuse_other(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InvalidInput(f"{folder} is no folder.", hint="Name a folder for the site.")
    ours = (LATEST, UNFINISHED)
    is_ours = any((folder / name).is_symlink() or (folder / name).is_dir() for name in ours)
    if folder.exists() and any(folder.iterdir()) and not is_ours:
        raise InvalidInput(f"{folder} holds other things.", hint="Name an empty folder.")
