"""ecosys sql: a query over the rows of the log."""

import sys
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecosys.commands._options import AsOf, Database, KnownAt, Position
from ecosys.commands._out import tell

if TYPE_CHECKING:
    from ecosys.log.database import Table
    from ecosys.moment import Moment
    from ecosys.timeline import Timeline
    from ecosys.timeline.sql_views import View

MAX_ROWS = 1000
"""How many rows a table or a body in JSON has unless more are asked for."""
WHOLE = ("csv", "ndjson")
"""Formats for files: they hold all rows unless a limit is given."""
LISTED = ("view", "shows", "columns")


def sql(
    query: Annotated[
        str | None,
        typer.Argument(help="One SELECT; - reads it from standard input; left out: the views."),
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    table: Annotated[
        list[str] | None,
        typer.Option(help="A CSV file to join; again: another.", metavar="NAME=FILE"),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=1, help="How many rows; left out: 1,000, as csv and ndjson all."),
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.001, help="How many seconds it may take.")] = 10,
    views: Annotated[
        bool, typer.Option("--views", help="Write the SQL of the views, for other programs.")
    ] = False,
    format: Annotated[
        str, typer.Option("--format", help="table, json, csv or ndjson.", metavar="FORMAT")
    ] = "table",
    database: Database = None,
) -> None:
    """Ask the log in SQL, read-only: of views with a row for each price, end, figure and more.

    price has what is in force at the moment, price_all every version of it with its bounds.
    """
    from ecosys.answers.dataset.tables import refuse_behind
    from ecosys.commands._question import open_log
    from ecosys.commands._rows import read_table, refuse_unknown
    from ecosys.paths import overlay
    from ecosys.timeline.sql_views import views as views_at

    refuse_unknown(format)
    tables = [read_table(each) for each in table or ()]
    timeline = open_log(database, asked=False)
    moment = timeline.moment(as_of, known_at, position)
    shown = list(views_at(moment, timeline.log.database.dialect))
    if views:
        tell(*(f"{each.statement};" for each in shown))
    elif query is None:
        _list(shown, format)
    else:
        query = sys.stdin.read() if query == "-" else query
        refuse_behind(timeline)
        if overlay():
            tell("ecosys: ECOSYS_OVERLAY is not laid over: sql asks the log itself.", err=True)
        limit = limit or (None if format in WHOLE else MAX_ROWS)
        _answer(timeline, moment, shown, tables, query, limit, timeout, format)


def _list(views: "Sequence[View]", format: str) -> None:
    """Write which views there are; of a pair one stands for both."""
    from ecosys.commands._rows import write
    from ecosys.timeline.sql_views import ALL

    named = [each for each in views if not each.name.endswith(ALL)]
    write(format, LISTED, [(each.name, each.summary, " ".join(each.columns)) for each in named])
    if format == "table":
        tell(f"All but moment and event are there as NAME{ALL} too: every version, at any moment.")


def _answer(
    timeline: "Timeline",
    moment: "Moment",
    views: "Sequence[View]",
    tables: "Sequence[Table]",
    query: str,
    limit: int | None,
    timeout: float,
    format: str,
) -> None:
    """Write the rows of a query, as many as there may be."""
    from ecosys.commands._rows import write

    by_name = {each.name: each.query for each in views}
    with (
        timeline.log.database.asking(by_name, tables) as asked,
        asked.ask(query, timeout) as (names, rows),
    ):
        if limit is None:
            write(format, names, rows)
            return
        some = list(islice(rows, limit + 1))
    is_cut = len(some) > limit
    write(format, names, some[:limit], {**_meta(timeline, moment), "cut": is_cut})
    if is_cut:
        tell(f"ecosys: cut after {limit:,} rows: --limit asks for more.", err=True)


def _meta(timeline: "Timeline", moment: "Moment") -> dict[str, Any]:
    """The moment at which a query was asked, as other answers tell it."""
    from ecosys.answers.answer import Answer, Meta, meta, to_plain
    from ecosys.timeline.sql_views import VERSION

    about = to_plain(meta(timeline, moment, Answer([], dict)), Meta)
    return {**about, "view_version": VERSION}
