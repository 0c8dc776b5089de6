"""The work of `ecosys check --diff`: what unreleased events change in the answers."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ecosys.answers.changes import between
from ecosys.commands._draft import draft
from ecosys.moment import Moment
from ecosys.projection import Point, projections
from ecosys.seeding.seed import Seed
from ecosys.timeline import Timeline

MAX_SHOWN = 40
"""How many differences are told one by one."""


def differences(folder: Path, seeds: Sequence[Seed]) -> Iterator[str]:
    """What the unreleased events change, in words, and how many metrics they move."""
    with draft(folder, seeds) as (timeline, added):
        after = timeline.moment()
        before = Moment(after.as_of, after.known_at, after.position - added)
        changes = between(timeline, before, after)
        yield from (change.words for change in changes[:MAX_SHOWN])
        if len(changes) > MAX_SHOWN:
            yield f"... and {len(changes) - MAX_SHOWN} more"
        subjects = subjects_concerned(timeline, before.position)
        moved = [
            name for name in sorted(projections) if moves(timeline, name, before, after, subjects)
        ]
        if moved:
            yield f"{len(moved)} metrics change: {', '.join(moved)}"
        if not changes and not moved:
            yield "Nothing changes."


def subjects_concerned(timeline: Timeline, after: int) -> frozenset[str]:
    """The subjects that the events after a position are about; empty, where that may be any."""
    about = {record.id: record.event for record in timeline.records()}
    concerned: set[str] = set()
    for event in (record.event for record in timeline.records() if record.position > after):
        told = [event, *(about[id] for id in event.targets if id in about)]
        subjects = {subject for each in told for subject in each.subjects}
        if not subjects:
            return frozenset()
        concerned |= subjects
    return frozenset(concerned)


def moves(
    timeline: Timeline, name: str, before: Moment, after: Moment, subjects: frozenset[str]
) -> bool:
    """Whether a metric answers otherwise after than before.

    One whose points follow from their subject's own events is asked for the subjects concerned
    alone; none named: for all.
    """
    chosen = projections[name]
    narrow = subjects if chosen.per == "series" and subjects else (None,)
    asked = [chosen.parameters.model_validate({"subject": each}) for each in narrow]
    return any(
        _values(timeline.points(chosen, each, before))
        != _values(timeline.points(chosen, each, after))
        for each in asked
    )


def _values(points: Sequence[Point]) -> list[tuple[object, ...]]:
    return [(point.subject, point.at, point.value, point.labels) for point in points]
