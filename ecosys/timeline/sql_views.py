"""Views: the rows of the read models under names and in forms that stay, to be asked in SQL.

`price_all` has every version of every price, with its six bounds. `price` has of these what is in
force at a moment: the plain name gives the plain answer, and who wants the past says so.

A version counts from its `_from` on and no longer at its `_to`. Its bounds are its own: they are
the same whatever is asked. What was cancelled or corrected has no row of its own; the bounds of the
row that it ends tell when. What is only "not before" a day states nothing yet, and has none either.

What is selected of the tables of the read models stands here, what of it is shown in `sql_columns`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from sys import maxsize

from ecosys.moment import Moment
from ecosys.read_models import held
from ecosys.timeline import sql_columns as columns
from ecosys.timeline.sql_columns import Column, Columns
from ecosys.values import instant

VERSION = 1
"""The version of the views. Columns and views are added under it; one that goes, or changes its
meaning, raises it."""
ALL = "_all"
"""What the name of a view ends with that has all versions."""


@dataclass(frozen=True, slots=True)
class View:
    """A view: what it shows, its columns with what they hold, and the query that gives its rows."""

    name: str
    summary: str
    columns: Mapping[str, str]
    query: str

    @property
    def statement(self) -> str:
        """What makes it, on a connection that need not write to the log."""
        return f"CREATE TEMP VIEW {self.name} AS {self.query}"


@dataclass(frozen=True, slots=True)
class _Rows:
    """What a pair of views shows: versions, and what of each."""

    name: str
    summary: str
    versions: str
    """The query for the versions: what is needed to choose among them, not more."""
    columns: Columns
    series: bool = True
    """Whether of each voice only the newest of a series is in force."""


_VERSION = (
    "h.type, h.id, h.position, h.said, h.last_stated, h.voice, h.flags, h.because, h.text,"
    " h.valid_from, h.valid_to, h.known_from, h.known_to, h.position_from, h.position_to"
)
_COUNTS = (
    f"h.asked & {held.ALL_SOURCES} AND NOT h.flags & {held.HIDDEN} AND h.valid_from IS NOT NULL"
)
_BY_SUBJECT = "main.held_3_subject AS b JOIN main.held_3 AS h ON h.version = b.version"


def _stated(subject: str, tables: str, where: str) -> str:
    """The versions of what is stated: a row for each value, null where that is the event itself."""
    return f"""SELECT {subject} AS subject, n.name AS series, s.value, {_VERSION} FROM {tables}
 JOIN main.held_3_statement AS s ON s.version = h.version
 JOIN main.held_3_voice AS w ON w.number = s.said_by
 JOIN main.held_3_series AS n ON n.series = w.series WHERE {where} AND {_COUNTS}"""  # noqa: S608


def _stated_by(type: str) -> str:
    """The same of one type, sought by subject."""
    return _stated("b.subject", _BY_SUBJECT, f"b.type = '{type}'")


_ROWS = (
    _Rows(
        "fact",
        "events about the world as they stand: launches, ties, funding, and all that is below",
        f"""SELECT json_extract(coalesce(h.text, e.body), '$.subject') AS subject, NULL AS series,
 {_VERSION}
 FROM main.held_3 AS h JOIN main.event AS e ON e.position = h.position
 WHERE h.type <> 'registered' AND {_COUNTS}""",  # noqa: S608
        columns.FACT,
        series=False,
    ),
    _Rows(
        "statement",
        "what has a value: prices, ends, figures, properties, names",
        _stated("json_extract(n.name, '$[0]')", "main.held_3 AS h", "1"),
        columns.STATEMENT,
    ),
    _Rows(
        "price",
        "what a seller charges: a row for each line of a price list",
        _stated_by("price_changed"),
        columns.PRICE,
    ),
    _Rows(
        "deprecation",
        "what ends at a channel, and when",
        _stated_by("deprecated"),
        columns.DEPRECATION,
    ),
    _Rows(
        "observation",
        "figures that were measured or stated",
        _stated_by("observed"),
        columns.OBSERVATION,
    ),
)

_ALL_SUBJECTS = f"""SELECT subject, id, voice, imported, {instant.BEFORE_ALL} AS valid_from,
 {instant.AFTER_ALL} AS valid_to, known_from, {instant.AFTER_ALL} AS known_to,
 position AS position_from, lead(position, 1, {maxsize}) OVER (PARTITION BY subject
 ORDER BY position) AS position_to FROM main.subject_2"""  # noqa: S608
_ALL_SOURCES = f"""SELECT k.source, k.rank, h.root, {_VERSION} FROM main.held_3_rank AS k
 CROSS JOIN main.held_3 AS h WHERE h.version = k.version AND {_COUNTS}"""  # noqa: S608


def views(moment: Moment) -> Iterator[View]:
    """All views: those with all versions, and those of what is in force at a moment.

    >>> [view.name for view in views(Moment(0, 0, 0))][:4]
    ['moment', 'event', 'fact', 'fact_all']
    """
    yield _moment(moment)
    yield _events(moment)
    for rows in _ROWS:
        shown = {**rows.columns, **columns.SAID, **columns.BOUNDS}
        now = _in_force(rows, moment), {**shown, **columns.RANK}
        every = f"({rows.versions}) AS v {_EVENT}", shown
        yield from _pair(rows.name, rows.summary, now, every)
    within = f"v.position_from <= {moment.position} AND v.position_to > {moment.position}"
    yield from _pair(
        "subject",
        "what the log speaks of, and since when",
        (
            f"({_ALL_SUBJECTS}) AS v WHERE {within} AND v.known_from <= {moment.known_at}",
            columns.SUBJECTS,
        ),
        (f"({_ALL_SUBJECTS}) AS v", columns.SUBJECTS),
    )
    yield from _pair(
        "source",
        "who is heard; a rank is our judgement, whatever is known when",
        (f"({_last_sources(moment)}) AS v {_EVENT} WHERE v.nth = 1", columns.SOURCES),
        (f"({_ALL_SOURCES}) AS v {_EVENT}", columns.SOURCES),
    )


_EVENT = "JOIN main.event AS e ON e.position = v.position"


def _pair(
    name: str, summary: str, now: tuple[str, Columns], every: tuple[str, Columns]
) -> Iterator[View]:
    """A view of what is in force, and that of all versions."""
    yield _view(name, summary, *now)
    yield _view(name + ALL, "the same: every version, with no regard to the moment", *every)


def _view(name: str, summary: str, tables: str, shown: Columns) -> View:
    selected = ", ".join(f"{each.sql} AS {column}" for column, each in shown.items())
    meanings = {column: each.meaning for column, each in shown.items()}
    query = " ".join(f"SELECT {selected} FROM {tables}".split())  # noqa: S608  names of ours
    return View(name, summary, meanings, query)


def _within(moment: Moment) -> str:
    """Which versions cover a moment."""
    coordinates = {
        "valid": moment.as_of,
        "known": moment.known_at,
        "position": moment.position,
    }
    return " AND ".join(
        f"v.{name}_from <= {at} AND v.{name}_to > {at}" for name, at in coordinates.items()
    )


def _in_force(rows: _Rows, moment: Moment) -> str:
    """The versions in force: of each voice, in each series, the newest that covers the moment.

    Each voice is ranked, so that who wants one answer takes that of the lowest rank.
    """
    ranked = f"""LEFT JOIN (SELECT source, rank FROM ({_last_sources(moment)}) WHERE nth = 1) AS r
 ON r.source = v.voice {_EVENT}"""  # noqa: S608
    covering = f"FROM ({rows.versions}) AS v WHERE {_within(moment)}"
    if not rows.series:
        return f"(SELECT v.* {covering}) AS v {ranked}"
    return f"""(SELECT v.*, row_number() OVER (PARTITION BY v.type, v.subject, v.series, v.voice,
 v.flags & {held.OWN} ORDER BY v.valid_from DESC, v.said DESC, v.position DESC) AS nth {covering})
 AS v {ranked} WHERE v.nth = 1"""


def _last_sources(moment: Moment) -> str:
    """The sources at a position: the last that was said of each counts, whenever it is known."""
    return f"""SELECT v.*, row_number() OVER (PARTITION BY v.source ORDER BY v.root DESC) AS nth
 FROM ({_ALL_SOURCES}) AS v WHERE v.position_from <= {moment.position}
 AND v.position_to > {moment.position} AND v.known_to > {instant.AFTER_ALL}"""  # noqa: S608


def _moment(moment: Moment) -> View:
    shown = {
        "as_of": Column(f"'{instant.to_text(moment.as_of)}'", "what was true in the world then"),
        "known_at": Column(f"'{instant.to_text(moment.known_at)}'", "what was known then"),
        "position": Column(str(moment.position), "how much of the log counts"),
        "view_version": Column(str(VERSION), "the version of these views"),
    }
    return _view("moment", "the moment that is asked, in one row", "(SELECT 1)", shown)


def _events(moment: Moment) -> View:
    tables = f"main.event AS e WHERE e.position <= {moment.position}"
    return _view("event", "the log itself, up to the moment's position", tables, columns.EVENT)
