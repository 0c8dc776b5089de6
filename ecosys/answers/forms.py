"""Forms: rows as CSV and Markdown."""

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from ecosys.answers.answer import to_plain

_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n].", re.DOTALL)
"""What a spreadsheet would run, with any number of ' before it: so taking one away is exact.

Where people write in full width it takes signs of that width, too.
"""
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


def columns(row: Any, include: str | None = None) -> list[str]:
    """The columns of a kind of row: its fields in their order, with what was to be included."""
    return [each.name for each in fields(row) if each.metadata.get("include") in (None, include)]


def to_csv(
    rows: Sequence[object], row: Any, include: str | None = None, *, header: bool = True
) -> str:
    """Rows as CSV (RFC 4180) with a header; lists are joined by spaces, the rest is JSON.

    What a spreadsheet would run is made text: see `csv_cell`.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    names = columns(row, include)
    if header:
        writer.writerow(names)
    for each in to_plain(list(rows), list[row]):
        writer.writerow([csv_cell(cell(each.get(name))) for name in names])
    return out.getvalue()


def csv_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: one that begins like it gets a ' before it.

    Numbers stay numbers. So does a sign alone, which is none. `read_csv_cell` takes the ' away.

    >>> [csv_cell(text) for text in ("=1+1", "@SUM(A1)", "-80", "-1.5e3", "=", "gpt-4")]
    ["'=1+1", "'@SUM(A1)", '-80', '-1.5e3', '=', 'gpt-4']
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def read_csv_cell(text: str) -> str:
    """The text of a cell as it was before `csv_cell`.

    >>> [read_csv_cell(csv_cell(text)) for text in ("=1+1", "'=1+1", "-80", "'tis")]
    ['=1+1', "'=1+1", '-80', "'tis"]
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


_MARKUP = {"|": "\\|", "<": "\\<", "](": "]\\(", "\n": " "}
"""What would be more than a text in a cell of Markdown, and how it is written there."""


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
    r"""A text that is a text in Markdown, too: no tag and no link, and it stays in its cell.

    >>> print(_escaped("<b>[a|b](javascript:c)"))
    \<b>[a\|b]\(javascript:c)
    """
    for sign, safe in _MARKUP.items():
        text = text.replace(sign, safe)
    return text
