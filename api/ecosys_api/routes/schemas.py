"""Schemas: the shape of every type of event, as JSON Schema."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from ecosys.errors import NotFound
from ecosys.event import event_types
from ecosys.event.codec import schema
from ecosys.seeding.schema import seed_schema
from ecosys.values.words import suggest
from ecosys_api.operation import timeless
from ecosys_api.parameters import Nothing
from ecosys_api.replies import REVALIDATE, response

router = APIRouter()


@timeless(router, "/v1/schemas", dict[str, str], "schemas")
async def list_schemas(_: Annotated[Nothing, Query()]) -> Response:
    """The types of events, each with the address of its schema; `seeds` is that of seed files."""
    addresses = {name: f"/v1/schemas/{name}" for name in sorted(event_types)}
    return _sent(addresses | {"seeds": "/v1/schemas/seeds"})


@timeless(router, "/v1/schemas/{type}", dict[str, Any], "schemas")
async def read_schema(
    type: Annotated[str, Path(max_length=80, description="A type of event, or `seeds`.")],
    _: Annotated[Nothing, Query()],
) -> Response:
    """The JSON Schema of one type of event, or of seed files."""
    if type == "seeds":
        return _sent(seed_schema())
    if type not in event_types:
        raise NotFound(f"There is no event type {type}.", hint=suggest(type, event_types))
    return _sent(schema(event_types[type]))


def _sent(content: object) -> Response:
    return response(json.dumps(content).encode(), "application/json", REVALIDATE)
