"""event: one event with its proof, what was said about it, and what rests on it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from ecosys.answers.dependents import dependents
from ecosys.answers.events import CloudEvent, envelope, event
from ecosys.answers.proofs import inclusion
from ecosys.event import EventId
from ecosys.seeding.place import place_of
from ecosys.values import words
from ecosys_api.page.page import Page, show
from ecosys_api.page.query import PageQuery
from ecosys_api.page.table import Table
from ecosys_api.page.visit import Visit
from ecosys_api.tables import dependents as dependents_table
from ecosys_api.tables import envelopes

router = APIRouter(include_in_schema=False)
APART = {"id", "type", "version", "sources"}
"""Fields of an event that are shown elsewhere on its page."""


@router.get("/events/{id:path}")
async def read_event(
    request: Request,
    id: Annotated[EventId, Path(description="The event's id.")],
    query: Annotated[PageQuery, Query()],
) -> Response:
    """One event, where it stands in the log, and what rests on it."""
    return await show(request, query, partial(_page, id=id))


@router.get("/events/{id:path}/dependents")
async def read_dependents(
    request: Request,
    id: Annotated[EventId, Path(description="The event's id.")],
    query: Annotated[PageQuery, Query()],
) -> Response:
    """What rests on one event: it takes longer than the event itself."""
    return await show(request, query, partial(_dependents_page, id=id))


def _page(visit: Visit, id: str) -> Page:
    timeline = visit.timeline
    read = event(timeline, id)
    size = max(visit.moment.position, read.position)
    (record,) = timeline.at([read.position])
    return Page(
        "event.html",
        title=id,
        summary=record.event.describe(),
        answer=f"/events/{id}",
        takes=("position",),
        values={
            "event": read,
            "what": record.event.describe(),
            "fields": {
                name: _told(value) for name, value in read.data.items() if name not in APART
            },
            "stated": record.event.statement_time,
            "subjects": [visit.subject(name) for name in record.event.subjects],
            "sources": visit.citations(record.event),
            "proof": inclusion(timeline.log, read.position, size),
            "place": place_of(id),
            "about": _about(visit, record.event.targets, "Nothing: it speaks of the world."),
            "told": _about(
                visit,
                [each.id for each in timeline.revisions() if id in each.event.targets],
                "No correction, move or retraction names it.",
            ),
        },
    )


def _about(visit: Visit, ids: Sequence[str], empty: str) -> Table:
    """A table of events by their ids."""
    lines = visit.timeline.log.find(ids)
    records = visit.timeline.at([line.position for line in lines.values()])
    return envelopes.layout(visit, empty).table([envelope(record) for record in records])


def _dependents_page(visit: Visit, id: str) -> Page:
    event(visit.timeline, id)  # an id of no event is not found: else nothing would rest on it
    return Page(
        "dependents.html",
        title=f"What rests on {id}",
        summary="Every number and every verdict that rests on the event.",
        answer=f"/events/{id}/dependents",
        values={
            "id": id,
            "rests": visit.shown(
                visit.table(
                    dependents_table.layout(visit),
                    lambda moment: dependents(visit.timeline, moment, id).rows,
                )
            ),
        },
    )


def _fields(read: CloudEvent) -> dict[str, list[str]]:
    """What the event says, field by field."""
    return {name: _told(value) for name, value in read.data.items() if name not in APART}


def _told(value: object) -> list[str]:
    """A field of an event in lines of text."""
    if isinstance(value, Mapping):
        return ["; ".join(f"{name}: {' '.join(_told(each))}" for name, each in value.items())]
    if isinstance(value, list | tuple):
        return [" ".join(_told(each)) for each in value]
    return [str(value).lower() if isinstance(value, bool) else words.grouped(str(value))]
