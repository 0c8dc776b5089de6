"""Concentration: the Herfindahl-Hirschman index, and what each provider adds to it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.values import when
from tests.given import event, price
from tests.projections.folding import fold
from tests.properties import examples

PROVIDERS = ("anthropic", "cohere", "google", "mistral", "openai")


def library(provider):
    return event(
        "described",
        f"{provider}-library",
        subject=f"{provider}/sdk",
        attribute="client_library_of",
        value=provider,
        occurred="unknown",
        stated="2024-01-01",
    )


def downloads(provider, value, day="2024-03-01"):
    return event(
        "observed",
        f"{provider}-downloads-{day}",
        subject=f"{provider}/sdk",
        metric="pypi_downloads_30d",
        value=str(value),
        kind="flow",
        unit="downloads",
        occurred=day,
    )


def market(figures, day="2024-03-01"):
    return [
        made
        for provider, value in figures.items()
        for made in (library(provider), downloads(provider, value, day))
    ]


def points(*facts, as_of="2024-06-30", **asked):
    return fold("concentration", *facts, as_of=as_of, **asked)[0]


def at(found, day, subject="market"):
    (value,) = [each.value for each in found if (each.subject, each.at) == (subject, day)]
    return value


# By hand


def test_shares_of_a_half_and_two_quarters_make_three_eighths():
    found = points(
        *market({"openai": 50, "google": 25, "mistral": 25}),
    )
    assert at(found, "2024-06-30") == Decimal("0.375")  # 0.25 + 0.0625 + 0.0625
    assert at(found, "2024-06-30", "openai") == Decimal("0.25")
    assert {each.labels["points"] for each in found if each.subject == "market"} == {"3750"}


def test_the_index_begins_with_the_first_date_of_what_is_measured():
    """A price without a date always was; that something else has an early date changes nothing."""
    early = event(
        "described",
        "acme",
        subject="acme/m",
        attribute="licence",
        value="MIT",
        occurred="1950-01-01",
    )
    undated = [
        price(name, "unknown", subject=f"{name}/m", input="1", stated="2024-02-01")
        for name in ("google", "mistral", "openai")
    ]
    dated = price("later", "2023-05-01", subject="cohere/m", input="1")
    found = points(early, *undated, dated, basis="models")
    assert [each.at for each in found if each.subject == "market"] == ["2023-12-31", "2024-06-30"]


def test_the_index_follows_the_years_and_ends_at_the_moment():
    early = market({"openai": 8, "google": 1, "mistral": 1}, "2023-05-01")
    late = [downloads(name, 10, "2025-02-01") for name in ("openai", "google", "mistral")]
    found = points(*early, *late, as_of="2025-04-30", subject=None)
    assert [(each.at, each.value) for each in found if each.subject == "market"] == [
        ("2023-12-31", Decimal("0.66")),
        ("2024-12-31", Decimal("0.66")),
        ("2025-04-30", Decimal("0.333333")),
    ]


def test_the_months_may_be_followed_too():
    found = points(
        *market({"openai": 2, "google": 1, "mistral": 1}, "2024-01-15"),
        as_of="2024-03-10",
        every="month",
        subject="openai",
    )
    assert [each.at for each in found] == ["2024-01-31", "2024-02-29", "2024-03-10"]


def test_two_providers_are_not_a_market():
    found, coverage = fold("concentration", *market({"openai": 9, "google": 1}))
    assert {each.value for each in found} == {None}
    assert "2 providers with a figure" in found[0].labels["missing"]
    assert coverage.reason.startswith("not enough facts")


def test_figures_of_nothing_at_all_give_no_index():
    found = points(*market(dict.fromkeys(PROVIDERS, 0)))
    assert {each.value for each in found} == {None}


def test_a_provider_is_told_what_it_adds_however_it_is_asked_for():
    facts = market({"openai": 50, "google": 25, "mistral": 25})
    found = points(*facts, as_of="2024-06-30", subject="openai/gpt-4")
    assert [(each.subject, each.value) for each in found] == [("openai", Decimal("0.25"))]


# By property

FIGURES = st.dictionaries(
    st.sampled_from(PROVIDERS), st.integers(1, 10**9), min_size=3, max_size=len(PROVIDERS)
)


@examples(150)
@given(FIGURES)
def test_the_index_lies_between_that_of_equals_and_a_monopoly(figures):
    found = points(*market(figures))
    index = at(found, "2024-06-30")
    parts = [each.value for each in found if each.labels["part"] == "contribution"]
    assert abs(sum(parts) - index) <= Decimal("0.000003")
    assert 1 / Decimal(len(figures)) - Decimal("0.000001") <= index <= 1


@examples(100)
@given(FIGURES, st.integers(2, 1000))
def test_a_market_as_concentrated_as_it_is_grows_without_a_change(figures, factor):
    grown = {name: value * factor for name, value in figures.items()}
    before, after = ([each.value for each in points(*market(each))] for each in (figures, grown))
    assert before == after


@examples(100)
@given(st.lists(FIGURES, min_size=1, max_size=3))
def test_the_past_of_a_series_is_what_was_answered_then(years):
    facts = {
        made.id: made
        for year, figures in enumerate(years, start=2023)
        for made in market(figures, f"{year}-03-01")
    }.values()
    series = points(*facts, as_of="2026-10-31")
    for year in range(2023, 2023 + len(years)):
        then = points(*facts, as_of=f"{year}-12-31")
        assert at(then, f"{year}-12-31") == at(series, f"{year}-12-31")


@examples(100)
@given(FIGURES, FIGURES)
def test_what_is_said_later_changes_no_answer_of_before(figures, later):
    facts = market(figures)
    more = [
        downloads(name, value, "2024-05-01").model_copy(update={"stated": when.parse("2025-01-01")})
        for name, value in later.items()
    ]
    asked = {"as_of": "2024-12-31", "known_at": "2024-12-31"}
    before = points(*facts, **asked)
    assert not facts or before
    assert before == points(*facts, *more, **asked)


# Over the released log


def downloaded(exported):
    """Downloads with the provider of the library; no figure among them was ever revised."""
    named = exported[exported.attribute == "client_library_of"]
    found = exported[exported.metric == "pypi_downloads_30d"]
    found = found.assign(provider=found.subject.map(named.set_index("subject").value))
    found = found.dropna(subset=["provider"])
    assert not set(found.id) & set(exported.event.dropna())
    return found.assign(value=found.value.astype(float))


def download_shares(exported, day):
    known = downloaded(exported)
    newest = known[known.occurred <= day].sort_values("occurred").groupby("subject").last()
    summed = newest.groupby("provider").value.sum()
    return summed / summed.sum()


def launch_shares(exported, day):
    """By models launched; a model counts from the first date that any source has for it."""
    known = exported[(exported.type == "launched") & exported.what.isin(["model", "open_weights"])]
    known = known[known.stage != "announced"]
    began = known.occurred.str.replace("not after ", "").str.rpartition("..")[2]
    known = known[began <= day]
    counted = known.groupby(known.subject.str.partition("/")[0]).subject.nunique()
    return counted / counted.sum()


@pytest.mark.parametrize(
    ("basis", "shares"), [("downloads", download_shares), ("launches", launch_shares)]
)
def test_pandas_finds_the_same_shares_and_the_same_index(seeded, exported, basis, shares):
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
    held = seeded.project("provider_share", moment, {"basis": basis}).points
    expected = shares(exported, "2026-10-31")
    assert {each.subject: float(each.value) for each in held} == pytest.approx(
        expected.to_dict(), abs=1e-6
    )
    index = seeded.project("concentration", moment, {"basis": basis}).points
    known = [each for each in index if each.value is not None]
    assert known
    for each in known:
        squares = shares(exported, each.at) ** 2
        value = squares.sum() if each.subject == "market" else squares[each.subject]
        assert float(each.value) == pytest.approx(value, abs=1e-6)


def test_the_client_libraries_have_spread_over_more_hands(seeded):
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
    answer = seeded.project("concentration", moment)
    index = {each.at: each.value for each in answer.points if each.subject == "market"}
    assert index["2022-12-31"] is None
    assert {day: str(value) for day, value in index.items() if value is not None} == {
        "2023-12-31": "0.880611",
        "2024-12-31": "0.606591",
        "2025-12-31": "0.402032",
        "2026-10-31": "0.326055",
    }
    (now,) = seeded.project("concentration", moment, {"subject": "openai"}).points[-1:]
    assert (now.at, str(now.value), now.labels["part"]) == (
        "2026-10-31",
        "0.129072",
        "contribution",
    )
    assert "not a market share" in answer.coverage.definition


def test_two_providers_say_how_many_developers_they_have_which_is_not_enough(seeded):
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
    answer = seeded.project("concentration", moment, {"basis": "developers"})
    assert {each.value for each in answer.points} == {None}
    assert answer.coverage.reason.startswith("not enough facts: 2 providers")
