"""Folded facts: what is asked of a log, worked out from its events."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from ecosys.event import Recorded
from ecosys.events.registered import Registered
from ecosys.log.log import RELEASED
from ecosys.log.query import ALL, Filter
from ecosys.log.reader import Reader
from ecosys.moment import Held, Moment
from ecosys.moment.directory import Directory, FoldedDirectory
from ecosys.moment.hold import confirmed, hold, stated_by
from ecosys.moment.versions import Version, covering, families, in_order, readings, versions
from ecosys.moment.versions import confirmed as confirmed_versions
from ecosys.timeline.facts import REVISIONS
from ecosys.values import instant
from ecosys.values.memory import Recent

FEW = 2
"""At how many moments what holds is worked out by itself, before all versions are."""
MAX_WHOLE = 4
"""At how many moments all that holds is kept, of which types and subjects are parts."""
MAX_ASKED = 256
"""Of how many filters it is known at how many moments they were asked."""
READINGS = Filter(("confirmed",), "")
"""Readings of a source as a whole: they are about no subject."""


class FoldedFacts:
    """What follows from the events that a reader reads."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._everything: Recent[tuple[Moment, bool], Sequence[Held]] = Recent(MAX_WHOLE)
        self._asked: Recent[tuple[Filter, bool], tuple[int, int]] = Recent(MAX_ASKED)
        self._versions = lru_cache(maxsize=64)(self._versions_of)

    def held(self, moment: Moment, where: Filter, *, history: bool) -> Sequence[Held]:
        """What holds of what a filter lets through, in order of position."""
        if (everything := self._everything.get((moment, history))) is not None:
            return [held for held in everything if where.lets_through(held.event)]
        facts = self._facts(moment, where, history)
        fitting = [held for held in facts if where.still_fits(held.event)]
        if where == ALL:
            self._everything[moment, history] = fitting
        return fitting

    def versions(self, moment: Moment, where: Filter) -> Sequence[Version]:
        """What held with any knowledge up to a moment's, its history too, and with which it did."""
        read = self._reader.records(READINGS)
        kin = families(self._reader.records(where))
        each = (versions(one, released=RELEASED, history=True, source=moment.source) for one in kin)
        whole = (readings((record,), released=RELEASED) for record in read)
        told = [
            version
            for version in confirmed_versions(
                _recorded(chain.from_iterable(each), moment),
                _recorded(chain.from_iterable(whole), moment),
            )
            if where.still_fits(version.held.event)
        ]
        if moment.source is None:
            return told
        recorded = [record for record in read if record.position <= moment.position]
        own = stated_by(moment.source, (version.held for version in told), recorded)
        kept = set(map(id, own))
        return [version for version in told if id(version.held) in kept]

    def directory(self, position: int) -> Directory:
        """The subjects of the log at a position."""
        return FoldedDirectory(
            record for record in self._reader.records() if record.position <= position
        )

    def changed(self, before: Moment, after: Moment) -> None:
        """Not known: who asks reads everything."""

    def revisions(self) -> Sequence[Recorded]:
        """The recorded events that revise or judge one other, ascending."""
        return [record for record in self._reader.records() if record.event.type in REVISIONS]

    def ranks(self, position: int) -> Mapping[str, int]:
        """How far each source's word counts at a position: our judgement, whenever it is known."""
        moment = Moment(0, instant.AFTER_ALL, position)
        facts = self.held(moment, Filter(("registered",)), history=False)
        return {
            held.event.source: held.event.effective_rank
            for held in facts
            if isinstance(held.event, Registered)
        }

    def last_boundary(self, _: int, now: int) -> int:
        """The last instant within a day, not after now, at which a value changes; 0 for none."""
        return self._reader.last_boundary(now)

    def _facts(self, moment: Moment, where: Filter, history: bool) -> Sequence[Held]:
        """What holds at a moment; where many are asked, of the versions that there are."""
        records, readings = self._reader.records(where), self._reader.records(READINGS)
        count, before = self._asked.get((where, history), (0, 0))
        asked = before + 1 if count == len(records) else 1
        self._asked[where, history] = len(records), asked
        if moment.source is not None or asked <= FEW:
            return hold(records, moment, released=RELEASED, history=history, readings=readings)
        told = self._versions(where, history, len(records))
        return confirmed(covering(told, moment), readings, moment, RELEASED)

    def _versions_of(self, where: Filter, history: bool, count: int) -> Sequence[Version]:
        """All versions of the first events that a filter lets through, in order."""
        kin = families(self._reader.records(where)[:count])
        each = (versions(one, released=RELEASED, history=history) for one in kin)
        return in_order(chain.from_iterable(each))


def _recorded(told: Iterable[Version], moment: Moment) -> Iterator[Version]:
    """The versions of a position that anything known by the moment tells."""
    for each in told:
        recorded = each.position_from <= moment.position < each.position_to
        if recorded and each.known_from <= moment.known_at:
            yield each
