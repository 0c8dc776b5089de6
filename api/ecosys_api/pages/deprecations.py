"""deprecations: the calendar of what ends, of all time, of a year, or of the models one uses."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.answers.deprecations import DeprecationRow, deprecations
from ecosys.answers.metric import metric
from ecosys.answers.several import several
from ecosys.event import ANY_CHANNEL
from ecosys.moment import Moment
from ecosys.values import words
from ecosys.values.period import days
from ecosys_api.page.listing import ListingQuery, part
from ecosys_api.page.page import Page, show
from ecosys_api.page.visit import Visit
from ecosys_api.tables import deprecations as ends_table

router = APIRouter(include_in_schema=False)
PATH = "/deprecations"
MAX_MODELS = 50
"""Of how many models one may ask at once."""


class DeprecationsQuery(ListingQuery):
    """Which ends."""

    model: Annotated[str | None, Field(max_length=4000)] = None
    """The models that one uses, with commas or spaces between them."""
    provider: Annotated[str | None, Field(max_length=100)] = None
    """The ends of one provider's subjects."""
    channel: Annotated[str, Field(max_length=100)] = ANY_CHANNEL
    """Where it ends; `all` for everywhere."""
    within: Annotated[str | None, Field(max_length=20)] = None
    """Only what ends within so many days: `90d`."""

    @property
    def models(self) -> list[str]:
        """The models that are asked about."""
        return (self.model or "").replace(",", " ").split()[:MAX_MODELS]


@router.get(PATH)
async def read_deprecations(
    request: Request, query: Annotated[DeprecationsQuery, Query()]
) -> Response:
    """What ends, the next first, then what has no date, then what has ended."""
    return await show(request, query, partial(_page, query=query, year=None))


@router.get(f"{PATH}/{{year}}")
async def read_year(
    request: Request,
    year: Annotated[int, Path(ge=2015, le=2100)],
    query: Annotated[DeprecationsQuery, Query()],
) -> Response:
    """What ends in a year, month by month."""
    return await show(request, query, partial(_page, query=query, year=year))


def _page(visit: Visit, query: DeprecationsQuery, year: int | None) -> Page:
    everything = _rows(visit, query, visit.moment)
    table = visit.table(
        ends_table.layout(visit, _why_none(query, year)),
        lambda moment: _of_year(_rows(visit, query, moment), year, visit.day),
    )
    path = PATH if year is None else f"{PATH}/{year}"
    return Page(
        "deprecations.html",
        title="Deprecations" if year is None else f"Deprecations in {year}",
        summary="What stops answering, when, with how much notice, and what to use instead.",
        answer="/deprecations",
        parameters={
            "channel": query.channel,
            "provider": query.provider,
            "within": query.within,
            "subject": query.models or None,
        },
        values={
            "part": part(visit, table, query, path),
            "query": query,
            "year": year,
            "years": _years(everything),
            "months": _months(everything, year) if year else [],
            "channels": sorted({row.channel for row in everything} | {query.channel} - {"all"}),
            "notice": _notice(visit, query.provider),
            "calendar": visit.links.plain(
                "/feeds/calendar.ics",
                model=query.models or None,
                provider=query.provider,
                channel=query.channel,
            ),
        },
    )


def _rows(visit: Visit, query: DeprecationsQuery, moment: Moment) -> Sequence[DeprecationRow]:
    soon = None if query.within is None else days(query.within)

    def about(name: str | None) -> Answer[DeprecationRow]:
        return deprecations(visit.timeline, moment, name, query.channel, soon)

    answer = several(query.models, about) if query.models else about(query.provider)
    return answer.rows


def _of_year(
    rows: Sequence[DeprecationRow], year: int | None, day: str
) -> Sequence[DeprecationRow]:
    """The ends of a year in their order; of all time the coming ones first.

    What might have ended since an earliest possible day comes after what has a day to come.
    """
    if year is not None:
        return [row for row in rows if (row.shutdown or "").startswith(str(year))]

    def order(row: DeprecationRow) -> tuple[int, str]:
        if row.shutdown is None:
            return (2, row.subject)
        if row.status == "ended":
            return (3, _later_first(row.shutdown))
        return (int(row.shutdown < day[: len(row.shutdown)]), row.shutdown)

    return sorted(rows, key=order)


def _later_first(date: str) -> str:
    return "".join(chr(ord("9") - int(char)) if char.isdigit() else char for char in date)


def _why_none(query: DeprecationsQuery, year: int | None) -> str:
    if year is not None:
        return f"Nothing that fits is known to end in {year}."
    if query.within is not None:
        return f"Nothing that fits is known to end within {query.within}."
    return ends_table.EMPTY


def _years(rows: Sequence[DeprecationRow]) -> list[tuple[str, int]]:
    """The years in which something ends, with how much."""
    return sorted(Counter(row.shutdown[:4] for row in rows if row.shutdown).items())


def _months(rows: Sequence[DeprecationRow], year: int) -> list[tuple[str, int]]:
    """The months of a year with how much ends in each."""
    dates = Counter((row.shutdown or "")[:7] for row in rows)
    return [(f"{year}-{month:02}", dates[f"{year}-{month:02}"]) for month in range(1, 13)]


def _notice(visit: Visit, provider: str | None) -> list[tuple[str, str, str, str]]:
    """How long ahead providers announce: provider, median, shortest, and how many are known."""
    asked = {"subject": provider} if provider else {}
    points = metric(visit.timeline, visit.moment, "deprecation_notice", asked).rows
    told: dict[str, dict[str, str]] = {}
    for point in points:
        value = "" if point.value is None else words.number(point.value)
        told.setdefault(point.subject, {})[point.labels["statistic"]] = value
    return [
        (name, each["median"], each.get("minimum", ""), each.get("counted", ""))
        for name, each in sorted(told.items())
        if each.get("median")
    ]
