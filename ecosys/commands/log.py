"""ecosys log: the events as recorded."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecosys.commands._options import Database, Format, Position

if TYPE_CHECKING:
    from ecosys.answers.selection import Selection
    from ecosys.moment import Moment
    from ecosys.timeline import Timeline

COLUMNS = ("position", "time", "type", "id", "what")
ADDRESS = "/v1/events"
"""Where the API lists them."""


def log(
    after: Annotated[
        int | None, typer.Option(min=0, help="Events after this position; left out: the last.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = 20,
    type: Annotated[
        list[str] | None, typer.Option("--type", help="Only of this type; again: or of that.")
    ] = None,
    subject: Annotated[
        list[str] | None, typer.Option(help="Only about this subject; again: or about that.")
    ] = None,
    stated_from: Annotated[str | None, typer.Option(help="Publicly said then or later.")] = None,
    stated_until: Annotated[str | None, typer.Option(help="Publicly said then or before.")] = None,
    recorded_from: Annotated[str | None, typer.Option(help="Recorded then or later.")] = None,
    recorded_until: Annotated[str | None, typer.Option(help="Recorded then or before.")] = None,
    occurred_from: Annotated[str | None, typer.Option(help="True from then or later.")] = None,
    occurred_until: Annotated[str | None, typer.Option(help="True from then or before.")] = None,
    position: Position = None,
    format: Format = "table",
    database: Database = None,
) -> None:
    """The last events of the log, or those after a position; of some types, subjects and times."""
    from ecosys.answers.events import events_after, recorded_moment
    from ecosys.answers.links import Address, page_links
    from ecosys.answers.selection import select
    from ecosys.commands import _question, _show
    from ecosys.commands._table import table

    _question.refuse_unknown(format)
    bounds = {
        "stated_from": stated_from,
        "stated_until": stated_until,
        "recorded_from": recorded_from,
        "recorded_until": recorded_until,
        "occurred_from": occurred_from,
        "occurred_until": occurred_until,
    }
    wanted = select(type or (), subject or (), bounds)
    timeline = _question.open_log(database)
    moment = recorded_moment(timeline, position)
    start = after if after is not None else _before_last(timeline, moment, limit, wanted)
    answer = events_after(timeline, moment, start, limit, wanted)
    moment = answer.settled_at or moment
    if format == "table":
        table([_described(row) for row in _show.plain(answer)], COLUMNS)
        return
    asked = {"after": start or None, "limit": limit, "type": type, "subject": subject, **bounds}
    address = Address(ADDRESS, asked, {"position": moment.position})
    links = page_links(address, answer, len(answer.rows))
    _show.body(answer, timeline, moment, format, links)


def _described(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the table: the day, and the event in words."""
    from ecosys.event.codec import as_stored

    return {**row, "time": (row.get("time") or "")[:10], "what": as_stored(row["data"]).describe()}


def _before_last(timeline: "Timeline", moment: "Moment", limit: int, wanted: "Selection") -> int:
    """The position after which the last events of a selection stand."""
    from collections import deque

    from ecosys.answers.events import selected

    last = deque(selected(timeline, moment, wanted), maxlen=limit)
    return last[0].position - 1 if len(last) == limit else 0
