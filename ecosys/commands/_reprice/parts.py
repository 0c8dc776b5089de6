"""Parts: the rows of a large log, written part by part, so that a run that was killed goes on.

The parts lie in a folder beside the output, with the terms that they were made on and the checksum
of each. A later run on the same terms takes those that are whole and makes the rest; one on other
terms begins anew. The output itself appears at once, when all of it is there.
"""

import csv
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from ecosys.answers.reprice.receipt import checksum
from ecosys.answers.reprice.rows import COLUMNS, Cells

PART_ROWS = 200_000
"""How many rows a part has."""
STATE = "state.json"


class Parts:
    """Takes the rows with their costs, in the order of the log."""

    def __init__(self, target: Path, terms: Mapping[str, Any], size: int = PART_ROWS) -> None:
        """Find what an earlier run on these terms has left for this output."""
        self.target = target
        self.folder = target.with_name(f".{target.name}.parts")
        self._terms = {**terms, "columns": list(COLUMNS), "part_rows": size}
        self._size = size
        self._sums: list[str] = self._left()
        self.taken = len(self._sums)
        """How many parts of an earlier run are whole."""
        self._file: TextIO | None = None
        self._rows = 0

    @property
    def rows_taken(self) -> int:
        """How many rows these hold."""
        return self.taken * self._size

    def wants(self, row: int) -> bool:
        """Whether a row is still to be written."""
        return row > self.rows_taken

    def write(self, cells: Cells) -> None:
        """Take a row that is wanted."""
        if self._file is None:
            self._file = self._next().open("w", encoding="utf-8", newline="")
            self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow(cells)
        self._rows += 1
        if self._rows == self._size:
            self._complete()

    def wanted(self, rows: int) -> Iterator[tuple[int, int, Path]]:
        """The first and last row of each part that is still to be written, and where to."""
        for first in range(self.rows_taken + 1, rows + 1, self._size):
            path = self._next()
            yield first, min(first + self._size - 1, rows), path
            self._done(path)

    def close(self) -> None:
        """End the last part."""
        if self._file is not None:
            self._complete()

    def texts(self) -> Iterator[Path]:
        """The files of all parts, in order."""
        return (self._path(number) for number in range(len(self._sums)))

    def remove(self) -> None:
        """Remove all parts: the output is there."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _left(self) -> list[str]:
        """The checksums of the parts that an earlier run on the same terms has left, whole."""
        try:
            state = json.loads((self.folder / STATE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            state = {}
        left: list[str] = []
        if state.get("terms") == self._terms:
            for number, told in enumerate(state["parts"]):
                path = self._path(number)
                if not path.is_file() or checksum(path) != told:
                    break
                left.append(told)
        if not left:
            self.remove()
        return left

    def _path(self, number: int) -> Path:
        return self.folder / f"part-{number:06}.csv"

    def _next(self) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self._path(len(self._sums))

    def _complete(self) -> None:
        assert self._file is not None
        self._file.close()
        self._file, self._rows = None, 0
        self._done(self._next())

    def _done(self, path: Path) -> None:
        """Note that a part is whole, after its bytes are on disk."""
        with path.open("rb") as file:
            os.fsync(file.fileno())
        self._sums.append(checksum(path))
        state = json.dumps({"terms": self._terms, "parts": self._sums})
        replace(self.folder / STATE, state.encode())


def replace(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole, or as it was."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink()
