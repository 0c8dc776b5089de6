"""Archive: what was read of a source, byte for byte, so that every imported fact can be traced to
it and translated again.

A folder beside the database: each file by the SHA-256 of its bytes, packed, and `index.jsonl` with
a line for each reading: source, day, name, address, licence, and when it was kept.
"""

import gzip
import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ecosys.errors import Damaged
from ecosys.importer import Importer
from ecosys.ingest.snapshots import Snapshot
from ecosys.values import clock as clocks
from ecosys.values import instant, when
from ecosys.values.clock import Clock

INDEX = "index.jsonl"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One reading that was kept."""

    source: str
    """The source's slug."""
    stated: str
    """The day on which it was stated."""
    name: str
    """The name of its file."""
    sha256: str
    """The hash of its bytes, under which it is kept."""
    address: str | None
    """Where the source publishes it."""
    licence: str | None
    """The licence of the data; null: none is named."""
    kept_at: str
    """When it was kept."""
    etag: str | None = None
    """What its server called this version of it."""


class Archive:
    """A folder of what was read."""

    def __init__(self, folder: Path, clock: Clock = clocks.system) -> None:
        self.folder = folder
        self.clock = clock

    def add(self, importer: Importer, snapshot: Snapshot, etag: str | None = None) -> None:
        """Keep a reading; one that is kept already stays as it is."""
        self.mend()
        if any(_is(kept, importer, snapshot) for kept in self):
            return
        path = self._path(snapshot.digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            partly = path.with_suffix(f".{os.getpid()}")
            partly.write_bytes(gzip.compress(snapshot.payload, mtime=0))
            partly.replace(path)
        note = KeptFile(
            source=importer.source,
            stated=str(snapshot.stated),
            name=snapshot.name,
            sha256=snapshot.digest,
            address=importer.address,
            licence=importer.licence,
            kept_at=instant.to_text(self.clock()),
            etag=etag,
        )
        with (self.folder / INDEX).open("a", encoding="utf-8") as index:
            index.write(f"{json.dumps(asdict(note))}\n")

    def last(self, source: str) -> KeptFile | None:
        """The reading of a source that was kept last."""
        return max((kept for kept in self if kept.source == source), key=_kept_at, default=None)

    def __iter__(self) -> Iterator[KeptFile]:
        whole, _ = self._notes()
        for number, line in enumerate(whole, start=1):
            try:
                yield KeptFile(**json.loads(line))
            except (ValueError, TypeError, RecursionError) as problem:
                raise Damaged(
                    f"{self.folder / INDEX}:{number} is no note of a reading: {problem}."
                ) from None

    def mend(self) -> str | None:
        """Take away a note that a broken-off write left unfinished; in words what was done.

        Nothing is lost: what was read is kept before it is noted, and noted when it is read again.
        """
        whole, cut = self._notes()
        if not cut:
            return None
        with (self.folder / INDEX).open("r+b") as index:
            index.truncate(sum(map(len, whole)))
        return (
            f"{self.folder / INDEX}:{len(whole) + 1} was cut off as it was written and is taken "
            f"away: import that file once more. ({cut[:100]!r})"
        )

    def _notes(self) -> tuple[list[bytes], bytes]:
        """The lines of the index, and what stands behind the last line end."""
        index = self.folder / INDEX
        lines = index.read_bytes().splitlines(keepends=True) if index.is_file() else []
        cut = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
        return lines, cut

    def snapshot(self, kept: KeptFile) -> Snapshot:
        """A reading as it was; Damaged where its bytes are not those that were kept."""
        try:
            payload = gzip.decompress(self._path(kept.sha256).read_bytes())
        except (OSError, EOFError, zlib.error) as problem:
            raise Damaged(f"{kept.name} of {kept.source} is lost: {problem}.") from None
        snapshot = Snapshot(kept.name, when.parse(kept.stated), payload)
        if snapshot.digest != kept.sha256:
            raise Damaged(f"{kept.name} of {kept.source} is not what was kept.")
        return snapshot

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / f"{digest}.gz"


def _kept_at(kept: KeptFile) -> str:
    return kept.kept_at


def _is(kept: KeptFile, importer: Importer, snapshot: Snapshot) -> bool:
    return (kept.source, kept.stated, kept.sha256) == (
        importer.source,
        snapshot.stated,
        snapshot.digest,
    )


def archive_of(database: Path) -> Path:
    """The folder of what was read for a database."""
    return database.with_name(f"{database.stem}-read")
