"""Hold: what holds at a moment, with corrections, retractions and reschedulings applied.

The rules:
- An event is known when it was said by `known_at` and stands at or before `position`.
- Corrections and retractions of one event compete: the latest said, then the highest position,
  stands. A retraction that stands silences the event; a correction puts its statement in the
  event's place. They can themselves be retracted, which revives what they hid.
- A correction with `fault: ours` is known since the event was: our mistake shows only at an older
  position. If the mistake was the day on which it was said, the right day counts.
- Reschedulings change dates only; each date has the value that was said last. What names a
  correction is about the event corrected.
References point backwards, so one pass from the newest event to the oldest decides everything.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter

from ecosys.event import Event, Recorded
from ecosys.event.imported_ids import is_from, is_imported
from ecosys.events.confirmed import Confirmed
from ecosys.events.corrected import Corrected
from ecosys.events.rescheduled import Rescheduled
from ecosys.events.unstated import Unstated
from ecosys.moment.corrections import said_by, standing
from ecosys.moment.held import Held, fields_of, in_log_order
from ecosys.moment.moment import Moment

__all__ = ["Held", "hold"]


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

    >>> from ecosys.testing import given
    >>> wrong = {"type": "described", "id": "a", "subject": "acme/m", "attribute": "licence",
    ...          "occurred": "2025-01-01", "value": "MTI", "sources": [{"source": "acme"}]}
    >>> history = given(wrong, {"type": "corrected", "id": "c", "event": "a", "fault": "ours",
    ...                         "why": "misspelt", "statement": {**wrong, "value": "MIT"}})
    >>> [(held.id, held.event.value) for held in hold(history.records, history.moment)]
    [('a', 'MIT')]
    >>> from dataclasses import replace
    >>> before = replace(history.moment, position=1)
    >>> [(held.id, held.event.value) for held in hold(history.records, before)]
    [('a', 'MTI')]
    """
    stand, hidden = standing(records, moment, released)
    about = defaultdict(list)
    roots = {each.id: each.event.event for each in records if isinstance(each.event, Corrected)}
    for held in stand:
        if isinstance(held.event, Rescheduled | Confirmed | Unstated):
            for target in held.event.targets:
                about[roots.get(target, target)].append(held)
    read = _last_read(readings, moment, released)
    facts: list[Held] = []
    for held in stand:
        if isinstance(held.event, Rescheduled | Confirmed | Unstated):
            continue
        *before, now = _dated(held, about[held.id], moment.source) if held.id in about else [held]
        hidden += (each._replace(superseded=True) for each in before)
        (hidden if now.cancelled else facts).append(_confirmed(now, read))
    if history:
        facts += [held for held in hidden if not _about_others(held.event)]
    if moment.source is not None:
        recorded = [each for each in readings if each.position <= moment.position]
        facts = stated_by(moment.source, facts, recorded)
    return sorted(facts, key=in_log_order)


def stated_by(source: str, facts: Iterable[Held], readings: Iterable[Recorded]) -> list[Held]:
    """What a source states itself; of one that is imported, only what was imported.

    >>> from ecosys.testing import given
    >>> licence = {"type": "described", "subject": "acme/m", "attribute": "licence",
    ...            "occurred": "2025-01-01", "value": "MIT"}
    >>> facts = given({**licence, "id": "a", "sources": [{"source": "acme"}]},
    ...               {**licence, "id": "b", "sources": [{"source": "blog"}]}).view().facts
    >>> [held.id for held in stated_by("blog", facts, readings=[])]
    ['b']
    """
    stated = [held for held in facts if held.voice == source and not held.unstated]
    if any(
        is_imported(record.event) and record.event.effective_voice == source for record in readings
    ):
        return [held for held in stated if is_from(source, held.id)]
    return stated


def _about_others(event: Event) -> bool:
    return bool(event.targets) or isinstance(event, Confirmed)


