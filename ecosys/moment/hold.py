"""What holds at a moment: corrections, retractions and reschedulings applied.

The rules:
- An event is known when it was said by `known_at` and stands at or before `position`.
- Corrections and retractions of one event compete: the latest said, then the highest position,
  stands. A retraction that stands silences the event; a correction puts its statement in the
  event's place. They can themselves be retracted, which revives what they hid.
- `fault: ours` is known since the target was: our slip shows only at an older position. If the
  slip was the very day on which it was said, the right statement is known from the right day.
- Reschedulings change dates only; each date has the value that was said last. What names a
  correction is about the event corrected.
References point backwards, so one pass from the newest event to the oldest decides everything.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from ecosys.event import Event, Recorded, known_from
from ecosys.event.recorded import imported
from ecosys.events.confirmed import Confirmed
from ecosys.events.corrected import Corrected
from ecosys.events.rescheduled import Rescheduled
from ecosys.events.retracted import Retracted
from ecosys.events.unstated import Unstated
from ecosys.moment.moment import Moment
from ecosys.values import instant
from ecosys.values.when import When

_NOT_SAID = {"id", "stated", "stated_basis", "sources", "voice", "via", "note", "confidence"}
"""Fields that tell who said it, when and where, not what."""


@dataclass(frozen=True, slots=True)
class Held:
    """An event as it stands at a moment, with all that made it so."""

    id: str
    """The id of the original event."""
    event: Event
    """The statement in force: corrected, with the dates that now stand."""
    because: tuple[int, ...]
    """Positions of the original, its corrections and reschedulings."""
    events: tuple[str, ...]
    """Ids of the events at these positions."""
    position: int
    """The position of the statement in force: the original's, or its correction's."""
    recorded_at: int
    """When the statement in force was recorded."""
    known_from: int
    """Since when the statement in force is known; a rescheduling does not renew it."""
    voice: str
    """Whose statement it is."""
    own: bool = False
    """Whether it was first recorded in this log, not copied from a release."""
    last_stated: int = 0
    """The end of the last time at which its voice said or confirmed it."""
    cancelled: bool = False
    """Whether it was called off."""
    unstated: bool = False
    """Whether its voice has stopped saying it."""
    returned: bool = False
    """Whether what it says was withdrawn, or said otherwise, in between."""
    superseded: bool = False
    """Whether another statement took its place; shown only to projections with history."""

    @property
    def start(self) -> int | None:
        """The first instant at which it counts as so; None: never by itself."""
        when = self.event.when
        return instant.BEFORE_ALL if when is None else when.holds_from

    @property
    def until(self) -> int:
        """The first instant at which it no longer counts as so."""
        end: When | None = getattr(self.event, "until", None)
        turn = end.holds_from if end else None
        return instant.AFTER_ALL if turn is None else turn


@dataclass(frozen=True, slots=True)
class _Since:
    """When a statement was said: from when it is known, and the end of the time it was said."""

    known_from: int
    last_stated: int

    @classmethod
    def of(cls, event: Event, known_from: int) -> "_Since":
        """What is said at some time is said to the end of that day, or of a longer time given."""
        said, _ = event.statement_time
        last = known_from if said is None else said.end - 1
        return cls(known_from, instant.midnight(last) + instant.DAY - 1)


def hold(
    records: Sequence[Recorded],
    moment: Moment,
    *,
    released: str = "",
    history: bool = False,
    readings: Sequence[Recorded] = (),
) -> list[Held]:
    """What holds at a moment, in order of position.

    `records` ascend by position and contain every event that refers to one of them. `released` is
    the id of the log whose events are not the user's own. With `history` the statements that were
    superseded or cancelled come too, marked. `readings` are the `confirmed` events that name none:
    their source still said all that it had not unstated.
    """
    standing, hidden = _revised(_known(records, moment), moment.known_at, released)
    about = defaultdict(list)
    roots = {each.id: each.event.event for each in records if isinstance(each.event, Corrected)}
    for held in standing:
        if isinstance(held.event, Rescheduled | Confirmed | Unstated):
            for target in held.event.targets:
                about[roots.get(target, target)].append(held)
    read = _last_read(readings, moment, released)
    facts: list[Held] = []
    for held in standing:
        if isinstance(held.event, Rescheduled | Confirmed | Unstated):
            continue
        *before, now = _dated(held, about[held.id], moment.source) if held.id in about else [held]
        hidden += (replace(each, superseded=True) for each in before)
        (hidden if now.cancelled else facts).append(_still_said(now, read))
    if history:
        facts += [held for held in hidden if not _about_others(held.event)]
    if moment.source is not None:
        facts = _said_by(moment.source, facts, readings)
    return sorted(facts, key=lambda held: (held.because[0], len(held.because)))


def _said_by(source: str, facts: Iterable[Held], readings: Iterable[Recorded]) -> list[Held]:
    """What a source says itself; of one that is imported, only what was imported."""
    said = [held for held in facts if held.voice == source and not held.unstated]
    if any(
        imported(record.event) and record.event.effective_voice == source for record in readings
    ):
        return [held for held in said if held.id.startswith(f"{source}/")]
    return said


def _about_others(event: Event) -> bool:
    return bool(event.targets) or isinstance(event, Confirmed)


def _still_said(held: Held, read: dict[str, int]) -> Held:
    """With the last time at which its source was read as a whole."""
    last = 0 if held.unstated else read.get(held.voice, 0)
    return replace(held, last_stated=last) if last > held.last_stated else held


def _last_read(readings: Sequence[Recorded], moment: Moment, released: str) -> dict[str, int]:
    """When each source was last read as a whole, as far as is known."""
    found: dict[str, int] = {}
    for held in _revised(_known(readings, moment), moment.known_at, released)[0]:
        if isinstance(held.event, Confirmed) and not held.event.events:
            found[held.voice] = max(found.get(held.voice, 0), held.last_stated)
    return found


def _known(records: Iterable[Recorded], moment: Moment) -> list[tuple[Recorded, _Since]]:
    """The events known at the moment, ascending, each with when it was said."""
    since: dict[str, _Since] = {}
    known = []
    for record in records:
        if record.position > moment.position:
            break
        event = record.event
        if isinstance(event, Corrected | Retracted) and event.fault == "ours":
            said = since.get(event.event) or _Since.of(event, record.known_from)
        else:
            said = _Since.of(event, record.known_from)
        since[record.id] = said
        if said.known_from <= moment.known_at:
            known.append((record, said))
    return known


def _revised(
    known: Sequence[tuple[Recorded, _Since]], known_at: int, released: str
) -> tuple[list[Held], list[Held]]:
    """Corrections and retractions applied: what stands, and what they and it have hidden."""
    revisions: dict[str, list[Held]] = defaultdict(list)
    standing: list[Held] = []
    hidden: list[Held] = []
    for record, since in reversed(known):
        held = _held(record, since, released)
        if rivals := revisions.pop(record.id, None):
            winner = max(rivals, key=attrgetter("known_from", "position"))
            hidden.append(replace(held, superseded=True))
            if isinstance(winner.event, Retracted):
                continue
            held = replace(_in_place_of(held, winner), returned=_returned(held, rivals, winner))
            if held.known_from > known_at:
                continue  # our slip was the day on which it was said: it was not yet
        if isinstance(held.event, Corrected | Retracted):
            revisions[held.event.event].append(held)
            hidden.append(held)
        else:
            standing.append(held)
    standing.reverse()
    return standing, hidden


def _held(record: Recorded, since: _Since, released: str) -> Held:
    return Held(
        id=record.id,
        event=record.event,
        because=(record.position,),
        events=(record.id,),
        position=record.position,
        recorded_at=record.recorded_at,
        known_from=since.known_from,
        voice=record.event.effective_voice,
        own=bool(released) and record.origin != released and not imported(record.event),
        last_stated=since.last_stated,
    )


def _in_place_of(held: Held, correction: Held) -> Held:
    """The right statement in the place of the one corrected."""
    assert isinstance(correction.event, Corrected)
    statement = correction.event.statement
    since = _rightly_since(held, correction, correction.event)
    return replace(
        held,
        event=statement,
        because=held.because + correction.because,
        events=held.events + correction.events,
        position=correction.position,
        recorded_at=correction.recorded_at,
        known_from=since.known_from,
        voice=statement.effective_voice,
        own=held.own or correction.own,
        last_stated=since.last_stated,
    )


def _returned(held: Held, rivals: Sequence[Held], winner: Held) -> bool:
    """Whether a source says again what it had said before and then otherwise."""
    before = [
        each
        for each in (held, *rivals)
        if each is not winner and each.known_from <= winner.known_from
    ]
    ordered = sorted(before, key=attrgetter("known_from", "position"))
    assert isinstance(winner.event, Corrected)
    if winner.event.fault == "ours" or len(ordered) < 2:
        return False
    return _says(ordered[-1]) != _says(winner) and _says(winner) in map(_says, ordered[:-1])


def _says(held: Held) -> dict[str, object] | None:
    """What a statement or a correction says, apart from who and where; None: nothing."""
    event = held.event
    if isinstance(event, Retracted):
        return None
    stated = event.statement if isinstance(event, Corrected) else event
    return stated.model_dump(exclude=_NOT_SAID)


def _rightly_since(held: Held, correction: Held, event: Corrected) -> _Since:
    """When the right statement was said: on a day of its own if our slip was that very day."""
    right = event.statement
    left_out = held.event.stated is not None and right.stated is None
    if event.fault == "ours" and not left_out and right.statement_time[0] is not None:
        return _Since.of(right, known_from(right, correction.recorded_at))
    return _Since(correction.known_from, max(held.last_stated, correction.last_stated))


def _dated(held: Held, about: list[Held], source: str | None) -> list[Held]:
    """The statement with the dates that now stand; before it, its earlier versions."""
    versions = [held]
    for change in sorted(about, key=attrgetter("known_from", "position")):
        now = versions[-1]
        event = change.event
        if isinstance(event, Rescheduled):
            if source in (None, change.voice):
                moved = _rescheduled(now, change, event)
                back = any(_says(moved) == _says(before) for before in versions[:-1])
                versions.append(replace(moved, returned=now.returned or back))
        elif change.voice == held.voice:
            silent = isinstance(event, Unstated)
            said = now.last_stated if silent else _later(now, change)
            returned = now.returned or (now.unstated and not silent)
            versions[-1] = replace(now, unstated=silent, last_stated=said, returned=returned)
    return versions


def _later(held: Held, change: Held) -> int:
    """The last time at which a statement's own voice spoke of it."""
    return max(held.last_stated, change.last_stated if change.voice == held.voice else 0)


def _rescheduled(held: Held, change: Held, event: Rescheduled) -> Held:
    dates = {name: date for name, date in event.moved.items() if hasattr(held.event, name)}
    return replace(
        held,
        event=held.event.model_copy(update=dates) if dates else held.event,
        because=held.because + change.because,
        events=held.events + change.events,
        last_stated=_later(held, change),
        cancelled=event.cancelled,
    )
