"""timeline: what happened, in order of valid time."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ecosys import instant, words
from ecosys.hold import Held
from ecosys.projection import Ask, Parameters, Point, marks, projection

TYPES = (
    "alias_moved",
    "deprecated",
    "described",
    "funded",
    "integrated",
    "launched",
    "observed",
    "partnered",
    "price_changed",
)


class TimelineParameters(Parameters):
    """What to list."""

    type: str | None = None
    """Only events of this type."""
    since: str | None = None
    """Only events from this date on: `2023`, `2023-06`, `2023-06-13`."""


@projection(takes=TYPES, unit="events", version=1, parameters=TimelineParameters)
def timeline(events: Sequence[Held], ask: Ask[TimelineParameters]) -> Iterator[Point]:
    """What happened to a subject and all beneath it, in order of valid time.

    Each point is one event that holds at the moment; its value counts the events so far. What was
    already so when first stated comes first, at `unknown`; what is announced for a day after
    `as_of` comes last, marked scheduled. Definition: ours.
    """
    chosen = ask.parameters
    count = 0
    for held in events:
        when = held.event.when
        if chosen.type not in (None, held.event.type) or when is None:
            continue
        count += 1
        if chosen.since is not None and when.end <= _start(chosen.since):
            continue
        yield Point(
            subject=held.event.subjects[0],
            at=when.date,
            value=Decimal(count),
            unit="events",
            because=held.because,
            events=held.events,
            labels={"type": held.event.type, "what": words.tell(held.event)},
            marks=marks(held, ask.moment),
        )


def _start(since: str) -> int:
    from ecosys import when

    return when.parse(since).start if since != "unknown" else instant.BEFORE_ALL
