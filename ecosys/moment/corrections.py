"""Corrections: what is known at a moment, and what of it stands once corrections are applied."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from ecosys.event import Event, Recorded, known_from
from ecosys.event.imported_ids import is_imported
from ecosys.events.corrected import Corrected
from ecosys.events.retracted import Retracted
from ecosys.moment.held import Held, fields_of
from ecosys.moment.moment import Moment
from ecosys.values import instant

_NOT_CONTENT = {"id", "stated", "stated_basis", "sources", "voice", "via", "note", "confidence"}
"""Fields that tell who states something, when and where, not what."""


@dataclass(frozen=True, slots=True)
class _Since:
    """When a statement was said: from when it is known, and the end of the time it was said."""

    known_from: int
    last_stated: int

    @classmethod
    def of(cls, event: Event, known_from: int) -> "_Since":
        """What is said at some time is said to the end of that day, or of a longer time given."""
        date, _ = event.statement_time
        last = known_from if date is None else date.end - 1
        return cls(known_from, instant.midnight(last) + instant.DAY - 1)


def standing(
    records: Iterable[Recorded], moment: Moment, released: str
) -> tuple[list[Held], list[Held]]:
    """The events known at a moment: those that stand, and those that corrections have hidden."""
    return _revised(_known(records, moment), moment.known_at, released)


# A price was announced on 10 June. We wrote 20 instead of 2, and corrected that on 1 August.
# `fault: ours`: the right price is known since 10 June; asked with the knowledge of 1 July the
# answer is 2, and only at a position before the correction it is 20.
# `fault: source`: its page said 20 until 1 August; with the knowledge of 1 July the answer is 20.


def _known(records: Iterable[Recorded], moment: Moment) -> list[tuple[Recorded, _Since]]:
    """The events known at the moment, ascending, each with when it was said."""
    since: dict[str, _Since] = {}
    known = []
    for record in records:
        if record.position > moment.position:
            break
        event = record.event
        if isinstance(event, Corrected | Retracted) and event.fault == "ours":
            stated = since.get(event.event) or _Since.of(event, record.known_from)
        else:
            stated = _Since.of(event, record.known_from)
        since[record.id] = stated
        if stated.known_from <= moment.known_at:
            known.append((record, stated))
    return known


def _revised(
    known: Sequence[tuple[Recorded, _Since]], known_at: int, released: str
) -> tuple[list[Held], list[Held]]:
    """Corrections and retractions applied: what stands, and what they and it have hidden."""
    revisions: dict[str, list[Held]] = defaultdict(list)
    stand: list[Held] = []
    hidden: list[Held] = []
    for record, since in reversed(known):
        held = _held(record, since, released)
        if rivals := revisions.pop(record.id, None):
            winner = max(rivals, key=attrgetter("known_from", "position"))
            hidden.append(held._replace(superseded=True))
            if isinstance(winner.event, Retracted):
                continue
            held = _in_place_of(held, winner)._replace(returned=_returned(held, rivals, winner))
            if held.known_from > known_at:
                continue  # our mistake was the day on which it was said: that is yet to come
        if isinstance(held.event, Corrected | Retracted):
            revisions[held.event.event].append(held)
            hidden.append(held)
        else:
            stand.append(held)
    stand.reverse()
    return stand, hidden


def _held(record: Recorded, since: _Since, released: str) -> Held:
    return Held(
        id=record.id,
        **fields_of(record.event),
        because=(record.position,),
        events=(record.id,),
        position=record.position,
        recorded_at=record.recorded_at,
        known_from=since.known_from,
        voice=record.event.effective_voice,
        own=bool(released) and record.origin != released and not is_imported(record.event),
        last_stated=since.last_stated,
    )


def _in_place_of(held: Held, correction: Held) -> Held:
    """The right statement in the place of the one corrected."""
    assert isinstance(correction.event, Corrected)
    statement = correction.event.statement
    since = _corrected_since(held, correction, correction.event)
    return held._replace(
        **fields_of(statement),
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
    """Whether a source states again what it had stated before and then otherwise.

    It listed 10 in May, 8 in June and 10 again in July: what it says in July is returned.
    """
    before = [
        each
        for each in (held, *rivals)
        if each is not winner and each.known_from <= winner.known_from
    ]
    ordered = sorted(before, key=attrgetter("known_from", "position"))
    assert isinstance(winner.event, Corrected)
    if winner.event.fault == "ours" or len(ordered) < 2:
        return False
    content = said_by(winner)
    return said_by(ordered[-1]) != content and content in map(said_by, ordered[:-1])


# We wrote that a price was stated on 10 June; it was on 10 July. The correction of our mistake
# carries the right day, so the price is known from 10 July on, and on 1 July it was not known.
# A correction that names no such day, while the event did, keeps the day of the event.


def _corrected_since(held: Held, correction: Held, event: Corrected) -> _Since:
    """Since when a right statement counts as known."""
    right = event.statement
    left_out = held.event.stated is not None and right.stated is None
    if event.fault == "ours" and not left_out and right.statement_time[0] is not None:
        return _Since.of(right, known_from(right, correction.recorded_at))
    return _Since(correction.known_from, max(held.last_stated, correction.last_stated))


def said_by(held: Held) -> dict[str, object] | None:
    """What a statement or a correction states, apart from who and where; None: nothing."""
    event = held.event
    if isinstance(event, Retracted):
        return None
    stated = event.statement if isinstance(event, Corrected) else event
    return stated.model_dump(exclude=_NOT_CONTENT)
