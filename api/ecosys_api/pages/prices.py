"""prices: the price list of everything, at any date: filtered, sorted, in one currency."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.models import ModelRow, models
from ecosys.answers.prices import PriceRow, prices
from ecosys.domain.prices import STANDARD
from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.moment import Moment
from ecosys_api.page.listing import ListingQuery, part, sortable
from ecosys_api.page.page import Page, show
from ecosys_api.page.visit import Visit
from ecosys_api.pages.cost import MAX_MODELS
from ecosys_api.tables import offers
from ecosys_api.tables.offers import Offer

router = APIRouter(include_in_schema=False)
PATH = "/prices"
ALL = "all"
"""Asks for every seller or tier."""
KEYS = {"model": "model", "input": "input", "output": "output", "since": "since"}
"""What can be sorted by, by the names of the columns."""
CHOICES = 4096
"""How many bytes the names of sellers and tiers need, about."""
TEXTS: Mapping[str, Callable[[Offer], str]] = {
    "model": lambda offer: offer.first.subject,
    "since": lambda offer: offer.since if offer.since[:1].isdigit() else "",
}
"""What is sorted by as text: what was so before anybody said it comes before every date."""
Sort = Literal["model", "-model", "input", "-input", "output", "-output", "since", "-since"]


class PricesQuery(ListingQuery):
    """Which prices."""

    q: Annotated[str | None, Field(max_length=100)] = None
    """Only of models whose id has this in it."""
    provider: Annotated[str | None, Field(max_length=100)] = None
    """Only of one provider's models."""
    channel: Annotated[str, Field(max_length=100)] = FIRST_PARTY
    """Who sells it; `all` for every seller."""
    tier: Annotated[str, Field(max_length=40)] = STANDARD
    """How it is served; `all` for every tier."""
    modality: Annotated[str, Field(max_length=40)] = ALL
    """What it takes or gives; `all` for everything."""
    weights: Literal["open", "closed"] | None = None
    """Only of models whose weights can be downloaded, or cannot."""
    context: Annotated[int | None, Field(ge=0, le=10**9)] = None
    """Only of models that take so many tokens in one request."""
    currency: Annotated[str | None, Field(pattern="^[A-Z]{3}$")] = None
    """Prices in another currency are converted to this one."""
    sort: Sort = "-since"
    """By what; with a minus the other way round."""


@router.get(PATH)
async def read_prices(request: Request, query: Annotated[PricesQuery, Query()]) -> Response:
    """What everything costs, did, or will."""
    return await show(request, query, partial(_page, query=query))


def _page(visit: Visit, query: PricesQuery) -> Page:
    layout = offers.layout(visit, "No list price that fits is known at this moment.")
    columns = sortable(layout.columns, KEYS, query.sort, visit.links, PATH, query.asked)
    table = visit.table(replace(layout, columns=columns), partial(_offers, visit, query))
    channels, tiers = _choices(visit)
    shown = part(visit, table, query, PATH)
    models = dict.fromkeys(row.cells[0].text for row in shown.table.rows)
    return Page(
        "prices.html",
        title="Prices",
        summary="What models cost, per million tokens, at every seller and on any day.",
        answer="/prices",
        parameters={
            "provider": query.provider,
            "channel": None if query.channel == FIRST_PARTY else query.channel,
            "tier": None if query.tier == ALL else query.tier,
            "currency": query.currency,
        },
        values={
            "part": shown,
            "compared": list(models)[:MAX_MODELS],
            "query": query,
            "channels": channels,
            "tiers": tiers,
        },
    )


def _offers(visit: Visit, query: PricesQuery, moment: Moment) -> list[Offer]:
    where = {"provider": query.provider, "currency": query.currency}
    answer = prices(visit.timeline, moment, None, query.channel, **where)
    wanted = _wanted(visit, query, moment)
    rows = [_in_one_currency(row) for row in answer.rows if _fits(row, query) and wanted(row)]
    found = sorted(offers.offers(rows), key=lambda offer: offer.first.subject)
    return _sorted(found, query.sort)


def _fits(row: PriceRow, query: PricesQuery) -> bool:
    return (
        query.tier in (ALL, row.tier)
        and query.modality in (ALL, row.modality)
        and (query.q is None or query.q.lower() in row.subject.lower())
    )


def _wanted(visit: Visit, query: PricesQuery, moment: Moment) -> Callable[[PriceRow], bool]:
    """Whether a price is of a model that can do what is asked; asking that takes longer."""
    if query.weights is None and query.context is None:
        return lambda _: True

    def can(row: ModelRow) -> bool:
        is_open = None if query.weights is None else query.weights == "open"
        fits = query.context is None or (row.context_window or 0) >= query.context
        return fits and is_open in (None, row.open_weights)

    rows = models(visit.timeline, moment, query.provider).rows
    names = {row.subject for row in rows if can(row)}
    return lambda row: row.subject in names


def _in_one_currency(row: PriceRow) -> PriceRow:
    """A price as it is converted, where it is."""
    if row.conversion is None or row.converted is None or row.per_million is None:
        return row
    return replace(row, per_million=row.converted, currency=row.conversion.currency)


def _sorted(found: list[Offer], sort: str) -> list[Offer]:
    """Offers in an order; what has no such price comes last, whichever way round it is."""
    key, is_down = sort.removeprefix("-"), sort.startswith("-")
    if key in TEXTS:
        return sorted(found, key=TEXTS[key], reverse=is_down)
    sign = -1 if is_down else 1

    def amount(offer: Offer) -> tuple[bool, Decimal]:
        line = offer.of(key)
        value = line.per_million if line else None
        return value is None, sign * (value or Decimal(0))

    return sorted(found, key=amount)


def _choices(visit: Visit) -> tuple[list[str], list[str]]:
    """The sellers and tiers of which prices are known in all of the log: asked once for each."""
    timeline = visit.timeline
    latest = timeline.moment()

    def ask() -> tuple[list[str], list[str]]:
        rows = prices(timeline, latest, None, ANY_CHANNEL).rows
        return sorted({row.channel for row in rows}), sorted({row.tier for row in rows})

    return timeline.memory.once(("sellers and tiers", latest.position), ask, lambda _: CHOICES)
