"""Writing: events, and decisions on what was held back, by whoever has a key."""

import json
import re
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, ClassVar

from fastapi import APIRouter, Header, Path, Request, Response, Security
from fastapi.security import HTTPBearer
from starlette.datastructures import QueryParams

from ecosys.errors import InvalidInput
from ecosys.event import EventId
from ecosys.events.judged import Decision
from ecosys.values.schema import DOCSTRINGS_DESCRIBE
from ecosys_api.errors import ParameterFault, RequestRefused
from ecosys_api.operation import written
from ecosys_api.writing import bodies
from ecosys_api.writing.bodies import JSON, LINES, YAML, DecisionToRecord, Posted
from ecosys_api.writing.writer import Writer, asked_by

router = APIRouter()
NOT_KEPT = "no-store"
KEY = Security(HTTPBearer(auto_error=False, description="A key that `ecosys key create` made."))
_TAG = re.compile(r'(?:W/)?"(\d{1,15})"')


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """Where an event stands."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    id: str
    """Its id."""
    position: int
    """Its position in the log."""
    new: bool
    """Whether it was recorded now; else it stood there, with the same content."""


@dataclass(frozen=True, slots=True)
class WrittenMeta:
    """What was written in all."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    added: int
    """How many events are new."""
    position: int
    """The last position of these events: asked with `min_position=` an answer knows them."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written. It is on disk."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    data: tuple[WrittenRow, ...]
    """Each event, in the order in which they were sent."""
    meta: WrittenMeta
    """All of them."""


IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="A name of your own for this request, as a random one: sent again within a "
        "day it is not written again, and answered as before.",
    ),
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=100,
        description='The position at which the log must end, in quotes: `"12247"`; else 412.',
    ),
]


def _body(shape: str, *others: str) -> dict[str, Any]:
    """How the body of an operation is documented: JSON of a shape, or text of other types."""
    content: dict[str, Any] = {JSON: {"schema": {"$ref": f"#/components/schemas/{shape}"}}}
    content |= {other: {"schema": {"type": "string"}} for other in others}
    return {"requestBody": {"required": True, "content": content}}


@written(
    router,
    "/v1/events",
    Written,
    "log",
    dependencies=[KEY],
    openapi_extra=_body("EventsToRecord", LINES, YAML),
)
async def record_events(
    request: Request,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Record events: all or none, each once by its id. They are on disk when it is answered."""
    body = await _read(request)
    read = partial(
        _posted, request.query_params, body, request.headers.get("content-type", ""), if_match
    )
    return _told(await _writer(request).post(asked_by(request, body, idempotency_key), body, read))


@written(
    router,
    "/v1/quarantine/{id:path}",
    Written,
    "sources",
    dependencies=[KEY],
    openapi_extra=_body("DecisionToRecord"),
)
async def record_decision(
    request: Request,
    id: Annotated[EventId, Path(description="What was held back, by its id in the list.")],
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Decide on what was held back: what is released is recorded as it was stated."""
    body = await _read(request)
    asked = asked_by(request, body, idempotency_key)
    return _told(
        await _writer(request).decide(
            asked, body, id, partial(_decision, request.query_params, body)
        )
    )


def _refuse_parameters(given: QueryParams) -> None:
    """Refuse what is asked in the address: none is taken. It is told to who may write alone."""
    faults = [
        ParameterFault(parameter=name, message=f"{name} is not a parameter. None is taken here.")
        for name in given
    ]
    if faults:
        raise RequestRefused("invalid-input", faults[0].message, errors=faults)


def _posted(query: QueryParams, body: bytes, type: str, if_match: str | None) -> Posted:
    _refuse_parameters(query)
    posted = bodies.read(body, type)
    if if_match is None or if_match.strip() == "*":
        return posted
    tag = _TAG.fullmatch(if_match.strip())
    if tag is None:
        raise InvalidInput(
            f"If-Match: {if_match} is no position.", hint='Write it in quotes: "12247".'
        )
    return posted.at(int(tag[1]))


def _decision(query: QueryParams, body: bytes) -> tuple[Decision, str]:
    _refuse_parameters(query)
    read: DecisionToRecord = bodies.read_model(body, DecisionToRecord)
    return read.decision, read.why


async def _read(request: Request) -> bytes:
    """The body as it was sent: none that is packed, as nobody knows how large it is."""
    coding = request.headers.get("content-encoding", "identity")
    if coding.lower() != "identity":
        raise RequestRefused(
            "unsupported", f"Content-Encoding {coding} is not read.", hint="Send it unpacked."
        )
    return await request.body()


def _writer(request: Request) -> Writer:
    writer: Writer = request.app.state.writer
    return writer


def _told(outcome: str) -> Response:
    status = 201 if json.loads(outcome)["meta"]["added"] else 200
    headers = {"Cache-Control": NOT_KEPT}
    return Response(outcome, status, headers, media_type=JSON)
