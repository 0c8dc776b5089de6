"""Forms: rows as CSV and Markdown."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from ecosys.answers.answer import to_plain


def columns(row: Any, include: str | None = None) -> list[str]:
    """The columns of a kind of row: its fields in their order, with what was to be included."""
    return [each.name for each in fields(row) if each.metadata.get("include") in (None, include)]


def to_csv(
    rows: Sequence[object], row: Any, include: str | None = None, *, header: bool = True
) -> str:
    """Rows as CSV (RFC 4180) with a header; lists are joined by spaces, the rest is JSON."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    names = columns(row, include)
    if header:
        writer.writerow(names)
    for each in to_plain(list(rows), list[row]):
        writer.writerow([cell(each.get(name)) for name in names])
    return out.getvalue()


def to_markdown(rows: Sequence[object], row: Any, include: str | None = None) -> str:
    """Rows as a Markdown table; columns that are empty throughout are left out."""
    cells = [
        {name: cell(value) for name, value in each.items()}
        for each in to_plain(list(rows), list[row])
    ]
    names = [name for name in columns(row, include) if any(each.get(name) for each in cells)]
    if not names:
        return "No rows.\n"
    head = f"| {' | '.join(names)} |\n|{'---|' * len(names)}\n"
    body = "".join(
        f"| {' | '.join(_escaped(each.get(name, '')) for name in names)} |\n" for each in cells
    )
    return head + body


def cell(value: Any) -> str:
    """A value as the text of one cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(each, dict | list) for each in value):
        return " ".join(str(each) for each in value)
    if isinstance(value, dict) and all(isinstance(each, str) for each in value.values()):
        return "; ".join(f"{key}={each}" for key, each in value.items())
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return str(value)


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
