"""Index: what there is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeGuard

from fastapi import APIRouter, Query, Request, Response
from starlette.routing import BaseRoute, Route

from ecosys import __version__
from ecosys.answers.answer import SCHEMA_VERSION, to_json
from ecosys.projection import projections
from ecosys.values.schema import DOCSTRINGS_DESCRIBE
from ecosys_api.errors import PROBLEMS
from ecosys_api.operation import timeless
from ecosys_api.parameters import Nothing
from ecosys_api.replies import LICENCE, REVALIDATE, response
from ecosys_api.routes import routes

router = APIRouter()
ADDRESSES = {
    "index": "/v1",
    "events": "/v1/events",
    "stream": "/v1/events/stream",
    "event": "/v1/events/{id}",
    "dependents": "/v1/events/{id}/dependents",
    "log": "/v1/log.jsonl",
    "checkpoint": "/v1/log/checkpoint",
    "keys": "/v1/log/keys",
    "tile": "/v1/log/tile/{path}",
    "inclusion": "/v1/log/inclusion?position={position}",
    "consistency": "/v1/log/consistency?first={first}&second={second}",
    "changes": "/v1/changes",
    "providers": "/v1/providers",
    "models": "/v1/models",
    "subjects": "/v1/subjects?subject={subject}",
    "subject": "/v1/subjects/{subject}",
    "resolve": "/v1/resolve?name={name}",
    "prices": "/v1/prices",
    "price": "/v1/prices/{subject}",
    "price_vintages": "/v1/prices/{subject}/vintages",
    "cost": "/v1/cost/{subject}",
    "deprecations": "/v1/deprecations",
    "audit": "/v1/audit",
    "reprice": "/v1/reprice",
    "metrics": "/v1/metrics",
    "metric": "/v1/metrics/{name}",
    "metric_explained": "/v1/metrics/{name}/explain",
    "metric_vintages": "/v1/metrics/{name}/vintages",
    "metric_moments": "/v1/metrics/{name}/moments",
    "observations": "/v1/observations/{metric}",
    "figures": "/v1/observations/{metric}/figures?subject={subject}",
    "claims": "/v1/claims",
    "conflicts": "/v1/conflicts",
    "unknown": "/v1/unknown",
    "check": "/v1/check?event={event}",
    "quarantine": "/v1/quarantine",
    "quarantine_decision": "/v1/quarantine/{id}",
    "sources": "/v1/sources",
    "source": "/v1/sources/{source}",
    "schemas": "/v1/schemas",
    "schema": "/v1/schemas/{type}",
    "layouts": "/compat",
    "layout_losses": "/compat/{layout}/lost.json",
    "calendar": "/feeds/calendar.ics",
    "changes_feed": "/feeds/changes.atom",
    "changes_json_feed": "/feeds/changes.json",
    "events_feed": "/feeds/events.atom",
    "events_json_feed": "/feeds/events.json",
    "week": "/feeds/weekly.md",
    "weekly_feed": "/feeds/weekly.atom",
    "weekly_json_feed": "/feeds/weekly.json",
    "llms": "/llms.txt",
    "openapi": "/openapi.json",
    "docs": "/docs",
    "guide": "/guide",
    "page": "/",
    "page_of_prices": "/prices",
    "page_of_cost": "/cost",
    "page_of_deprecations": "/deprecations",
    "page_of_deprecations_of_year": "/deprecations/{year}",
    "page_of_moved_ends": "/deprecations/moved",
    "page_of_models": "/models",
    "page_of_model": "/models/{subject}",
    "page_of_providers": "/providers",
    "page_of_provider": "/providers/{provider}",
    "page_of_comparison": "/compare?models={models}",
    "page_of_metrics": "/metrics",
    "page_of_metric": "/metrics/{name}",
    "page_of_lineage": "/metrics/{name}/explain",
    "page_of_metric_vintages": "/metrics/{name}/vintages",
    "chart_of_metric": "/charts/metrics/{name}.svg",
    "chart_of_metric_vintages": "/charts/metrics/{name}/vintages.svg",
    "chart_of_prices": "/charts/models/{subject}/prices.svg",
    "chart_of_cost": "/charts/cost.svg",
    "chart_of_ecosystem": "/charts/ecosystem.svg",
    "page_of_claims": "/claims",
    "page_of_event": "/events/{id}",
    "page_of_dependents": "/events/{id}/dependents",
    "page_of_sources": "/sources",
    "page_of_unknown": "/unknown",
    "page_to_contribute": "/contribute",
    "page_of_search": "/search?q={words}",
    "alive": "/livez",
    "ready": "/readyz",
}
"""Addresses of ours by what they answer; others are listed by the names of their operations."""


@dataclass(frozen=True, slots=True)
class Index:
    """What there is."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    name: str
    """The name of this service."""
    version: str
    """The version of the software."""
    schema_version: str
    """The version of the answers' shapes."""
    licence: str
    """The licence of the data."""
    addresses: Mapping[str, str]
    """Every address by what it answers."""
    metrics: Mapping[str, str]
    """The address of every metric."""


@timeless(router, "/v1", Index, "index")
async def read_index(request: Request, _: Annotated[Nothing, Query()]) -> Response:
    """Every address, and every metric."""
    root = request.scope["root_path"]
    addresses = {**ADDRESSES, **_added()}
    index = Index(
        name="ecosys",
        version=__version__,
        schema_version=SCHEMA_VERSION,
        licence=LICENCE,
        addresses={name: f"{root}{address}" for name, address in addresses.items()},
        metrics={name: f"{root}/v1/metrics/{name}" for name in sorted(projections)},
    )
    return response(to_json(index, Index), "application/json", REVALIDATE)


def _added() -> dict[str, str]:
    """The addresses of which `ADDRESSES` names none, by the names of their operations."""
    known = {_shape(address) for address in ADDRESSES.values()} | _of_metrics()
    added = [route for each in routes.values() for route in each.routes if _is_listed(route)]
    return {route.name: route.path for route in added if _shape(route.path) not in known}


def _of_metrics() -> set[str]:
    """The addresses of each metric, which are those of `{name}`."""
    ends = ("", "/explain", "/vintages", "/moments")
    return {f"/v1/metrics/{name}{end}" for name in projections for end in ends}


def _is_listed(route: BaseRoute) -> TypeGuard[Route]:
    return isinstance(route, Route) and route.include_in_schema


def _shape(address: str) -> str:
    """An address without its query and the names of its parameters."""
    return re.sub(r"{[^}]*}", "{}", address.partition("?")[0])


@router.get("/problems/{name}", include_in_schema=False)
async def read_problem(name: str) -> Response:
    """What a type of problem means."""
    status, title = PROBLEMS.get(name, (404, "There is no such type of problem"))
    known = 200 if name in PROBLEMS else 404
    return Response(f"{name} ({status}): {title}.\n", known, media_type="text/plain")
