"""Cost: what a request costs, in our counters or in those of a provider."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, create_model

from ecosys.answers.answer import Answer
from ecosys.answers.cost import CostRow, cost
from ecosys.domain.usage import meanings, usages
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys_api.operation import one, operation
from ecosys_api.parameters import Coordinates, Including, Name, WhereSold
from ecosys_api.replies import One


class ServedQuery(Coordinates, WhereSold, Including):
    """How a request is served."""

    tier: Annotated[str, Field(max_length=40)] = "standard"
    """standard, batch, flex, priority ..."""
    currency: Annotated[str | None, Field(pattern="^[A-Z]{3}$", examples=["USD"])] = None
    """The currency to charge in; where no price is listed in it, the total is converted."""
    usage: Annotated[str | None, Field(max_length=40, examples=["openai"])] = None
    """Whose counters are given; their own names are taken then."""


def build() -> APIRouter:
    """The route with the counters of all usages that are installed."""
    router = APIRouter()
    counters = {name: each for name, each in meanings().items() if not _is_taken(name)}
    query_of_counters = _query(counters)

    @operation(router, "/v1/cost/{name:path}", One[CostRow], "prices")
    async def read_cost(
        request: Request,
        name: Name,
        query: Annotated[query_of_counters, Query()],  # type: ignore[valid-type]
    ) -> Response:
        """What a request of so many tokens costs at the prices in force at the moment."""
        return await one(request, query, _cost, name, query, tuple(counters))

    return router


def _cost(
    timeline: Timeline, moment: Moment, name: str, query: ServedQuery, counters: Iterable[str]
) -> Answer[CostRow]:
    counted = query.model_dump(include=set(counters), exclude_none=True)
    row, resolved = cost(
        timeline,
        moment,
        name,
        dict(sorted(counted.items())),
        usage=query.usage,
        tier=query.tier,
        channel=query.channel,
        region=query.region,
        currency=query.currency,
    )
    return Answer([row], CostRow, resolved)


def _is_taken(name: str) -> bool:
    """Whether a parameter of another meaning has the name: it keeps it."""
    return name in ServedQuery.model_fields


def _query(counters: Mapping[str, str]) -> type[ServedQuery]:
    """A query of the coordinates, how the request is served, and the counters."""
    counts: dict[str, Any] = {
        name: (int | None, Field(None, ge=0, le=10**15, description=meaning))
        for name, meaning in counters.items()
    }
    whose = f"Whose counters are given: {' or '.join(usages)}; their own names are taken then."
    usage: Any = (str | None, Field(None, max_length=40, examples=["openai"], description=whose))
    return create_model("CostQuery", __base__=ServedQuery, usage=usage, **counts)
