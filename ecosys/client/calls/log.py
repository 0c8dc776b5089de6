"""Log: the events themselves, what rests on them, and what they changed."""

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from ecosys.answers import changes as news
from ecosys.answers import events as recorded
from ecosys.answers.answer import Answer
from ecosys.answers.changes import ChangeRow
from ecosys.answers.dependents import DependentRow
from ecosys.answers.dependents import dependents as resting
from ecosys.answers.events import CloudEvent
from ecosys.answers.links import MAX_ROWS
from ecosys.answers.selection import BOUNDS, select
from ecosys.client.call import At, Cited, Listed, OnePage, Single
from ecosys.errors import NotFound
from ecosys.moment import Moment
from ecosys.timeline import Timeline


def changes(
    *,
    since: str | None = None,
    updated_after: str | None = None,
    after: int | None = None,
    subject: str | None = None,
    kind: str | None = None,
    all: bool = False,
    **at: Unpack[Cited],
) -> Listed[ChangeRow]:
    """What differs between a time, a week ago, and the moment, in people's words."""
    asked = {
        "since": since,
        "updated_after": updated_after,
        "after": after,
        "subject": subject,
        "kind": kind,
        "all": all or None,
    }

    def answer(timeline: Timeline, moment: Moment) -> Answer[ChangeRow]:
        return news.changes(
            timeline,
            moment,
            since,
            subject,
            updated_after=updated_after,
            after=after,
            kind=kind,
            bookkeeping=all,
        )

    return Listed("/v1/changes", asked, at, ChangeRow, answer)


def event(id: str, *, position: int | None = None) -> Single[CloudEvent]:
    """One event by its id."""

    def answer(timeline: Timeline, moment: Moment) -> Answer[CloudEvent]:
        found = recorded.event(timeline, id)
        if found.position > moment.position:
            raise NotFound(f"Event {id} is recorded at position {found.position}, after that.")
        return Answer([found], CloudEvent)

    at = {"position": position}
    return Single(f"/v1/events/{id}", {}, at, CloudEvent, answer, is_of_log=True)


def dependents(id: str, **at: Unpack[At]) -> Listed[DependentRow]:
    """Every metric, with its defaults, and every claim that rests on an event."""
    return Listed(
        f"/v1/events/{id}/dependents",
        {},
        at,
        DependentRow,
        lambda timeline, moment: resting(timeline, moment, id),
    )


class Wanted(TypedDict, total=False):
    """Which events: of some types, about some subjects, between days."""

    limit: int
    """How many are read at once, 1,000 at the most."""
    type: Sequence[str]
    subject: Sequence[str]
    stated_from: str
    """Publicly said on this day or later."""
    stated_until: str
    recorded_from: str
    """Taken by the log on this day or later."""
    recorded_until: str
    occurred_from: str
    """True in the world from this day or later."""
    occurred_until: str
    position: int
    """Only this much of the log."""


def page_of_events(*, after: int = 0, **wanted: Unpack[Wanted]) -> OnePage[CloudEvent]:
    """Recorded events after a position, ascending, as many as fit on a page."""
    limit = wanted.get("limit", MAX_ROWS)
    asked: dict[str, Any] = {"after": after, **wanted, "limit": limit}
    at = {"position": asked.pop("position", None)}

    def answer(timeline: Timeline, moment: Moment) -> Answer[CloudEvent]:
        bounds = {name: value for name, value in asked.items() if name in BOUNDS}
        chosen = select(wanted.get("type", ()), wanted.get("subject", ()), bounds)
        return recorded.events_after(timeline, moment, after, limit, chosen)

    return OnePage("/v1/events", asked, at, CloudEvent, answer, is_of_log=True)
