"""Cost: what a request costs, in our counters or in those of a provider."""

from collections.abc import Mapping
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
    query_of_counters = cost_query()

    @operation(router, "/v1/cost/{name:path}", One[CostRow], "prices")
    async def read_cost(
        request: Request,
        name: Name,
        query: Annotated[query_of_counters, Query()],  # type: ignore[valid-type]
    ) -> Response:
        """What a request of so many tokens costs at the prices in force at the moment."""
        return await one(request, query, ask_cost, name, query)

    return router


def cost_query() -> type[ServedQuery]:
    """A query of the coordinates, how the request is served, and the counters."""
    counts: dict[str, Any] = {
        name: (int | None, Field(None, ge=0, le=10**15, description=meaning))
        for name, meaning in _counters().items()
    }
    whose = f"Whose counters are given: {' or '.join(usages)}; their own names are taken then."
    usage: Any = (str | None, Field(None, max_length=40, examples=["openai"], description=whose))
    return create_model("CostQuery", __base__=ServedQuery, usage=usage, **counts)


def ask_cost(timeline: Timeline, moment: Moment, name: str, query: ServedQuery) -> Answer[CostRow]:
    """What the request of a query costs with a model."""
    counted = query.model_dump(include=set(_counters()), exclude_none=True)
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


def _counters() -> Mapping[str, str]:
    """The counters with their meanings; a parameter of another meaning keeps its name."""
    taken = ServedQuery.model_fields
    return {name: each for name, each in meanings().items() if name not in taken}
