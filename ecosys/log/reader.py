"""Reader: reads a log and keeps what it read, because recorded events never change."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from threading import RLock

from ecosys.errors import InvalidInput
from ecosys.event import Recorded
from ecosys.log.log import Log
from ecosys.log.query import ALL, Filter
from ecosys.values import when
from ecosys.values.hours import Hours
from ecosys.values.memory import Recent

_Boundaries = tuple[list[int], set[Hours]]
"""When values change: the instants, ascending, and the hours of each week."""
MAX_SELECTIONS = 64
"""How many selections are kept; none is larger than the log."""


class Reader:
    """Reads each selection of events once, of the last few; later only what was appended since."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self._lock = RLock()
        self._selections: Recent[Filter, tuple[int, list[Recorded]]] = Recent(MAX_SELECTIONS)
        self._boundaries: tuple[int, _Boundaries] = (0, ([], set()))

    def records(self, where: Filter = ALL) -> Sequence[Recorded]:
        """The recorded events that a filter lets through, by ascending position."""
        head = self.log.head().position
        with self._lock:
            upto, records = self._selections.get(where, (0, []))
            if upto < head:
                records = records + self.log.read(where, after=upto, upto=head)
            self._selections[where] = (head, records)
            return records

    def at(self, positions: Collection[int]) -> Sequence[Recorded]:
        """The recorded events at some positions, ascending."""
        with self._lock:
            upto, everything = self._selections.get(ALL, (0, []))
        if upto < max(positions, default=0):
            return self.log.at(positions)
        return [record for record in everything if record.position in positions]

    def last_boundary(self, now: int) -> int:
        """The last instant within a day, not after now, at which a value changes; 0 for none."""
        found, weekly = self._boundaries_upto_head()
        index = bisect_right(found, now)
        return max([found[index - 1] if index else 0, *(each.last_turn(now) for each in weekly)])

    def _boundaries_upto_head(self) -> _Boundaries:
        head = self.log.head().position
        with self._lock:
            upto, (found, weekly) = self._boundaries
            if upto < head:
                found = sorted({*found, *instants(self.log.instants(after=upto))})
                weekly = weekly | hours(self.log.hours(after=upto))
                self._boundaries = (head, (found, weekly))
            return found, weekly


def instants(texts: Iterable[str]) -> set[int]:
    """The instants among texts that look like one; a name or a title may only look so.

    >>> instants(["1970-01-01T00:00:01Z", "2025-99-99T00:00:00Z"])
    {1000000}
    """
    found: set[int] = set()
    for text in texts:
        with suppress(InvalidInput):
            found.add(when.parse(text).start)
    return found


def hours(texts: Iterable[str]) -> set[Hours]:
    """The hours of the week among texts that look like some.

    >>> hours(["16:30-00:30", "1.9"])
    {'16:30-00:30'}
    """
    found: set[Hours] = set()
    for text in texts:
        with suppress(InvalidInput):
            found.add(Hours.read(text))
    return found
