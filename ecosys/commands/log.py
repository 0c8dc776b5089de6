"""ecosys log: the events as recorded."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecosys.commands._options import Database, Format, Position

if TYPE_CHECKING:
    from ecosys.moment import Moment
    from ecosys.timeline import Timeline

COLUMNS = ("position", "time", "type", "id", "what")
ADDRESS = "/v1/events"
"""Where the API lists them: the next page is named as it is there."""


def log(
    after: Annotated[
        int | None, typer.Option(min=0, help="Events after this position; left out: the last.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many.")] = 20,
    type: Annotated[str | None, typer.Option("--type", help="Only events of this type.")] = None,
    subject: Annotated[str | None, typer.Option(help="Only events about this subject.")] = None,
    position: Position = None,
    format: Format = "table",
    database: Database = None,
) -> None:
    """The last events of the log, or those after a position."""
    from ecosys.answers.bodies import next_address
    from ecosys.answers.events import events_after, recorded_moment
    from ecosys.commands import _question, _show

    _question.refuse_unknown(format)
    timeline = _question.open_log(database)
    moment = recorded_moment(timeline, position)
    start = after if after is not None else _before_last(timeline, moment, limit, type, subject)
    answer = events_after(timeline, moment, start, limit, type, subject)
    if format == "table":
        _show.table([_described(row) for row in _show.plain(answer)], COLUMNS)
        return
    following = None
    if answer.next_after is not None:
        given = {"limit": limit, "type": type, "subject": subject}
        asked = {name: value for name, value in given.items() if value is not None}
        there = {"position": moment.position, "after": answer.next_after}
        following = next_address(ADDRESS, {**there, **asked})
    _show.body(answer, timeline, moment, format, following)


def _described(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the table: the day, and the event in words."""
    from ecosys.event.codec import parse

    return {**row, "time": (row.get("time") or "")[:10], "what": parse(row["data"]).describe()}


def _before_last(
    timeline: "Timeline", moment: "Moment", limit: int, type: str | None, subject: str | None
) -> int:
    """The position after which the last events of a kind stand."""
    from ecosys.log.query import Filter

    about = timeline.resolve(subject, moment).subject if subject else None
    records = timeline.records(Filter((), about))
    chosen = [
        record.position
        for record in records
        if record.position <= moment.position and type in (None, record.event.type)
    ]
    return chosen[-limit] - 1 if len(chosen) >= limit else 0
