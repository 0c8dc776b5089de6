"""Cells: rows of a log that are charged alike, with the sum of their tokens.

A million rows fall into some thousand cells. Within a cell what a row costs is linear in its
tokens, so that their sum has the price of its rows, exactly. Where each part of a count is charged
by its own band, rows share a cell only if their counts are equal.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, localcontext
from typing import Literal, NamedTuple

from ecosys.answers.reprice.calls import FAULTS, NO_TIME, Call, Kind
from ecosys.answers.reprice.layout import COUNTED
from ecosys.answers.reprice.terms import lower_bound
from ecosys.answers.reprice.timetable import Slots, Timetable
from ecosys.domain.costs import INPUTS
from ecosys.values import instant

Every = Literal["month", "day"]
"""By what rows are told apart in time."""
DIGITS = 60
"""How many digits sums are kept to: more than any has."""
INPUT_AT = tuple(at for at, name in enumerate(COUNTED) if name in INPUTS)


class Place(NamedTuple):
    """What rows of a cell have in common."""

    kind: int
    slot: int
    """-1: the fault tells why nothing is priced."""
    first: int
    """The slot at the first instant of a row; another one where prices changed in its time."""
    band: int
    """How many thresholds of the slot the input of a request lies above."""
    unsure: int
    """How many that of all its requests does, where it is not known of one; else 0."""
    mask: int
    """Which of `COUNTED` are not zero: bit 0 for the first."""
    period: int
    """Months or days since 1970-01; -1: not known."""
    fault: int
    logged: int
    """1: the log says what it cost; 0: it does not."""
    counts: tuple[int, ...] | None
    """The counts, where rows of other counts are charged otherwise."""


@dataclass(slots=True)
class Cell:
    """Rows that are charged alike."""

    place: Place
    rows: int = 0
    tokens: tuple[int, ...] = (0,) * len(COUNTED)
    logged: Decimal = Decimal(0)
    """What the log says that they cost, if it does."""


class Placing:
    """Tells which cell a row falls into; a kind's timetable is worked out when it is first met."""

    def __init__(
        self, slots: Slots, table: Callable[[Kind], Timetable], every: Every = "month"
    ) -> None:
        self.slots = slots
        self.kinds: list[Kind] = []
        self._table = table
        self._known: dict[Kind, tuple[int, Timetable, int | None]] = {}
        self._period = month_of if every == "month" else day_of
        self._periods: dict[int, int] = {}

    def kind(self, kind: Kind) -> tuple[int, Timetable, int | None]:
        """The number of a kind, its timetable, and the band that it says to be of."""
        known = self._known.get(kind)
        if known is None:
            known = len(self.kinds), self._table(kind), lower_bound(kind.window)
            self._known[kind] = known
            self.kinds.append(kind)
        return known

    def place(self, call: Call) -> Place:
        """The cell of a row."""
        number, table, above = self.kind(call.kind)
        day = call.start // instant.DAY
        period = self._periods.get(day)
        if period is None:
            period = self._periods[day] = self._period(day)
        logged = int(call.cost is not None)
        if call.fault >= 0:
            known = period if FAULTS[call.fault] != NO_TIME else -1
            return Place(number, -1, -1, 0, 0, 0, known, call.fault, logged, None)
        last = call.end - 1
        timed = call.end - call.start < instant.DAY
        slot = table.slot(last, timed=timed)
        first = slot if last == call.start else table.slot(call.start, timed=timed)
        counts = call.counts
        chosen = self.slots.slots[slot]
        band = unsure = 0
        if chosen.thresholds:
            total = sum(counts[at] for at in INPUT_AT)
            size, is_sure = request_size(total, call.requests, above, chosen.thresholds[0])
            band = sum(size > each for each in chosen.thresholds)
            unsure = 0 if is_sure else sum(total > each for each in chosen.thresholds)
        mask = 0
        for at, count in enumerate(counts):
            if count:
                mask |= 1 << at
        alone = counts if chosen.is_marginal else None
        return Place(number, slot, first, band, unsure, mask, period, -1, logged, alone)


def request_size(total: int, requests: int, above: int | None, threshold: int) -> tuple[int, bool]:
    """How much input a request of a row has, as far as its band depends on it; and if that is sure.

    Of several requests the average counts, of an unknown number the lowest band.

    >>> request_size(300_000, 1, None, 200_000), request_size(300_000, 4, None, 200_000)
    ((300000, True), (75000, False))
    >>> request_size(300_000, 0, None, 200_000), request_size(300_000, 0, 200_000, 200_000)
    ((0, False), (200001, True))
    >>> request_size(150_000, 0, None, 200_000)
    (150000, True)
    """
    if above is not None:
        return (above + 1 if above else 0), True
    if requests == 1 or total <= threshold:
        return total, True
    return (-(-total // requests) if requests else 0), False


def fold(placed: Iterable[tuple[Place, Call]]) -> list[Cell]:
    """The cells of some rows."""
    cells: dict[Place, Cell] = {}
    sums: dict[Place, list[int]] = {}
    with localcontext(prec=DIGITS):
        for place, call in placed:
            cell = cells.get(place)
            if cell is None:
                cell = cells[place] = Cell(place)
                sums[place] = [0] * len(COUNTED)
            cell.rows += 1
            tokens = sums[place]
            for at, count in enumerate(call.counts):
                if count:
                    tokens[at] += count
            if call.cost is not None:
                cell.logged += call.cost
    for place, cell in cells.items():
        cell.tokens = tuple(sums[place])
    return list(cells.values())


def month_of(day: int) -> int:
    """Months since January 1970 of a day since then.

    >>> month_of(0), month_of(31), period_text(665, "month")
    (0, 1, '2025-06')
    """
    date = _date(day)
    return (date.year - 1970) * 12 + date.month - 1


def day_of(day: int) -> int:
    """A day is its own period."""
    return day


def period_text(period: int, every: Every) -> str | None:
    """A month or a day as people write it; None: it is not known."""
    if period < 0:
        return None
    if every == "day":
        return _date(period).date().isoformat()
    return f"{1970 + period // 12}-{period % 12 + 1:02}"


def _date(day: int) -> datetime:
    return instant.to_datetime(day * instant.DAY)
