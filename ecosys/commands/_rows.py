"""Rows of no fixed shape: how those of a query are written, and those of a file read."""

import csv
import io
import json
import math
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ecosys.errors import InvalidInput

if TYPE_CHECKING:
    from ecosys.log.database import Table

FORMATS = ("table", "json", "csv", "ndjson")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,17})(\.\d+)?", re.ASCII)
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)

Rows = Iterable[Sequence[Any]]


def refuse_unknown(format: str) -> None:
    """Refuse a format that rows of no fixed shape are not written in."""
    from ecosys.values.words import suggest

    if format not in FORMATS:
        raise InvalidInput(f"--format {format} is not known.", hint=suggest(format, FORMATS))


def write(format: str, names: Sequence[str], rows: Rows, meta: Any = None) -> None:
    """Write rows under the names of their columns; `meta` stands beside them in JSON."""
    from ecosys.commands._show import for_terminal
    from ecosys.commands._table import table

    columns = _told_apart(names)
    plain = ([_plain(value) for value in row] for row in rows)
    if format == "table":
        keyed = [dict(zip(columns, row, strict=True)) for row in plain]
        table(keyed, columns, headings={name: name for name in columns}, whole=True)
        return
    for text in _texts(format, columns, plain, meta):
        content = text.encode()  # of text that is no bytes typer would leave out what it dislikes
        typer.echo(for_terminal(content, format) if sys.stdout.isatty() else content, nl=False)


def read_table(given: str) -> "Table":
    """The table of `NAME=FILE`: a CSV file with a header, in which numbers are numbers."""
    from ecosys.log.database import Table

    name, _, file = given.partition("=")
    if not _NAME.fullmatch(name) or not file:
        raise InvalidInput(f"--table {given!r} is not NAME=FILE.", hint="Write usage=usage.csv.")
    path = Path(file)
    if not path.is_file():
        raise InvalidInput(f"--table {name}: {path} is no file.")
    try:
        lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except UnicodeDecodeError:
        raise InvalidInput(f"--table {name}: {path} is not UTF-8.") from None
    if not lines:
        raise InvalidInput(f"--table {name}: {path} has no header.")
    header, *rows = lines
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise InvalidInput(
                f"--table {name}: row {number} of {path} has {len(row)} cells, not {len(header)}."
            )
    return Table(name, header, [[_value(text) for text in row] for row in rows])


def _texts(
    format: str, columns: Sequence[str], rows: Iterator[list[Any]], meta: Any
) -> Iterator[str]:
    """Rows as the parts of a file."""
    from ecosys.answers.forms import cell, csv_cell

    if format == "csv":
        yield _line(columns)
        yield from (_line([csv_cell(cell(value)) for value in row]) for row in rows)
        return
    keyed = (dict(zip(columns, row, strict=True)) for row in rows)
    if format == "ndjson":
        yield from (f"{_json(row)}\n" for row in keyed)
    else:
        yield f"{_json({'data': list(keyed), 'meta': meta})}\n"


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _told_apart(names: Sequence[str]) -> list[str]:
    """Names of columns; of those that are called the same the second is `name_2`."""
    columns: list[str] = []
    for name in names:
        numbered = (f"{name}_{number}" for number in range(2, len(names) + 2))
        columns.append(
            name if name not in columns else next(each for each in numbered if each not in columns)
        )
    return columns


def _plain(value: Any) -> Any:
    """A value as it can be written: bytes as hexadecimal digits, what is not finite as text."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def _value(text: str) -> object:
    """The value of a cell: a number where it is written as one, nothing where it is empty."""
    if not text:
        return None
    if not (match := _NUMBER.fullmatch(text)):
        return text
    return float(text) if match[2] else int(text)
