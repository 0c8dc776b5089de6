"""Shares: which part of a total each provider holds, by a named measure."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.values import when
from tests.given import event
from tests.projections.folding import fold, points
from tests.projections.pricing import ended, listed
from tests.properties import examples

PROVIDERS = ("anthropic", "cohere", "google", "mistral", "openai")


def library(provider):
    return event("described", f"{provider}-library", subject=f"{provider}/sdk",
                 attribute="client_library_of", value=provider,
                 occurred="unknown", stated="2024-01-01")  # fmt: skip


def figure(provider, value, day="2024-03-01", metric="pypi_downloads_30d", **fields):
    return event("observed", f"{provider}-{metric}-{day}", subject=f"{provider}/sdk", metric=metric,
                 value=str(value), kind="flow", unit="each", occurred=day, **fields)  # fmt: skip


def downloads(figures, day="2024-03-01"):
    return [
        made
        for provider, value in figures.items()
        for made in (library(provider), figure(provider, value, day))
    ]


def launch(subject, day="2024-03-01", **fields):
    chosen = {"what": "model", **fields}
    return event("launched", f"{subject}-{day}", subject=subject, occurred=day, **chosen)


def shares(*facts, **asked):
    return {each.subject: each.value for each in points("provider_share", *facts, **asked)}


# By hand


def test_downloads_of_50_30_and_20_are_shares_of_a_half_three_tenths_and_a_fifth():
    facts = downloads({"openai": 50, "google": 30, "mistral": 20})
    found = points("provider_share", *facts)
    assert [(each.subject, each.value) for each in found] == [
        ("openai", Decimal("0.5")),
        ("google", Decimal("0.3")),
        ("mistral", Decimal("0.2")),
    ]
    assert found[0].labels == {"basis": "downloads", "figure": "50"}


def test_a_share_rests_on_the_figures_of_all_and_on_whose_library_is_whose():
    facts = downloads({"openai": 50, "google": 30, "mistral": 20})
    (openai, *_) = points("provider_share", *facts)
    assert set(openai.events) == {each.id for each in facts}


def test_the_newest_figure_of_each_counts_and_its_age_is_told():
    facts = [
        *downloads({"openai": 50, "google": 30, "mistral": 20}),
        figure("mistral", 120, "2024-05-01"),
    ]
    assert shares(*facts, as_of="2024-04-30")["mistral"] == Decimal("0.2")
    found, coverage = fold("provider_share", *facts, as_of="2024-05-31")
    assert found[0].subject == "mistral"
    assert found[0].value == Decimal("0.6")
    assert {each.subject: each.age_days for each in coverage.included} == {
        "google/sdk": 91,
        "mistral/sdk": 30,
        "openai/sdk": 91,
    }


def test_two_providers_are_too_few_for_a_share():
    found, coverage = fold("provider_share", *downloads({"openai": 9, "google": 1}))
    assert found == []
    assert coverage.reason == "not enough facts: 2 providers with a figure, 3 are needed"


def test_packages_that_are_no_provider_s_own_library_do_not_count():
    facts = [*downloads({"openai": 1, "google": 1, "mistral": 2}), figure("langchain", 1000)]
    assert shares(*facts)["mistral"] == Decimal("0.5")


def test_a_model_counts_once_and_what_was_announced_not_yet():
    facts = (
        launch("openai/gpt-4"),
        launch("openai/gpt-4", "2024-06-01", stage="api"),
        launch("openai/gpt-5", stage="announced"),
        launch("openai/chatgpt", what="product"),
        launch("google/gemini"),
        launch("mistral/large"),
        launch("mistral/small", what="open_weights"),
    )
    assert shares(*facts, basis="launches") == {
        "mistral": Decimal("0.5"),
        "google": Decimal("0.25"),
        "openai": Decimal("0.25"),
    }


def test_a_model_that_is_no_longer_sold_is_no_longer_counted():
    facts = (
        listed("openai/gpt", "2024-01-01", "1"),
        listed("openai/o3", "2024-01-01", "2"),
        listed("google/gemini", "2024-01-01", "1"),
        listed("mistral/large", "2024-01-01", "1"),
        listed("openai/o3", "2025-01-01", "none", "none"),
        ended("openai/gpt", "2024-06-01", "2027-01-01"),
    )
    assert shares(*facts, basis="models", as_of="2024-12-31")["openai"] == Decimal("0.5")
    assert shares(*facts, basis="models", as_of="2025-01-01")["openai"] == Decimal("0.333333")


def test_one_provider_is_asked_for_among_all_others():
    facts = downloads({"openai": 50, "google": 30, "mistral": 20})
    assert shares(*facts, subject="openai/gpt-4") == {"openai": Decimal("0.5")}


# By property

FIGURES = st.dictionaries(
    st.sampled_from(PROVIDERS), st.integers(1, 10**9), min_size=3, max_size=len(PROVIDERS)
)


@examples(150)
@given(FIGURES)
def test_shares_add_up_to_one_and_fall_from_first_to_last(figures):
    shown = points("provider_share", *downloads(figures))
    found = [each.value for each in shown if each.value is not None]
    assert abs(sum(found, Decimal(-1))) <= Decimal("0.000001") * len(found)  # each is rounded
    assert found == sorted(found, reverse=True)
    assert len(found) == len(figures)


@examples(100)
@given(FIGURES, FIGURES)
def test_what_is_said_later_changes_no_share_of_before(figures, later):
    facts = downloads(figures)
    more = [
        figure(name, value, "2024-05-01").model_copy(update={"stated": when.parse("2025-01-01")})
        for name, value in later.items()
    ]
    asked = {"as_of": "2024-12-31", "known_at": "2024-12-31"}
    before = shares(*facts, **asked)
    assert set(before) == set(figures)
    assert shares(*facts, *more, **asked) == before


# Over the released log


def downloaded(exported, day):
    """The newest figure of each provider's client libraries, added up."""
    named = exported[exported.attribute == "client_library_of"].set_index("subject").value
    known = exported[(exported.metric == "pypi_downloads_30d") & (exported.occurred <= day)]
    newest = known.sort_values("occurred").drop_duplicates("subject", keep="last")
    by = newest.assign(provider=newest.subject.map(named)).dropna(subset=["provider"])
    return pd.to_numeric(by.value).groupby(by.provider).sum()


