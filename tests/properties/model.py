"""A model of what holds at a moment and which value answers: slow, obvious, written on its own.

It shares no code with `ecosys.hold` and `ecosys.series`. It knows no passes, indexes or caches:
every question walks the whole log again, and what depends on other events asks them in turn.
References point backwards, so the questions come to an end.

Words: a *place* is what an event about anything but a correction or retraction takes in the log;
corrections, retractions and reschedulings change what stands in it. A *standing* is what stands in
a place at a moment.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ecosys.event import Event, Recorded
from ecosys.events.confirmed import Confirmed
from ecosys.events.corrected import Corrected
from ecosys.events.rescheduled import Rescheduled
from ecosys.events.retracted import Retracted
from ecosys.events.unstated import Unstated
from ecosys.moment import Moment
from ecosys.values import when
from ecosys.values.when import When

RELEASED = "ecosys"
"""The origin of events that nobody appended to an own log."""
DAY = 24 * 60 * 60 * 1_000_000
"""A day, in the unit of instants."""
FOREVER = 2**62
"""The end of what has no end."""
AS_OLD_AS_WHAT_THEY_STATE = ("price_changed", "observed", "alias_moved", "replacement_named")
"""Types that, where `stated` is left out, count as said on the day that they are about."""


class Said(NamedTuple):
    """When something was said."""

    counts: int
    """The instant from which it is known."""
    ends: int
    """The first instant after the day, or the coarser interval, on which it was said."""


@dataclass(frozen=True)
class Standing:
    """What stands in a place at a moment."""

    id: str
    """The id of the event whose place it is."""
    event: Event
    """The statement that stands there, with its dates moved."""
    said: Said
    """When that statement counts as said; a move does not renew it."""
    position: int
    """The position of the record that gave the statement."""
    own: bool
    """Whether the user appended that record to an own log."""
    because: frozenset[int]
    """The positions of all records that made it so."""
    vouched: int
    """The first instant after the last day on which its voice said, confirmed or moved it."""
    cancelled: bool = False
    """Whether it was called off."""
    unstated: bool = False
    """Whether its voice no longer says so."""

    @property
    def voice(self) -> str:
        """Whose statement it is."""
        return self.event.effective_voice

    @property
    def order(self) -> tuple[int, int]:
        """What comes later counts more."""
        return (self.said.counts, self.position)


@dataclass(frozen=True)
class Value:
    """One value of one series, from a statement that holds."""

    series: Hashable
    value: object
    start: int
    until: int
    standing: Standing

    @property
    def order(self) -> tuple[int, int, int]:
        """Within one voice the greatest answers."""
        return (self.start, *self.standing.order)

    @property
    def compared(self) -> object:
        """What two voices must agree on."""
        return getattr(self.value, "compared", self.value)


class Answer(NamedTuple):
    """The value in force and the current values of other voices that differ from it."""

    value: Value
    rivals: tuple[Value, ...]


# When something was said


def said(event: Event, recorded_at: int) -> Said:
    """When an event was said: `stated`, else what its type's rule gives, else the record time."""
    stated = event.stated or _stated_by_rule(event)
    if stated is None:
        return Said(recorded_at, _after_the_day_of(recorded_at))
    if stated.precision in ("instant", "day"):
        return Said(stated.start, _after_the_day_of(stated.start))
    return Said(min(stated.end - 1, recorded_at), stated.end)


def _stated_by_rule(event: Event) -> When | None:
    when = event.when
    if event.type not in AS_OLD_AS_WHAT_THEY_STATE or when is None:
        return None
    return None if when.bound or when.precision == "unknown" else when


