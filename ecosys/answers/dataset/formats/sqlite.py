"""SQLite: one file with the tables, views of what is in force, and queries for Datasette beside it.

The views ask at the moment that stands in the table `moment`; the queries take it as parameters.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

from ecosys.answers.bodies import LICENCE
from ecosys.answers.dataset.in_force import ASKED, HERE, NAMES, in_force
from ecosys.answers.dataset.price_tables import DAILY, DAILY_COLUMNS, SPAN
from ecosys.answers.dataset.source import LICENCES, File, Source
from ecosys.answers.dataset.table import Column, Table, Type
from ecosys.timeline.sql_views import ALL, VERSION, views
from ecosys.values import instant

DATABASE = "ecosys"
_TYPES: dict[Type, str] = {"whole": "INTEGER", "number": "REAL"}
_MOMENT = "moment"
_OF_SUBJECT = "(coalesce(:subject, '') = '' OR a.subject = :subject)"
_QUERIES = {
    "price_at": ("price", "What was charged on a day, as known on another"),
    "deprecation_at": ("deprecation", "What was set to end, as known on a day"),
    "observation_at": ("observation", "Figures of a day, as known on another"),
    "statement_at": ("statement", "Everything stated of a subject, at a day, as known on another"),
}
"""The queries that take `:subject`, `:as_of` and `:known_at`: of which view, and their titles."""


def write(source: Source, folder: Path) -> Iterator[File]:
    """Write the database, and the metadata that Datasette takes from beside it."""
    path = folder / f"{DATABASE}.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        for table in source.tables:
            _fill(connection, table)
        _add_moment(connection, source)
        _add_days(connection, source)
        for name in NAMES:
            connection.execute(f"CREATE VIEW {name} AS {_named(source, name)}")
        connection.execute(f"CREATE VIEW {DAILY} AS {_daily()}")
        connection.commit()
        connection.execute("ANALYZE")
    beside = folder / "metadata.json"
    told = json.dumps(metadata(source), indent=1, ensure_ascii=False)
    beside.write_text(f"{told}\n", encoding="utf-8")
    yield File(path.name, "application/vnd.sqlite3", "all tables, and views of what is in force")
    yield File(beside.name, "application/json", "what Datasette shows beside: words and queries")


def _fill(connection: sqlite3.Connection, table: Table) -> None:
    columns = ", ".join(f"{each.name} {_TYPES.get(each.type, 'TEXT')}" for each in table.columns)
    connection.execute(f"CREATE TABLE {table.name} ({columns})")
    marks = ", ".join("?" * len(table.columns))
    rows = (tuple(map(_value, row)) for row in table.rows())
    connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", rows)  # noqa: S608
    for name in ("subject", "slug", "position", "id"):
        if name in table.names:
            connection.execute(f"CREATE INDEX ix_{table.name}_{name} ON {table.name} ({name})")


def _value(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _add_moment(connection: sqlite3.Connection, source: Source) -> None:
    connection.execute(
        f"CREATE TABLE {_MOMENT}"
        " (as_of TEXT, known_at TEXT, position INTEGER, view_version INTEGER, origin, root)"
    )
    moment, log = source.moment, source.log
    connection.execute(
        f"INSERT INTO {_MOMENT} VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608  a name of ours
        (
            *(instant.to_text(moment.as_of), instant.to_text(moment.known_at)),
            *(moment.position, VERSION, log.origin, log.root),
        ),
    )


def _add_days(connection: sqlite3.Connection, source: Source) -> None:
    """The days on which something had a price, to the moment's."""
    connection.execute("CREATE TABLE day (day TEXT PRIMARY KEY) WITHOUT ROWID")
    connection.execute(
        f"""INSERT INTO day WITH RECURSIVE each(day) AS (SELECT min(first_day) FROM {SPAN}
        UNION ALL SELECT date(day, '+1 day') FROM each WHERE day < ?)
        SELECT day FROM each WHERE day IS NOT NULL""",  # noqa: S608  names of ours
        (instant.day_of(source.moment.as_of),),
    )


def _daily() -> str:
    shown = ", ".join(f"s.{each.name}" for each in DAILY_COLUMNS[1:])
    return f"""SELECT d.day, {shown} FROM {SPAN} AS s JOIN day AS d
 ON d.day >= s.first_day AND (s.end_day IS NULL OR d.day < s.end_day)"""  # noqa: S608


def _named(source: Source, name: str) -> str:
    """The query of a view with the columns that the view of `ecosys sql` has."""
    return _shown(source, name, in_force(name, HERE))


def _shown(source: Source, name: str, query: str) -> str:
    columns = ", ".join(_columns(source)[name])
    return f"SELECT {columns} FROM ({query})"  # noqa: S608


def _columns(source: Source) -> Mapping[str, Mapping[str, str]]:
    """The columns of all views with what they hold."""
    shown = views(source.moment, source.timeline.log.database.dialect)
    return {view.name: view.columns for view in shown}


def metadata(source: Source) -> dict[str, Any]:
    """What Datasette takes from `metadata.json`: words, licence, and the queries."""
    about = {
        "license": LICENCE,
        "license_url": LICENCES[LICENCE],
        "source": f"log {source.log.origin}, position {source.log.position}",
    }
    tables = {table.name: _described(table.summary, table.columns) for table in source.tables}
    shown = views(source.moment, source.timeline.log.database.dialect)
    for view in shown:
        if not view.name.endswith(ALL) and view.name not in tables:
            columns = tuple(Column(name, "text", told) for name, told in view.columns.items())
            tables[view.name] = _described(view.summary, columns)
    queries = {
        name: {
            "sql": _shown(source, of, in_force(of, ASKED, _OF_SUBJECT)),
            "title": title,
            "description": "subject: openai/o3, or nothing for all. as_of and known_at: a day, "
            "YYYY-MM-DD, or nothing for the moment of this file.",
            "params": ["subject", "as_of", "known_at"],
        }
        for name, (of, title) in _QUERIES.items()
    }
    database = {**about, "tables": tables, "queries": queries}
    return {"title": "ecosys", **about, "databases": {DATABASE: database}}


def _described(summary: str, columns: tuple[Column, ...]) -> dict[str, Any]:
    return {
        "description": summary,
        "columns": {column.name: column.meaning for column in columns},
    }
