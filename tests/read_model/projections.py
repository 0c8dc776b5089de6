"""Projections with stored results, for tests."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from ecosys.moment import Held
from ecosys.projection import Change, Context, Point, Projection, Stored, projection


def keep(state: list[Any] | None, change: Change) -> list[Any] | None:
    gone = [_row(held) for held in change.before]
    kept = [each for each in state or [] if each not in gone]
    return [*kept, *map(_row, change.after)] or None


def _row(held: Held) -> list[Any]:
    marks = [held.own, held.unstated, held.returned, held.cancelled, held.ends]
    date = held.event.when.date if held.event.when else "unknown"
    return [list(held.because), list(held.events), held.start, date, held.type, marks]


def points(states: Mapping[str, Any], context: Context[Any]) -> Iterator[Point]:
    for subject, state in sorted(states.items()):
        rows = [each for each in state if each[2] is not None and each[2] <= context.moment.as_of]
        for because, events, _, date, type, marks in sorted(rows, key=repr):
            labels = {"type": type, "marks": str(marks)}
            yield Point(subject, date, Decimal(len(because)), "events", tuple(because),
                        tuple(events), labels)  # fmt: skip


def fold(events: Sequence[Held], context: Context[Any]) -> Iterable[Point]:
    """What holds of each subject, and how many events that rests on.

    Definition: ours."""
    subjects = {subject for held in events for subject in held.event.subjects or ("",)}
    states = {
        subject: [_row(held) for held in events if subject in (held.event.subjects or ("",))]
        for subject in subjects
    }
    return points(states, context)


fold.__name__ = "facts"
facts: Projection = projection(
    takes=[], unit="events", version=3, per="all", stored=Stored(keep, points)
)(fold)
