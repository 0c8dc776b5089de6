"""Queries of others: they read, within limits, and a mistake is told where it is."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecosys import Timeline
from ecosys.errors import InvalidInput, Unavailable
from ecosys.log.database import Table
from ecosys.log.sqlite.query import ReadOnly
from tests.given import price
from tests.permissions import only_read

VIEWS = {
    "event": "SELECT position, id FROM main.event",
    "double": "SELECT 2 * position AS twice FROM main.event",
}
USAGE = Table("usage", ["day", "my tokens"], [("2025-06-10", 5), ("2025-06-11", None)])
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT {} FROM n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A log of two events in a folder of its own."""
    path = tmp_path / "folder" / "log.db"
    timeline = Timeline.open(path)
    timeline.append([price("a", "2025-01-01", input="1"), price("b", "2025-02-01", input="2")])
    timeline.log.database.close()
    return path


@pytest.fixture
def opened(path: Path) -> Iterator[ReadOnly]:
    with ReadOnly.open(path, VIEWS, [USAGE]) as opened:
        yield opened


def rows(opened: ReadOnly, query: str, seconds: float = 10) -> list[tuple[object, ...]]:
    with opened.ask(query, seconds) as (_, found):
        return list(found)


def test_views_stand_before_tables_of_the_same_name(opened):
    assert rows(opened, "SELECT * FROM event ORDER BY position") == [(1, "a"), (2, "b")]
    assert rows(opened, "SELECT twice FROM double ORDER BY 1") == [(2,), (4,)]


def test_rows_of_ones_own_are_joined(opened):
    query = 'SELECT id, day FROM event JOIN usage ON "my tokens" = position + 3'
    assert rows(opened, query) == [("b", "2025-06-10")]


def test_lists_in_json_are_read_as_rows(opened):
    assert rows(opened, "SELECT value FROM json_each('[1, 2]')") == [(1,), (2,)]
    assert rows(opened, "SELECT fullkey FROM json_tree('[1]') WHERE atom = 1") == [("$[0]",)]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO usage VALUES ('a', 1)",
        "UPDATE usage SET day = 'a'",
        "DELETE FROM usage",
        "DELETE FROM main.event",
        "WITH n AS (SELECT 1) INSERT INTO usage SELECT 'a', * FROM n",
        "CREATE TABLE t (a)",
        "CREATE TEMP TABLE t (a)",
        "DROP TABLE usage",
        "DROP VIEW event",
        "ALTER TABLE usage ADD COLUMN c",
        "PRAGMA query_only = OFF",
        "PRAGMA writable_schema = ON",
        "ATTACH 'other.db' AS other",
        "VACUUM INTO 'copy.db'",
        "BEGIN IMMEDIATE",
        "SAVEPOINT s",
        "ANALYZE",
        "EXPLAIN DELETE FROM usage",
    ],
)
def test_what_does_more_than_read_is_refused_and_changes_nothing(opened, path, statement):
    before = path.read_bytes()
    with pytest.raises(InvalidInput, match="does more than read"):
        rows(opened, statement)
    assert rows(opened, "SELECT count(*) FROM usage") == [(2,)]
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir() if "copy" in each.name] == []


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT 1; SELECT 2", "one statement at a time"),
        ("SELECT ?", "bindings"),
        ("SELECT 'a\0b'", "null character"),
        ("SELECT '\ud800'", "surrogates"),
        ("", "There is no query"),
        ("-- nothing", "There is no query"),
        ("SELECT load_extension('x')", "not authorized"),
        ("SELECT zeroblob(20000000)", "too big"),
        ("SELECT abs(-9223372036854775807 - 1)", "integer overflow"),
    ],
)
def test_what_cannot_be_asked_says_why(opened, query, says):
    with pytest.raises(InvalidInput, match=says):
        rows(opened, query)


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SELECT *\nFORM event", "line 2, column 1"),
        ("SELEC 1", "line 1, column 1"),
        ("SELECT 'FORM' AS a,\n  2 FORM FORM", "line 2, column 10"),
        ("SELECT #", "line 1, column 8"),
        ("SELECT (SELECT 1", "line 1, column 17"),
        ("SELECT twise FROM double", "column twise in line 1, column 8"),
        ("SELECT\n nofunction(1)", "function nofunction in line 2, column 2"),
    ],
)
def test_a_mistake_is_told_where_it_is(opened, query, place):
    with pytest.raises(InvalidInput, match=f"{place}[.:]"):
        rows(opened, query)


def test_a_table_that_there_is_not_leads_to_the_views_that_there_are(opened):
    with pytest.raises(InvalidInput, match=r"no table evnt in .*Did you mean event\?"):
        rows(opened, "SELECT * FROM evnt")
    with pytest.raises(InvalidInput, match=r"Allowed: event, double, usage\."):
        rows(opened, "SELECT * FROM q")


@pytest.mark.parametrize("what", ["count(*)", "i"])
def test_a_query_ends_after_its_time_also_while_its_rows_are_read(opened, what):
    query = ENDLESS.format(what)
    with (
        pytest.raises(Unavailable, match=r"longer than 0\.05 s"),
        opened.ask(query, 0.05) as (
            _,
            found,
        ),
    ):
        for _ in found:
            pass
    assert rows(opened, "SELECT 1") == [(1,)]


def test_whoever_takes_the_rows_may_take_his_time(opened):
    query = f"SELECT value FROM json_each('{[1] * 500}')"
    with opened.ask(query, 0.5) as (_, found):
        next(found)
        time.sleep(0.6)
        assert len(list(found)) == 499


def test_a_user_who_interrupts_a_query_is_heard(opened):
    opened._is_late = lambda: False

    def interrupt() -> bool:
        raise KeyboardInterrupt

    opened._connection.set_progress_handler(interrupt, 1000)
    with pytest.raises(KeyboardInterrupt):
        rows(opened, ENDLESS.format("count(*)"))


def test_rows_that_nobody_reads_are_let_go(path):
    with ReadOnly.open(path, VIEWS) as opened, opened.ask("SELECT * FROM event", 1) as (_, found):
        assert next(found) in [(1, "a"), (2, "b")]


def test_text_that_is_none_is_shown_all_the_same(opened):
    assert rows(opened, "SELECT CAST(x'ff41' AS TEXT)") == [("\ufffdA",)]


@pytest.mark.parametrize(
    "table",
    [
        Table("event", ["a"], []),
        Table("twice", ["a", "A"], []),
        Table("none", [], []),
        Table("short", ["a", "b"], [(1,)]),
    ],
)
def test_rows_that_are_no_table_are_refused_by_its_name(path, table):
    with (
        pytest.raises(InvalidInput, match=f"^{table.name} cannot be a table: "),
        ReadOnly.open(path, VIEWS, [table]),
    ):
        pass


def test_a_log_where_nothing_can_be_written_is_asked(path):
    with only_read(path.parent), ReadOnly.open(path, VIEWS) as opened:
        assert rows(opened, "SELECT count(*) FROM event") == [(2,)]
