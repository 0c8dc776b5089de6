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

from ecosys.log.database import Dialect
from ecosys.moment import Moment
from ecosys.read_models import held
from ecosys.timeline.sql_columns import Column, Columns, Shown, Type
from ecosys.values import instant

VERSION = 1
"""The version of the views. Columns and views are added under it; one that goes, or changes its
meaning, raises it."""
ALL = "_all"
"""What the name of a view ends with that has all versions."""


@dataclass(frozen=True, slots=True)
class View:
    """A view: what it shows, its columns with what they hold, and the query that gives its rows.

    The columns of `types` are those of `columns`.
    """

    name: str
    summary: str
    columns: Mapping[str, str]
    types: Mapping[str, Type]
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
# "< 1" of what is never less than 0: PostgreSQL takes "= 0" for rare, and then for few rows
_COUNTS = (
    f"(h.asked & {held.ALL_SOURCES}) <> 0 AND (h.flags & {held.HIDDEN}) < 1"
    " AND h.valid_from IS NOT NULL"
)


class _In:
    """The views in the words of an engine."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.shown = Shown(dialect)
        self.event = f"JOIN {self._table('event')} AS e ON e.position = v.position"

    def rows(self) -> Iterator[_Rows]:
        """What is shown by pairs of views."""
        shown, subject = self.shown, self.dialect.text
        yield _Rows(
            "fact",
            "events about the world as they stand: launches, ties, funding, and all that is below",
            f"""SELECT {subject("coalesce(h.text, e.body)", "$.subject")} AS subject,
 NULL AS series, {_VERSION} FROM {self._table("held_5")} AS h
 JOIN {self._table("event")} AS e ON e.position = h.position
 WHERE h.type <> 'registered' AND {_COUNTS}""",  # noqa: S608
            shown.fact,
            series=False,
        )
        yield _Rows(
            "statement",
            "what has a value: prices, ends, figures, properties, names",
            self._stated(subject("n.name", "$[0]"), f"{self._table('held_5')} AS h", "true"),
            shown.statement,
        )
        yield _Rows(
            "price",
            "what a seller charges: a row for each line of a price list",
            self._stated_by("price_changed"),
            shown.price,
        )
        yield _Rows(
            "deprecation",
            "what ends at a channel, and when",
            self._stated_by("deprecated"),
            shown.deprecation,
        )
        yield _Rows(
            "observation",
            "figures that were measured or stated",
            self._stated_by("observed"),
            shown.observation,
        )

    def all_subjects(self) -> str:
        """How subjects stood, at whatever position."""
        return f"""SELECT subject, id, voice, imported, {instant.BEFORE_ALL} AS valid_from,
 {instant.AFTER_ALL} AS valid_to, known_from, {instant.AFTER_ALL} AS known_to,
 position AS position_from, lead(position, 1, {maxsize}) OVER (PARTITION BY subject
 ORDER BY position) AS position_to FROM {self._table("subject_2")}"""  # noqa: S608

    def all_sources(self) -> str:
        """What was said of sources, whenever."""
        return f"""SELECT k.source, k.rank, h.root, {_VERSION}
 FROM {self._table("held_5_rank")} AS k CROSS JOIN {self._table("held_5")} AS h
 WHERE h.version = k.version AND {_COUNTS}"""  # noqa: S608

    def last_sources(self, moment: Moment) -> str:
        """The sources at a position: the last said of each counts, whenever it is known."""
        return f"""SELECT v.*, row_number() OVER (PARTITION BY v.source ORDER BY v.root DESC) AS nth
 FROM ({self.all_sources()}) AS v WHERE v.position_from <= {moment.position}
 AND v.position_to > {moment.position} AND v.known_to > {instant.AFTER_ALL}"""  # noqa: S608

    def in_force(self, rows: _Rows, moment: Moment) -> str:
        """The versions in force: of each voice, in each series, the newest covering the moment.

        Each voice is ranked, so that who wants one answer takes that of the lowest rank.
        """
        ranked = f"""LEFT JOIN (SELECT source, rank FROM ({self.last_sources(moment)}) AS every
 WHERE nth < 2) AS r ON r.source = v.voice {self.event}"""  # noqa: S608
        covering = f"FROM ({rows.versions}) AS v WHERE {_within(moment)}"
        if not rows.series:
            return f"(SELECT v.* {covering}) AS v {ranked}"
        return f"""(SELECT v.*, row_number() OVER (PARTITION BY v.type, v.subject, v.series,
 v.voice, v.flags & {held.OWN} ORDER BY v.valid_from DESC, v.said DESC, v.position DESC) AS nth
 {covering}) AS v {ranked} WHERE v.nth < 2"""

    def events(self, moment: Moment) -> View:
        """The log itself."""
        tables = f"{self._table('event')} AS e WHERE e.position <= {moment.position}"
        summary = "the log itself, up to the moment's position"
        return _view("event", summary, tables, self.shown.event)

    def _table(self, name: str) -> str:
        return f"{self.dialect.schema}.{name}"

    def _stated(self, subject: str, tables: str, where: str) -> str:
        """The versions of what is stated: a row for each value, null where it is the event."""
        statement, voice, series = (
            self._table(f"held_5_{name}") for name in ("statement", "voice", "series")
        )
        return f"""SELECT {subject} AS subject, n.name AS series, s.value, {_VERSION} FROM {tables}
 JOIN {statement} AS s ON s.version = h.version
 JOIN {voice} AS w ON w.number = s.said_by
 JOIN {series} AS n ON n.series = w.series WHERE {where} AND {_COUNTS}"""  # noqa: S608

    def _stated_by(self, type: str) -> str:
        """The same of one type, sought by subject."""
        tables = (
            f"{self._table('held_5_subject')} AS b"
            f" JOIN {self._table('held_5')} AS h ON h.version = b.version"
        )
        return self._stated("b.subject", tables, f"b.type = '{type}'")


def views(moment: Moment, dialect: Dialect) -> Iterator[View]:
    """All views: those with all versions, and those of what is in force at a moment.

    >>> from ecosys.log.sqlite import Sqlite
    >>> [view.name for view in views(Moment(0, 0, 0), Sqlite.dialect)][:4]
    ['moment', 'event', 'fact', 'fact_all']
    """
    said = _In(dialect)
    shown = said.shown
    yield _moment(moment)
    yield said.events(moment)
    for rows in said.rows():
        columns = {**rows.columns, **shown.said, **shown.bounds}
        now = said.in_force(rows, moment), {**columns, **shown.rank}
        every = f"({rows.versions}) AS v {said.event}", columns
        yield from _pair(rows.name, rows.summary, now, every)
    within = f"v.position_from <= {moment.position} AND v.position_to > {moment.position}"
    subjects = f"({said.all_subjects()}) AS v"
    known = f"{subjects} WHERE {within} AND v.known_from <= {moment.known_at}"
    yield from _pair(
        "subject",
        "what the log speaks of, and since when",
        (known, shown.subjects),
        (subjects, shown.subjects),
    )
    last = f"({said.last_sources(moment)}) AS v {said.event} WHERE v.nth < 2"
    yield from _pair(
        "source",
        "who is heard; a rank is our judgement, whatever is known when",
        (last, shown.sources),
        (f"({said.all_sources()}) AS v {said.event}", shown.sources),
    )


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
    types = {column: each.type for column, each in shown.items()}
    return View(name, summary, meanings, types, query)


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


def _moment(moment: Moment) -> View:
    shown = {
        "as_of": Column(
            f"'{instant.to_text(moment.as_of)}'", "what was true in the world then", "instant"
        ),
        "known_at": Column(
            f"'{instant.to_text(moment.known_at)}'", "what was known then", "instant"
        ),
        "position": Column(str(moment.position), "how much of the log counts", "whole"),
        "view_version": Column(str(VERSION), "the version of these views", "whole"),
    }
    return _view("moment", "the moment that is asked, in one row", "(SELECT 1) AS one", shown)
