"""References: events about other events must find them, earlier and of the right kind."""

from collections.abc import Callable, Collection, Iterable

from ecosys.errors import Refused
from ecosys.event import Event
from ecosys.events.corrected import Corrected
from ecosys.events.rescheduled import Rescheduled
from ecosys.events.retracted import Retracted

Find = Callable[[str], Event | None]
"""Gives an event that is recorded, or stands earlier in the same append."""


Key = tuple[str, str, int]
"""Subject, type and position, by which an event is found: the columns of `event_subject`."""


def concerns(event: Event, find: Find) -> Collection[tuple[str, str]]:
    """Under which (subject, type) an event is found: its own, or those of what it refers to.

    >>> from ecosys.event.codec import parse
    >>> launch = parse({"type": "launched", "id": "l", "subject": "openai/o3", "what": "model",
    ...                 "occurred": "2025-04-16", "sources": [{"source": "openai"}]})
    >>> error = parse({"type": "retracted", "id": "r", "event": "l", "fault": "ours", "why": "?"})
    >>> concerns(launch, {}.get), concerns(error, {"l": launch}.get)
    ([('openai/o3', 'launched')], {('openai/o3', 'launched')})
    """
    if targets := event.targets:
        return {key for target in targets for key in concerns(_target(event, target, find), find)}
    return [(subject, event.type) for subject in event.subjects or ("",)]


def keys(placed: Iterable[tuple[int, Event]], find: Find) -> list[Key]:
    """The keys under which events at their positions are found."""
    return [
        (subject, type, position)
        for position, event in placed
        for subject, type in concerns(event, find)
    ]


def check(event: Event, find: Find) -> None:
    """Refuse an event whose references lead nowhere or to what it cannot speak of."""
    for name in event.targets:
        target = _target(event, name, find)
        if isinstance(event, Corrected):
            _check_correction(event, target)
        elif isinstance(event, Rescheduled):
            _check_rescheduling(event, _original(target, find))


def _target(event: Event, id: str, find: Find) -> Event:
    """The event of an id that another one refers to."""
    target = find(id)
    if target is None:
        raise Refused(
            f"{event.id} refers to {id}, which is not in the log.",
            hint="An event can only refer to events that stand before it.",
        )
    return target


def _original(event: Event, find: Find) -> Event:
    """The event corrected, if it is a correction."""
    return _target(event, event.event, find) if isinstance(event, Corrected) else event


def _check_correction(event: Corrected, target: Event) -> None:
    if isinstance(target, Corrected | Retracted):
        raise Refused(
            f"{event.id} corrects {target.id}, itself a {target.type} event.",
            hint=f"Correct {target.event} once more, or retract {target.id}.",
        )
    statement = event.statement
    if statement.type != target.type:
        raise Refused(
            f"{event.id} puts a {statement.type} statement in the place of {target.id}, "
            f"which is {target.type}.",
            hint="Retract that and add a new event.",
        )
    foreign = set(statement.subjects) - set(target.subjects)
    if foreign or statement.targets != target.targets:
        what = ", ".join(sorted(foreign)) or ", ".join(statement.targets)
        raise Refused(
            f"{event.id} would make {target.id} speak of {what}.",
            hint="For another subject, retract that and add a new event.",
        )


def _check_rescheduling(event: Rescheduled, target: Event) -> None:
    if isinstance(target, Rescheduled):
        raise Refused(
            f"{event.id} moves {target.id}, itself a rescheduled event.",
            hint=f"Move {target.event} once more.",
        )
    allowed = target.movable_dates
    foreign = set(event.moved) - set(allowed)
    if foreign or not allowed:
        raise Refused(
            f"{event.id} moves {', '.join(sorted(foreign)) or 'something'} of {target.id}, "
            f"but {target.type} has no such date.",
            hint=f"Dates that can move: {', '.join(allowed) or 'none'}.",
        )
