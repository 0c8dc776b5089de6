"""Output: the rows with their costs as one file, and how it differs from the one that was there."""

import csv
import io
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path
from typing import Any

from ecosys.answers.forms import csv_cell
from ecosys.answers.reprice.layout import COUNTED
from ecosys.answers.reprice.rows import COLUMNS
from ecosys.commands._reprice.parts import Parts
from ecosys.errors import InvalidInput
from ecosys.values.words import suggest

_SUSPICIOUS = re.compile(rb"""(?:^|[,"\n])'*[=+\-@\xef\t\r]|"'*\n""")
"""Where a cell may begin like a formula: few logs have any, and the others need not be read."""
NUMBERS = frozenset({"row", "requests", *COUNTED})
AMOUNTS = ("cost", "logged_cost")


def refuse_unknown(path: Path) -> None:
    """InvalidInput for an output whose name does not say how it is written, or that cannot be."""
    if path.suffix not in WRITERS:
        raise InvalidInput(
            f"--output {path}: {path.suffix or 'no ending'} is not known.",
            hint=suggest(path.suffix, WRITERS),
        )
    if path.suffix == ".parquet":
        from ecosys.answers.reprice.duck import is_installed

        if not is_installed():
            raise InvalidInput(
                f"--output {path}: Parquet is written by DuckDB, which is not installed.",
                hint="Install ecosys[analytics], or name a file that ends with .csv.",
            )


def write(parts: Parts, target: Path) -> None:
    """Put the parts together: the output is there whole, or as it was."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        WRITERS[target.suffix](parts, beside)
        beside.replace(target)
    finally:
        with suppress(OSError):
            beside.unlink()


def _csv(parts: Parts, target: Path) -> None:
    """The parts as they are; texts that a spreadsheet would run get a ' before them."""
    with target.open("wb") as out:
        out.write(f"{','.join(COLUMNS)}\n".encode())
        for path in parts.texts():
            part = path.read_bytes()
            out.write(_harmless(part) if _SUSPICIOUS.search(part) else part)


def _harmless(part: bytes) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    for cells in csv.reader(io.StringIO(part.decode(), newline="")):
        writer.writerow(map(csv_cell, cells))
    return out.getvalue().encode()


def _lines(parts: Parts, target: Path) -> None:
    with target.open("w", encoding="utf-8") as out:
        for path in parts.texts():
            with path.open(encoding="utf-8", newline="") as part:
                for cells in csv.reader(part):
                    out.write(f"{json.dumps(dict(_filled(cells)), ensure_ascii=False)}\n")


def _filled(cells: list[str]) -> Iterator[tuple[str, Any]]:
    """The cells that hold something, by name; amounts stay digits in text."""
    for name, cell in zip(COLUMNS, cells, strict=True):
        if cell:
            yield name, int(cell) if name in NUMBERS else cell


def _parquet(parts: Parts, target: Path) -> None:
    import duckdb

    from ecosys.answers.duck import named, quoted

    columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in COLUMNS)
    kinds = {**dict.fromkeys(NUMBERS, "BIGINT"), **dict.fromkeys(AMOUNTS, "DECIMAL(38, 18)")}
    shown = ", ".join(
        f"CAST({named(name)} AS {kinds.get(name, 'VARCHAR')}) AS {named(name)}" for name in COLUMNS
    )
    paths = ", ".join(quoted(str(path)) for path in parts.texts())
    with duckdb.connect() as connection:
        rows = (
            f"read_csv([{paths}], header = false, auto_detect = false, quote = '\"',"
            f" escape = '\"', columns = {{{columns}}})"
            if paths
            else f"(SELECT {', '.join(f'NULL AS {named(name)}' for name in COLUMNS)} LIMIT 0)"
        )
        copy = f"COPY (SELECT {shown} FROM {rows}) TO {quoted(str(target))} (FORMAT parquet)"  # noqa: S608
        connection.execute(copy)


WRITERS: Mapping[str, Callable[[Parts, Path], None]] = {
    ".csv": _csv,
    ".jsonl": _lines,
    ".ndjson": _lines,
    ".parquet": _parquet,
}
"""What writes an output, by how its name ends."""


def changed(before: Path, after: Path) -> tuple[int, int] | None:
    """How many lines of a file are otherwise in another one, and how many it has; None: unknown."""
    if not before.is_file() or before.suffix == ".parquet":
        return None
    different = lines = 0
    with before.open("rb") as old, after.open("rb") as new:
        for one, other in zip_longest(old, new):
            lines += one is not None
            different += one != other
    return different, lines
