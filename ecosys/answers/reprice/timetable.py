"""Timetable: which tariffs hold when, for rows that say the same of themselves.

It is worked out once for each thing bought, not for each row. Valid time is cut where any price,
end or alias changes; within a piece the week is cut where a price depends on the hour. What holds
in a piece, at some hours, is a slot. Several tariff books may be laid side by side: a slot has then
a tariff of each, so that what differs between them is told row by row of the same log.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ecosys.answers.reprice.tariff import Tariff
from ecosys.values.hours import MINUTE, WEEK_MINUTES

_MONDAY = 4 * 24 * 60
"""How many minutes of a week have gone on the first Monday after 1970-01-01, a Thursday."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What holds in a piece of valid time: by hours, and where the hour is not known."""

    starts: tuple[int, ...]
    """The minutes of the week from which on the tariffs hold; the first is 0."""
    tariffs: tuple[Tariff, ...]
    """One for each of them."""
    untimed: Tariff
    """The tariff of a row without a time of day."""

    @property
    def signature(self) -> tuple[object, ...]:
        """What two pieces must agree on to be the same."""
        every = (*self.tariffs, self.untimed)
        return self.starts, tuple(each.signature for each in every)


@dataclass(frozen=True, slots=True)
class TariffCourse:
    """The pieces of one tariff book for one thing bought, through all of valid time."""

    starts: tuple[int, ...]
    """The instants from which on they hold; the first is before all."""
    pieces: tuple[Piece, ...]

    def at(self, instant: int) -> Piece:
        """The piece that holds at an instant."""
        return self.pieces[bisect_right(self.starts, instant) - 1]


@dataclass(frozen=True, slots=True)
class Slot:
    """The tariffs of a row, one of each tariff book."""

    tariffs: tuple[Tariff, ...]
    thresholds: tuple[int, ...]
    """Above how much input other lines charge, by any of them."""
    is_marginal: bool


class Slots:
    """All slots of a run, each once, by number."""

    def __init__(self) -> None:
        self.slots: list[Slot] = []
        self._numbers: dict[tuple[object, ...], int] = {}

    def number(self, tariffs: tuple[Tariff, ...]) -> int:
        """The number of the slot with these tariffs."""
        key = tuple((each.name, each.tier, each.signature) for each in tariffs)
        if key not in self._numbers:
            self._numbers[key] = len(self.slots)
            above = sorted({each for tariff in tariffs for each in tariff.thresholds})
            is_marginal = any(each.is_marginal for each in tariffs)
            self.slots.append(Slot(tariffs, tuple(above), is_marginal))
        return self._numbers[key]


@dataclass(frozen=True, slots=True)
class Hours:
    """The slots of a piece of valid time."""

    starts: tuple[int, ...]
    numbers: tuple[int, ...]
    untimed: int


@dataclass(frozen=True, slots=True)
class Timetable:
    """Which slot holds when."""

    starts: tuple[int, ...]
    pieces: tuple[Hours, ...]

    def slot(self, at: int, *, timed: bool) -> int:
        """The number of the slot of an instant; not timed: its time of day is not known."""
        piece = self.pieces[bisect_right(self.starts, at) - 1]
        if not timed:
            return piece.untimed
        if len(piece.starts) == 1:
            return piece.numbers[0]
        return piece.numbers[bisect_right(piece.starts, minute_of_week(at)) - 1]


def minute_of_week(at: int) -> int:
    """Minutes since Monday 00:00 UTC, by arithmetic alone: it is asked for every row.

    >>> from ecosys.values.instant import parse
    >>> minute_of_week(parse("2026-08-25T01:00Z")) == 25 * 60  # a Tuesday
    True
    """
    return (at // MINUTE - _MONDAY) % WEEK_MINUTES


def timetable(courses: Sequence[TariffCourse], slots: Slots) -> Timetable:
    """The courses of several tariff books, side by side."""
    starts = _cuts(course.starts for course in courses)
    pieces = [_joined([course.at(start) for course in courses], slots) for start in starts]
    return Timetable(starts, tuple(pieces))


def _joined(pieces: Sequence[Piece], slots: Slots) -> Hours:
    starts = _cuts(piece.starts for piece in pieces)
    numbers = [
        slots.number(
            tuple(piece.tariffs[bisect_right(piece.starts, start) - 1] for piece in pieces)
        )
        for start in starts
    ]
    return Hours(starts, tuple(numbers), slots.number(tuple(each.untimed for each in pieces)))


def _cuts(cuts: Iterable[Sequence[int]]) -> tuple[int, ...]:
    return tuple(sorted({each for some in cuts for each in some}))
