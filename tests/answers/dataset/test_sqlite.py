"""SQLite: the exported file has the views of `ecosys sql`, and queries that take a moment."""

import json
import random
import sqlite3
from contextlib import closing

import pytest

from ecosys.answers.dataset.formats.sqlite import write
from ecosys.answers.dataset.in_force import NAMES
from ecosys.answers.dataset.source import Source
from ecosys.timeline.sql_views import views
from ecosys.values import instant
from tests.answers.dataset.conftest import O3, SONNET

QUERIES = {name: f"{name}_at" for name in ("price", "deprecation", "observation", "statement")}


def opened(folder):
    """The file of a folder, and the queries beside it."""
    beside = json.loads((folder / "metadata.json").read_text())
    queries = beside["databases"]["ecosys"]["queries"]
    connection = sqlite3.connect(f"file:{folder / 'ecosys.db'}?mode=ro", uri=True)
    return closing(connection), {name: each["sql"] for name, each in queries.items()}


@pytest.fixture
def ask(folder):
    """What asks one of the queries of the small log."""
    file, queries = opened(folder)

    def rows(name, *columns, subject="", as_of="", known_at=""):
        given = {"subject": subject, "as_of": as_of, "known_at": known_at}
        query = f"SELECT DISTINCT {', '.join(columns)} FROM ({queries[name]}) ORDER BY 1, 2"
        return connection.execute(query, given).fetchall()

    with file as connection:
        yield rows


def test_a_query_gives_what_was_charged_on_a_day_as_known_on_another(ask):
    asked = {"subject": SONNET, "as_of": "2026-09-15"}
    before = ask("price_at", "direction", "amount", known_at="2026-08-09", **asked)
    after = ask("price_at", "direction", "amount", known_at="2026-08-10", **asked)
    assert before == [("input", "3"), ("output", "15")]
    assert after == [("input", "2"), ("output", "10")]


def test_a_day_means_its_end_and_nothing_means_the_moment_of_the_file(ask):
    shown = ("direction", "amount")
    assert ask("price_at", *shown, subject=O3, as_of="2025-06-09")[0] == ("input", "10")
    assert ask("price_at", *shown, subject=O3, as_of="2025-06-10")[0] == ("input", "2")
    assert ask("price_at", *shown, subject=O3) == [("input", "2"), ("output", "8")]


def test_a_moved_end_was_another_one_before(ask):
    shown = ("subject", "shutdown")
    assert ask("deprecation_at", *shown, subject=O3, known_at="2026-09-30") == [(O3, "2026-12-11")]
    assert ask("deprecation_at", *shown, subject=O3) == [(O3, "2027-01-15")]


def test_the_daily_prices_are_a_view(folder):
    file, _ = opened(folder)
    with file as connection:
        query = "SELECT day, input FROM price_daily WHERE subject = ? AND day BETWEEN ? AND ?"
        found = connection.execute(query, (O3, "2025-06-09", "2025-06-10")).fetchall()
    assert found == [("2025-06-09", 10.0), ("2025-06-10", 2.0)]


@pytest.fixture(scope="module")
def released(seeded, tmp_path_factory):
    """The released log as a file."""
    folder = tmp_path_factory.mktemp("released")
    list(write(Source(seeded, seeded.moment()), folder))
    return folder


def rows(found):
    """Rows as they can be compared: a float is told by its shortest digits in both."""
    return sorted(tuple(map(repr, row)) for row in found)


@pytest.mark.parametrize("name", NAMES)
def test_the_views_have_the_rows_of_ecosys_sql(seeded, released, name):
    moment = seeded.moment()
    by_name = {each.name: each for each in views(moment, seeded.log.database.dialect)}
    with (
        seeded.log.database.asking({name: by_name[name].query}) as asked,
        asked.ask(f"SELECT * FROM {name}", 60) as (names, found),
    ):
        expected = rows(found)
    file, _ = opened(released)
    with file as connection:
        cursor = connection.execute(f"SELECT * FROM {name}")
        assert [column for column, *_ in cursor.description] == names
        assert rows(cursor) == expected
    assert len(expected) > 100


@pytest.mark.parametrize("name", QUERIES)
def test_at_any_moment_the_queries_have_the_rows_of_ecosys_sql(seeded, released, name):
    chance = random.Random(name)
    first, last = instant.parse("2023-01-01T00:00Z"), seeded.log.recorded_at(5716)
    file, queries = opened(released)
    with file as connection:
        for _ in range(4):
            day, known = (instant.day_of(chance.randrange(first, last)) for _ in range(2))
            moment = seeded.moment(day, known)
            query = {each.name: each.query for each in views(moment, seeded.log.database.dialect)}
            with (
                seeded.log.database.asking({name: query[name]}) as asked,
                asked.ask(f"SELECT * FROM {name}", 60) as (_, found),
            ):
                expected = rows(found)
            given = {"subject": "", "as_of": day, "known_at": known}
            assert rows(connection.execute(queries[QUERIES[name]], given)) == expected
            assert expected, (day, known)
