"""deprecations: ends, with what happens after."""

from functools import partial

from ecosys.answers.deprecations import AfterRow, DeprecationRow, ExtendedAccessRow
from ecosys.event.subject import provider_of
from ecosys.values import words
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout
from ecosys_api.page.visit import Visit

EMPTY = "No end is announced, as far as is known."
"""Why there are no rows, where nothing else is said."""


def brief(visit: Visit, empty: str = EMPTY) -> Layout:
    """How ends stand in a table that is one of several on a page."""
    columns = (
        Column("shutdown", "date"),
        Column("what", "id"),
        Column("where"),
        Column("use instead", "id"),
    )

    def cells_of(row: DeprecationRow) -> tuple[Cell, ...]:
        named = visit.subject(row.subject)
        return shutdown(row), named, Cell(_where(row)), replacement(visit, row)

    return Layout(columns, cells_of, place, empty)


def layout(visit: Visit, empty: str = EMPTY) -> Layout:
    """How ends stand in a table."""
    columns = (
        Column("shutdown", "date"),
        Column("what", "id"),
        Column("where"),
        Column("announced", "date"),
        Column("notice", "number"),
        Column("closed to new uses", "date"),
        Column("use instead", "id"),
        Column("what happens after", "prose"),
        Column("others say"),
    )
    return Layout(columns, partial(_cells, visit), place, empty)


def place(row: DeprecationRow) -> tuple[str, ...]:
    """What tells one end from another."""
    return row.subject, row.channel, row.deployment or "", row.region or ""


def _cells(visit: Visit, row: DeprecationRow) -> tuple[Cell, ...]:
    rivals = (f"{each.voice}: {each.shutdown or 'no date'}" for each in row.disputed_by)
    notice = "" if row.notice_days is None else f"{row.notice_days} d"
    return (
        shutdown(row),
        visit.subject(row.subject),
        Cell(_where(row)),
        cells.day(row.announced),
        Cell(notice),
        cells.day(row.deprecated or row.legacy),
        replacement(visit, row),
        Cell(after(row.after, row.extended_access)),
        Cell("; ".join(rivals)),
    )


def _where(row: DeprecationRow) -> str:
    parts = (cells.channel(row.channel), cells.plain(row.deployment or ""), row.region)
    return ", ".join(filter(None, parts))


def shutdown(row: DeprecationRow) -> Cell:
    """When it stops answering."""
    if row.shutdown is None:
        return Cell("no date", note=row.status if row.status != "open" else "")
    marks = [mark for mark in row.marks if mark != "soft"]
    noted = cells.noted(marks)
    dated = cells.day(row.shutdown, bound=row.bound)
    return Cell(dated.text, note=", ".join(filter(None, (dated.note, noted))))


def replacement(visit: Visit, row: DeprecationRow) -> Cell:
    """What is recommended instead; it leads to the first that has a page."""
    provider = provider_of(row.subject)
    ids = (id for name in row.replacements for id in (f"{provider}/{name}", name))
    known = next((id for id in ids if id in visit.known), "")
    return Cell(" or ".join(row.replacements), visit.links.subject(known) if known else "")


def after(row: AfterRow | None, access: ExtendedAccessRow | None) -> str:
    """What becomes of calls, in words."""
    told = [_extended(access)] if access else []
    if row is not None:
        told.append(_after(row))
    return "; ".join(told)


def _after(row: AfterRow) -> str:
    if row.what == "error":
        return "calls fail"
    if row.what == "redirect":
        whose = "its own price" if row.price == "own" else "that one’s price"
        return f"calls go to {row.to} at {whose}"
    span = " to ".join(filter(None, (row.begins, row.ends)))
    moved = f"deployments are moved{f' to {row.to}' if row.to else ''}"
    return f"{moved} {span}".strip()


def _extended(access: ExtendedAccessRow) -> str:
    span = " to ".join(filter(None, (access.begins, access.ends)))
    more = f" at +{words.number(access.surcharge * 100)} %" if access.surcharge else ""
    return f"extended access {span}{more}".replace("  ", " ")
