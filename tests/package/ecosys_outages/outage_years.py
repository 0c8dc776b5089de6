"""outage_years: how many outages each year had; the counts are stored."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from ecosys import Change, Context, Held, Parameters, Point, Stored
from ecosys.projection import projection

from ecosys_outages.outage_reported import OutageReported

Row = list[Any]
"""Of an outage: when it began, its year, and the positions and ids of what says so."""


def _rows(facts: Sequence[Held]) -> list[Row]:
    return [
        [held.start, held.event.occurred.date.partition("-")[0], [*held.because], [*held.events]]
        for held in facts
        if isinstance(held.event, OutageReported)
    ]


def _step(state: list[Row] | None, change: Change) -> list[Row] | None:
    """The outages of a subject after a change: those that hold no longer go, new ones come."""
    gone = _rows(change.before)
    return [row for row in state or [] if row not in gone] + _rows(change.after) or None


def _points(states: Mapping[str, list[Row]], context: Context[Parameters]) -> Iterator[Point]:
    """The years of each subject, from the outages that it had so far."""
    counted: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for subject, rows in states.items():
        for row in rows:
            if row[0] is not None and row[0] <= context.moment.as_of:
                counted[row[1], subject].append(row)
    for (year, subject), rows in sorted(counted.items()):
        yield Point(
            subject=subject,
            at=year,
            value=Decimal(len(rows)),
            unit="outages",
            because=tuple(position for row in sorted(rows) for position in row[2]),
            events=tuple(id for row in sorted(rows) for id in row[3]),
        )


@projection(takes=["outage_reported"], unit="outages", version=1, stored=Stored(_step, _points))
def outage_years(events: Sequence[Held], context: Context[Parameters]) -> Iterator[Point]:
    """How many outages a subject reported of each year so far.

    Unit: outages. Definition: the providers' own reports, counted by the year in which they began.
    """
    states: dict[str, list[Row]] = defaultdict(list)
    for held in events:
        for subject in held.event.subjects:
            states[subject] += _rows([held])
    return _points(states, context)
