"""ecosys sql: what it writes in each format, where it stops, and what it says of mistakes."""

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ecosys import Timeline
from ecosys.__main__ import build
from ecosys.errors import InvalidCoordinate, InvalidInput, Unavailable
from ecosys.timeline.sql_views import ALL
from tests.commands.conftest import Run
from tests.given import NOW, event, price

LOG = (
    price("old", "2025-04-16", input="10"),
    price("new", "2025-06-10", input="2"),
    event(
        "described",
        "hostile",
        subject="openai/o3",
        attribute="note",
        value="=1+1 \x1b[2J",
        occurred="2025-01-01",
    ),
)


@pytest.fixture(autouse=True)
def log(tmp_path: Path) -> Path:
    """The log that is asked."""
    path = tmp_path / "own.db"
    timeline = Timeline.open(path, clock=lambda: NOW)
    timeline.append(LOG)
    timeline.log.database.close()
    return path


def test_a_price_is_asked_as_of_a_day_as_known_then_and_of_a_part_of_the_log(run):
    query = "SELECT amount FROM price"
    asked = {
        "": "2",
        "--as-of 2025-06-09": "10",
        "--known-at 2025-06-09": "10",
        "--position 1": "10",
        "--as-of 2025-06-10": "2",
    }
    for options, amount in asked.items():
        assert run(f"sql --format csv {options}", query).stdout.split() == ["amount", amount]


def test_options_before_the_command_count_and_those_that_it_has_not_are_refused(run):
    shown = run("--as-of 2025-06-09 --format csv sql", "SELECT amount FROM price").stdout
    assert shown.split() == ["amount", "10"]
    with pytest.raises(InvalidInput, match="takes no --source"):
        run("--source openai sql", "SELECT 1")


def test_a_table_shows_every_column_also_those_that_say_the_usual(run):
    query = "SELECT channel, region, above, per_million FROM price"
    head, _, line = [each for each in run("sql", query).stdout.splitlines() if each.strip()]
    assert head.split() == ["channel", "region", "above", "per_million"]
    assert line.split() == ["first_party", "0", "2.0"]


def test_json_has_the_rows_and_the_moment(run):
    query = "SELECT id, position FROM event ORDER BY position"
    told = json.loads(run("sql --format json --position 2 --known-at 2025-07-01", query).stdout)
    assert told["data"] == [{"id": "old", "position": 1}, {"id": "new", "position": 2}]
    meta = told["meta"]
    assert (meta["position"], meta["known_at"]) == (2, "2025-07-01T23:59:59.999999Z")
    assert (meta["view_version"], meta["cut"]) == (1, False)
    assert meta["log"]["root"]


def test_ndjson_has_a_line_for_each_row(run):
    query = "SELECT id, NULL AS known FROM event WHERE position < 3 ORDER BY position DESC"
    lines = run("sql --format ndjson", query).stdout.splitlines()
    assert [json.loads(line) for line in lines] == [
        {"id": "new", "known": None},
        {"id": "old", "known": None},
    ]


def test_columns_of_one_name_are_told_apart_and_bytes_are_written_as_digits(run):
    query = "SELECT 1 AS a, 2 AS a, 3 AS a_2, x'00ff' AS b, 9e999 AS c"
    told = json.loads(run("sql --format ndjson", query).stdout)
    assert told == {"a": 1, "a_2": 2, "a_2_2": 3, "b": "00ff", "c": "inf"}


def test_what_a_spreadsheet_would_run_is_text_and_what_clears_a_screen_is_escaped(run):
    query = "SELECT json_extract(value, '$') AS said FROM statement WHERE type = 'described'"
    read = csv.reader(io.StringIO(run("sql --format csv", query).stdout))
    assert list(read) == [["said"], ["'=1+1 \x1b[2J"]]
    assert "\x1b[2J" not in run("sql", query).stdout


MANY = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500) SELECT i FROM n"
)

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


@pytest.mark.parametrize(
    ("options", "rows"),
    [
        ("", 1000),
        ("--limit 1400", 1400),
        ("--format csv", 1500),
        ("--format ndjson", 1500),
        ("--format csv --limit 7", 7),
        ("--format json --limit 2", 2),
        ("--limit 1500", 1500),
    ],
)
def test_rows_are_cut_where_the_format_or_the_user_says_so_and_it_is_told(run, options, rows):
    done = run(f"sql {options}", MANY)
    shown = done.stdout.partition('"meta"')[0]
    numbers = [int(each) for each in re.findall(r"\d+", shown)]
    assert numbers == list(range(1, rows + 1))
    told = f"ecosys: cut after {rows:,} rows: --limit asks for more.\n"
    assert done.stderr == (told if rows < 1500 else "")


