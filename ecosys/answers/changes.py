"""Changes: what is different from some days ago, in people's words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from ecosys.answers.answer import Answer
from ecosys.domain.changes import compare, corrections
from ecosys.domain.compared import ChangeRow, State
from ecosys.domain.comparison import Comparison, Revisions
from ecosys.errors import InvalidCoordinate, InvalidInput
from ecosys.event import Recorded, event_types
from ecosys.event.subject import within
from ecosys.events.corrected import Corrected
from ecosys.events.retracted import Retracted
from ecosys.log.bulk import gc_paused
from ecosys.log.decoding import decoded
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import instant, period, when
from ecosys.values.words import suggest

A_WEEK = "7d"
"""Since when, where nobody says it."""

__all__ = [
    "ChangeRow",
    "between",
    "changes",
    "differences",
    "first_since",
    "news",
    "notable",
    "since_instant",
]


@gc_paused()
def changes(
    timeline: Timeline,
    moment: Moment,
    since: str | None = None,
    subject: str | None = None,
    *,
    updated_after: str | None = None,
    after: int | None = None,
    kind: str | None = None,
    bookkeeping: bool = False,
) -> Answer[ChangeRow]:
    """What differs between a time and the moment: the news of the world.

    It is what came into force in the world after `since` and by `as_of`, and what became known
    after `since` and by `known_at`; each row says which. Both are asked at the moment's position,
    so that filling a log is no change. Two things come only when asked for, else `left_out` counts
    them: our own corrections and retractions, for nobody's word changed; and first prices of what
    was launched and priced before `since`, that only reached us now.

    `updated_after` is the knowledge time of the first moment, where that is another one; without
    `since` what came into force is no change then. `after` is its position: what the log took
    since then counts, whenever it was said. So who gives the three coordinates of the last answer
    is told all that became otherwise, once.
    """
    if kind is not None and kind not in kinds():
        raise InvalidInput(f"{kind} is no kind of change.", hint=suggest(kind, kinds()))
    before = _first_moment(moment, since, updated_after, after)
    resolved = timeline.resolve(subject, moment) if subject is not None else None
    told, aside = differences(timeline, before, moment, resolved.subject if resolved else None)
    rows = [row for row in (*told, *aside) if kind in (None, row.kind)]
    shown = rows if bookkeeping else [row for row in told if kind in (None, row.kind)]
    left_out = len(rows) - len(shown)
    return Answer(shown, ChangeRow, resolved, left_out=left_out, poll=_next_look(moment))


@gc_paused()
def news(timeline: Timeline, moment: Moment, since: str) -> list[ChangeRow]:
    """The rows of `changes` alone, for who does not say how many were left out.

    The log's own corrections, which are most of those, need not be read for it.
    """
    told, _ = _compared(timeline, _first_moment(moment, since, None, None), moment)
    return told


def _next_look(moment: Moment) -> dict[str, object]:
    """With what is asked for what becomes otherwise after a moment."""
    return {
        "since": instant.to_text(moment.as_of),
        "updated_after": instant.to_text(moment.known_at),
        "after": moment.position,
    }


def _first_moment(
    moment: Moment, since: str | None, updated_after: str | None, after: int | None
) -> Moment:
    """The moment with which another one is compared; it lies in no way behind that one."""
    if since is None and updated_after is not None:
        as_of = moment.as_of
    else:
        as_of = since_instant(since or A_WEEK, moment)
    latest = moment.at(max(moment.as_of, moment.known_at))
    known_at = as_of if updated_after is None else since_instant(updated_after, latest)
    return Moment(
        min(as_of, moment.as_of),
        min(known_at, moment.known_at),
        moment.position if after is None else min(after, moment.position),
        moment.source,
    )


def kinds() -> list[str]:
    """The kinds of changes: those of prices and ends, each type of event that is news, the rest."""
    types = sorted(name for name, cls in event_types.items() if cls.is_news)
    prices_and_ends = ("price", "scheduled_price", "deprecated", "shutdown")
    return [*prices_and_ends, *types, "changed", "corrected", "retracted"]


def between(
    timeline: Timeline, before: Moment, after: Moment, about: Collection[str] | None = None
) -> list[ChangeRow]:
    """What differs between two moments, what was put right in the log between them included.

    `about`: the subjects that all events between them are about, where it is known.
    """
    told, aside = differences(timeline, before, after, None, about)
    return [*told, *aside]


def differences(
    timeline: Timeline,
    before: Moment,
    after: Moment,
    subject: str | None = None,
    about: Collection[str] | None = None,
    state: Callable[[Moment], State] | None = None,
) -> tuple[list[ChangeRow], list[ChangeRow]]:
    """What is news of the world between two moments, and what is told only when asked for.

    Who asks for several spans, of which one begins where another ends, gives the `state` of each
    moment, so that it is worked out once.
    """
    told, aside = _compared(timeline, before, after, subject, about, state)
    return told, [*aside, *corrections(_put_right(timeline, before, after, subject))]


def _compared(
    timeline: Timeline,
    before: Moment,
    after: Moment,
    subject: str | None = None,
    about: Collection[str] | None = None,
    state: Callable[[Moment], State] | None = None,
) -> tuple[list[ChangeRow], list[ChangeRow]]:
    """The same without what was put right in the log itself."""
    if before == replace(after, pinned=before.pinned):
        return [], []  # as for who looks again before anything came

    if state is None:
        changed = timeline.changed(before, after) if about is None else about

        def state(moment: Moment) -> State:
            return State(timeline.view(moment, subject=subject, among=changed))

    revised = Revisions.known(timeline.revisions(), after)
    comparison = Comparison(state(before), state(after), revised)
    differences = compare(comparison)
    faults = _faults(timeline, after)
    ours = [row for row in differences.news if _is_bookkeeping(row, faults)]
    told = [row for row in differences.news if row not in ours] if ours else differences.news
    return told, [*differences.late, *ours]


def notable(rows: Sequence[ChangeRow]) -> list[ChangeRow]:
    """The same, what was otherwise before first: a move says more than a first sight."""
    return sorted(rows, key=lambda row: (row.before is None, row.kind == "observed"))


def since_instant(since: str, moment: Moment) -> int:
    """The instant after which changes count: `7d`, `2w` or `12h` ago, or that of an instant given.

    Of a date it is the last instant before it, so that what happens on that day counts.
    """
    if (length := period.duration(since)) is not None:
        return max(moment.as_of - length, 0)
    try:
        read = when.parse(since)
    except InvalidInput:
        raise InvalidCoordinate(
            f"since: {since!r} is neither a duration nor a date.",
            hint="Write 7d, 2w, 12h, 2026-11-01 or an instant.",
        ) from None
    last = max(moment.known_at, instant.midnight(moment.as_of) + instant.DAY - 1)
    if read.bound or read.unknown or read.start > last:  # by the day: now is as its midnight
        raise InvalidCoordinate(f"since: {since!r} does not lie before the moment.")
    return read.start if read.precision == "instant" else read.start - 1


def first_since(since: str, moment: Moment) -> int:
    """The first instant that counts, where all since then is asked for."""
    return since_instant(since, moment) + 1


def _faults(timeline: Timeline, moment: Moment) -> Mapping[str, tuple[int, str]]:
    """By the id of a revision, and of what it revises: the latest one's position, and whose fault.

    Only revisions that are known at the moment count.
    """
    faults: dict[str, tuple[int, str]] = {}
    for record in timeline.revisions():
        event = record.event
        if isinstance(event, Corrected | Retracted) and moment.knows(record):
            faults[event.id] = faults[event.event] = record.position, event.fault
    return faults


def _is_bookkeeping(change: ChangeRow, faults: Mapping[str, tuple[int, str]]) -> bool:
    """Whether something was put right because we had it wrong, not because a source said so."""
    if change.kind not in ("corrected", "retracted"):
        return False
    _, fault = max((faults[id] for id in change.events if id in faults), default=(0, ""))
    return fault == "ours"


def _put_right(
    timeline: Timeline, before: Moment, after: Moment, subject: str | None
) -> list[tuple[Recorded, str]]:
    """Corrections of our own mistakes that the log took between the two moments."""
    ours = [
        (record, record.event.event)
        for record in timeline.revisions()
        if isinstance(record.event, Corrected | Retracted) and record.event.fault == "ours"
        if _took(after, record) and not _took(before, record)
    ]
    lines = timeline.log.find(id for _, id in ours)
    revisions: list[tuple[Recorded, str]] = []
    for record, id in ours:
        about = (decoded(lines[id].body).subjects if id in lines else ()) or (id,)
        if any(within(each, subject) for each in about):
            revisions.append((record, about[0]))
    return revisions


def _took(moment: Moment, record: Recorded) -> bool:
    """Whether the log had taken an event by a moment."""
    return record.position <= moment.position and record.recorded_at <= moment.known_at
