"""ecosys log: the events as recorded."""

from typing import TYPE_CHECKING, Annotated

import typer

from ecosys.commands._options import Database, Format

if TYPE_CHECKING:
    from ecosys.timeline import Timeline

COLUMNS = ("position", "time", "type", "id", "what")


def log(
    after: Annotated[
        int | None, typer.Option(min=0, help="Events after this position; left out: the last.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many.")] = 20,
    type: Annotated[str | None, typer.Option("--type", help="Only events of this type.")] = None,
    subject: Annotated[str | None, typer.Option(help="Only events about this subject.")] = None,
    form: Format = "table",
    database: Database = None,
) -> None:
    """The last events of the log, or those after a position."""
    from ecosys.answers.answer import to_plain
    from ecosys.answers.events import CloudEvent, events_after
    from ecosys.commands import _ask
    from ecosys.event.codec import parse

    opened = _ask.timeline(database)
    now = _ask.moment(opened, None, None, None, None)
    start = after if after is not None else _last(opened, limit, type, subject)
    found = events_after(opened, now, start, limit, type, subject)
    if form == "table":
        rows = to_plain(list(found.rows), list[CloudEvent])
        told = [
            {**row, "time": (row.get("time") or "")[:10], "what": parse(row["data"]).describe()}
            for row in rows
        ]
        _ask.table(told, COLUMNS)
    else:
        _ask.show(found, opened, now, form, ())


def _last(opened: "Timeline", limit: int, type: str | None, subject: str | None) -> int:
    """The position after which the last events of a kind stand."""
    from ecosys.log.query import Filter

    now = opened.moment()
    about = opened.resolve(subject, now).subject if subject else None
    records = opened.records(Filter((), about))
    chosen = [record.position for record in records if type in (None, record.event.type)]
    return chosen[-limit] - 1 if len(chosen) >= limit else 0
