"""Reader: reads a log and keeps what it read, because recorded events never change."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from threading import RLock

from ecosys.errors import InvalidInput
from ecosys.event import Recorded
from ecosys.log.log import Log
from ecosys.log.query import ALL, Filter
from ecosys.values import when
from ecosys.values.hours import Hours

_Boundaries = tuple[list[int], set[Hours]]
"""When values change: the instants, ascending, and the hours of each week."""


class Reader:
    """Reads each selection of events once; later only what was appended since."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self._lock = RLock()
        self._selections: dict[Filter, tuple[int, list[Recorded]]] = {}
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
        instants, hours = self._boundaries_upto_head()
        index = bisect_right(instants, now)
        last = instants[index - 1] if index else 0
        return max(last, *(each.last_turn(now) for each in hours)) if hours else last

    def _boundaries_upto_head(self) -> _Boundaries:
        head = self.log.head().position
        with self._lock:
            upto, (instants, hours) = self._boundaries
            if upto < head:
                instants = sorted({*instants, *_instants(self.log.instants(after=upto))})
                hours = hours | set(_hours(self.log.hours(after=upto)))
                self._boundaries = (head, (instants, hours))
            return instants, hours


def _instants(texts: Iterable[str]) -> Iterator[int]:
    """The instants among texts that look like one; a name or a title may only look so."""
    for text in texts:
        with suppress(InvalidInput):
            yield when.parse(text).start


def _hours(texts: Iterable[str]) -> Iterator[Hours]:
    """The hours among texts that look like some."""
    for text in texts:
        with suppress(InvalidInput):
            yield Hours.read(text)
