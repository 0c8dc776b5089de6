"""Expansions: how many began to build on a provider before and after its platform grew."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from tests import given
from tests.projections.folding import fold, points
from tests.properties import examples

DAY = date(2023, 3, 23)


def launch(subject="openai/chatgpt-plugins", occurred=str(DAY), **fields):
    fields = {"id": f"{subject}-{occurred}".replace(" ", "-"), "what": "feature", **fields}
    return given.event("launched", subject=subject, occurred=occurred, **fields)


def tie(integrator, occurred, subject="openai/api", **fields):
    fields = {"id": f"{integrator}-{occurred}".replace(" ", "-"), "category": "product", **fields}
    day = str(DAY + timedelta(days=occurred)) if isinstance(occurred, int) else occurred
    return given.event("integrated", integrator=integrator, subject=subject, occurred=day, **fields)


def counts(*facts, **asked):
    """Before, after and change of each expansion."""
    return by_expansion(points("expansions", *facts, **asked))


def by_expansion(found):
    values: dict[tuple[str, str], tuple] = defaultdict(tuple)
    for point in found:
        values[point.subject, point.at] += (point.value,)
    return values


PLUGINS = ("openai/chatgpt-plugins", "2023-03-23")


# By hand


def test_those_of_the_year_before_are_set_against_those_of_the_year_from_the_day_on():
    facts = (
        launch(),
        tie("too-early", -366),
        tie("viable", -365),
        tie("snap", -1),
        tie("kayak", 0),
        tie("klarna", 1, "openai/chatgpt-plugins"),
        tie("slack", 364),
        tie("too-late", 365),
    )
    before, after, change = points("expansions", *facts)
    assert [(p.labels["statistic"], p.value) for p in (before, after, change)] == [
        ("before", 2), ("after", 3), ("change", 1),
    ]  # fmt: skip
    assert (before.subject, before.at, before.unit) == (*PLUGINS, "integrators")
    assert (before.because, after.because) == ((1, 3, 4), (1, 5, 6, 7))
    assert change.because == (1, 3, 4, 5, 6, 7)
    assert [p.comparator for p in (before, after, change)] == [">=", ">=", "~"]
    assert counts(*facts, days=1) == {PLUGINS: (1, 1, 0)}


def test_who_builds_twice_counts_once_and_both_ties_are_named():
    _, after, _ = points("expansions", launch(), tie("snap", 1), tie("snap", 2))
    assert after.value == 1
    assert after.because == (1, 2, 3)


def test_what_a_provider_builds_on_its_own_and_what_builds_on_others_is_left_out():
    facts = (launch(), tie("openai/chatgpt", 1), tie("snap", 1, "google/gemini-api"))
    assert counts(*facts) == {PLUGINS: (0, 0, 0)}


@pytest.mark.parametrize(
    "none",
    [
        {"what": "model"},
        {"channel": "azure"},
        {"stage": "announced"},
        {"subject": "openai"},
        {"occurred": "2023-03"},
        {"occurred": "not after 2023-03-23"},
        {"occurred": "2027-01-01"},
    ],
)
def test_models_other_channels_announcements_vague_and_later_days_are_no_expansions(none):
    assert counts(launch(**none), tie("snap", 1)) == {}


def test_two_statements_of_one_day_are_one_expansion_and_two_days_are_two():
    first = launch(id="first", stage="preview")
    second = launch(id="second", what="api")
    later = launch(occurred="2023-03-24", id="later")
    facts = (first, second, later, tie("snap", 0))
    assert counts(*facts) == {
        PLUGINS: (0, 1, 1),
        ("openai/chatgpt-plugins", "2023-03-24"): (1, 0, -1),
    }
    before, *_ = points("expansions", *facts)
    assert before.events == ("first",)


def test_while_the_year_after_runs_there_is_no_change_and_the_count_is_so_far():
    facts = (launch(), tie("snap", -1), tie("kayak", 10), tie("klarna", 300))
    before, after, change = points("expansions", *facts, as_of="2023-04-30")
    assert (before.value, after.value, change.value) == (1, 1, None)
    assert (after.marks, before.marks) == (("approximate",), ())
    assert change.labels["missing"] == "the time after is not over"
    # 365 days from 2023-03-23 on end with 2024-03-21
    assert counts(*facts, as_of="2024-03-20") == {PLUGINS: (1, 2, None)}
    assert counts(*facts, as_of="2024-03-21") == {PLUGINS: (1, 2, 1)}


def test_a_coarse_date_begins_with_its_first_day():
    facts = (launch(), tie("notion/ai", "2023-03"), tie("harvey", "2023-04"), tie("x", "unknown"))
    assert counts(*facts) == {PLUGINS: (1, 1, 0)}


def test_one_provider_or_one_expansion_can_be_asked_for():
    gemini = launch("google/gemini-api", what="api")
    facts = (launch(), launch("openai/gpts"), gemini, tie("snap", 1))
    assert {name for name, _ in counts(*facts, subject="openai")} == {
        "openai/chatgpt-plugins",
        "openai/gpts",
    }
    assert counts(*facts, subject="openai/chatgpt-plugins") == {PLUGINS: (0, 1, 1)}


def test_providers_of_whom_the_log_names_no_integrator_are_missing():
    _, coverage = fold("expansions", launch(), launch("cohere/api"), tie("snap", 1))
    assert coverage.missing == ("cohere",)
    assert "examples, not all" in coverage.definition


# By property

TIES = st.lists(
    st.tuples(st.sampled_from(("snap", "kayak", "slack", "openai/sdk")), st.integers(-500, 500)),
    max_size=10,
)


def tied(drawn, subject="openai/api", id="t"):
    return [tie(who, day, subject, id=f"{id}{n}") for n, (who, day) in enumerate(drawn)]


@examples(150)
@tried(TIES, st.integers(1, 400))
def test_change_is_the_difference_of_the_distinct_others_on_either_side(drawn, days):
    others = [(who, day) for who, day in drawn if who != "openai/sdk"]
    before = len({who for who, day in others if -days <= day < 0})
    after = len({who for who, day in others if 0 <= day < days})
    expected = {PLUGINS: (before, after, after - before)}
    assert counts(launch(), *tied(drawn), days=days) == expected


@examples(100)
@tried(TIES, TIES)
def test_who_builds_on_another_provider_changes_nothing(drawn, others):
    alone = counts(launch(), *tied(drawn))
    assert counts(launch(), *tied(drawn), *tied(others, "google/gemini-api", "g")) == alone


# Over the released log


def begins(text):
    """The first day of a date; of what was seen by a day, that day."""
    return pd.Timestamp(text.removeprefix("not after ").rpartition("..")[2])


def changes(exported, provider, day):
    """Before, after and change of each expansion, with pandas."""
    own = exported.subject.str.partition("/")[0] == provider
    said = exported[own & (exported.type == "launched") & exported.channel.isna()]
    said = said[said.what.isin(["api", "platform", "feature", "product", "sdk"])]
    said = said[(said.stage != "announced") & (said.subject != provider)]
    said = said[said.occurred.str.fullmatch(r"\d{4}-\d{2}-\d{2}") & (said.occurred <= day)]
    ties = exported[own & (exported.type == "integrated")]
    ties = ties[ties.integrator.str.partition("/")[0] != provider]
    ties = ties.assign(start=ties.occurred.map(begins))
    ties = ties[ties.start <= day]
    year, found = pd.Timedelta(days=365), {}
    for row in said.drop_duplicates(["subject", "occurred"]).itertuples():
        at = pd.Timestamp(row.occurred)
        before = ties[(ties.start >= at - year) & (ties.start < at)].integrator.nunique()
        after = ties[(ties.start >= at) & (ties.start < at + year)].integrator.nunique()
        over = at + year <= pd.Timestamp(day) + pd.Timedelta(days=1)
        found[row.subject, row.occurred] = (before, after, after - before if over else None)
    return found


@pytest.mark.parametrize("provider", ["openai", "anthropic", "google"])
@pytest.mark.parametrize("day", ["2024-01-15", "2026-11-22"])
def test_pandas_counts_the_same_before_and_after_each_expansion(seeded, exported, provider, day):
    moment = seeded.moment(day, "2026-11-22")
    answer = seeded.project("expansions", moment, {"subject": provider})
    expected = changes(exported, provider, day)
    assert len(expected) >= 2
    assert by_expansion(answer.points) == expected


def test_more_are_named_in_the_year_after_chatgpt_than_in_the_year_before(seeded):
    moment = seeded.moment("2026-11-22", "2026-11-22")
    answer = seeded.project("expansions", moment, {"subject": "openai/chatgpt"})
    (change,) = (p.value for p in answer.points if p.labels["statistic"] == "change")
    assert change > Decimal(10)
