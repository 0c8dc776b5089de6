"""Folded facts: what holds at a moment, worked out from the events at hand.

So are answered logs that are in no database, or whose rows cannot be written.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain

from ecosys.event import Recorded
from ecosys.log.log import RELEASED
from ecosys.log.query import ALL, Filter
from ecosys.moment import Held, Moment
from ecosys.moment.hold import confirmed, hold
from ecosys.moment.versions import Version, covering, families, in_order, versions

FEW = 2
"""At how many moments what holds is worked out by itself, before all versions are."""
MAX_WHOLE = 4
"""At how many moments all that holds is kept, of which types and subjects are parts."""
READINGS = Filter(("confirmed",), "")
"""Readings of a source as a whole: they are about no subject."""


class FoldedFacts:
    """What holds of recorded events; `records` gives those that a filter lets through."""

    def __init__(self, records: Callable[[Filter], Sequence[Recorded]]) -> None:
        self._records = records
        self._everything: dict[tuple[Moment, bool], Sequence[Held]] = {}
        self._asked: dict[tuple[Filter, bool], tuple[int, int]] = {}
        self._versions = lru_cache(maxsize=64)(self._versions_of)

    def held(self, moment: Moment, where: Filter, *, history: bool) -> Sequence[Held]:
        """What holds of what a filter lets through, in order of position."""
        if (everything := self._everything.get((moment, history))) is not None:
            return [held for held in everything if where.lets_through(held.event)]
        facts = self._facts(moment, where, history)
        fitting = [held for held in facts if where.still_fits(held.event)]
        if where == ALL:
            kept = list(self._everything.items())[1 - MAX_WHOLE :]
            self._everything = dict([*kept, ((moment, history), fitting)])
        return fitting

    def _facts(self, moment: Moment, where: Filter, history: bool) -> Sequence[Held]:
        """What holds at a moment; where many are asked, of the versions that there are."""
        records, readings = self._records(where), self._records(READINGS)
        count, before = self._asked.get((where, history), (0, 0))
        asked = before + 1 if count == len(records) else 1
        self._asked[where, history] = len(records), asked
        if moment.source is not None or asked <= FEW:
            return hold(records, moment, released=RELEASED, history=history, readings=readings)
        told = self._versions(where, history, len(records))
        return confirmed(covering(told, moment), readings, moment, RELEASED)

    def _versions_of(self, where: Filter, history: bool, count: int) -> Sequence[Version]:
        """All versions of the first events that a filter lets through, in order."""
        kin = families(self._records(where)[:count])
        each = (versions(one, released=RELEASED, history=history) for one in kin)
        return in_order(chain.from_iterable(each))
