"""Parquet: exact decimals, instants and all six bounds, read by another library."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

from ecosys import Timeline
from ecosys.answers.dataset.formats.parquet import fits, write
from ecosys.answers.dataset.source import Source
from ecosys.answers.prices import prices
from ecosys.errors import InvalidInput
from ecosys.values import instant
from tests import given as made
from tests.answers.dataset.conftest import O3, SONNET
from tests.documents import GUIDE, blocks

BOUNDS = [f"{axis}_{end}" for axis in ("valid", "known", "position") for end in ("from", "to")]


@pytest.fixture
def ask(folder):
    """What gives the rows of a query over the files of the folder."""
    connection = duckdb.connect(config={"file_search_path": str(folder)})
    connection.execute("SET TimeZone = 'UTC'")
    return lambda query: connection.execute(query).fetchall()


@pytest.mark.parametrize("view", ["statement", "price", "deprecation", "observation", "subject"])
def test_each_view_has_all_versions_with_six_bounds_as_instants_and_positions(folder, view):
    schema = parquet.read_schema(folder / f"{view}_all.parquet")
    types = [schema.field(name).type for name in BOUNDS]
    assert types == [pa.timestamp("us", tz="UTC")] * 4 + [pa.int64()] * 2


def test_a_price_per_token_is_exact_to_the_last_digit(ask):
    [(amount, exact)] = ask(
        "SELECT amount, per_million FROM 'price_all.parquet' WHERE subject = 'openai/exact'"
    )
    assert (amount, exact) == ("0.000000150000000001", Decimal("0.150000000001"))


def test_a_figure_is_exact_beyond_what_a_float_holds(ask):
    [(number,)] = ask("SELECT number FROM 'observation_all.parquet'")
    assert number == Decimal("2000000.000000000000000001")


def test_a_cancelled_rise_ends_by_what_is_known(ask):
    found = ask(
        f"""SELECT valid_from, known_from, known_to FROM 'price_all.parquet'
        WHERE subject = '{SONNET}' AND direction = 'input' AND amount = '3'
        AND position_to IS NULL"""
    )
    assert found == [tuple(datetime(2026, *day, tzinfo=UTC) for day in ((9, 1), (6, 30), (8, 10)))]


def test_the_file_says_of_which_log_it_is_under_which_licence(folder, source):
    about = parquet.read_schema(folder / "price_all.parquet").metadata
    assert about[b"ecosys.root"].decode() == source.timeline.log.root(14)
    assert about[b"ecosys.position"] == b"14"
    assert about[b"ecosys.licence"] == b"CC-BY-4.0"


def test_the_price_of_a_day_is_that_of_its_end(ask):
    found = ask(
        f"""SELECT day, input, output, confidence FROM 'price_daily.parquet'
        WHERE subject = '{O3}' AND day BETWEEN '2025-06-08' AND '2025-06-11' ORDER BY day"""
    )
    before, after = (Decimal(10), Decimal(40), "high"), (Decimal(2), Decimal(8), "medium")
    days = [date(2025, 6, day) for day in (8, 9, 10, 11)]
    assert found == [
        (day, *told) for day, told in zip(days, [before] * 2 + [after] * 2, strict=True)
    ]


def test_usage_is_joined_as_the_guide_shows(folder, tmp_path):
    [query] = [each.text for each in blocks(GUIDE / "publishing.md") if each.file == "duckdb-daily"]
    (tmp_path / "data").symlink_to(folder)
    usage = f"day,model,tokens\n2025-06-09,{O3},1000000\n2025-06-10,{O3},3000000\n"
    (tmp_path / "usage.csv").write_text(f"{usage}2025-06-10,acme/unknown,5\n")
    connection = duckdb.connect(config={"file_search_path": str(tmp_path)})
    found = sorted(connection.execute(query).fetchall(), key=lambda row: (row[0], row[1]))
    assert found == [
        (date(2025, 6, 9), O3, 10, "high"),
        (date(2025, 6, 10), "acme/unknown", None, None),
        (date(2025, 6, 10), O3, 6, "medium"),
    ]


def test_days_go_from_the_first_price_to_the_day_of_the_export_or_the_end(ask):
    query = "SELECT min(day), max(day), count(*) FROM 'price_daily.parquet' WHERE subject = '{}'"
    first, last = date(2025, 4, 16), date(2026, 11, 22)
    assert ask(query.format(O3)) == [(first, last, (last - first).days + 1)]
    over = date(2025, 9, 30)  # it ends in October, so that nothing is sold from its first day on
    assert ask(query.format("openai/exact")) == [(date(2025, 6, 1), over, 30 + 31 + 31 + 30)]


def test_a_number_with_more_digits_than_fit_is_refused_by_its_place(tmp_path):
    timeline = Timeline.open(tmp_path / "log.db", clock=lambda: made.NOW)
    timeline.append([made.price("p", "2025-01-01", input="0.0000000000000000001")])
    with pytest.raises(InvalidInput, match=r"per_million 1E-19 of openai/o3 in price_all has more"):
        list(write(Source(timeline, timeline.moment()), tmp_path))
    timeline.log.database.close()


def test_twenty_digits_before_the_point_fit_and_no_more():
    assert fits(Decimal("9" * 20))
    assert not fits(Decimal("1" + "0" * 20))
    assert fits(Decimal("-0.5"))
    assert fits(Decimal(0))
    assert fits(Decimal("1E+3"))


def test_each_day_has_the_price_that_the_answer_of_its_end_has(seeded, tmp_path):
    moment = seeded.moment(known_at="2026-11-22")
    list(write(Source(seeded, moment), tmp_path))
    daily = duckdb.connect(config={"file_search_path": str(tmp_path)})
    for model in (O3, "anthropic/claude-3-opus-20240229", "openai/gpt-4", "deepseek/deepseek-chat"):
        for start in ("2024-03-07", "2025-01-15", "2025-06-09", "2025-06-10", "2026-11-20"):
            day = date.fromisoformat(start)
            at = instant.parse(f"{day + timedelta(days=1)}T00:00Z") - 1
            [found] = daily.execute(
                """SELECT max(input), max(output) FROM 'price_daily.parquet' WHERE subject = ?
                AND tier = 'standard' AND channel = 'first_party' AND currency = 'USD'
                AND region IS NULL AND day = ?""",
                [model, day],
            ).fetchall()
            assert found == answered(seeded, moment.at(at), model), (model, day)


def answered(timeline, moment, model):
    """What the answer for prices has of input and output of text at any length and hour."""
    found = {
        row.direction: row.per_million
        for row in prices(timeline, moment, model.partition("/")[0]).rows
        if row.subject == model
        and row.status == "in_force"
        and (row.modality, row.tier, row.above, row.hours) == ("text", "standard", 0, None)
        and (row.currency, row.region) == ("USD", None)
    }
    return found.get("input"), found.get("output")
