"""Fold: the figures of segments and of events, added up by period and by whom they belong to.

The rules are those of `observed` events, so that a figure counts the same wherever it stands:

- It counts from its day on, and is known from the day on which it was stated.
- Of two figures of a subject for a day the one stated last counts; of those, the one recorded last.
- Flows of a day are added up over a period. All others are levels, or overlap: the last figure of
  a subject in a period stands for it.
- Levels and flows are added up over the subjects of a provider. A share, score, ratio or estimate
  never is: it has a provider's name only where it is the provider's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecosys.answers import duck
from ecosys.answers.duck import quoted
from ecosys.answers.observations.segment import WHOLE, session, value_type

if TYPE_CHECKING:
    import duckdb

ADDED = "day"
"""The period of a flow whose figures are added up over time."""
PERIODS = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
"""Every what there is a point, and how such a period is written."""
GROUPS = {"subject": "subject", "provider": "split_part(subject, '/', 1)"}
"""By whom figures are added up."""
HOLDERS = ("stock", "flow")
"""The kinds of figures that are added up over subjects."""
WIDE = "DECIMAL(38, {})"


@dataclass(frozen=True, slots=True)
class File:
    """A segment's file as it is read."""

    path: Path
    position: int
    """The position of the event that names it, as it stands."""
    id: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Single:
    """A figure that is an event of its own."""

    position: int
    id: str
    subject: str
    day: str
    value: Decimal
    stated: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of figures of one metric that count the same."""

    kind: str
    period: str | None
    as_of: str
    """The last day that counts."""
    known_at: str
    """The last day on which they may have been stated."""
    by: str = "provider"
    every: str = "year"
    subject: str | None = None
    """Only this subject and all beneath it."""

    @property
    def is_added(self) -> bool:
        """Whether figures are added up over time."""
        return self.kind == "flow" and self.period == ADDED


Cell = tuple[str, str, Decimal, int, tuple[int, ...]]
"""By whom, in which period, how much, from how many figures, and positions of their events."""


def fold(files: Sequence[File], singles: Sequence[Single], asked: Asked) -> list[Cell]:
    """The figures added up, by period and then by whom."""
    of_file = "sum(value)" if asked.is_added else "arg_max(value, day)"
    of_all = "sum(value)" if asked.is_added else "arg_max(value, last)"
    with session() as opened:
        figures = _figures(opened, files, singles, asked)
        sums = f"""
            WITH by_file AS (
                SELECT subject, position, date_trunc('{asked.every}', day) AS period,
                       {of_file} AS value, max(day) AS last, count(*) AS figures
                FROM ({figures}) GROUP BY ALL
            ), by_subject AS (
                SELECT subject, period, {of_all} AS value, sum(figures) AS figures,
                       list(position) AS positions
                FROM by_file GROUP BY ALL
            )
            SELECT {GROUPS[asked.by]}, strftime(period, '{PERIODS[asked.every]}'), sum(value),
                   sum(figures), list_sort(list_distinct(flatten(list(positions))))
            FROM by_subject GROUP BY ALL ORDER BY 2, 1
        """  # noqa: S608  every part is ours, or quoted
        return [
            (name, period, Decimal(value), int(figures), tuple(positions))
            for name, period, value, figures, positions in duck.rows(opened, sums)
        ]


Row = tuple[int, int | None, str, str, Decimal, str]
"""Position, row in the file (None: an event of its own), subject, day, value, day of statement."""


def lineage(files: Sequence[File], singles: Sequence[Single], asked: Asked, most: int) -> list[Row]:
    """The figures that a point rests on, one by one, in order of subject and day."""
    with session() as opened:
        source = _figures(opened, files, singles, asked)
        query = (
            f"SELECT position, row, subject, day, value, stated FROM ({source}) "  # noqa: S608
            f"ORDER BY subject, day, position, row LIMIT {most}"
        )
        return [
            (position, row, subject, str(day), Decimal(value), str(stated))
            for position, row, subject, day, value, stated in duck.rows(opened, query)
        ]


def _figures(
    opened: "duckdb.DuckDBPyConnection",
    files: Sequence[File],
    singles: Sequence[Single],
    asked: Asked,
) -> str:
    """SQL for the figures that count, each once; there is at least a file or a single one."""
    types = {file: value_type(file.path, opened) for file in files}
    places = [places for _, places, _ in types.values()]
    places += [max(0, -int(each.value.as_tuple().exponent)) for each in singles]
    is_whole = all(kind in WHOLE for kind, _, _ in types.values()) and not singles
    wide = "BIGINT" if is_whole else WIDE.format(max(places, default=0))
    where = f"day <= DATE '{asked.as_of}' AND stated <= DATE '{asked.known_at}'"
    if asked.subject is not None:
        opened.execute("SET VARIABLE about = ?", [asked.subject])
        about = "getvariable('about')"
        where += f" AND (subject = {about} OR starts_with(subject, {about} || '/'))"
    if asked.by == "provider" and asked.kind not in HOLDERS:
        where += " AND NOT contains(subject, '/')"
    parts = [
        Part(file.first, file.last, _of_file(file, wide, has_stated=types[file][2]), types[file][2])
        for file in files
    ]
    if singles:
        _register(opened, singles, wide)
        days = [each.day for each in singles]
        parts.append(Part(min(days), max(days), "SELECT * FROM single", True))
    selected = [_once(group, where) for group in _touching(parts)]
    return " UNION ALL ".join(selected)


@dataclass(frozen=True, slots=True)
class Part:
    """Some figures: between which days they lie, and whether a day may have several."""

    first: str
    last: str
    sql: str
    repeats: bool


def _touching(parts: Sequence[Part]) -> list[list[Part]]:
    """Parts in groups: only within one can a subject have two figures for a day.

    >>> year = [Part(f"{y}-01-01", f"{y}-12-31", "", False) for y in (2023, 2024, 2025)]
    >>> more = Part("2024-06-01", "2024-06-30", "", False)
    >>> [len(group) for group in _touching([*year, more])]
    [1, 2, 1]
    """
    groups: list[list[Part]] = []
    last = ""
    for part in sorted(parts, key=lambda each: (each.first, each.last)):
        if groups and part.first <= last:
            groups[-1].append(part)
        else:
            groups.append([part])
        last = max(last, part.last)
    return groups


def _once(group: Sequence[Part], where: str) -> str:
    """The figures of some parts of which the last word for each subject and day counts."""
    union = " UNION ALL ".join(f"({part.sql})" for part in group)
    chosen = f"SELECT * FROM ({union}) WHERE {where}"  # noqa: S608
    if len(group) == 1 and not group[0].repeats:
        return chosen
    latest = "row_number() OVER (PARTITION BY subject, day ORDER BY stated DESC, position DESC) = 1"
    return f"SELECT * FROM ({chosen}) QUALIFY {latest}"  # noqa: S608


def _of_file(file: File, wide: str, *, has_stated: bool) -> str:
    return (
        f"SELECT {file.position} AS position, file_row_number AS row, subject, day, "  # noqa: S608
        f"value::{wide} AS value, {'stated' if has_stated else 'day'} AS stated "
        f"FROM read_parquet({quoted(str(file.path))}, file_row_number = true)"
    )


def _register(opened: "duckdb.DuckDBPyConnection", singles: Sequence[Single], wide: str) -> None:
    columns = "position BIGINT, row BIGINT, subject VARCHAR, day DATE, stated DATE"
    opened.execute(f"CREATE TEMP TABLE given ({columns}, value {wide})")
    rows: list[list[Any]] = [
        [each.position, None, each.subject, each.day, each.stated, each.value] for each in singles
    ]
    opened.executemany("INSERT INTO given VALUES (?, ?, ?, ?, ?, ?)", rows)
    opened.execute(
        "CREATE TEMP VIEW single AS SELECT position, row, subject, day, value, stated FROM given"
    )
