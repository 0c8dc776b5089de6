"""Index: what there is."""

import json

from fastapi import APIRouter, Request, Response

from ecosys import __version__
from ecosys.answers.answer import SCHEMA_VERSION
from ecosys.projection import projections
from ecosys_api.errors import PROBLEMS
from ecosys_api.replies import REVALIDATE, made, send

router = APIRouter(tags=["index"])
ADDRESSES = {
    "events": "/v1/events",
    "changes": "/v1/changes",
    "providers": "/v1/providers",
    "models": "/v1/models",
    "subject": "/v1/subjects/{subject}",
    "resolve": "/v1/resolve?name={name}",
    "prices": "/v1/prices",
    "price": "/v1/prices/{subject}",
    "price_vintages": "/v1/prices/{subject}/vintages",
    "cost": "/v1/cost/{subject}",
    "deprecations": "/v1/deprecations",
    "metrics": "/v1/metrics",
    "sources": "/v1/sources",
    "schemas": "/v1/schemas",
    "openapi": "/openapi.json",
    "docs": "/docs",
}


@router.get("/v1", response_model=dict[str, object])
async def read_index(request: Request) -> Response:
    """Every address, and every metric."""
    body = {
        "name": "ecosys",
        "version": __version__,
        "schema_version": SCHEMA_VERSION,
        "licence": "CC-BY-4.0",
        "addresses": ADDRESSES,
        "metrics": {name: f"/v1/metrics/{name}" for name in sorted(projections)},
    }
    return send(request, made(json.dumps(body).encode(), "application/json", REVALIDATE))


@router.get("/problems/{name}", include_in_schema=False)
async def read_problem(name: str) -> Response:
    """What a type of problem means."""
    status, title = PROBLEMS.get(name, (404, "There is no such type of problem"))
    known = 200 if name in PROBLEMS else 404
    return Response(f"{name} ({status}): {title}.\n", known, media_type="text/plain")
