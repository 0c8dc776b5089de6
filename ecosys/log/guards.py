"""Guards: refuse what an append must not do to a log; each names the event and what to do."""

from collections.abc import Iterable, Mapping, Sequence

from ecosys.errors import Damaged, Refused
from ecosys.event import Event, Head
from ecosys.events.corrected import Corrected
from ecosys.log import references
from ecosys.log.line import Line
from ecosys.values import instant


def is_stated_by(event: Event, now: int) -> bool:
    """Whether an event was stated on a plain date not after now, or leaves that to the record time.

    Where it is not, `refuse_future` looks more closely.

    >>> from ecosys.event.codec import parse
    >>> event = parse({"type": "retracted", "id": "r", "event": "p", "fault": "ours", "why": "?",
    ...                "stated": "2025-06-10"})
    >>> is_stated_by(event, instant.parse("2025-06-10T00:00Z"))
    True
    >>> is_stated_by(event, instant.parse("2025-06-09T00:00Z"))
    False
    """
    stated = event.stated or event.statement_time_by_rule()[0]
    return stated is None or (stated.plain and stated.start <= now)


def refuse_dangling(
    new: Iterable[Event], positions: Mapping[str, int], now: int, find: references.Find
) -> None:
    """Refuse references to what does not stand before; and statements of a time after now.

    `positions` tells at which positions the new events will stand.
    """
    for event in new:
        refuse_future(event, now)
        own = positions[event.id]
        if later := sorted(id for id in event.targets if positions.get(id, -1) >= own):
            raise Refused(f"{event.id} refers to {', '.join(later)}, which stands after it.")
        references.check(event, find)
        if isinstance(event, Corrected):
            refuse_future(event.statement, now)


def refuse_future(event: Event, now: int) -> None:
    """Refuse what is stated after now, when the log records it, or on no day that is known.

    >>> from ecosys.event.codec import parse
    >>> event = parse({"type": "retracted", "id": "r", "event": "p", "fault": "ours", "why": "?",
    ...                "stated": "2025-06-10"})
    >>> refuse_future(event, instant.parse("2025-06-09T00:00Z"))
    Traceback (most recent call last):
    ecosys.errors.Refused: r is stated 2025-06-10 (announced), after the log records it, 2025-06-09.
    Give `stated`: the day on which it was announced.
    """
    stated, basis = event.statement_time
    if stated is None or is_stated_by(event, now):
        return
    if stated.start > now:
        raise Refused(
            f"{event.id} is stated {stated} ({basis}), after the log records it, "
            f"{instant.day_of(now)}.",
            hint="Give `stated`: the day on which it was announced.",
        )
    if stated.unknown or stated.soft:
        raise Refused(
            f"{event.id} is stated {stated}: that tells no day on which it was said.",
            hint="Leave `stated` out, or give a day, a month or a bound: 'not after 2025-08-26'.",
        )


def refuse_gaps(lines: Sequence[Line], head: Head) -> None:
    """Refuse lines that do not follow the head and each other.

    >>> refuse_gaps([Line(3, 0, "ecosys", "{}")], Head(1, 0))
    Traceback (most recent call last):
    ecosys.errors.Damaged: Line 3 recorded 1970-... cannot follow 1 recorded 1970-...
    """
    position, recorded_at = head.position, head.recorded_at
    for line in lines:
        if line.position != position + 1 or line.recorded_at < recorded_at:
            raise Damaged(
                f"Line {line.position} recorded {instant.to_text(line.recorded_at)} cannot follow "
                f"{position} recorded {instant.to_text(recorded_at)}."
            )
        position, recorded_at = line.position, line.recorded_at
