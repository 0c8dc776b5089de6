"""Check: what is wrong with an event before it is written anywhere, and what it would change."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.bodies import One
from ecosys_api.form.check import CheckRow, check
from ecosys_api.operation import one, operation
from ecosys_api.parameters import Position

router = APIRouter()
MAX_LENGTH = 5_000
"""How long an event may be that stands in an address, of which 64 KiB are read: a sign takes 12."""
EXAMPLE = json.dumps(
    {
        "type": "alias_moved",
        "id": "openai-o3-newest-alias-2026-11-01",
        "alias": "openai/o3-newest",
        "to": "openai/o3",
        "occurred": "2026-11-01",
        "sources": [{"source": "openai", "url": "https://platform.openai.com/docs/models"}],
    }
)


class CheckQuery(Position):
    """Which event."""

    event: Annotated[str, Field(max_length=MAX_LENGTH, examples=[EXAMPLE])]
    """The event as JSON, by the schema of its type; an id that is left out is made."""


@operation(router, "/v1/check", One[CheckRow], "events")
async def check_event(request: Request, query: Annotated[CheckQuery, Query()]) -> Response:
    """What is wrong with an event, what is doubted, and what it would change; nothing is stored."""
    return await one(request, query, check, query.event)
