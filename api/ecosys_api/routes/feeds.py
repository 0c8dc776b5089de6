"""Feeds: what is new and what comes, in the forms that calendars and feed readers subscribe to."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.feeds.calendar import calendar
from ecosys.answers.feeds.icalendar_form import ALARMS, TITLE, to_icalendar
from ecosys.timeline import Timeline
from ecosys.values.period import days
from ecosys_api.parameters import Coordinates
from ecosys_api.replies import Replies, address, kept

router = APIRouter(include_in_schema=False)  # what is described there answers JSON
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