def _after_the_day_of(instant: int) -> int:
    return (instant // DAY + 1) * DAY


# From when until when something is so


def start_of(when: When) -> int | None:
    """The first instant from which a date counts; None: only "not before" it."""
    if when.bound == "not_before":
        return None
    if when.bound == "not_after" and when.precision not in ("instant", "day"):
        return when.end - 1
    return when.start


def until_of(event: Event) -> int:
    """The first instant at which a statement is no longer so."""
    until: When | None = getattr(event, "until", None)
    end = None if until is None else start_of(until)
    return FOREVER if end is None else end


# What holds


@dataclass(frozen=True)
class World:
    """A log as it is seen at a moment."""

    log: Sequence[Recorded]
    moment: Moment

    def holding(self) -> list[Standing]:
        """What stands in the places of events about the world, as the source asked sees it."""
        found = []
        for record in self.log:
            if record.event.targets or isinstance(record.event, Confirmed):
                continue  # an event about other events
            standing = self.moved(record)
            if standing is not None and not standing.cancelled and self.is_seen(standing):
                found.append(standing)
        return found

    def is_seen(self, standing: Standing) -> bool:
        """Whether the source asked says so; merged, everything is seen."""
        if self.moment.source is None:
            return True
        return standing.voice == self.moment.source and not standing.unstated

    # What is known

    def said(self, record: Recorded) -> Said:
        """When a record counts as said: a slip of ours when that was said which it puts right."""
        event = record.event
        if isinstance(event, Corrected | Retracted) and event.fault == "ours":
            return self.said(self.find(event.event))
        return said(event, record.recorded_at)

    def is_known(self, record: Recorded) -> bool:
        """Whether it was said by `known_at` and stands at or before `position`."""
        return (
            record.position <= self.moment.position
            and self.said(record).counts <= self.moment.known_at
        )

    def find(self, id: str) -> Recorded:
        """The record of an id."""
        (found,) = [record for record in self.log if record.id == id]
        return found

    def place(self, id: str) -> str:
        """The id of the event in whose place an event, or a correction of it, stands."""
        event = self.find(id).event
        return event.event if isinstance(event, Corrected) else id

    # Corrections and retractions

    def verdict(self, id: str) -> Recorded | None:
        """The correction or retraction of an event that wins: the latest said, then recorded."""
        rivals = [
            record
            for record in self.log
            if isinstance(record.event, Corrected | Retracted)
            and record.event.event == id
            and self.is_known(record)
            and self.verdict(record.id) is None  # it is not itself retracted
        ]
        return max(rivals, key=lambda each: (self.said(each).counts, each.position), default=None)

    def standing(self, record: Recorded) -> Standing | None:
        """What stands in a record's place, before any date moves."""
        if not self.is_known(record):
            return None  # what nobody has said yet cannot be put right
        verdict = self.verdict(record.id)
        if verdict is None:
            return _standing(record, record.event, self.said(record))
        if not isinstance(verdict.event, Corrected):
            return None
        when = self.said_rightly(record, verdict)
        if when.counts > self.moment.known_at:
            return None
        right = _standing(verdict, verdict.event.statement, when)
        ends = [when.ends]
        if verdict.event.fault == "source":
            ends.append(self.said(record).ends)  # the source did say the wrong thing, too
        return replace(
            right,
            id=record.id,
            own=right.own or record.origin != RELEASED,
            because=right.because | {record.position},
            vouched=max(ends),
        )

    def said_rightly(self, record: Recorded, correction: Recorded) -> Said:
        """When the statement of a correction counts as said.

        A slip of ours may be the very day on which it was said. That is so if the right statement
        gives one; or if neither it nor the wrong one does, and its type has a rule.
        """
        event = correction.event
        assert isinstance(event, Corrected)
        right = event.statement
        if event.fault == "ours":
            by_rule = not record.event.stated and _stated_by_rule(right)
            if right.stated or by_rule:
                return said(right, correction.recorded_at)
        return self.said(correction)

    # Reschedulings, confirmations

    def notes(self, id: str, *types: type[Event]) -> list[Standing]:
        """What was said about a place by events of some types, in the order in which it was."""
        found = []
        for record in self.log:
            if isinstance(record.event, types) and self.names(record.event, id):
                standing = self.standing(record)
                if standing is not None:
                    found.append(standing)
        return sorted(found, key=lambda each: each.order)

    def names(self, event: Event, id: str) -> bool:
        """Whether an event is about a place; a reading of a whole source is about all of it."""
        whole = isinstance(event, Confirmed) and not event.events
        return whole or id in map(self.place, event.targets)

    def moved(self, record: Recorded) -> Standing | None:
        """What stands in a record's place, moved or cancelled, and whether it is still said."""
        standing = self.standing(record)
        if standing is None:
            return None
        vouched = [standing.vouched]
        for note in self.notes(record.id, Rescheduled):
            if self.moment.source in (None, note.voice):
                standing = _rescheduled(standing, note)
                if note.voice == standing.voice:
                    vouched.append(note.vouched)
        said = self.notes(record.id, Confirmed, Unstated)
        return _read_again(
            standing, [note for note in said if note.voice == standing.voice], vouched
        )


def _standing(record: Recorded, event: Event, said: Said) -> Standing:
    return Standing(
        id=record.id,
        event=event,
        said=said,
        position=record.position,
        own=record.origin != RELEASED,
        because=frozenset({record.position}),
        vouched=said.ends,
    )


def _read_again(standing: Standing, said: Sequence[Standing], vouched: list[int]) -> Standing:
    """What its voice said of it later: that it still says so, or no longer."""
    for note in said:
        if note.event.targets:
            standing = replace(standing, unstated=isinstance(note.event, Unstated))
    for note in said:
        named = isinstance(note.event, Confirmed) and note.event.targets
        if named or (not note.event.targets and not standing.unstated):
            vouched.append(note.vouched)
    return replace(standing, vouched=max(vouched))


def _rescheduled(standing: Standing, note: Standing) -> Standing:
    event = note.event
    assert isinstance(event, Rescheduled)
    return replace(
        standing,
        event=standing.event.model_copy(update=event.moved),
        cancelled=event.cancelled,
        because=standing.because | note.because,
    )


# Which value answers


def values(holding: Sequence[Standing]) -> dict[Hashable, list[Value]]:
    """What the events that hold state, by series."""
    found: dict[Hashable, list[Value]] = {}
    for standing in holding:
        when = standing.event.when
        start = None if when is None else start_of(when)
        if start is None:
            continue
        for name, value in standing.event.statements():
            series = standing.event.type, name
            one = Value(series, value, start, until_of(standing.event), standing)
            found.setdefault(series, []).append(one)
    return found


def answer(stated: Sequence[Value], as_of: int, ranks: Mapping[str, int]) -> Answer | None:
    """The value of one series that is in force at a valid time; None when nothing is."""
    current = [
        value
        for value in (_of_one_voice(stated, voice, as_of) for voice in _voices(stated))
        if value is not None
    ]
    if not current:
        return None
    vouching = [value for value in current if _is_vouched_for(value, stated, as_of)]
    if vouching:
        first = min(vouching, key=lambda value: (_rank(value, ranks), _descending(value.order)))
    else:
        first = min(
            current,
            key=lambda value: (-value.start, _rank(value, ranks), _descending(value.order)),
        )
    rivals = [value for value in current if value.compared != first.compared]
    return Answer(first, tuple(rivals))


def _voice(value: Value) -> tuple[bool, str]:
    """What a user appends to an own log is a voice of its own."""
    return (value.standing.own, value.standing.voice)


def _voices(stated: Sequence[Value]) -> set[tuple[bool, str]]:
    return {_voice(value) for value in stated}


def _of_one_voice(stated: Sequence[Value], voice: tuple[bool, str], as_of: int) -> Value | None:
    so = [
        value for value in stated if _voice(value) == voice and value.start <= as_of < value.until
    ]
    return max(so, key=lambda value: value.order, default=None)


def _is_vouched_for(value: Value, stated: Sequence[Value], as_of: int) -> bool:
    if value.standing.own:
        return True
    same = [each for each in stated if _voice(each) == _voice(value)]
    first = min(_heard_from(each) for each in same)
    last = max(each.standing.vouched for each in same)
    coming = [each for each in same if each.start > as_of and each.compared != value.compared]
    return first <= as_of < last and not any(_after(each) <= as_of for each in coming)


def _after(value: Value) -> int:
    """When a value may have begun to hold: after the first of two days, else when it surely did."""
    early, *late = str(value.standing.event.when).split("..")
    return when.parse(early).end if late else value.start


def _heard_from(value: Value) -> int:
    """A voice that was named, a mirror's, is not heard before it spoke."""
    standing = value.standing
    named = standing.event.voice is not None
    return max(value.start, standing.said.counts) if named else value.start


def _rank(value: Value, ranks: Mapping[str, int]) -> int:
    return -1 if value.standing.own else ranks[value.standing.voice]


def _descending(order: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(-part for part in order)
