"""Stored statements: what is in force of all series of a type, sought instead of worked out."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter

from pydantic_core import to_json

from ecosys.log.log import Log
from ecosys.moment import Held, Moment
from ecosys.moment.series import OWN, Choice, Statement, choose, choose_among, rank_of
from ecosys.moment.sought import SeriesParts, fits
from ecosys.read_models.held import ALL_SOURCES, HIDDEN, OWN_WORD, SUPERSEDED, UNSTATED
from ecosys.timeline.stored_held import (
    BOUNDS,
    COLUMNS,
    VERSION_AT,
    WIDTH,
    Row,
    StoredHeld,
    bounds,
    series_of,
    stated_value,
)
from ecosys.values import instant

SEEN = f"{BOUNDS} AND (held.asked & {ALL_SOURCES}) <> 0 AND (held.flags & {HIDDEN}) < 1"
"""Which rows whoever asks all sources sees at a moment."""
STATING = (
    f"SELECT {COLUMNS}, series.name, stated.value FROM held_5_series AS series"  # noqa: S608
    " CROSS JOIN held_5_voice AS voice CROSS JOIN held_5_statement AS stated"
    " CROSS JOIN held_5 AS held WHERE series.type = ? AND voice.series = series.series"
    " AND held.version = stated.version"
)
"""What is stated of the series of a type, with the names of these."""
CURRENT = (
    f"{STATING} AND stated.number = (SELECT one.number"  # noqa: S608  names of ours
    " FROM held_5_statement AS one CROSS JOIN held_5 AS held"
    " WHERE one.said_by = voice.number AND one.valid_from <= min(?, ? + voice.ahead)"
    f" AND held.version = one.version AND held.valid_to > ? AND {SEEN}"
    " ORDER BY one.valid_from DESC, held.said DESC, held.position DESC LIMIT 1)"
)
"""What each voice says of each series at a moment."""
IN_ORDER = " ORDER BY series.name, voice.voice, voice.own"
BY_VOICE = f"{STATING} AND stated.said_by = voice.number AND {SEEN}"
COVERED = (
    "SELECT series.name, voice.voice, voice.own,"  # noqa: S608  names of ours
    f" min(CASE WHEN (held.flags & {OWN_WORD}) <> 0 OR held.said < stated.valid_from"
    " THEN stated.valid_from ELSE held.said END), max(held.last_stated),"
    f" max(CASE WHEN (held.flags & {UNSTATED | SUPERSEDED}) < 1 THEN 1 ELSE 0 END),"
    " max(CASE WHEN held.earliest <= ? AND stated.valid_from > ? THEN 1 ELSE 0 END)"
    " FROM held_5_series AS series"
    " CROSS JOIN held_5_voice AS voice CROSS JOIN held_5_statement AS stated"
    " CROSS JOIN held_5 AS held WHERE series.type = ? AND voice.series = series.series"
    f" AND held.version = stated.version AND stated.said_by = voice.number AND {SEEN}"
    " AND stated.valid_from IS NOT NULL"
)
"""The first and the last instant that each voice covers of a series, and how sure that is."""
BY_NAME_AND_VOICE = "GROUP BY series.name, voice.voice, voice.own"
LATER = f"{BY_VOICE} AND stated.valid_from > ? AND stated.valid_from <= ? + voice.ahead"
"""What begins to be valid after an instant."""
Voice = tuple[bool, str]
"""Whether it is a word of this log, and whose."""
Span = tuple[int, int]
MAX_NAMES = 500
"""How many series are sought at once."""


class StoredStatements:
    """What is stated of whole types of events, with the knowledge of a moment, by all sources."""

    def __init__(
        self, log: Log, held: StoredHeld, last_read: Callable[[Moment], Mapping[str, int]]
    ) -> None:
        self._log = log
        self._held = held
        self._last_read = last_read

    def in_force(
        self, moment: Moment, type: str, ranks: Mapping[str, int], parts: SeriesParts
    ) -> Iterator[Choice]:
        """What is in force of each series that has these parts.

        Where one voice says something it answers. Else it counts who vouches for the day: which
        time a voice covers is told by its rows. Only where one may have changed its word by then
        all that was ever said of the series is read, as `choose` tells.
        """
        given = [type, moment.as_of, moment.known_at, moment.as_of, *bounds(moment)]
        contested: dict[str, list[Statement]] = {}
        for name, said in groupby(
            self._said(CURRENT, given, moment, parts, IN_ORDER), key=itemgetter(0)
        ):
            stated = [each for _, each in said]
            if len(stated) > 1:
                contested[name] = stated
            else:
                yield Choice(stated[0])
        covered = self._covered(list(contested), moment, type)
        unclear = [name for name in contested if name not in covered]
        for name, voices in covered.items():
            said_by = [(rank_of(each.held, ranks), each) for each in contested[name]]
            vouching = [
                (rank, each)
                for rank, each in said_by
                if rank == OWN or _covers(voices[_voice(each.held)], moment.as_of)
            ]
            yield choose_among(said_by, vouching)
        for rivals in self._all_of(unclear, moment, type):
            if (choice := choose(rivals, moment.as_of, ranks)) is not None:
                yield choice

    def coming(self, moment: Moment, type: str, parts: SeriesParts) -> Iterator[Statement]:
        """What begins to be valid after a moment, of series that have these parts."""
        given = [type, *bounds(moment), moment.as_of, moment.known_at]
        return (statement for _, statement in self._said(LATER, given, moment, parts))

    def is_any(self, moment: Moment, type: str) -> bool:
        """Whether something of a type is stated."""
        sql = f"SELECT 1 FROM held_5 AS held WHERE held.type = ? AND {SEEN} LIMIT 1"  # noqa: S608
        return bool(self._log.database.execute(sql, [type, *bounds(moment)]))

    def first_start(self, moment: Moment, type: str) -> int | None:
        """The first instant at which something of a type is so that has a date."""
        sql = (
            "SELECT min(held.valid_from) FROM held_5 AS held"  # noqa: S608  names of ours
            f" WHERE held.type = ? AND held.valid_from > ? AND {SEEN}"
        )
        given = [type, instant.BEFORE_ALL, *bounds(moment)]
        ((start,),) = self._log.database.execute(sql, given)
        return None if start is None else int(start)

    def facts(self, moment: Moment, type: str, parts: SeriesParts) -> Iterator[Held]:
        """What states something of series that have these parts, each once, in no order."""
        rows = self._rows(BY_VOICE, [type, *bounds(moment)], parts)
        once = list({row[VERSION_AT]: row for row in rows}.values())
        yield from self._held.facts(once, self._last_read(moment))

    def _covered(
        self, names: Sequence[str], moment: Moment, type: str
    ) -> dict[str, dict[Voice, Span]]:
        """From when to when each voice covers some series, by its first and its last word on it.

        Without those series of which some voice may have changed its word by the moment.
        """
        read = self._last_read(moment)
        covered: dict[str, dict[Voice, Span]] = defaultdict(dict)
        unclear: set[str] = set()
        for start in range(0, len(names), MAX_NAMES):
            some = names[start : start + MAX_NAMES]
            sql = f"{COVERED} AND series.name IN ({', '.join('?' * len(some))}) {BY_NAME_AND_VOICE}"
            given = [moment.as_of, moment.as_of, type, *bounds(moment), *some]
            for name, voice, own, first, last, is_read, changes in self._log.database.execute(
                sql, given
            ):
                until = max(last, read.get(voice, 0)) if is_read else last
                covered[name][bool(own), voice] = first, until
                if changes:
                    unclear.add(name)
        return {name: voices for name, voices in covered.items() if name not in unclear}

    def _all_of(
        self, names: Sequence[str], moment: Moment, type: str
    ) -> Iterator[Sequence[Statement]]:
        """All that is stated of each of some series, as far as it has a date."""
        by_name: dict[str, list[Statement]] = defaultdict(list)
        sql = f"{BY_VOICE} AND stated.valid_from IS NOT NULL"
        for row, held in self._of_series(sql, names, moment, type):
            by_name[row[WIDTH]].append(_statement(row, held))
        yield from by_name.values()

    def _of_series(
        self, sql: str, names: Sequence[str], moment: Moment, type: str
    ) -> Iterator[tuple[Row, Held]]:
        """What a query finds of some series."""
        read = self._last_read(moment)
        for start in range(0, len(names), MAX_NAMES):
            some = names[start : start + MAX_NAMES]
            only = f"{sql} AND series.name IN ({', '.join('?' * len(some))})"
            rows = self._log.database.execute(only, [type, *bounds(moment), *some])
            yield from zip(rows, self._held.facts(rows, read), strict=True)

    def _said(
        self,
        sql: str,
        given: Sequence[object],
        moment: Moment,
        parts: SeriesParts,
        order: str = "",
    ) -> Iterator[tuple[str, Statement]]:
        """The statements that a query finds, each with the name of its series as it is stored."""
        rows = self._rows(sql, given, parts, order)
        facts = self._held.facts(rows, self._last_read(moment))
        for row, held in zip(rows, facts, strict=True):
            yield row[WIDTH], _statement(row, held)

    def _rows(
        self, sql: str, given: Sequence[object], parts: SeriesParts, order: str = ""
    ) -> Sequence[Row]:
        """The rows that a query finds of series that have these parts.

        Those whose names hold the texts of such parts, wherever, are looked at more closely.
        """
        texts = [[to_json(each).decode() for each in some] for some in parts.values()]
        place = self._log.database.dialect.place("series.name", "?")
        naming = (" OR ".join([f"{place} > 0"] * len(some)) for some in texts)
        narrowed = "".join(f" AND ({each or 'false'})" for each in naming)
        rows = self._log.database.execute(
            sql + narrowed + order, [*given, *chain.from_iterable(texts)]
        )
        return [row for row in rows if fits(series_of(row[WIDTH]), parts)] if parts else rows


def _voice(held: Held) -> Voice:
    return held.own, held.voice


def _covers(span: Span, at: int) -> bool:
    first, last = span
    return first <= at <= last


def _statement(row: Row, held: Held) -> Statement:
    """The statement of a row that ends with the name of a series and the text of a value."""
    *_, name, text = row
    value = stated_value(held.type, text, held.content)
    assert held.start is not None
    return Statement((held.type, series_of(name)), value, held.start, held.until, held)
