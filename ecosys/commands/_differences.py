"""The work of `ecosys check --diff`: what unreleased events change in the answers."""

from collections.abc import Collection, Iterator, Sequence

from ecosys.answers.changes import between
from ecosys.commands._draft import draft_in_memory
from ecosys.log.line import Line
from ecosys.log.references import concerns
from ecosys.moment import Moment
from ecosys.projection import Point, projections
from ecosys.seeding.seed import Seed
from ecosys.timeline import Timeline

MAX_SHOWN = 40
"""How many differences are told one by one."""

Concerned = Collection[tuple[str, str]]
"""The subjects that events are about, each with the type of what is said of it."""


def differences(released: Sequence[Line], seeds: Sequence[Seed]) -> Iterator[str]:
    """What the unreleased events change, in words, and how many metrics they move."""
    timeline, added = draft_in_memory(released, seeds)
    after = timeline.moment()
    before = Moment(after.as_of, after.known_at, after.position - added)
    for moment in (before, after):
        timeline.held(moment)  # once, for all that is asked
    about = concerned(timeline, before, after)
    subjects = None if about is None else {subject for subject, _ in about}
    changes = between(timeline, before, after, subjects)
    yield from (change.words for change in changes[:MAX_SHOWN])
    if len(changes) > MAX_SHOWN:
        yield f"... and {len(changes) - MAX_SHOWN} more"
    moved = [name for name in sorted(projections) if moves(timeline, name, before, after, about)]
    if moved:
        yield f"{len(moved)} metrics change: {', '.join(moved)}"
    if not changes and not moved:
        yield "Nothing changes."


def concerned(timeline: Timeline, before: Moment, after: Moment) -> Concerned | None:
    """What the events between two moments are about; None, where that may be anything."""
    stands = {record.id: record.event for record in timeline.records()}
    new = [each.event for each in timeline.records() if each.position > before.position]
    about = {pair for event in new for pair in concerns(event, stands.get)}
    ranks = timeline.ranks(after)
    if any(ranks.get(source) != rank for source, rank in timeline.ranks(before).items()):
        return None
    about.discard(("", "registered"))  # a source of which nothing was known yet
    return None if any(subject == "" for subject, _ in about) else about


def moves(
    timeline: Timeline, name: str, before: Moment, after: Moment, about: Concerned | None
) -> bool:
    """Whether a metric answers otherwise after than before, for events about something.

    One that takes none of their types does not. One whose points follow from their subject's own
    events is asked for their subjects alone.
    """
    chosen = projections[name]
    subjects: Collection[str | None] = [None]
    if about is not None:
        taken = {subject for subject, type in about if type in (chosen.takes or (type,))}
        subjects = taken if chosen.per == "series" else [None] * bool(taken)
    asked = [chosen.parameters.model_validate({"subject": each}) for each in subjects]
    return any(
        _values(timeline.points(chosen, each, before))
        != _values(timeline.points(chosen, each, after))
        for each in asked
    )


def _values(points: Sequence[Point]) -> list[tuple[object, ...]]:
    return [(point.subject, point.at, point.value, point.labels) for point in points]
