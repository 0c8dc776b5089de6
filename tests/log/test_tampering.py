"""Nobody changes what is recorded: the database refuses, and what is done behind it is found."""

import sqlite3
from contextlib import closing, contextmanager

import psycopg
import pytest

from ecosys.errors import Damaged
from ecosys.log.sqlite import Sqlite
from tests.given import price

pytestmark = pytest.mark.engines
A = price("a", "2025-01-01", input="1")
B = price("b", "2025-02-01", input="2")
TAMPERING = {
    "sqlite": [
        "UPDATE event SET body = '{}' WHERE position = 1",
        "UPDATE event SET position = 99 WHERE position = 1",
        "UPDATE event SET recorded_at = 0",
        "DELETE FROM event WHERE position = 2",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event SELECT position, id, type, recorded_at, origin, 'x', leaf"
        " FROM event WHERE position = 1",
        "INSERT OR REPLACE INTO event SELECT 99, id, type, recorded_at, origin, 'x', leaf"
        " FROM event WHERE position = 1",
        "INSERT INTO event SELECT 1, 'new', type, recorded_at, origin, body, leaf"
        " FROM event WHERE position = 1",
        "UPDATE log_head SET position = 1",
        "UPDATE log_head SET recorded_at = 0",
        "DELETE FROM log_head",
        "INSERT INTO log_head VALUES (2, 0, 0, '', '', '')",
        "REPLACE INTO log_head VALUES (1, 0, 0, '', '', '')",
        "UPDATE log_origin SET origin = 'ecosys'",
        "DELETE FROM log_origin",
        "INSERT OR REPLACE INTO log_origin VALUES (1, 'ecosys')",
    ],
    "postgresql": [
        "UPDATE event SET body = '{}' WHERE position = 1",
        "UPDATE event SET position = 99 WHERE position = 1",
        "UPDATE event SET recorded_at = 0",
        "DELETE FROM event WHERE position = 2",
        "DELETE FROM event",
        "TRUNCATE event",
        "INSERT INTO event SELECT position, id, type, recorded_at, origin, 'x', leaf FROM event"
        " WHERE position = 1 ON CONFLICT (position) DO UPDATE SET body = 'x'",
        "INSERT INTO event SELECT 3, id, type, recorded_at, origin, 'x', leaf FROM event"
        " WHERE position = 1 ON CONFLICT (id) DO UPDATE SET body = 'x'",
        "INSERT INTO event SELECT 4, 'new', type, recorded_at, origin, body, leaf FROM event"
        " WHERE position = 1",
        "INSERT INTO event SELECT 0, 'new', type, recorded_at, origin, body, leaf FROM event"
        " WHERE position = 1",
        "MERGE INTO event AS e USING (SELECT 1 AS one) AS o ON e.position = one"
        " WHEN MATCHED THEN DELETE",
        "UPDATE log_head SET position = 1",
        "UPDATE log_head SET recorded_at = 0",
        "DELETE FROM log_head",
        "TRUNCATE log_head",
        "INSERT INTO log_head VALUES (1, 0, 0, '', '', '')"
        " ON CONFLICT (id) DO UPDATE SET position = 1",
        "INSERT INTO log_head VALUES (2, 0, 0, '', '', '')",
        "UPDATE log_origin SET origin = 'ecosys'",
        "DELETE FROM log_origin",
        "TRUNCATE log_origin",
        "INSERT INTO log_origin VALUES (1, 'ecosys')",
        "INSERT INTO log_origin VALUES (1, 'x') ON CONFLICT (position) DO UPDATE SET origin = 'x'",
    ],
}
TAMPERED = [(engine, sql) for engine, every in TAMPERING.items() for sql in every]
UNTRIGGERED = {
    "sqlite": ["DROP TRIGGER event_is_never_updated"],
    "postgresql": ["ALTER TABLE event DISABLE TRIGGER event_is_never_updated"],
}


@contextmanager
def another(database):
    """A connection that is not ours, to run statements on as the engine takes them."""
    if isinstance(database, Sqlite):
        with closing(sqlite3.connect(database.path)) as other, other:
            yield other.execute
    else:
        with psycopg.connect(str(database)) as mine:
            yield mine.execute


@pytest.mark.parametrize(("engine", "sql"), TAMPERED, indirect=["engine"])
def test_the_database_itself_refuses_to_change_what_is_recorded(timeline, sql):
    timeline.append([A, B])
    before = [line.text for line in timeline.log.lines()]
    with (
        pytest.raises(
            (sqlite3.IntegrityError, psycopg.errors.RaiseException, psycopg.errors.UniqueViolation)
        ),
        another(timeline.log.database) as execute,
    ):
        execute(sql)
    assert [line.text for line in timeline.log.lines()] == before
    assert timeline.log.check() == 2


def test_bytes_changed_behind_the_back_of_the_triggers_are_found(engine, timeline):
    timeline.append([A, B])
    with another(timeline.log.database) as execute:
        for sql in UNTRIGGERED[engine]:
            execute(sql)
        execute("UPDATE event SET body = replace(body, '\"1\"', '\"9\"') WHERE position = 1")
    with pytest.raises(Damaged, match="Position 1"):
        timeline.log.check()