def confirmed(
    facts: Iterable[Held], readings: Sequence[Recorded], moment: Moment, released: str
) -> list[Held]:
    """Facts of families, with what the readings of their sources as a whole confirm of them.

    >>> from ecosys.testing import given
    >>> from ecosys.values import instant
    >>> licence = {"type": "described", "id": "a", "subject": "acme/m", "attribute": "licence",
    ...            "occurred": "2025-01-01", "value": "MIT", "stated": "2025-01-01",
    ...            "sources": [{"source": "acme"}]}
    >>> reading = {"type": "confirmed", "id": "r", "source": "acme", "stated": "2025-06-01"}
    >>> history = given(licence, reading)
    >>> [said] = hold(history.records, history.moment)
    >>> [read] = confirmed([said], history.records, history.moment, "")
    >>> [instant.day_of(each.last_stated) for each in (said, read)]
    ['2025-01-01', '2025-06-01']
    """
    read = _last_read(readings, moment, released)
    return [each if each.superseded else _confirmed(each, read) for each in facts]


def _confirmed(held: Held, read: dict[str, int]) -> Held:
    """The statement, said until its source was last read as a whole.

    Reading a source confirms all that it has not unstated.
    """
    last = 0 if held.unstated else read.get(held.voice, 0)
    return held._replace(last_stated=last) if last > held.last_stated else held


def _last_read(readings: Sequence[Recorded], moment: Moment, released: str) -> dict[str, int]:
    """When each source was last read as a whole, as far as is known."""
    last: dict[str, int] = {}
    for held in read_as_a_whole(readings, moment, released) if readings else ():
        last[held.voice] = max(last.get(held.voice, 0), held.last_stated)
    return last


def read_as_a_whole(records: Sequence[Recorded], moment: Moment, released: str = "") -> list[Held]:
    """The readings of whole sources that stand at a moment.

    >>> from ecosys.testing import given
    >>> history = given({"type": "confirmed", "id": "r", "source": "acme", "stated": "2025-06-01"})
    >>> [held.voice for held in read_as_a_whole(history.records, history.moment)]
    ['acme']
    """
    stand, _ = standing(records, moment, released)
    return [held for held in stand if isinstance(held.event, Confirmed) and not held.event.events]


# A shutdown announced in March for 1 September is moved in May to 1 December. Known since March,
# dated 1 December: a move renews the date and the lineage, never `known_from`, so that the notice
# still runs from March. In the view of one source a move counts only if that source stated it.


def _dated(held: Held, about: list[Held], source: str | None) -> list[Held]:
    """The statement with the dates that now stand; before it, its earlier versions."""
    versions = [held]
    for change in sorted(about, key=attrgetter("known_from", "position")):
        now = versions[-1]
        event = change.event
        if isinstance(event, Rescheduled):
            if source in (None, change.voice):
                moved = _rescheduled(now, change, event)
                back = any(said_by(moved) == said_by(before) for before in versions[:-1])
                versions.append(moved._replace(returned=now.returned or back))
        elif change.voice == held.voice:
            silent = isinstance(event, Unstated)
            last = now.last_stated if silent else _last_stated(now, change)
            returned = now.returned or (now.unstated and not silent)
            versions[-1] = now._replace(unstated=silent, last_stated=last, returned=returned)
    return versions


def _last_stated(held: Held, change: Held) -> int:
    """The last time at which a statement's own voice spoke of it."""
    return max(held.last_stated, change.last_stated if change.voice == held.voice else 0)


def _rescheduled(held: Held, change: Held, event: Rescheduled) -> Held:
    dates = {name: date for name, date in event.moved.items() if hasattr(held.event, name)}
    moved = held.event.model_copy(update=dates) if dates else held.event
    return held._replace(
        **fields_of(moved),
        because=held.because + change.because,
        events=held.events + change.events,
        last_stated=_last_stated(held, change),
        cancelled=event.cancelled,
        own_move=held.own_move or change.own,
    )
