"""Queries that others write, over PostgreSQL: they only read, and mistakes are told."""

import psycopg
import pytest

from ecosys.errors import InvalidInput, Unavailable
from ecosys.log.database import Table
from ecosys.log.engines import open_database
from ecosys.timeline import Timeline
from tests.given import price

pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
VIEWS = {"event": "SELECT position, id FROM public.event"}
A = price("a", "2025-01-01", input="1")


@pytest.fixture
def url(new_database):
    return new_database()


@pytest.fixture
def database(url):
    opened = open_database(url)
    yield opened
    opened.close()


@pytest.fixture
def ask(database):
    def ask_it(query, seconds=5, tables=()):
        with database.asking(VIEWS, tables) as asked, asked.ask(query, seconds) as (names, rows):
            return names, list(rows)

    return ask_it


def test_a_query_sees_the_views_and_the_rows_of_the_one_who_asks(ask, url):
    timeline = Timeline.open(url)
    timeline.append([A])
    timeline.log.database.close()
    cases = Table("cases", ["id", "count", "share"], [["a", 2, 0.5], ["b", None, 1]])
    query = "SELECT id, count, share FROM event JOIN cases USING (id)"
    assert ask(query, tables=[cases]) == (["id", "count", "share"], [("a", 2, 0.5)])


def test_values_are_those_that_sqlite_would_give(ask):
    query = (
        "SELECT 1.5, sum(n), true, avg(n), date '2025-01-01', NULL, '%s%' FROM (VALUES (2)) AS v(n)"
    )
    assert ask(query)[1] == [(1.5, 2, 1, 2, "2025-01-01", None, "%s%")]


WRITING = [
    "INSERT INTO public.event SELECT * FROM public.event",
    "DELETE FROM public.event",
    "WITH gone AS (DELETE FROM public.log_head RETURNING 1) SELECT * FROM gone",
    "SELECT 1; COMMIT; CREATE TABLE hole (x int)",
    "SELECT 1; DROP TABLE public.event",
    "CREATE TABLE hole (x int)",
    "COPY public.event TO STDOUT",
    "COMMIT",
    "SELECT set_config('transaction_read_only', 'off', true)",
    "SELECT * INTO hole FROM public.event",
    "EXPLAIN ANALYZE DELETE FROM public.event",
    "DO $$ BEGIN DELETE FROM public.event; END $$",
    "SELECT 1 FROM public.log_head FOR UPDATE",
]


@pytest.mark.parametrize("query", WRITING)
def test_what_does_more_than_read_is_refused_with_what_is_allowed(ask, database, query):
    before = database.tables()
    with pytest.raises(InvalidInput, match="Write one SELECT, WITH or VALUES"):
        ask(query)
    assert database.tables() == before


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "There is no query"),
        (" ; ", "There is no query"),
        ("SELECT *\nFROM evnt", r"no table evnt in line 2, column 6\. Did you mean event"),
        ("SELECT ide FROM event", "There is no column ide in line 1, column 8"),
        ("SELECT lenght('a')", r"There is no function lenght\(unknown\) in line 1, column 8"),
        ("SELECT 1 +", "The query is wrong in line 1, column 11: syntax error at end of input"),
        ("SELECT 1 / 0", "The query is wrong: division by zero"),
        ("SELECT 'a'::int", "invalid input syntax for type integer"),
    ],
)
def test_a_mistake_is_told_with_its_place(ask, query, says):
    with pytest.raises(InvalidInput, match=says):
        ask(query)


def test_a_query_that_takes_too_long_is_stopped(ask):
    with pytest.raises(Unavailable, match=r"took longer than 0\.2 s"):
        ask("SELECT pg_sleep(20)", 0.2)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    with pytest.raises(Unavailable, match=r"took longer than 0\.2 s"):
        ask(endless, 0.2)


def test_after_a_mistake_the_next_query_is_answered(database):
    with database.asking(VIEWS) as asked:
        with pytest.raises(InvalidInput), asked.ask("SELECT wrong", 1):
            pass
        with asked.ask("SELECT count(*) FROM event", 1) as (names, rows):
            assert (names, list(rows)) == (["count"], [(0,)])


def test_what_is_asked_leaves_nothing_and_stops_nobody(database, url):
    mine = Table("mine", ["a"], [[1]])
    with (
        database.asking(VIEWS, [mine]) as asked,
        asked.ask("SELECT a FROM mine", 1) as (_, rows),
    ):
        timeline = Timeline.open(url)
        assert timeline.append([A]).positions == (1,)
        timeline.log.database.close()
        assert list(rows) == [(1,)]
    with psycopg.connect(url) as other:
        found = other.execute("SELECT relname FROM pg_class WHERE relname = 'mine'").fetchall()
    assert found == []


def test_a_table_that_has_no_columns_of_its_own_is_refused(ask):
    with pytest.raises(InvalidInput, match="mine cannot be a table"):
        ask("SELECT 1", tables=[Table("mine", ["a", "a"], [])])
