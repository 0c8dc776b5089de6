"""CSV: a file for each table, with a header (RFC 4180)."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ecosys.answers.dataset.source import File, Source
from ecosys.answers.forms import cell, csv_cell
from ecosys.values import amount

MEDIA_TYPE = "text/csv"


def write(source: Source, folder: Path) -> Iterator[File]:
    """Write a file for each table; what a spreadsheet would run gets a ' before it."""
    for table in source.tables:
        path = folder / f"{table.name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(table.names)
            numbers = [column.type == "number" for column in table.columns]
            for row in table.rows():
                writer.writerow(map(_text, row, numbers))
        yield File(path.name, MEDIA_TYPE, table.summary, table.columns)


def _text(value: Any, is_number: bool) -> str:
    if value is None:
        return ""
    return amount.text(value) if is_number else csv_cell(cell(value))
