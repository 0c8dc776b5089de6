"""Tables: how rows stand on a terminal."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ecosys.answers.forms import cell
from ecosys.commands._out import tell
from ecosys.values.cached import cached_property
from ecosys.values.words import escape_unprintable

if TYPE_CHECKING:
    from rich.table import Table

MAX_LISTED = 4
"""How many things a cell lists at most."""
MAX_UNBROKEN = 30
"""The width up to which a word, or what stands in an optional column, is not broken."""
GAP = 3
"""How much of the width a column takes beside what stands in it."""
WIDTH = 160
"""How wide a table is where it is not shown on a terminal."""
USUAL = {"channel": "first_party", "modality": "text", "tier": "standard", "above": 0}
"""What goes without saying in a table."""

Row = Mapping[str, Any]
"""What a line shows, by the names of columns."""


@dataclass(frozen=True)
class Column:
    """What stands in a column, heading first."""

    name: str
    texts: Sequence[str]
    is_of_numbers: bool

    @cached_property
    def longest(self) -> int:
        """How wide its widest cell is, in characters of the terminal."""
        from rich.cells import cell_len

        return max(map(cell_len, self.texts))

    @cached_property
    def least(self) -> int:
        """How wide it is if it is broken between words only, and in words that are very long."""
        words = (len(word) for text in self.texts for word in text.split())
        return min(max(words, default=0), MAX_UNBROKEN)


def table(
    rows: Sequence[Row],
    columns: Sequence[str],
    optional: Sequence[str] = (),
    headings: Mapping[str, str] = MappingProxyType({}),
    *,
    whole: bool = False,
) -> None:
    """Show rows as a table; columns that are empty or say the usual throughout are left out.

    Those of a table that is to be whole stay.

    Where the terminal is too narrow optional columns are left out as well, the last first, and
    then the last of those in which words would be broken; it is told which. A column is headed by
    its name where no heading is given for it.
    """
    from rich.console import Console

    width = None if sys.stdout.isatty() else WIDTH
    console = Console(width=width, markup=False, emoji=False)  # what sources wrote is no markup
    if not rows:
        console.print("Nothing.")
        return
    read = [_column(rows, name, headings.get(name), whole=whole) for name in columns]
    telling = [column for column in read if column is not None]
    shown = _fitting(telling, optional, console.width)
    console.print(_drawn(shown, console.width))
    if left_out := [column.texts[0] for column in telling if column not in shown]:
        tell(f"Too narrow to show {', '.join(left_out)}: --format csv has all.")


def _column(rows: Sequence[Row], name: str, heading: str | None, *, whole: bool) -> Column | None:
    """A column, if it tells anything, or is to stay all the same."""
    values = [row.get(name) for row in rows]
    if not whole and not any(cell(value) and value != USUAL.get(name) for value in values):
        return None
    texts = [heading or name.replace("_", " "), *map(_brief, values)]
    return Column(name, texts, all(map(_is_number, values)))


def _fitting(columns: Sequence[Column], optional: Sequence[str], width: int) -> list[Column]:
    """The columns that there is room for."""
    fitting = list(columns)
    spared = [column for name in optional for column in columns if column.name == name]
    for column in reversed(spared):
        if _taken(min(each.longest, MAX_UNBROKEN) for each in fitting) > width:
            fitting.remove(column)
    while len(fitting) > 1 and _taken(each.least for each in fitting) > width:
        fitting.pop()
    return fitting


def _taken(widths: Iterable[int]) -> int:
    return sum(width + GAP for width in widths) - 1


def _drawn(columns: Sequence[Column], width: int) -> "Table":
    """Columns as a table. Lines that are not broken are drawn together: that is quicker."""
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table

    widths = _widths(columns, width - GAP * len(columns) + 1)
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column, wide in zip(columns, widths, strict=True):
        drawn.add_column(
            column.texts[0],
            justify="right" if column.is_of_numbers else "left",
            overflow="fold",  # what is there to be copied is never cut
            width=wide,
        )

    def is_whole(line: Sequence[str]) -> bool:
        return all(cell_len(text) <= wide for text, wide in zip(line, widths, strict=True))

    lines = zip(*(column.texts[1:] for column in columns), strict=True)
    for whole, some in groupby(lines, is_whole):
        for line in [map("\n".join, zip(*some, strict=True))] if whole else some:
            drawn.add_row(*line)
    return drawn


def _widths(columns: Sequence[Column], room: int) -> list[int]:
    """How wide the columns are: the widest less than their widest cells where there is no room."""
    widths = [column.longest for column in columns]
    for _ in range(sum(widths) - room):
        if wide := [at for at, column in enumerate(columns) if widths[at] > column.least]:
            widths[max(wide, key=widths.__getitem__)] -= 1
    return widths


def _brief(value: Any) -> str:
    """A cell of a table; of long lists the first two and how many there are."""
    if isinstance(value, list) and len(value) > MAX_LISTED:
        return escape_unprintable(f"{cell(value[:2])} ... {len(value)} in all")
    return escape_unprintable(cell(value))


def _is_number(value: object) -> bool:
    text = cell(value)
    return not text or text.lstrip("-").replace(".", "", 1).isdigit()
