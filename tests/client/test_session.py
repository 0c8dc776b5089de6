"""A session of DuckDB holds the log at one moment, whatever is recorded later."""

import json
import sys
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from ecosys.client import connect
from ecosys.errors import InvalidInput, Unavailable
from ecosys.timeline.sql_views import views
from tests.given import AUDITED, event, price


@pytest.fixture
def cut(timeline):
    """A log in which a price was cut."""
    timeline.append([
        price("a", "2025-04-16", input="10", output="unpublished"),
        price("b", "2025-06-10", input="0.000002",
              components=[{"direction": "output", "amount": "0.0000123456789", "unit": "token"}]),
        event("deprecated", "c", subject="openai/o3", announced="2025-07-01",
              shutdown="2026-01-01"),
    ])  # fmt: skip
    return timeline


LINES = "SELECT direction, amount, per_million FROM price ORDER BY direction"


def test_a_session_has_what_was_in_force_at_its_moment(cut):
    then = connect(as_of="2025-06-09", known_at=date(2025, 6, 9), timeline=cut)
    assert then.execute(LINES).fetchall() == [
        ("input", "10", Decimal(10)), ("output", "unpublished", None),
    ]  # fmt: skip
    ends = "SELECT subject, shutdown FROM deprecation"
    assert then.execute(ends).fetchall() == []
    assert connect(timeline=cut).execute(ends).fetchall() == [("openai/o3", "2026-01-01")]


def test_amounts_are_exact_per_million_tokens(cut):
    now = connect(as_of="2025-06-15", timeline=cut)
    assert now.execute(LINES).fetchall() == [
        ("input", "0.000002", Decimal("0.000002")),
        ("output", "0.0000123456789", Decimal("12.3456789")),
    ]
    ((type,),) = now.execute("SELECT DISTINCT typeof(per_million) FROM price").fetchall()
    assert type == "DECIMAL(38,12)"


def test_a_session_stays_as_it_was_made(cut):
    session = connect(timeline=cut)
    cut.append([price("d", "2025-11-01", input="1")])
    assert session.execute("SELECT position FROM moment").fetchall() == [(3,)]
    assert connect(timeline=cut).execute("SELECT position FROM moment").fetchall() == [(4,)]


def test_all_versions_come_where_they_are_asked_for(cut):
    count = "SELECT count(*) FROM price_all"
    assert connect(timeline=cut, versions=True).execute(count).fetchall() == [(4,)]
    with pytest.raises(duckdb.CatalogException):
        connect(timeline=cut).execute(count)


def test_usage_is_priced_by_the_price_that_held_at_its_time(cut):
    session = connect(timeline=cut, versions=True)
    session.execute(
        "CREATE TABLE usage AS SELECT * FROM (VALUES (TIMESTAMP '2025-06-09 12:00:00', 1000000),"
        " (TIMESTAMP '2025-06-10 12:00:00', 3000000)) AS given(time, tokens)"
    )
    rows = session.execute(
        "SELECT tokens * per_million AS millionths FROM usage ASOF JOIN"
        " (SELECT * FROM price_all WHERE direction = 'input') AS price"
        " ON usage.time >= price.valid_from ORDER BY usage.time"
    ).fetchall()
    assert rows == [(10_000_000,), (6,)]  # 1,000,000 x 10 and 3,000,000 x 0.000002


def test_a_session_has_the_views_of_ecosys_sql_row_for_row(seeded):
    at = ("2026-11-22", "2026-11-22", AUDITED)
    session = connect(*at, timeline=seeded)
    shown = [each for each in views(seeded.moment(*at), seeded.log.database.dialect)
             if not each.name.endswith("_all")]  # fmt: skip
    with seeded.log.database.asking({each.name: each.query for each in shown}, ()) as asked:
        for view in shown:
            with asked.ask(f"SELECT count(*) FROM {view.name}", 60) as (_, rows):
                (expected,) = rows
            assert session.execute(f"SELECT count(*) FROM {view.name}").fetchone() == expected
            assert [each[0] for each in session.execute(f"DESCRIBE {view.name}").fetchall()] == [
                *view.columns
            ]
    texts = session.execute("SELECT body FROM event WHERE position = 3552").fetchall()
    assert texts == [(seeded.log.bodies([3552])[3552],)]


def test_a_database_is_opened_and_let_go(cut, tmp_path):
    session = connect(as_of="2025-06-09", database=tmp_path / "ecosys.db")
    assert session.execute("SELECT count(*) FROM price").fetchone() == (2,)
    with pytest.raises(InvalidInput):
        connect(as_of="someday", database=tmp_path / "ecosys.db")


def test_a_what_if_has_no_rows_of_its_own(cut, tmp_path, monkeypatch):
    with pytest.raises(InvalidInput, match="nothing can be laid over"):
        connect(timeline=cut.what_if(without=["b"]))
    own = {"type": "retracted", "id": "r", "event": "b", "fault": "ours", "why": "a slip"}
    (tmp_path / "own.yaml").write_text(json.dumps([own]), encoding="utf-8")
    monkeypatch.setenv("ECOSYS_OVERLAY", str(tmp_path / "own.yaml"))
    session = connect(as_of="2025-06-15", database=tmp_path / "ecosys.db")
    assert session.execute(LINES).fetchall()[0][1] == "0.000002"  # the log itself


def test_a_temporary_folder_may_have_any_name(cut, tmp_path, monkeypatch):
    folder = tmp_path / "it's here"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    assert connect(timeline=cut).execute("SELECT count(*) FROM price").fetchone() == (2,)


def test_a_log_whose_rows_do_not_reach_its_end_gives_no_session(cut, monkeypatch):
    monkeypatch.setattr(cut.read_models, "catch_up", lambda _: False)
    with pytest.raises(Unavailable, match="rows of this log do not reach its end"):
        connect(timeline=cut)


def test_a_session_needs_duckdb(monkeypatch, cut):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(Unavailable, match="pip install duckdb"):
        connect(timeline=cut)
