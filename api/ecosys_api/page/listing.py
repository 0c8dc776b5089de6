"""Listing: pages of long tables: which part is shown, and by what they are sorted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import Field

from ecosys_api.page.addresses import Addresses
from ecosys_api.page.query import PageQuery
from ecosys_api.page.table import Column, Order, Table
from ecosys_api.page.visit import Visit

ROWS = 100
"""How many rows stand on one page."""


class ListingQuery(PageQuery):
    """Which part of a long table is shown."""

    page: Annotated[int, Field(ge=1, le=10_000)] = 1
    """Which page of it, from 1."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a long table."""

    table: Table
    page: int
    pages: int
    rows: int
    """How many rows the whole table has."""
    before: str
    """Where the part before is; empty: there is none."""
    after: str
    """Where the next part is; empty: there is none."""


def part(visit: Visit, table: Table, query: ListingQuery, path: str, size: int = ROWS) -> Part:
    """The part of a table that is asked for; the last one, where there are fewer."""
    pages = max(1, -(-len(table.rows) // size))
    page = min(query.page, pages)
    shown = visit.shown(replace(table, rows=table.rows[(page - 1) * size : page * size]))

    def to(number: int) -> str:
        asked = {**query.asked, "page": number if number > 1 else None}
        return visit.links.page(path, **asked) if 1 <= number <= pages else ""

    return Part(shown, page, pages, len(table.rows), to(page - 1), to(page + 1))


def sortable(
    columns: Sequence[Column],
    keys: Mapping[str, str],
    sort: str,
    links: Addresses,
    path: str,
    asked: Mapping[str, object],
) -> tuple[Column, ...]:
    """Columns that lead to the table sorted by them; `keys` are what to sort by, by their names.

    What begins with a minus is sorted the other way round; a column that sorts already turns it.
    """
    made = []
    for column in columns:
        key = keys.get(column.name)
        if key is None:
            made.append(column)
            continue
        is_up, is_down = sort == key, sort == f"-{key}"
        other = f"-{key}" if is_up else key
        href = links.page(path, **{**asked, "sort": other, "page": None})
        order: Order = "ascending" if is_up else "descending" if is_down else ""
        made.append(replace(column, href=href, sorted=order))
    return tuple(made)
