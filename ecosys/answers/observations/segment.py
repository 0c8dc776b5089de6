"""Segment: what a Parquet file of figures must hold, checked before an event names it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ecosys.answers import duck
from ecosys.answers.duck import quoted
from ecosys.errors import InvalidInput, Unavailable
from ecosys.event.subject import MAX_SUBJECT_LENGTH, SUBJECT

if TYPE_CHECKING:
    import duckdb

COLUMNS = {"subject": "text", "day": "date", "value": "whole number or decimal"}
"""The columns that a segment has, and what they hold."""
STATED = "stated"
"""The column that it may have: the day on which a figure was said, if not the day itself."""
PLACES = 18
"""How many decimal places a figure may have."""
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
MEMORY = "700MB"
"""How much a fold may keep in memory; what is more it lays aside on disk."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a segment holds."""

    rows: int
    """How many figures."""
    subjects: int
    """Of how many subjects."""
    first: str
    """The day of the first figure."""
    last: str
    """The day of the last figure."""


@contextmanager
def session() -> Iterator["duckdb.DuckDBPyConnection"]:
    """A session in bounded memory. Unavailable: DuckDB is not installed."""
    if find_spec("duckdb") is None:
        raise Unavailable(
            "Segments are read by DuckDB, which is not installed.",
            hint="pip install 'ecosys[analytics]'",
        )
    with duck.session(memory_limit=MEMORY, preserve_insertion_order=False) as made:
        yield made


def value_type(path: Path, asked: "duckdb.DuckDBPyConnection") -> tuple[str, int, bool]:
    """The type of a file's figures, their decimal places, and whether it has a column `stated`.

    InvalidInput: it is no Parquet file, a column is missing, one too many or of another type.
    """
    import duckdb

    try:
        query = f"DESCRIBE SELECT * FROM read_parquet({quoted(str(path))})"  # noqa: S608
        described = asked.execute(query).fetchall()
    except duckdb.Error as problem:
        reason = str(problem).splitlines()[0]
        raise InvalidInput(f"{path.name} is no Parquet file: {reason}.") from None
    types = {name: kind for name, kind, *_ in described}
    for name, holds in COLUMNS.items():
        if name not in types:
            raise InvalidInput(f"{path.name} has no column {name} ({holds}).", hint=_columns())
    beyond = sorted(types.keys() - {*COLUMNS, STATED})
    if beyond:
        raise InvalidInput(f"{path.name} has a column {beyond[0]}.", hint=_columns())
    wanted = {"subject": "VARCHAR", "day": "DATE", STATED: "DATE"}
    for name, kind in wanted.items():
        if types.get(name, kind) != kind:
            raise InvalidInput(f"{path.name}: {name} is {types[name]}, not {kind}.")
    kind = types["value"]
    places = int(kind.rstrip(")").partition(",")[2]) if kind.startswith("DECIMAL") else 0
    if (kind not in WHOLE and not kind.startswith("DECIMAL")) or places > PLACES:
        raise InvalidInput(
            f"{path.name}: value is {kind}, which is not exact enough or too long.",
            hint=f"Allowed: whole numbers to BIGINT, DECIMAL with up to {PLACES} places.",
        )
    return kind, places, STATED in types


def _columns() -> str:
    said = ", ".join(f"{name} ({holds})" for name, holds in COLUMNS.items())
    return f"It has the columns {said}, and may have {STATED} (date)."


def contents(path: Path, today: str) -> Contents:
    """What a file holds. InvalidInput names the first row that no segment may have.

    Every subject can be one, no cell is empty, no day lies after today or after it was stated, and
    no subject has two figures for a day.
    """
    with session() as asked:
        _, _, has_stated = value_type(path, asked)
        table = f"read_parquet({quoted(str(path))}, file_row_number = true)"
        stated = STATED if has_stated else "day"
        _refuse(asked, table, path, "subject IS NULL OR day IS NULL OR value IS NULL", "is empty")
        _refuse(
            asked,
            f"(SELECT min(file_row_number) AS file_row_number, subject, any_value(day) AS day, "  # noqa: S608
            f"any_value(value) AS value FROM {table} GROUP BY subject)",
            path,
            f"length(subject) > {MAX_SUBJECT_LENGTH} "
            f"OR NOT regexp_full_match(subject, '{SUBJECT}')",
            "cannot be a subject",
        )
        _refuse(asked, table, path, f"day > DATE '{today}'", f"is after {today}")
        if has_stated:
            _refuse(asked, table, path, f"{stated} IS NULL", "has no day on which it was stated")
            wrong = f"{stated} > DATE '{today}' OR {stated} < day"
            _refuse(asked, table, path, wrong, "was stated before its day, or is to be")
        twice = asked.execute(
            f"SELECT subject, day, count(*) FROM {table} "  # noqa: S608
            f"GROUP BY subject, day, {stated} HAVING count(*) > 1 ORDER BY ALL LIMIT 1"
        ).fetchone()
        if twice:
            raise InvalidInput(f"{path.name}: {twice[0]} has {twice[2]} figures for {twice[1]}.")
        row = asked.execute(
            f"SELECT count(*), count(DISTINCT subject), min(day), max(day) FROM {table}"  # noqa: S608
        ).fetchone()
    assert row is not None
    if not row[0]:
        raise InvalidInput(f"{path.name} holds no figure.")
    return Contents(row[0], row[1], str(row[2]), str(row[3]))


def _refuse(
    asked: "duckdb.DuckDBPyConnection", table: str, path: Path, wrong: str, what: str
) -> None:
    found = asked.execute(
        f"SELECT file_row_number, subject, day, value FROM {table} "  # noqa: S608
        f"WHERE {wrong} ORDER BY file_row_number LIMIT 1"
    ).fetchone()
    if found:
        row, *cells = found
        given = ", ".join("nothing" if each is None else str(each) for each in cells)
        raise InvalidInput(f"{path.name}, row {row}: ({given[:300]}) {what}.")
