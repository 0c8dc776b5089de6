"""Session: the log at one moment in DuckDB, as tables to be asked in SQL."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ecosys.answers.answer import assumed
from ecosys.client.call import Day, as_text
from ecosys.client.frames import MAX_DIGITS, decimal_places
from ecosys.errors import InvalidInput, Unavailable
from ecosys.events.price_changed import PER_MILLION
from ecosys.seeding.open import open_timeline
from ecosys.timeline import Timeline
from ecosys.timeline.sql_views import ALL, View, views
from ecosys.values import amount

if TYPE_CHECKING:
    import duckdb

NOTHING = "\\N"
"""Stands for null in the files from which tables are made."""
PLACES = 12
"""How many places exact numbers have, or more where one needs them."""
SECONDS = 120
"""How long one view may take."""
INSTANTS = (
    *("valid_from", "valid_to", "known_from", "known_to", "stated", "last_stated"),
    *("recorded_at", "as_of", "known_at"),
)
WHOLE = ("position", "position_from", "position_to", "rank", "own", "unstated", "imported")
COUNTS = ("above", "sample", "view_version")


def connect(
    as_of: Day | None = None,
    known_at: Day | None = None,
    position: int | None = None,
    *,
    database: str | Path | None = None,
    timeline: Timeline | None = None,
    versions: bool = False,
) -> "duckdb.DuckDBPyConnection":
    """A session of DuckDB in memory that holds the log at a moment, whatever is recorded later.

    It has the views of `ecosys sql` as tables: price, deprecation, observation, fact, statement,
    subject, source, event, and moment, which tells the coordinates. With `versions` it has those
    of all versions too: price_all, and so on. Amounts are exact: `per_million` and `number` are
    DECIMAL, instants TIMESTAMP in UTC. Nothing of it is written to the log, and nothing is laid
    over it: InvalidInput for a what-if. Unavailable where DuckDB is not installed, or the rows of
    the log do not reach its end.
    """
    try:
        import duckdb
    except ImportError:
        raise Unavailable("duckdb is not installed.", hint="pip install duckdb") from None
    if timeline is not None and assumed(timeline):
        raise InvalidInput("A session has the rows of a log itself: nothing can be laid over them.")
    asked = timeline or open_timeline(database, asked=False, show_progress=False)
    try:
        session = duckdb.connect()
        _fill(session, asked, (as_of, known_at, position), versions=versions)
    finally:
        if timeline is None:
            asked.log.database.close()
    return session


def _fill(
    session: "duckdb.DuckDBPyConnection",
    timeline: Timeline,
    coordinates: tuple[Day | None, Day | None, int | None],
    *,
    versions: bool,
) -> None:
    as_of, known_at, position = coordinates
    moment = timeline.moment(as_text("as_of", as_of), as_text("known_at", known_at), position)
    if not timeline.read_models.catch_up(timeline.head().position):
        raise Unavailable("The rows of this log do not reach its end.", hint="Run ecosys rebuild.")
    database = timeline.log.database
    shown = [
        view for view in views(moment, database.dialect) if versions or not view.name.endswith(ALL)
    ]
    with (
        TemporaryDirectory() as folder,
        database.asking({each.name: each.query for each in shown}, ()) as asking,
    ):
        for view in shown:
            with asking.ask(f"SELECT * FROM {view.name}", SECONDS) as (names, rows):  # noqa: S608
                table = [dict(zip(names, row, strict=True)) for row in rows]
            _load(session, view, table, Path(folder) / f"{view.name}.csv")


def _load(
    session: "duckdb.DuckDBPyConnection",
    view: View,
    rows: Sequence[dict[str, Any]],
    path: Path,
) -> None:
    """Make a table of the rows of a view; each number in it as exact as it was stated."""
    exact = dict(_exact(rows, list(view.columns)))
    for name, numbers in exact.items():
        for row, number in zip(rows, numbers, strict=True):
            row[name] = None if number is None else amount.text(number)
    types = {name: _type(name, exact) for name in view.columns}
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(types)
        for row in rows:
            out.writerow([NOTHING if row[name] is None else row[name] for name in types])
    shape = ", ".join(f"'{name}': '{type}'" for name, type in types.items())
    place = "'" + str(path).replace("'", "''") + "'"
    session.execute(
        f"CREATE TABLE {view.name} AS SELECT * FROM read_csv({place}, header = true,"  # noqa: S608
        f" delim = ',', quote = '\"', escape = '\"', nullstr = '{NOTHING}',"
        f" max_line_size = 10000000, columns = {{{shape}}})"
    )


def _exact(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str]
) -> Iterator[tuple[str, list[Decimal | None]]]:
    """The columns that are computed with, of the digits that were stated."""
    if "per_million" in columns:
        yield "per_million", [_per_million(row["amount"], row["unit"]) for row in rows]
    if "number" in columns:
        yield "number", [_number(row["value"]) for row in rows]


def _per_million(digits: str, unit: str) -> Decimal | None:
    factor, number = PER_MILLION.get(unit), _number(digits)
    return None if factor is None or number is None else number * factor


def _number(digits: str | None) -> Decimal | None:
    return Decimal(digits) if digits and digits.lstrip("-")[:1].isdigit() else None


def _type(name: str, exact: Mapping[str, Iterable[Decimal | None]]) -> str:
    if name in exact:
        numbers = [each for each in exact[name] if each is not None]
        return f"DECIMAL({MAX_DIGITS}, {max(PLACES, decimal_places(numbers, name))})"
    if name in INSTANTS:
        return "TIMESTAMP"
    return "BIGINT" if name in (*WHOLE, *COUNTS) else "VARCHAR"
