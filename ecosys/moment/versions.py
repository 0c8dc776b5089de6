"""Versions: what a family of events states, each with the bounds within which it holds.

A family is an event and all that refers to it, directly or through another. What becomes of the
event depends on its family alone, and changes only where one of the family is said or recorded. So
all its answers are cells of a small grid, instants of knowledge by positions, and the cells that
give the same are one version.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from sys import maxsize

from ecosys.event import Recorded, known_from
from ecosys.events.corrected import Corrected
from ecosys.events.retracted import Retracted
from ecosys.moment.held import Held, in_log_order
from ecosys.moment.hold import hold, read_as_a_whole
from ecosys.moment.moment import Moment
from ecosys.values import instant

Family = tuple[Recorded, ...]
"""An event and all that refers to it, by ascending position."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a statement, with its bounds in knowledge and position; ends are exclusive."""

    held: Held
    known_from: int
    """The first instant of knowledge at which it holds."""
    known_to: int
    """The first at which it no longer does."""
    position_from: int
    """The first position at which it holds."""
    position_to: int
    """The first at which it no longer does."""

    def covers(self, moment: Moment) -> bool:
        """Whether it is the version at a moment."""
        return (
            self.known_from <= moment.known_at < self.known_to
            and self.position_from <= moment.position < self.position_to
        )


def families(records: Sequence[Recorded]) -> Iterator[Family]:
    """The families of a log, in the order of the events that they are about.

    An event that refers to several is of the families of them all.

    >>> from ecosys.testing import given
    >>> licence = {"type": "described", "subject": "acme/m", "attribute": "licence",
    ...            "occurred": "2025-01-01", "value": "MTI", "sources": [{"source": "acme"}]}
    >>> history = given({**licence, "id": "a"}, {**licence, "id": "b", "attribute": "terms"},
    ...                 {"type": "retracted", "id": "r", "event": "a", "fault": "ours",
    ...                  "why": "a slip"})
    >>> [[record.id for record in family] for family in families(history.records)]
    [['a', 'r'], ['b']]
    """
    by_id = {record.id: record for record in records}
    about: dict[str, list[str]] = defaultdict(list)
    for record in records:
        for target in record.event.targets:
            about[target].append(record.id)
    for record in records:
        if not record.event.targets:
            family = {record.id, *_referring(record.id, about)}
            yield tuple(sorted((by_id[id] for id in family), key=lambda each: each.position))


