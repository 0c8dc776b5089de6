"""Adoption rank: whose figure passed a threshold in the fewest days from the launch."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from tests import given
from tests.projections.folding import fold
from tests.properties import examples

LAUNCHED = date(2023, 1, 1)
MISSING = "the days from its launch are not known"


def launch(subject, day="2023-01-01"):
    return given.event(
        "launched", f"{subject}-launch", subject=subject, occurred=day, what="framework"
    )


def stars(subject, days, value=80_000, **fields):
    fields = {"metric": "github_stars", "kind": "stock", "unit": "stars", **fields}
    day = days if isinstance(days, str) else str(LAUNCHED + timedelta(days=days))
    return given.event("observed", f"{subject}-{days}", subject=subject, occurred=day,
                       value=str(value), **fields)  # fmt: skip


def adopted(**days):
    """Subjects that were launched on one day and passed 80,000 stars so many days later."""
    found = []
    for name, after in days.items():
        found += [launch(f"{name}/{name}"), stars(f"{name}/{name}", after)]
    return found


def rank(*facts, **asked):
    """What is folded, with time_to_adoption over the same events."""

    def other(name, **parameters):
        return fold(name, *facts, **parameters)[0]

    return fold("adoption_rank", *facts, asked=other, **asked)


def ranks(*facts, **asked):
    return {point.subject: point.value for point in rank(*facts, **asked)[0]}


# By hand


def test_who_took_the_fewest_days_is_first_and_the_rank_rests_on_all_that_are_compared():
    points, coverage = rank(*adopted(slow=523, fast=35))
    assert [(p.subject, p.at, p.value) for p in points] == [
        ("fast/fast", "2023-02-05", 1),
        ("slow/slow", "2024-06-07", 2),
    ]
    assert points[0].labels == {
        "metric": "github_stars", "threshold": "80000", "days": "35", "of": "2",
    }  # fmt: skip
    assert {p.because for p in points} == {(1, 2, 3, 4)}
    assert set(points[1].events) == {
        "slow/slow-launch", "slow/slow-523", "fast/fast-launch", "fast/fast-35",
    }  # fmt: skip
    assert coverage.reason is None
    assert {(each.subject, each.value) for each in coverage.included} == {
        ("slow/slow", 523), ("fast/fast", 35),
    }  # fmt: skip


def test_equal_days_share_the_better_rank():
    found = ranks(*adopted(a=10, b=20, c=20, d=30))
    assert found == {"a/a": 1, "b/b": 2, "c/c": 2, "d/d": 4}


def test_what_never_passed_the_threshold_is_not_ranked():
    facts = [*adopted(a=10, b=20), launch("c/c"), stars("c/c", 5, 79_999)]
    assert ranks(*facts) == {"a/a": 1, "b/b": 2}
    assert ranks(*facts, threshold="70000") == {"c/c": 1, "a/a": 2, "b/b": 3}


@pytest.mark.parametrize("launches", [[], [launch("c/c", "2023-01")]])
def test_without_a_launch_known_to_the_day_there_is_no_rank_and_it_is_named(launches):
    points, coverage = rank(*adopted(a=10, b=20), *launches, stars("c/c", 5))
    assert [(p.subject, p.value) for p in points] == [("a/a", 1), ("b/b", 2), ("c/c", None)]
    assert points[2].labels["missing"] == MISSING
    assert points[0].labels["of"] == "2"
    assert coverage.missing == ("c/c",)


def test_a_figure_without_a_date_gives_no_rank():
    points, coverage = rank(*adopted(a=10, b=20), launch("c/c"), stars("c/c", "unknown"))
    assert {p.subject: p.value for p in points} == {"a/a": 1, "b/b": 2, "c/c": None}
    assert coverage.missing == ("c/c",)


def test_a_rank_among_one_says_nothing():
    points, coverage = rank(*adopted(a=10))
    assert points == []
    assert coverage.reason == ("not enough facts: 1 subjects with known days, 2 are needed")


def test_only_the_subject_asked_for_and_what_lies_beneath_it_answers_ranked_among_all():
    facts = adopted(a=10, b=20, c=30)
    assert ranks(*facts, subject="b") == {"b/b": 2}
    assert ranks(*facts, subject="c/c") == {"c/c": 3}


def test_figures_of_other_metrics_do_not_count():
    forks = [stars(f"{name}/{name}", 1, metric="github_forks") for name in "ab"]
    facts = [*adopted(a=10, b=20), *forks]
    assert ranks(*facts) == {"a/a": 1, "b/b": 2}
    assert ranks(*facts, metric="github_forks") == {"a/a": 1, "b/b": 1}


def test_without_another_metric_to_ask_there_is_no_answer():
    assert fold("adoption_rank", *adopted(a=10, b=20)) == ([], None)


# By property

DAYS = st.lists(st.integers(1, 900), min_size=3, max_size=7)


@examples(100)
@tried(DAYS)
def test_ranks_go_by_the_number_of_those_that_were_faster(drawn):
    found = ranks(*adopted(**{f"p{n}": days for n, days in enumerate(drawn)}))
    assert found == {
        f"p{n}/p{n}": 1 + sum(other < days for other in drawn) for n, days in enumerate(drawn)
    }


@examples(100)
@tried(st.lists(st.integers(1, 900), min_size=3, max_size=7, unique=True))
def test_without_the_fastest_everybody_else_moves_up_by_one(drawn):
    taken = {f"p{n}": days for n, days in enumerate(drawn)}
    first = min(taken, key=lambda name: taken[name])
    before = ranks(*adopted(**taken))
    after = ranks(*adopted(**{name: days for name, days in taken.items() if name != first}))
    assert before.pop(f"{first}/{first}") == 1
    assert after == {name: value - 1 for name, value in before.items()}


# Over the released log


def days_of(exported, day):
    """Days from the earliest launch, where a day is known of it, to the first at 80,000 stars."""
    known = exported[(exported.metric == "github_stars") & (exported.occurred <= day)]
    enough = known[pd.to_numeric(known.value) >= 80_000]
    passed = enough.groupby("subject").occurred.min()
    said = exported[(exported.type == "launched") & (exported.stage != "announced")]
    earliest = said.subject.map(said.groupby("subject").occurred.min())
    days = said[said.occurred.str.fullmatch(r"\d{4}-\d{2}-\d{2}")]
    same = [day.startswith(date) for day, date in zip(days.occurred, earliest[days.index],
                                                      strict=True)]  # fmt: skip
    begun = days[same].groupby("subject").occurred.min().reindex(passed.index)
    return (pd.to_datetime(passed) - pd.to_datetime(begun)).dt.days


def test_pandas_finds_the_same_ranks_of_stars(seeded, exported):
    days = days_of(exported, "2026-11-22")
    answer = seeded.project("adoption_rank", seeded.moment("2026-11-22", "2026-11-22"))
    found = {point.subject: point.value for point in answer.points}
    expected = days.dropna().rank(method="min").astype(int).to_dict()
    assert {name: value for name, value in found.items() if value is not None} == expected
    assert set(answer.coverage.missing) == set(days[days.isna()].index)
    assert answer.through == ("time_to_adoption@1",)


def test_deepseek_r1_passed_eighty_thousand_stars_sooner_than_langchain(seeded):
    answer = seeded.project("adoption_rank", seeded.moment("2026-11-22", "2026-11-22"))
    found = {point.subject: point for point in answer.points}
    r1, langchain = found["deepseek/deepseek-r1"], found["langchain/langchain"]
    assert (r1.labels["days"], langchain.labels["days"]) == ("35", "523")
    assert r1.value < langchain.value
    assert r1.because == langchain.because
