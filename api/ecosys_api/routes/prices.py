"""Prices: what is charged, what it was known to be, and what a request costs."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from ecosys.answers.answer import Answer
from ecosys.answers.cost import CostRow, cost
from ecosys.answers.metric import VintageRow, vintages
from ecosys.answers.prices import PriceRow, prices
from ecosys.domain.usage import usages
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys_api.operation import operation, replies
from ecosys_api.parameters import Coordinates, Listing, Name
from ecosys_api.replies import One, Page

router = APIRouter()
Count = Annotated[int | None, Field(ge=0, le=10**15)]


class Place(BaseModel):
    """Where and how it is sold."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    channel: Annotated[str | None, Field(max_length=100, examples=["azure"])] = None
    """Who sells it; default the provider itself; `all` for every seller."""
    region: Annotated[str | None, Field(max_length=100)] = None
    """Where the price holds."""


class PricesQuery(Listing, Place):
    """Which lines."""

    tier: Annotated[str | None, Field(max_length=40, examples=["batch"])] = None
    """standard, batch, flex, priority ...; left out: all."""


class ProviderPricesQuery(PricesQuery):
    """Whose lines."""

    provider: Annotated[str | None, Field(max_length=100, examples=["openai"])] = None
    """The prices of one provider's models."""


class VintagesQuery(Listing):
    """Which line's history of knowledge."""

    channel: Annotated[str | None, Field(max_length=100, examples=["azure"])] = None
    """Who sells it; default the provider itself."""
    tier: Annotated[str | None, Field(max_length=40)] = None
    """standard, batch, flex, priority ..."""
    direction: Annotated[str | None, Field(max_length=40, examples=["input"])] = None
    """input, output, cache_read ..."""


class CostQuery(Coordinates, Place):
    """The tokens of a request; `input` is what came from no cache."""

    input: Count = None
    """Tokens that go in; with usage=openai or google their counter, caches included."""
    output: Count = None
    """Tokens that come out."""
    cache_read: Count = None
    """Tokens read from a cache."""
    cache_write: Count = None
    """Tokens written to a cache for its default lifetime."""
    cache_write_5m: Count = None
    """Tokens written to a cache for five minutes."""
    cache_write_1h: Count = None
    """Tokens written to a cache for an hour."""
    reasoning: Count = None
    """Reasoning tokens: charged as output."""
    tier: Annotated[str, Field(max_length=40)] = "standard"
    """standard, batch, flex, priority ..."""
    usage: Annotated[str | None, Field(max_length=40, examples=["openai"])] = None
    """Whose counters are given: openai, anthropic or google; their own names are taken then."""
    prompt_tokens: Count = None
    """With usage=openai."""
    completion_tokens: Count = None
    """With usage=openai."""
    cached_tokens: Count = None
    """With usage=openai: the part of the input that was cached."""
    reasoning_tokens: Count = None
    """With usage=openai: the part of the output that was reasoning."""
    input_tokens: Count = None
    """With usage=openai or anthropic."""
    output_tokens: Count = None
    """With usage=openai or anthropic."""
    cache_read_input_tokens: Count = None
    """With usage=anthropic."""
    cache_creation_input_tokens: Count = None
    """With usage=anthropic."""
    ephemeral_5m_input_tokens: Count = None
    """With usage=anthropic."""
    ephemeral_1h_input_tokens: Count = None
    """With usage=anthropic."""
    promptTokenCount: Count = None  # noqa: N815  the provider's own name
    """With usage=google."""
    cachedContentTokenCount: Count = None  # noqa: N815
    """With usage=google."""
    candidatesTokenCount: Count = None  # noqa: N815
    """With usage=google."""
    thoughtsTokenCount: Count = None  # noqa: N815
    """With usage=google."""

    def counters(self) -> dict[str, int]:
        """The counters that were given."""
        names = {*_OURS, *(name for each in usages.values() for name in each.names)}
        return {name: value for name in sorted(names) if (value := getattr(self, name)) is not None}


_OURS = (
    "input",
    "output",
    "cache_read",
    "cache_write",
    "cache_write_5m",
    "cache_write_1h",
    "reasoning",
)


@operation(router, "/v1/prices", Page[PriceRow], "prices")
async def list_prices(request: Request, query: Annotated[ProviderPricesQuery, Query()]) -> Response:
    """The lines in force of all models, and those scheduled."""

    def ask(timeline: Timeline, moment: Moment) -> Answer[Any]:
        return prices(
            timeline,
            moment,
            None,
            query.channel,
            query.region,
            query.tier,
            provider=query.provider,
        )

    return await replies(request).page(request, query, ask)


@operation(router, "/v1/prices/{name:path}/vintages", Page[VintageRow], "prices")
async def list_price_vintages(
    request: Request, name: Name, query: Annotated[VintagesQuery, Query()]
) -> Response:
    """How the answer to "how did the price run" changed as more became known."""

    def ask(timeline: Timeline, moment: Moment) -> Answer[Any]:
        resolved = timeline.resolve(name, moment)
        parameters = {
            "subject": resolved.subject,
            "channel": query.channel or resolved.channel,
            "tier": query.tier,
            "direction": query.direction,
        }
        found = vintages(timeline, moment, "price_history", parameters, query.reach)
        return replace(found, resolved=resolved)

    return await replies(request).page(request, query, ask)


@operation(router, "/v1/prices/{name:path}", Page[PriceRow], "prices")
async def read_prices(
    request: Request, name: Name, query: Annotated[PricesQuery, Query()]
) -> Response:
    """The lines of one model in force at the moment, and those scheduled."""

    def ask(timeline: Timeline, moment: Moment) -> Answer[Any]:
        return prices(timeline, moment, name, query.channel, query.region, query.tier)

    return await replies(request).page(request, query, ask)


@operation(router, "/v1/cost/{name:path}", One[CostRow], "prices")
async def read_cost(request: Request, name: Name, query: Annotated[CostQuery, Query()]) -> Response:
    """What a request of so many tokens costs at the prices in force at the moment."""

    def ask(timeline: Timeline, moment: Moment) -> Answer[Any]:
        row, resolved = cost(
            timeline,
            moment,
            name,
            query.counters(),
            usage=query.usage,
            tier=query.tier,
            channel=query.channel,
            region=query.region,
        )
        return Answer([row], CostRow, resolved)

    return await replies(request).one(request, query, ask)