def _referring(id: str, about: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The ids of what refers to an event, directly or through another."""
    for other in about.get(id, ()):
        yield other
        yield from _referring(other, about)


def versions(
    family: Family, *, released: str = "", history: bool = False, source: str | None = None
) -> list[Version]:
    """The versions of what a family states: of whichever source, or as one source has it.

    `hold` says what each is. With `history` those that were superseded or cancelled are among them.
    What the readings of a source as a whole confirm is not: they belong to no family.

    >>> from ecosys.testing import given
    >>> wrong = {"type": "described", "id": "a", "subject": "acme/m", "attribute": "licence",
    ...          "occurred": "2025-01-01", "value": "MTI", "sources": [{"source": "acme"}]}
    >>> history = given(wrong, {"type": "corrected", "id": "c", "event": "a", "fault": "ours",
    ...                         "why": "misspelt", "statement": {**wrong, "value": "MIT"}})
    >>> [family] = families(history.records)
    >>> [(each.held.event.value, each.position_from, each.position_to < maxsize)
    ...  for each in versions(family)]
    [('MTI', 1, True), ('MIT', 2, False)]
    """

    def at(records: Sequence[Recorded], moment: Moment) -> list[Held]:
        asked = moment if source is None else replace(moment, source=source)
        return hold(records, asked, released=released, history=history)

    return _bounded(family, at)


def readings(family: Family, *, released: str = "") -> list[Version]:
    """The versions of a reading of a source as a whole; of any other family there are none.

    >>> from ecosys.testing import given
    >>> history = given({"type": "confirmed", "id": "r", "source": "acme", "stated": "2025-06-01"})
    >>> [(each.held.voice, each.position_from) for each in readings(history.records)]
    [('acme', 1)]
    """
    return _bounded(family, partial(read_as_a_whole, released=released))


def _bounded(
    family: Family, at: Callable[[Sequence[Recorded], Moment], list[Held]]
) -> list[Version]:
    """What is so of a family at every moment, in versions; `at` tells what is so at one."""
    if len(family) == 1:
        always = Moment(0, instant.AFTER_ALL, maxsize)
        return [_alone(held, family[0]) for held in at(family, always)]
    times = [*_turns(family), instant.AFTER_ALL + 1]
    ends = [*(record.position for record in family[1:]), maxsize]
    cells: list[list[Held]] = [[] for _ in times[1:]]
    open_: dict[tuple[int, int], list[Version]] = {}
    closed: list[Version] = []
    for count, (record, end) in enumerate(zip(family, ends, strict=True), start=1):
        known = family[:count]
        turns = set(_turns(known))
        for cell in range(_first_cell(record, times), len(cells)):
            if times[cell] in turns:
                cells[cell] = at(known, Moment(0, times[cell], record.position))
            elif cell:
                cells[cell] = cells[cell - 1]
        row: dict[tuple[int, int], list[Version]] = defaultdict(list)
        for held, start, stop in _runs(cells, times):
            before = open_.get((start, stop), [])
            same = next((each for each in before if each.held == held), None)
            if same is not None:
                before.remove(same)
            version = same or Version(held, start, stop, record.position, end)
            row[start, stop].append(replace(version, position_to=end))
        closed += [each for some in open_.values() for each in some]
        open_ = row
    return closed + [each for some in open_.values() for each in some]


def _first_cell(record: Recorded, times: Sequence[int]) -> int:
    """The first instant of knowledge at which an event changes anything.

    It is when it is known; that our mistake was put right counts since the mistake was known.
    """
    event = record.event
    if isinstance(event, Corrected | Retracted) and event.fault == "ours":
        return 0
    return bisect_left(times, record.known_from)


def _alone(held: Held, record: Recorded) -> Version:
    """The version of an event that nothing refers to: it holds from when it is known on."""
    return Version(held, held.known_from, instant.AFTER_ALL + 1, record.position, maxsize)


def _turns(family: Family) -> list[int]:
    """The instants of knowledge at which something about a family may change, ascending."""
    turns = {record.known_from for record in family}
    for record in family:
        if isinstance(record.event, Corrected):  # its right day, where that was our mistake
            turns.add(known_from(record.event.statement, record.recorded_at))
    return sorted(turns)


def _runs(cells: Sequence[Sequence[Held]], times: Sequence[int]) -> list[tuple[Held, int, int]]:
    """What is so in cells, each from an instant of knowledge up to another."""
    runs: list[tuple[Held, int, int]] = []
    for cell, (start, stop) in zip(cells, pairwise(times), strict=True):
        for held in cell:
            same = next((each for each in runs if each[2] == start and each[0] == held), None)
            if same is not None:
                runs.remove(same)
            runs.append((held, same[1] if same else start, stop))
    return runs


def confirmed(told: Iterable[Version], read: Iterable[Version]) -> Iterator[Version]:
    """Versions with what readings of their sources as a whole confirm of them, once known.

    `read` are the versions of these readings. A version is divided where one comes to be known.

    >>> from ecosys.testing import given
    >>> licence = {"type": "described", "id": "a", "subject": "acme/m", "attribute": "licence",
    ...            "occurred": "2025-01-01", "value": "MIT", "stated": "2025-01-01",
    ...            "sources": [{"source": "acme"}]}
    >>> reading = {"type": "confirmed", "id": "r", "source": "acme", "stated": "2025-06-01"}
    >>> family, reading = ((record,) for record in given(licence, reading).records)
    >>> told = confirmed(versions(family), readings(reading))
    >>> [(instant.day_of(each.known_from), instant.day_of(each.held.last_stated)) for each in told]
    [('2025-01-01', '2025-01-01'), ('2025-06-01', '2025-06-01')]
    """
    by_voice: dict[str, list[Version]] = defaultdict(list)
    for each in read:
        by_voice[each.held.voice].append(each)
    for version in told:
        held = version.held
        silent = held.unstated or held.superseded
        later = [
            each
            for each in (() if silent else by_voice.get(held.voice, ()))
            if each.held.last_stated > held.last_stated
        ]
        yield from _divided(version, later) if later else [version]


def _divided(version: Version, read: Sequence[Version]) -> Iterator[Version]:
    """A version in parts, each with the last reading that was known then."""
    bounds = {bound for each in read for bound in (each.known_from, each.known_to)}
    within = {bound for bound in bounds if version.known_from < bound < version.known_to}
    for start, stop in pairwise([version.known_from, *sorted(within), version.known_to]):
        known = [each for each in read if each.known_from <= start < each.known_to]
        last = max((each.held.last_stated for each in known), default=version.held.last_stated)
        held = version.held._replace(last_stated=last)
        yield replace(version, held=held, known_from=start, known_to=stop)


def in_order(versions: Iterable[Version]) -> list[Version]:
    """Versions in the order in which `hold` gives what holds."""
    return sorted(versions, key=lambda each: in_log_order(each.held))


def covering(versions: Iterable[Version], moment: Moment) -> list[Held]:
    """What holds by the versions that cover a moment, in their order."""
    return [each.held for each in versions if each.covers(moment)]
