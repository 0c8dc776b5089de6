"""timeline: what happened, in order of valid time."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ecosys.events.claimed import Claimed
from ecosys.moment import Held
from ecosys.projection import Context, Parameters, Point, marks, projection
from ecosys.values import when


class TimelineParameters(Parameters):
    """What to list."""

    type: str | None = None
    """Only events of this type."""
    since: when.When | None = None
    """Only events from this date on: `2023`, `2023-06`, `2023-06-13`."""


@projection(takes=(), unit="events", version=1, parameters=TimelineParameters)
def timeline(events: Sequence[Held], context: Context[TimelineParameters]) -> Iterator[Point]:
    """What happened to a subject and all beneath it, in order of valid time.

    Each point is one event that holds at the moment; its value counts the events so far. What was
    already so when first stated comes first, at `unknown`; what is announced for a day after
    `as_of` comes last, marked scheduled. Definition: ours.
    """
    chosen = context.parameters
    count = 0
    for held in events:
        date = held.when
        if date is None or issubclass(held.kind, Claimed):
            continue
        if chosen.type not in (None, held.type):
            continue
        count += 1
        if chosen.since is not None and date.end <= chosen.since.start:
            continue
        yield Point(
            subject=_about(held, chosen.subject),
            at=date.date,
            value=Decimal(count),
            unit="events",
            because=held.because,
            events=held.events,
            labels={"type": held.type, "what": held.describe()},
            marks=marks(held, context.moment),
        )


def _about(held: Held, asked: str | None) -> str:
    """Which of an event's subjects the point is about: the first that was asked for."""
    subjects = held.subjects
    wanted = [each for each in subjects if asked in (None, each) or each.startswith(f"{asked}/")]
    return wanted[0] if wanted else subjects[0]
