"""Schemas: the shape of every type of event, as JSON Schema."""

import json
from typing import Any

from fastapi import APIRouter, Request, Response

from ecosys.errors import NotFound
from ecosys.event import event_types, schema
from ecosys.registry import suggest
from ecosys.seed import seed_schema
from ecosys_api.replies import REVALIDATE, made, send

router = APIRouter(tags=["schemas"])


@router.get("/v1/schemas", response_model=dict[str, str])
async def list_schemas(request: Request) -> Response:
    """The types of events, each with the address of its schema; `seeds` is that of seed files."""
    found = {name: f"/v1/schemas/{name}" for name in sorted(event_types)}
    return _sent(request, found | {"seeds": "/v1/schemas/seeds"})


@router.get("/v1/schemas/{type}", response_model=dict[str, Any])
async def read_schema(request: Request, type: str) -> Response:
    """The JSON Schema of one type of event, or of seed files."""
    if type == "seeds":
        return _sent(request, seed_schema())
    if type not in event_types:
        raise NotFound(f"There is no event type {type}.", hint=suggest(type, event_types))
    return _sent(request, schema(event_types[type]))


def _sent(request: Request, content: object) -> Response:
    return send(request, made(json.dumps(content).encode(), "application/json", REVALIDATE))
