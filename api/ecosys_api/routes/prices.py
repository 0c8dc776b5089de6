"""Prices: what is charged, and what it was known to be."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.answers.metric import VintageRow, vintages
from ecosys.answers.prices import PriceRow, prices
from ecosys.answers.several import several
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys_api.operation import operation, page, steady_page
from ecosys_api.parameters import About, Including, Listing, Name, WhereSold
from ecosys_api.replies import Page

router = APIRouter()


class PricesQuery(Listing, WhereSold, Including):
    """Which lines."""

    tier: Annotated[str | None, Field(max_length=40, examples=["batch"])] = None
    """standard, batch, flex, priority ...; left out: all."""
    currency: Annotated[str | None, Field(pattern="^[A-Z]{3}$", examples=["USD"])] = None
    """Prices in another currency are converted to this one besides."""


class ManyPricesQuery(PricesQuery, About):
    """Whose lines."""

    provider: Annotated[str | None, Field(max_length=100, examples=["openai"])] = None
    """The prices of one provider's models."""


class VintagesQuery(Listing, Including):
    """Which line's history of knowledge."""

    channel: Annotated[str | None, Field(max_length=100, examples=["azure"])] = None
    """Who sells it; default the provider itself."""
    tier: Annotated[str | None, Field(max_length=40)] = None
    """standard, batch, flex, priority ..."""
    direction: Annotated[str | None, Field(max_length=40, examples=["input"])] = None
    """input, output, cache_read ..."""


@operation(router, "/v1/prices", Page[PriceRow], "prices")
async def list_prices(request: Request, query: Annotated[ManyPricesQuery, Query()]) -> Response:
    """The lines in force of all models or of some, and those scheduled."""
    return await steady_page(request, query, ask_prices, query)


@operation(router, "/v1/prices/{name:path}/vintages", Page[VintageRow], "prices")
async def list_price_vintages(
    request: Request, name: Name, query: Annotated[VintagesQuery, Query()]
) -> Response:
    """How the answer to "how did the price run" changed as more became known."""
    return await page(request, query, _vintages, name, query)


@operation(router, "/v1/prices/{name:path}", Page[PriceRow], "prices")
async def read_prices(
    request: Request, name: Name, query: Annotated[PricesQuery, Query()]
) -> Response:
    """The lines of one model in force at the moment, and those scheduled."""
    return await steady_page(request, query, _of_one, name, query)


def _of_one(timeline: Timeline, moment: Moment, name: str, query: PricesQuery) -> Answer[PriceRow]:
    where = (query.channel, query.region, query.tier)
    return prices(timeline, moment, name, *where, currency=query.currency)


def ask_prices(timeline: Timeline, moment: Moment, query: ManyPricesQuery) -> Answer[PriceRow]:
    """The lines that a query asks for: of some models, of a provider, or all."""
    if query.subject:
        return several(query.subject, lambda name: _of_one(timeline, moment, name, query))
    where = (query.channel, query.region, query.tier)
    asked = {"provider": query.provider, "currency": query.currency}
    return prices(timeline, moment, None, *where, **asked)


def _vintages(
    timeline: Timeline, moment: Moment, name: str, query: VintagesQuery
) -> Answer[VintageRow]:
    resolved = timeline.resolve(name, moment)
    parameters = {
        "subject": resolved.subject,
        "channel": query.channel or resolved.channel,
        "tier": query.tier,
        "direction": query.direction,
    }
    answer = vintages(timeline, moment, "price_history", parameters, query.reach)
    return replace(answer, resolved=resolved)
