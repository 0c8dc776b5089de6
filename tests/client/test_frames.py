"""Frames hold what the rows hold: exact numbers, dates, and a type for each column."""

import sys
from datetime import datetime
from decimal import Decimal

import pandas
import polars
import pytest

from ecosys.client import Client
from ecosys.client.frames import to_pandas, to_polars
from ecosys.errors import InvalidInput, Unavailable
from ecosys.projection import Point
from tests.given import event, price


@pytest.fixture
def client(timeline):
    """A client of a log with few events."""
    timeline.append([
        price("a", "2025-04-16", input="0.1", output="40"),
        price("b", "2025-06", subject="acme/m", input="0.00000012", output="unpublished"),
        event("launched", "c", subject="acme/m", what="model", occurred="2025-06",
              context_window=128_000),
        event("launched", "d", subject="acme/n", what="model", occurred="unknown"),
    ])  # fmt: skip
    return Client(timeline=timeline)


def test_numbers_stay_exact(client):
    rows = client.prices(as_of="2025-07-01")
    digits = [row.per_million for row in rows]
    assert digits == [Decimal("0.00000012"), None, Decimal("0.1"), Decimal(40)]
    assert list(rows.to_pandas()["per_million"]) == digits
    assert rows.to_polars()["per_million"].to_list() == digits
    assert rows.to_polars().schema["per_million"] == polars.Decimal(38, 8)
    # a tenth three times is 0.3 exactly, which it is not in binary
    dollars = rows.to_polars().filter(polars.col("amount") == "0.1")["per_million"]
    assert (dollars + dollars + dollars).to_list() == [Decimal("0.3")]


def test_dates_are_timestamps_at_the_first_instant_that_they_mean(client):
    rows = client.models(as_of="2025-07-01")
    frame = rows.to_pandas().set_index("subject")
    assert frame.loc["acme/m", "launched"] == pandas.Timestamp(2025, 6, 1)
    assert pandas.isna(frame.loc["acme/n", "launched"])
    assert str(frame["launched"].dtype) == "datetime64[us]"
    by_subject = dict(rows.to_polars().select("subject", "launched").iter_rows())
    assert by_subject["acme/m"] == datetime(2025, 6, 1)  # noqa: DTZ001  frames have UTC, no zone
    assert by_subject["acme/n"] is None


def test_whole_numbers_stay_whole_where_some_are_not_known(client):
    frame = client.models(as_of="2025-07-01").to_pandas().set_index("subject")
    assert frame.loc["acme/m", "context_window"] == 128_000
    assert str(frame["context_window"].dtype) == "Int64"


def test_a_column_has_its_type_without_a_single_row(client):
    none = client.deprecations(as_of="2025-07-01")
    full = client.models(as_of="2025-07-01")
    assert len(none) == 0
    assert none.to_polars().schema["shutdown"] == polars.Datetime("us")
    assert none.to_polars().schema["because"] == polars.List(polars.Int64)
    assert str(none.to_pandas()["shutdown"].dtype) == "datetime64[us]"
    assert full.to_polars().schema["launched"] == none.to_polars().schema["shutdown"]


def test_lists_are_lists_and_what_else_is_nested_is_json(client):
    rows = client.prices(as_of="2025-07-01", include="sources")
    assert rows.to_polars()["because"].to_list()[0] == [2]
    assert '"source": "openai"' in rows.to_pandas()["sources"][0]
    assert "sources" not in client.prices(as_of="2025-07-01").to_pandas()


def test_numbers_that_38_digits_do_not_hold_together_are_refused_by_name():
    rows = [
        Point("acme/m", "2025", Decimal("1E20"), "x"),
        Point("acme/m", "2025", Decimal("1E-20"), "x"),
    ]
    assert list(to_pandas(rows, Point)["value"]) == [Decimal("1E20"), Decimal("1E-20")]
    with pytest.raises(InvalidInput, match="value has numbers that 38 digits"):
        to_polars(rows, Point)


@pytest.mark.parametrize(("package", "ask"), [("pandas", to_pandas), ("polars", to_polars)])
def test_a_frame_needs_its_package(monkeypatch, package, ask):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(Unavailable, match=f"{package} is not installed. pip install {package}"):
        ask([], Point)


def test_every_kind_of_row_makes_a_frame(offline):
    moment = {"as_of": "2026-11-22", "known_at": "2026-11-22"}
    history = ("price_history", {"subject": "openai/o3"})
    answers = [
        offline.prices(provider="openai", **moment), offline.deprecations(**moment),
        offline.models(provider="openai", **moment), offline.sources(**moment),
        offline.conflicts(subject="openai", **moment), offline.metrics(),
        offline.explain("cumulative_developers", {"subject": "openai"}, **moment),
        offline.changes(**moment), offline.providers(since="90d", **moment),
        offline.page_of_events(limit=50), offline.all_releases(*history, **moment),
        offline.metric("price_index", **moment), offline.vintages(*history, **moment),
    ]  # fmt: skip
    for rows in answers:
        assert len(rows) == len(rows.to_pandas()) == len(rows.to_polars()) > 0