def test_a_query_is_read_from_standard_input(log):
    settings = {"ECOSYS_DATABASE": str(log)}
    words = ["sql", "-", "--format", "csv"]
    query = "SELECT count(*) AS events\nFROM event;\n"
    done = CliRunner().invoke(build(), words, env=settings, input=query)
    assert done.stdout.split() == ["events", "3"]


def test_without_a_query_the_views_are_listed(run):
    names = [json.loads(line)["view"] for line in run("sql --format ndjson").stdout.splitlines()]
    assert names == [
        *("moment", "event", "fact", "statement", "price", "deprecation", "observation"),
        *("subject", "source"),
    ]
    assert f"NAME{ALL}" in run("sql").stdout


def test_another_program_takes_the_views_as_sql(run, log):
    script = run("sql --views --as-of 2025-06-09").stdout
    with closing(sqlite3.connect(f"file:{log}?mode=ro", uri=True)) as connection:
        connection.executescript(script)
        assert connection.execute("SELECT amount FROM price").fetchall() == [("10",)]
        assert connection.execute("SELECT count(*) FROM price_all").fetchone() == (2,)


def test_a_file_of_ones_own_is_joined_and_its_numbers_are_numbers(run, tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("\ufeffday,tokens,rate,code\n2025-06-10,5,0.5,007\n,,,x\n", encoding="utf-8")
    query = "SELECT typeof(day), tokens * rate, typeof(code), tokens IS NULL FROM mine"
    rows = run(f"sql --format csv --table mine={file}", query).stdout.splitlines()
    assert rows[1:] == ["text,2.5,text,0", "null,,text,1"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("a,b\n1\n", "row 2 of .* has 1 cells, not 2"),
        ("", "has no header"),
        ("a,a\n", "mine cannot be a table: duplicate column name: a"),
        (b"a\n\xff\n", "is not UTF-8"),
        (None, "is no file"),
    ],
)
def test_a_file_that_is_no_table_is_refused(run, tmp_path, content, says):
    file = tmp_path / "mine.csv"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InvalidInput, match=says):
        run(f"sql --table mine={file}", "SELECT 1")


@pytest.mark.parametrize("given", ["mine", "=x.csv", "my-own=x.csv", "mine="])
def test_a_table_without_name_or_file_is_refused(run, given):
    with pytest.raises(InvalidInput, match="is not NAME=FILE"):
        run(f"sql --table {given}", "SELECT 1")


@pytest.mark.parametrize(
    ("line", "query", "error", "says"),
    [
        ("sql", "DELETE FROM held_5", InvalidInput, "does more than read"),
        ("sql", "SELECT * FROM prize", InvalidInput, "Did you mean price"),
        ("sql --format xml", "SELECT 1", InvalidInput, "--format xml is not known"),
        ("sql --as-of never", "SELECT 1", InvalidCoordinate, "as_of"),
        ("sql --position 9", "SELECT 1", InvalidCoordinate, "position 9"),
        ("sql --timeout 0.01", ENDLESS, Unavailable, "longer than 0.01 s"),
    ],
)
def test_what_cannot_be_answered_is_told(run, line, query, error, says):
    with pytest.raises(error, match=says):
        run(line, query)


def test_events_laid_over_every_question_are_not_in_the_log(run, monkeypatch):
    monkeypatch.setenv("ECOSYS_OVERLAY", "mine.yaml")
    done = run("sql --format csv", "SELECT count(*) AS n FROM event")
    assert done.stdout.split() == ["n", "3"]
    assert done.stderr.startswith("ecosys: ECOSYS_OVERLAY is not laid over")


def test_a_log_whose_rows_stop_early_says_so(run: Run, log: Path):
    with closing(sqlite3.connect(log)) as connection:
        connection.execute("UPDATE read_model SET position = 1, problem = 'new: odd'")
        connection.commit()
    with pytest.raises(Unavailable, match=r"do not reach its end.* met new: odd.*ecosys rebuild"):
        run("sql", "SELECT 1")
    run("rebuild")
    assert run("sql --format csv", "SELECT count(*) AS n FROM event").stdout.split() == ["n", "3"]
