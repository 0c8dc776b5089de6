"""Folder: where segments lie, and that a file is the one that its event names."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from ecosys.errors import Damaged, InvalidInput, Unavailable
from ecosys.events.segment_named import SegmentNamed


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, read part by part.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "empty")
    ...     _ = path.write_bytes(b"")
    ...     sha256_of(path)[:16]
    'e3b0c44298fc1c14'
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep(parts: Iterable[bytes], sha256: str, folder: Path, named: str) -> str:
    """Keep bytes in the folder by their hash, whole or not at all; gives their address there.

    InvalidInput: what is `named` has another hash.
    """
    address = address_of(sha256)
    kept = folder / address
    kept.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with NamedTemporaryFile(dir=kept.parent, delete=False) as file:
        try:
            for part in parts:
                digest.update(part)
                file.write(part)
            if digest.hexdigest() != sha256:
                raise InvalidInput(f"{named} has the SHA-256 {digest.hexdigest()}, not {sha256}.")
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(0o644)  # a server is another user
            Path(file.name).replace(kept)
        finally:
            Path(file.name).unlink(missing_ok=True)
    return address


def parts_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file, part by part."""
    with path.open("rb") as file:
        yield from iter(lambda: file.read(1 << 20), b"")


def address_of(sha256: str) -> str:
    """Where a file of this hash lies in the folder."""
    return f"{sha256[:2]}/{sha256}.parquet"


def place(segment: SegmentNamed, folder: Path) -> Path:
    """Where the file of a segment lies; one with an address on the web by its hash."""
    is_remote = segment.address.startswith("https://")
    return folder / (address_of(segment.sha256) if is_remote else segment.address)


def find(segment: SegmentNamed, folder: Path) -> Path:
    """The file of a segment, verified. Unavailable: it is not here. Damaged: it is another one."""
    path = place(segment, folder)
    try:
        status = path.stat()
    except OSError as problem:
        raise Unavailable(
            f"The segment {segment.id} is not at {path}: {problem.strerror}.",
            hint="ECOSYS_SEGMENTS names the folder; ecosys observe --fetch gets those on the web.",
        ) from None
    found = _known(str(path), status.st_size, status.st_mtime_ns, status.st_ino)
    if found != segment.sha256:
        raise Damaged(f"{path} is not the file that {segment.id} names: its SHA-256 is {found}.")
    return path


@lru_cache(maxsize=4096)
def _known(path: str, _size: int, _changed: int, _number: int) -> str:
    """The hash of a file as long as it stays as it is: its size, time and number on the disk."""
    return sha256_of(Path(path))
