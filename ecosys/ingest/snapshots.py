"""Snapshots: the files of a source, each with the day on which it was stated."""

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from ecosys.errors import InvalidInput, Unavailable
from ecosys.values import instant, when
from ecosys.values.cached import cached_property

_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_GZIP = b"\x1f\x8b"
MAX_BYTES = 256 * 1024 * 1024
"""How large a file may be, unpacked."""


@dataclass(frozen=True)
class Snapshot:
    """What a source said on a day."""

    name: str
    """The name of its file."""
    stated: when.When
    """The day or instant."""
    payload: bytes
    of_history: bool = False
    """Whether it is one commit of an exported history."""

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of its bytes, in hexadecimal."""
        return sha256(self.payload).hexdigest()


def snapshots(files: Sequence[Path], stated: str | None = None) -> Iterator[Snapshot]:
    """The snapshots in files. The day is given for one file, or stands in the name of each."""
    if stated is not None and len(files) > 1:
        raise InvalidInput(
            "--stated is the day of one file; several are dated by their names.",
            hint="Name them by their days: 2025-09-01_data.json.",
        )
    for path in files:
        if not path.exists():
            raise Unavailable(f"{path} does not exist.")
    days = [None if _is_history(path) else when.read(stated or _day_in(path)) for path in files]
    for path, day in zip(files, days, strict=True):
        if day is None:
            yield from _commits(path)
        elif day.plain:
            yield Snapshot(path.name, day, _unpacked(path))
        else:
            raise InvalidInput(f"{day} is not a day.", hint="Give --stated 2025-09-01.")


def _is_history(path: Path) -> bool:
    return path.name.removesuffix(".gz").endswith(".jsonl")


def _commits(path: Path) -> Iterator[Snapshot]:
    """Each commit of an exported git history: a line of JSON with `commit`, `date` and its data."""
    for number, line in enumerate(_unpacked(path).splitlines(), start=1):
        try:
            data = json.loads(line)
            commit, date = str(data.pop("commit")), datetime.fromisoformat(data.pop("date"))
            stated = when.from_instant(instant.from_datetime(date))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
            raise InvalidInput(
                f"{path.name}:{number} is not a commit: {type(problem).__name__} {problem}."
            ) from None
        yield Snapshot(
            f"{path.name} {commit[:12]}", stated, json.dumps(data).encode(), of_history=True
        )


def _day_in(path: Path) -> str:
    match = _DAY.search(path.name)
    if not match:
        raise InvalidInput(f"{path.name} has no day in its name.", hint="Give --stated 2025-09-01.")
    return match[0]


def _unpacked(path: Path) -> bytes:
    try:
        with path.open("rb") as opened:
            packed = opened.read(2) == _GZIP
        with gzip.open(path) if packed else path.open("rb") as opened:
            payload = bytes(opened.read(MAX_BYTES + 1))
    except (OSError, EOFError) as problem:
        raise Unavailable(f"{path} cannot be read: {problem}.") from None
    if len(payload) > MAX_BYTES:
        raise InvalidInput(f"{path.name} is larger than {MAX_BYTES:,} bytes.")
    return payload
