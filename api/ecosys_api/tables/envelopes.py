"""envelopes: recorded events."""

from functools import partial

from ecosys.answers.events import CloudEvent
from ecosys_api.page.table import Cell, Column, Layout
from ecosys_api.page.visit import Visit


def layout(visit: Visit, empty: str) -> Layout:
    """How recorded events stand in a table."""
    columns = (
        Column("position", "number"),
        Column("event", "id"),
        Column("type"),
        Column("stated", "date"),
        Column("recorded", "date"),
        Column("why"),
    )
    return Layout(columns, partial(_cells, visit), lambda row: row.id, empty)


def _cells(visit: Visit, row: CloudEvent) -> tuple[Cell, ...]:
    return (
        Cell(f"{row.position:,}"),
        Cell(row.id, visit.links.event(row.id)),
        Cell(row.type),
        Cell((row.statedtime or "")[:10]),
        Cell(row.recordedtime[:10]),
        Cell(str(row.data.get("why", ""))),
    )
