"""moved: ends that were announced and then moved or called off, by whom, and how far."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.metric import metric
from ecosys.events.deprecated import Deprecated
from ecosys.events.rescheduled import Rescheduled
from ecosys.log.decoding import decoded
from ecosys.moment import Moment
from ecosys.values import instant, words
from ecosys_api.page.listing import ListingQuery, part
from ecosys_api.page.page import Page, show
from ecosys_api.page.visit import Visit
from ecosys_api.tables import moves as moves_table
from ecosys_api.tables.moves import Move

router = APIRouter(include_in_schema=False)
PATH = "/deprecations/moved"
STATISTICS = ("announcements", "changed", "later", "earlier", "cancelled", "median_shift")
"""What is told of each provider, by the names of the metric."""


class MovedQuery(ListingQuery):
    """Whose ends."""

    provider: Annotated[str | None, Field(max_length=100)] = None
    """Only of one provider's subjects."""


@router.get(PATH)
async def read_moved(request: Request, query: Annotated[MovedQuery, Query()]) -> Response:
    """What was moved, the latest first, and how often each provider moves."""
    return await show(request, query, partial(_page, query=query))


def _page(visit: Visit, query: MovedQuery) -> Page:
    table = visit.table(
        moves_table.layout(visit), lambda moment: _moves(visit, moment, query.provider)
    )
    return Page(
        "moved.html",
        title="Ends that moved",
        summary="Which announced ends were moved or called off, how far, and how often by whom.",
        answer="/metrics/reschedulings",
        parameters={"subject": query.provider},
        values={
            "query": query,
            "part": part(visit, table, query, PATH),
            "statistics": STATISTICS,
            "providers": _by_provider(visit, query.provider),
        },
    )


def _moves(visit: Visit, moment: Moment, provider: str | None) -> list[Move]:
    """The moves of shutdowns that are known at a moment, the latest first."""
    known = [each for each in visit.timeline.revisions() if moment.knows(each)]
    moved = [(each, each.event) for each in known if isinstance(each.event, Rescheduled)]
    lines = visit.timeline.log.find({event.event for _, event in moved})
    targets = {id: decoded(line.body) for id, line in lines.items()}
    moves = []
    for record, event in sorted(moved, key=lambda each: -each[0].known_from):
        target = targets.get(event.event)
        if not isinstance(target, Deprecated) or not (event.shutdown or event.cancelled):
            continue
        if provider in (None, target.subject.partition("/")[0]):
            learned = instant.day_of(record.known_from)
            was, became = (str(date or "") for date in (target.shutdown, event.shutdown))
            events = (event.id, target.id)
            moves.append(Move(target.subject, target.channel, was, became, learned, events))
    return moves


def _by_provider(visit: Visit, provider: str | None) -> Sequence[tuple[str, Sequence[str]]]:
    """Of each provider that announced ends the statistics, as they are written."""
    asked = {"subject": provider} if provider else {}
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for point in metric(visit.timeline, visit.moment, "reschedulings", asked).rows:
        if point.labels["kind"] == "shutdown" and point.value is not None:
            told[point.subject][point.labels["statistic"]] = words.number(point.value)
    return [(name, [each.get(one, "") for one in STATISTICS]) for name, each in told.items()]
