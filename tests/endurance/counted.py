"""Counted: what came of something that was done for long, as a table, and whether all is well."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from typing import Any

from rich.console import Console
from rich.table import Table

Row = tuple[Sequence[str], Any]
"""To what it was done, and the counts: a dataclass of numbers that tells how many are `wrong`."""


def tell(names: Sequence[str], counts: type, rows: Iterable[Row]) -> int:
    """Print counts, each beside what they are of; the exit status is 1 where some are wrong."""
    table, wrong = Table(*names, *(field.name for field in fields(counts))), 0
    for to, found in rows:
        table.add_row(*to, *(f"{each:,}" for each in astuple(found)))
        wrong += found.wrong
    Console(width=160).print(table)
    return 1 if wrong else 0