def launched(exported, day):
    """Models by the first date that any source has for them."""
    known = exported[(exported.type == "launched") & exported.what.isin(["model", "open_weights"])]
    known = known[known.stage != "announced"]
    known = known[known.occurred.str.replace("not after ", "").str.rpartition("..")[2] <= day]
    return known.groupby(known.subject.str.partition("/")[0]).subject.nunique()


@pytest.mark.parametrize(("basis", "counted"), [("downloads", downloaded), ("launches", launched)])
@pytest.mark.parametrize("day", ["2024-12-31", "2026-10-31"])
def test_pandas_finds_the_same_shares(seeded, exported, basis, counted, day):
    moment = seeded.moment(as_of=day, known_at="2026-11-22")
    found = seeded.project("provider_share", moment, {"basis": basis}).points
    expected = counted(exported, day)
    assert {each.subject: float(each.value) for each in found} == pytest.approx(
        (expected / expected.sum()).to_dict(), abs=1e-6
    )
    assert {each.subject: float(each.labels["figure"]) for each in found} == expected.to_dict()


def test_a_share_of_downloads_says_that_it_is_not_a_market_share(seeded):
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
    answer = seeded.project("provider_share", moment)
    assert "not a market share" in answer.coverage.definition
    assert len(answer.points) >= 3
    few = seeded.project("provider_share", moment, {"basis": "developers"})
    assert few.points == ()
    assert few.coverage.reason.startswith("not enough facts: 2 providers")  # OpenAI and Google
