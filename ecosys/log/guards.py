"""Refusals: what an append must not do to a log; each names the event and what to do instead."""

from collections.abc import Iterable, Mapping, Sequence

from ecosys.errors import Damaged, Refused
from ecosys.event import Event, Head
from ecosys.events.corrected import Corrected
from ecosys.log import references
from ecosys.log.line import Line
from ecosys.values import instant


def told(event: Event, now: int) -> bool:
    """Whether an event was plainly stated by now, or leaves that to the record time."""
    said = event.stated or event.statement_time_by_rule()[0]
    return said is None or (said.plain and said.start <= now)


def unfounded(
    new: Iterable[Event], places: Mapping[str, int], now: int, find: references.Find
) -> None:
    """Refuse what is stated after the log records it, and what refers to nothing before it.

    `places` tells where in the log the new events will stand.
    """
    for event in new:
        foresight(event, now)
        own = places[event.id]
        if late := sorted(id for id in event.targets if places.get(id, -1) >= own):
            raise Refused(f"{event.id} refers to {', '.join(late)}, which stands after it.")
        references.check(event, find)
        if isinstance(event, Corrected):
            foresight(event.statement, now)


def foresight(event: Event, now: int) -> None:
    """Refuse what was stated after the log records it, or at no time that can be told."""
    said, basis = event.statement_time
    if said is None or told(event, now):
        return
    if said.start > now:
        raise Refused(
            f"{event.id} is stated {said} ({basis}), after the log records it, "
            f"{instant.day_of(now)}.",
            hint="Give `stated`: the day on which it was announced.",
        )
    if said.unknown or said.soft:
        raise Refused(
            f"{event.id} is stated {said}: that tells no day on which it was said.",
            hint="Leave `stated` out, or give a day, a month or a bound: 'not after 2025-08-26'.",
        )


def gaps(lines: Sequence[Line], head: Head) -> None:
    """Refuse lines that do not follow the head and each other."""
    position, recorded_at = head.position, head.recorded_at
    for line in lines:
        if line.position != position + 1 or line.recorded_at < recorded_at:
            raise Damaged(
                f"Line {line.position} recorded {instant.to_text(line.recorded_at)} cannot follow "
                f"{position} recorded {instant.to_text(recorded_at)}."
            )
        position, recorded_at = line.position, line.recorded_at
