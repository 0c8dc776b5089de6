"""Engine: a log read row by row, in Python alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from ecosys.answers.reprice.calls import Call, calls
from ecosys.answers.reprice.cells import Cell, Place, Placing, fold
from ecosys.answers.reprice.layout import Layout
from ecosys.answers.reprice.rows import Cells, RowCosts, said, unit
from ecosys.answers.reprice.source import Record
from ecosys.answers.reprice.timetable import Slot
from ecosys.values.checkpoint import checkpoint

EVERY_ROWS = 10_000
"""After how many rows it is looked whether anybody still waits for the answer."""
Records = Callable[[], Iterator[Record]]


class Writer(Protocol):
    """Takes the rows with their costs, in the order of the log."""

    def wants(self, row: int) -> bool:
        """Whether a row is still to be written."""

    def write(self, cells: Cells) -> None:
        """Take a row that is wanted."""

    def wanted(self, rows: int) -> Iterator[tuple[int, int, Path]]:
        """Of so many rows the first and last of each part that is still to be written, and where
        to: as lines of CSV, without the names of columns.
        """


class Engine(Protocol):
    """Puts the rows of a log into cells, and has them written if anybody wants them."""

    def cells(self, placing: Placing, writer: "Writer | None" = None) -> list[Cell]:
        """The cells of all rows."""


class PlainEngine:
    """Reads records one after the other."""

    name = "python"

    def __init__(
        self, records: Records, layout: Layout, fields: Mapping[str, Sequence[str]]
    ) -> None:
        self._records = records
        self._layout = layout
        self._fields = fields

    def cells(self, placing: Placing, writer: Writer | None = None) -> list[Cell]:
        """The cells of all rows; each row is read once."""
        placed = _placed(calls(self._records(), self._layout, self._fields), placing)
        return fold(placed if writer is None else _written(placed, placing.slots.slots, writer))


def _placed(rows: Iterator[Call], placing: Placing) -> Iterator[tuple[Place, Call]]:
    for call in rows:
        if call.row % EVERY_ROWS == 0:
            checkpoint()
        yield placing.place(call), call


def _written(
    placed: Iterator[tuple[Place, Call]], slots: Sequence[Slot], writer: Writer
) -> Iterator[tuple[Place, Call]]:
    costs: dict[Place, RowCosts] = {}
    for place, call in placed:
        if writer.wants(call.row):
            if (known := costs.get(place)) is None:
                known = costs[place] = RowCosts(unit(place, slots))
            writer.write((*said(call), *known.told(call.counts)))
        yield place, call
