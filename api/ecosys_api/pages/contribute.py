"""contribute: a form that writes an event as the seed files hold it, and tells what it changes."""

import inspect
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import ConfigDict, Field, model_validator
from starlette.routing import Route

from ecosys.answers.registered import registered
from ecosys.errors import InvalidInput, NotFound
from ecosys.event import Event, event_types
from ecosys.event.codec import plain, schema
from ecosys.event.subject import FIRST_PARTY, provider_of
from ecosys.log.decoding import decoded
from ecosys.values.words import suggest
from ecosys_api.form.check import CheckRow, by_field, checked
from ecosys_api.form.fields import fields_of
from ecosys_api.form.names import PREFIX, given
from ecosys_api.page.page import Page, show
from ecosys_api.page.query import PageQuery
from ecosys_api.page.visit import Visit
from ecosys_api.routes import routes

router = APIRouter(include_in_schema=False)
PATH = "/contribute"
FIRST = ("price_changed", "launched", "deprecated", "rescheduled", "observed", "partnered")
"""The types that are stated most: they are named first."""
NOT_BY_HAND = {"quarantined", "ids_matched", "segment_named"}
"""Types that importers and commands write, not people."""


class ContributeQuery(PageQuery):
    """What is filled in: the event's own fields besides, each as `event.FIELD`."""

    model_config = ConfigDict(extra="allow")

    type: Annotated[str | None, Field(max_length=80)] = None
    """The type of the event."""
    corrects: Annotated[str | None, Field(max_length=240)] = None
    """The id of an event of which a correction is begun."""
    retracts: Annotated[str | None, Field(max_length=240)] = None
    """The id of an event of which a retraction is begun."""

    @model_validator(mode="after")
    def _knows_all(self) -> "ContributeQuery":
        foreign = [name for name in self.fields if not name.startswith(PREFIX)]
        if foreign:
            known = ("type", "corrects", "retracts")
            raise ValueError(
                f"{foreign[0]} is no parameter here. {suggest(foreign[0], known)} Fields of the "
                f"event are named {PREFIX}FIELD."
            )
        return self

    @property
    def fields(self) -> Mapping[str, str]:
        """The event's own fields, as they are filled in."""
        return {name: str(value) for name, value in (self.model_extra or {}).items()}


@router.get(PATH)
async def read_contribute(request: Request, query: Annotated[ContributeQuery, Query()]) -> Response:
    """A form for an event of a type, checked as far as it is filled in; nothing is stored."""
    return await show(request, query, partial(_page, query=query))


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of event that one can state."""

    name: str
    noun: str
    help: str


def _page(visit: Visit, query: ContributeQuery) -> Page:
    type, data = _begun(visit, query)
    given_any = len(data) > 1
    row = checked(visit.timeline, visit.moment, data) if given_any else None
    return Page(
        "contribute.html",
        title="Contribute a fact",
        summary="A form that writes an event for the seeds, and tells what it would change.",
        answer="/check" if given_any else "/models",
        parameters={"event": json.dumps(data, ensure_ascii=False)} if given_any else {},
        takes=(),
        values={
            "type": type,
            "kinds": _kinds(),
            "about": _kind(type) if type else None,
            "fields": _fields(type, data, row),
            "row": row,
            "stated": (data.get("statement") or {}).get("type", "") if type == "corrected" else "",
            "known": _known(visit, data),
            "json": _json(data, row),
            "takes_events": takes_events(routes.values()),
        },
    )


def takes_events(routers: Iterable[APIRouter]) -> bool:
    """Whether events can be posted to one of some routers.

    >>> router = APIRouter()
    >>> takes_events([router])
    False
    >>> _ = router.post("/v1/events")(print)
    >>> takes_events([router])
    True
    """
    paths = [route for each in routers for route in each.routes if isinstance(route, Route)]
    return any(each.path == "/v1/events" and "POST" in (each.methods or ()) for each in paths)


def _json(data: Mapping[str, Any], row: CheckRow | None) -> str:
    """What is filled in as JSON, with the id that is made for it."""
    named = {"id": row.id} if row is not None and row.id else {}
    return json.dumps({**named, **data}, indent=1, ensure_ascii=False) if row else ""


def _fields(type: str | None, data: Mapping[str, Any], row: CheckRow | None) -> list[Any]:
    if type is None:
        return []
    return fields_of(type, data, by_field((*row.faults, *row.doubts)) if row else {})


def _begun(visit: Visit, query: ContributeQuery) -> tuple[str | None, dict[str, Any]]:
    """The type of the event and what is given of it: by a form, or by the event it is about."""
    if query.corrects is not None:
        return "corrected", _correction(_event(visit, query.corrects))
    if query.retracts is not None:
        event = _event(visit, query.retracts)
        return "retracted", {"type": "retracted", "event": event.id, "fault": "ours"}
    if query.type is None:
        return None, {}
    if query.type not in event_types:
        raise InvalidInput(
            f"{query.type} is not an event type.", hint=suggest(query.type, event_types)
        )
    data = {"type": query.type, **given(query.fields, schema(event_types[query.type]))}
    wrong = data.get("event")
    if query.type == "corrected" and isinstance(wrong, str) and "statement" not in data:
        data = {**_correction(_event(visit, wrong)), **data}
    return query.type, data


def _event(visit: Visit, id: str) -> Event:
    line = visit.timeline.log.find([id]).get(id)
    if line is None:
        raise NotFound(f"There is no event {id}.")
    return decoded(line.body)


def _correction(wrong: Event) -> dict[str, Any]:
    """A correction as it begins: what was stated, to be put right."""
    stated = {name: value for name, value in plain(wrong).items() if name not in ("id", "version")}
    return {"type": "corrected", "event": wrong.id, "fault": "ours", "statement": stated}


def _kinds() -> list[Kind]:
    """The types of events, those first that are stated most."""
    names = [name for name in event_types if name not in {*NOT_BY_HAND, *FIRST}]
    return [_kind(name) for name in (*FIRST, *sorted(names))]


def _kind(name: str) -> Kind:
    cls = event_types[name]
    help, *_ = (inspect.getdoc(cls) or "").splitlines()
    return Kind(name, cls.noun or name.replace("_", " "), help)


def _known(visit: Visit, data: Mapping[str, Any]) -> dict[str, list[str]]:
    """What is known already, to be chosen from: of subjects those of the providers that are named.

    Their names are many: to send all of them each time would take longer than to check them.
    """
    subjects = sorted(visit.known)
    about = json.dumps(data)
    near = {name for name in visit.known if "/" not in name and f'"{name}/' in about}
    return {
        "subjects": [name for name in subjects if "/" not in name or provider_of(name) in near],
        "sources": sorted(registered(visit.timeline, visit.moment)),
        "channels": [FIRST_PARTY, "azure", "bedrock", "vertex", "openrouter"],
    }
