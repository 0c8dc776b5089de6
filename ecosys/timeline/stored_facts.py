"""Stored facts: what is asked of a log, sought in the rows of its read models by their bounds."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from ecosys.event import Recorded
from ecosys.event.imported_ids import is_from
from ecosys.log.log import Log
from ecosys.log.query import Filter, about
from ecosys.moment import Held, Moment
from ecosys.moment.directory import Directory
from ecosys.moment.held import in_log_order
from ecosys.moment.versions import Version, confirmed
from ecosys.read_models.held import ALL_SOURCES, HIDDEN, ONE_SOURCE, READING, UNSTATED
from ecosys.timeline.facts import REVISIONS
from ecosys.timeline.stored_changes import changed_subjects
from ecosys.timeline.stored_directory import StoredDirectory
from ecosys.timeline.stored_held import BOUNDS, COLUMNS, StoredHeld, bounds
from ecosys.timeline.stored_statements import StoredStatements
from ecosys.values import instant
from ecosys.values.hours import MINUTE, Hours
from ecosys.values.memory import Memory

KNOWN_BEFORE = "held.known_from <= ? AND held.position_from <= ? AND held.position_to > ?"
"""Which rows cover a position with the knowledge of a moment, or with less."""
MINUTES = 64
"""Of how many minutes it is kept when values change."""
READ = 150
"""How many bytes a source needs of which it is kept when it was last read."""
LIMITS = "held.known_from, held.known_to, held.position_from, held.position_to"


class StoredFacts:
    """What follows from a log, as its read models keep it."""

    def __init__(self, log: Log, memory: Memory) -> None:
        self._log = log
        self._memory = memory
        self._held = StoredHeld(log, memory)
        self.statements = StoredStatements(log, self._held, self.last_read)
        """What is stated, sought by its series."""
        self._boundaries = lru_cache(maxsize=MINUTES)(self._boundaries_of)

    def held(self, moment: Moment, where: Filter, *, history: bool) -> Sequence[Held]:
        """What holds of what a filter lets through, in order of position."""
        rows = self._log.database.execute(*_query(moment, where, history=history))
        read = self.last_read(moment)
        facts = list(self._held.facts(rows, read))
        if moment.source is not None and self._is_imported(moment.source, moment.position):
            facts = [held for held in facts if is_from(moment.source, held.id)]
        return sorted(facts, key=in_log_order)

    def versions(self, moment: Moment, where: Filter) -> Sequence[Version]:
        """What held with any knowledge up to a moment's, its history too, and with which it did."""
        known = moment.known_at, moment.position, moment.position
        sql, asked = _asked(moment, where, history=True)
        told = self._versions(f"{KNOWN_BEFORE}{sql}", [*known, *asked])
        reading = f"type = 'confirmed' AND asked = {READING} AND {KNOWN_BEFORE}"
        told = list(confirmed(told, self._versions(reading, known)))
        if moment.source is not None and self._is_imported(moment.source, moment.position):
            told = [each for each in told if is_from(moment.source, each.held.id)]
        return told

    def directory(self, position: int) -> Directory:
        """The subjects of the log at a position."""
        return StoredDirectory(self._log, position)

    def changed(self, before: Moment, after: Moment) -> Collection[str] | None:
        """The subjects of which something may be otherwise; None: of too many.

        Which source is asked, and how far the word of each counts, concerns all of them.
        """
        if before.source != after.source:
            return None
        if self.ranks(before.position) != self.ranks(after.position):
            return None
        read = self.last_read(before), self.last_read(after)
        return changed_subjects(self._log, before, after, read)

    def revisions(self) -> Sequence[Recorded]:
        """The recorded events that revise or judge one other, ascending."""
        sql = (
            "SELECT DISTINCT member FROM held_5_family AS family CROSS JOIN event"  # noqa: S608
            f" WHERE event.position = family.member AND event.type IN {REVISIONS}"
        )
        rows = self._log.database.execute(sql)
        return self._log.at(position for (position,) in rows)

    def ranks(self, position: int) -> Mapping[str, int]:
        """How far each source's word counts at a position: our judgement, whenever it is known."""
        sql = (
            "SELECT source, rank FROM held_5_rank AS rank CROSS JOIN held_5 AS held"
            " WHERE held.version = rank.version AND position_from <= ? AND position_to > ?"
            " AND known_to > ? AND (flags & ?) < 1 ORDER BY root"
        )
        given = (position, position, instant.AFTER_ALL, HIDDEN)
        return dict(self._log.database.execute(sql, given))

    def last_boundary(self, position: int, now: int) -> int:
        """The last instant within a day, not after now, at which a value changes; 0 for none."""
        boundaries = self._boundaries(position, now - now % MINUTE)
        return max((each for each in boundaries if each <= now), default=0)

    def _boundaries_of(self, _: int, minute: int) -> Sequence[int]:
        """The boundaries within a minute and the last ones before it: of all up to a position.

        Hours turn at full minutes.
        """
        execute = self._log.database.execute
        last = "SELECT at FROM turn_1 WHERE at <= ? ORDER BY at DESC LIMIT 1"
        within = "SELECT at FROM turn_1 WHERE at > ? AND at < ?"
        found = [*execute(last, (minute,)), *execute(within, (minute, minute + MINUTE))]
        hours = execute("SELECT hours FROM hours_1")
        turns = (Hours.read(text).last_turn(minute) for (text,) in hours)
        return [*(at for (at,) in found), *turns]

    def last_read(self, moment: Moment) -> dict[str, int]:
        """When each source was last read as a whole, as far as is known."""
        sql = (
            "SELECT voice, max(last_stated) FROM held_5 AS held"  # noqa: S608  names of ours
            f" WHERE type = 'confirmed' AND asked = ? AND {BOUNDS} GROUP BY voice"
        )
        return self._memory.once(
            ("last read", moment.known_at, moment.position),
            lambda: dict(self._log.database.execute(sql, [READING, *bounds(moment)])),
            lambda read: READ * (1 + len(read)),
        )

    def _versions(self, where: str, values: Sequence[object]) -> list[Version]:
        """The versions of the rows that fit."""
        sql = f"SELECT {COLUMNS}, {LIMITS} FROM held_5 AS held WHERE {where}"  # noqa: S608
        rows = self._log.database.execute(sql, values)
        facts = self._held.facts(rows, {})
        return [Version(held, *row[-4:]) for held, row in zip(facts, rows, strict=True)]

    def _is_imported(self, source: str, position: int) -> bool:
        """Whether a source was read as a whole by an importer, up to a position."""
        sql = (
            "SELECT id FROM held_5 WHERE type = 'confirmed' AND asked = ? AND voice = ?"
            " AND root <= ? AND position_from = root"
        )
        rows = self._log.database.execute(sql, (READING, source, position))
        return any(is_from(source, id) for (id,) in rows)


def _query(moment: Moment, where: Filter, *, history: bool) -> tuple[str, list[object]]:
    """The query for the rows of what holds."""
    sql, parameters = _asked(moment, where, history=history)
    query = f"SELECT {COLUMNS} FROM held_5 AS held WHERE {BOUNDS}{sql}"  # noqa: S608  names of ours
    return query, [*bounds(moment), *parameters]


def _asked(moment: Moment, where: Filter, *, history: bool) -> tuple[str, list[object]]:
    """The condition on the rows for who asks, and for what is asked."""
    parameters: list[object] = []
    if moment.source is None:
        sql = f" AND (asked & {ALL_SOURCES}) <> 0"
    else:
        sql = f" AND (asked & {ONE_SOURCE}) <> 0 AND voice = ? AND (flags & {UNSTATED}) < 1"
        parameters.append(moment.source)
    if not history:
        sql += f" AND (flags & {HIDDEN}) < 1"
    clause, values = about(where, "type")
    if where.subject is not None or where.among is not None:
        clause = f"version IN (SELECT version FROM held_5_subject WHERE {clause})"  # noqa: S608
    return (f"{sql} AND {clause}" if clause else sql), [*parameters, *values]
