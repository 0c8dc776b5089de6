"""The work of `ecosys check --diff`: what unreleased events change in the answers."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ecosys.answers.changes import between
from ecosys.commands._draft import draft
from ecosys.moment import Moment
from ecosys.projection import projections
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
        moved = [name for name in sorted(projections) if _moves(timeline, name, before, after)]
        if moved:
            yield f"{len(moved)} metrics change: {', '.join(moved)}"
        if not changes and not moved:
            yield "Nothing changes."


def _moves(timeline: Timeline, name: str, before: Moment, after: Moment) -> bool:
    old, new = timeline.project(name, before).points, timeline.project(name, after).points
    return [(p.subject, p.at, p.value, p.labels) for p in old] != [
        (p.subject, p.at, p.value, p.labels) for p in new
    ]
