"""Feeds: what is new and what comes, in the forms that calendars and feed readers subscribe to."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.feeds.calendar import calendar
from ecosys.answers.feeds.digest import digest, digest_entries, to_markdown
from ecosys.answers.feeds.entries import FeedEntry, change_entries, event_entries
from ecosys.answers.feeds.feed import TYPES, WRITERS, Feed, feed_title
from ecosys.answers.feeds.icalendar_form import ALARMS, TITLE, to_icalendar
from ecosys.answers.links import MAX_ROWS, PAGE
from ecosys.answers.selection import select
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values.period import days
from ecosys_api.parameters import Coordinates, Position
from ecosys_api.replies import Replies, address, kept

router = APIRouter(include_in_schema=False)  # what is described there answers JSON
MARKDOWN = "text/markdown; charset=utf-8"
Entries = Callable[[Timeline, Moment], list[FeedEntry]]
Name = Annotated[str, Field(max_length=240)]
Limit = Annotated[int, Field(ge=1, le=MAX_ROWS)]
Names = Annotated[tuple[Annotated[str, Field(max_length=240)], ...], Field(max_length=100)]
Days = Annotated[str, Field(max_length=20, examples=["30d"])]


class FeedQuery(Coordinates):
    """The moment of a feed; its form is the end of its address."""

    format: None = None


class CalendarQuery(FeedQuery):
    """Which dates, and how long before there is an alarm."""

    model: Names = ()
    """A model, or a provider and all beneath it; again: that one too."""
    provider: Annotated[str | None, Field(max_length=100)] = None
    """All of one provider; beside models that one too."""
    channel: Annotated[str | None, Field(max_length=100)] = None
    """Who sells it; default the provider itself; `all` for every seller."""
    within: Days | None = None
    """Only from today on, and so many days; left out: past and future."""
    alarm: Annotated[tuple[Days, ...], Field(max_length=10)] = ()
    """How long before a date there is an alarm; again: then too. Default 30d and 7d."""


@router.get("/feeds/calendar.ics")
async def read_calendar(request: Request, query: Annotated[CalendarQuery, Query()]) -> Response:
    """The dates that were set ahead, as a calendar: ends, and prices."""
    replies: Replies = request.app.state.replies
    return await replies.make(request, partial(_calendar, replies.timeline, request, query))


def _calendar(timeline: Timeline, request: Request, query: CalendarQuery) -> Response:
    query.refuse_behind(timeline)
    moment = query.moment(timeline)
    names = (*query.model, *([query.provider] if query.provider else []))
    soon = None if query.within is None else days(query.within)
    entries = calendar(timeline, moment, names, query.channel, soon)
    alarms = tuple(map(days, query.alarm)) or ALARMS
    body = to_icalendar(entries, TITLE, alarms)
    return kept(body, "text/calendar; charset=utf-8", moment, address(request, query, moment))


class ChangesFeedQuery(FeedQuery):
    """Which changes."""

    since: Annotated[str | None, Field(max_length=64)] = None
    """7d, 2w, 12h, a date or an instant; default 30d."""
    subject: Name | None = None
    """A provider or another subject, and all beneath it."""
    kind: Annotated[str | None, Field(max_length=100)] = None
    """Only of this kind: price, launched, deprecated ..."""
    limit: Limit = PAGE
    """How many at the most, the newest."""


class EventsFeedQuery(Position):
    """Which events."""

    format: None = None
    type: Names = ()
    """Only events of this type; given again: or of that one."""
    subject: Names = ()
    """Only events about this subject and all beneath it; given again: or about that one."""
    limit: Limit = PAGE
    """How many at the most, the last of the log."""


@router.get("/feeds/changes.atom")
@router.get("/feeds/changes.json")
async def read_changes(request: Request, query: Annotated[ChangesFeedQuery, Query()]) -> Response:
    """What changed in the world: of all, a provider, a subject, or a kind."""
    title = feed_title("what changed", [query.subject] if query.subject else [])

    def ask(timeline: Timeline, moment: Moment) -> list[FeedEntry]:
        about = (query.since, query.subject, query.kind, query.limit)
        return change_entries(timeline, moment, *about)

    return await _feed(request, query, title, ask)


@router.get("/feeds/events.atom")
@router.get("/feeds/events.json")
async def read_events(request: Request, query: Annotated[EventsFeedQuery, Query()]) -> Response:
    """The last events of the log."""
    wanted = select(query.type, query.subject)
    title = feed_title("events", [*query.type, *query.subject])

    def ask(timeline: Timeline, moment: Moment) -> list[FeedEntry]:
        return event_entries(timeline, moment, wanted, query.limit)

    return await _feed(request, query, title, ask)


@router.get("/feeds/weekly.md")
async def read_week(request: Request, query: Annotated[FeedQuery, Query()]) -> Response:
    """The last week that is over, as a page."""
    replies: Replies = request.app.state.replies

    def make() -> Response:
        query.refuse_behind(replies.timeline)
        moment = query.moment(replies.timeline)
        body = to_markdown(digest(replies.timeline, moment))
        return kept(body, MARKDOWN, moment, address(request, query, moment))

    return await replies.make(request, make)


@router.get("/feeds/weekly.atom")
@router.get("/feeds/weekly.json")
async def read_weeks(request: Request, query: Annotated[FeedQuery, Query()]) -> Response:
    """The last weeks that are over, an entry each."""
    return await _feed(request, query, feed_title("week by week"), digest_entries)


async def _feed(request: Request, query: Position, title: str, ask: Entries) -> Response:
    """A feed of entries in the form that the end of its address names."""
    replies: Replies = request.app.state.replies
    form = request.scope["path"].rpartition(".")[2]

    def make() -> Response:
        query.refuse_behind(replies.timeline)
        moment = query.moment(replies.timeline)
        at = address(request, query, moment)
        subscribed = at._replace(coordinates={}).text
        feed = Feed(title, subscribed, moment.known_at, ask(replies.timeline, moment))
        return kept(WRITERS[form](feed), TYPES[form], moment, at)

    return await replies.make(request, make)
