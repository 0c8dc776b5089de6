"""Ranking: who has the highest, or the lowest, newest figure of a metric."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from tests import given
from tests.projections.folding import fold, points
from tests.properties import examples


def stars(subject, value, occurred="2025-01-01", **fields):
    fields = {"metric": "github_stars", "kind": "stock", "unit": "stars", **fields}
    fields.setdefault("id", f"{subject}-{occurred}".replace(" ", "-"))
    return given.event("observed", subject=subject, occurred=occurred, value=str(value), **fields)


def ranks(*facts, **asked):
    return {point.subject: point.value for point in points("ranking", *facts, **asked)}


THREE = (stars("a/a", 100), stars("b/b", 300), stars("c/c", 200))


# By hand


def test_the_highest_figure_is_first_and_the_rank_rests_on_all_figures():
    found, coverage = fold("ranking", *THREE)
    assert [(p.subject, p.at, p.value, p.unit) for p in found] == [
        ("b/b", "2025-01-01", 1, "rank"),
        ("c/c", "2025-01-01", 2, "rank"),
        ("a/a", "2025-01-01", 3, "rank"),
    ]
    assert found[0].labels == {"metric": "github_stars", "figure": "300", "of": "3"}
    assert {p.because for p in found} == {(1, 2, 3)}
    assert {(each.subject, each.age_days) for each in coverage.included} == {
        ("a/a", 690),
        ("b/b", 690),
        ("c/c", 690),
    }  # fmt: skip  from 2025-01-01 to 2026-11-22


def test_the_lowest_is_first_where_it_is_asked_so():
    assert ranks(*THREE, order="lowest") == {"a/a": 1, "c/c": 2, "b/b": 3}


def test_equal_figures_share_the_better_rank():
    assert ranks(*THREE, stars("d/d", 200)) == {"b/b": 1, "c/c": 2, "d/d": 2, "a/a": 4}


def test_only_the_newest_figure_of_each_counts_and_none_of_later_days():
    facts = (*THREE, stars("a/a", 900, "2026-01-01"))
    assert ranks(*facts) == {"a/a": 1, "b/b": 2, "c/c": 3}
    assert ranks(*facts, as_of="2025-12-31") == {"b/b": 1, "c/c": 2, "a/a": 3}


def test_a_range_ranks_by_its_lower_end():
    found = points("ranking", *THREE, stars("d/d", 150, high="999"))
    assert {p.subject: p.value for p in found} == {"b/b": 1, "c/c": 2, "d/d": 3, "a/a": 4}
    assert found[2].labels["figure"] == "150..999"


@pytest.mark.parametrize("fields", [{"comparator": "<"}, {"comparator": "<="}])
def test_less_than_a_number_has_no_rank_and_is_named(fields):
    found, coverage = fold("ranking", *THREE, stars("d/d", 250, **fields))
    assert [p.labels["of"] for p in found] == ["3", "3", "3"]
    assert coverage.missing == ("d/d",)


def test_a_figure_of_an_unknown_day_has_no_rank_and_is_named():
    found, coverage = fold("ranking", *THREE, stars("d/d", 250, "unknown"))
    assert len(found) == 3
    assert coverage.missing == ("d/d",)


def test_a_rank_among_one_says_nothing():
    found, coverage = fold("ranking", stars("a/a", 100))
    assert found == []
    assert coverage.reason == "not enough facts: 1 comparable subjects, 2 are needed"
    assert coverage.missing == ("a/a",)


def test_dollars_are_not_compared_with_euros():
    money = {"metric": "revenue", "kind": "flow", "period": "year"}
    facts = (
        stars("a/a", 1, **money, unit="USD"),
        stars("b/b", 2, **money, unit="USD"),
        stars("c/c", 3, **money, unit="EUR"),
    )
    found, coverage = fold("ranking", *facts, metric="revenue")
    assert {p.subject: p.value for p in found} == {"b/b": 1, "a/a": 2}
    assert {p.because for p in found} == {(1, 2)}
    assert coverage.missing == ("c/c",)


def test_of_several_populations_the_figure_that_begins_last_is_taken():
    facts = (
        stars("d/d", 999, "2024-01-01", population="of all"),
        stars("d/d", 150, "2024-06-01", population="of Europe"),
    )
    assert ranks(*THREE, *facts) == {"b/b": 1, "c/c": 2, "d/d": 3, "a/a": 4}


def test_only_the_subject_asked_for_and_what_lies_beneath_it_answers_ranked_among_all():
    assert ranks(*THREE, subject="c") == {"c/c": 2}
    assert ranks(*THREE, subject="a/a") == {"a/a": 3}


def test_a_coarse_date_around_the_day_asked_for_is_marked():
    found = points("ranking", *THREE, stars("d/d", 250, "2026-11"), as_of="2026-11-15")
    assert {p.subject: p.marks for p in found if p.marks} == {"d/d": ("approximate",)}


# By property

FIGURES = st.lists(st.integers(0, 10**6), min_size=3, max_size=8, unique=True)


def measured(values):
    return [stars(f"p{n}/p", value) for n, value in enumerate(values)]


@examples(150)
@tried(FIGURES)
def test_unlike_figures_give_each_rank_once_and_turned_round_the_other_way(values):
    highest = points("ranking", *measured(values))
    assert [p.value for p in highest] == list(range(1, len(values) + 1))
    figures = [int(p.labels["figure"]) for p in highest]
    assert all(first > then for first, then in pairwise(figures))
    lowest = points("ranking", *measured(values), order="lowest")
    assert [p.subject for p in lowest] == [p.subject for p in reversed(highest)]


@examples(150)
@tried(FIGURES)
def test_without_the_best_everybody_else_moves_up_by_one(values):
    first = f"p{values.index(max(values))}/p"
    before = ranks(*measured(values))
    after = ranks(*(each for each in measured(values) if each.subject != first))
    assert before.pop(first) == 1
    assert after == {name: value - 1 for name, value in before.items()}


@examples(100)
@tried(st.permutations(measured([5, 5, 7, 3, 9])))
def test_the_order_in_which_figures_of_one_day_come_does_not_matter(facts):
    assert ranks(*facts) == {"p4/p": 1, "p2/p": 2, "p0/p": 3, "p1/p": 3, "p3/p": 5}


# Over the released log


def newest(exported, metric, day):
    """The newest figure of each subject with an exact date."""
    known = exported[(exported.metric == metric) & (exported.occurred <= day)]
    assert known.occurred.str.fullmatch(r"\d{4}-\d{2}-\d{2}").all()
    ordered = known.sort_values("occurred", kind="stable")
    return pd.to_numeric(ordered.drop_duplicates("subject", keep="last").set_index("subject").value)


@pytest.mark.parametrize("day", ["2024-06-30", "2026-11-22"])
@pytest.mark.parametrize(("order", "ascending"), [("highest", False), ("lowest", True)])
def test_pandas_finds_the_same_ranks_of_stars(seeded, exported, day, order, ascending):
    answer = seeded.project("ranking", seeded.moment(day, "2026-11-22"), {"order": order})
    figures = newest(exported, "github_stars", day)
    expected = figures.rank(method="min", ascending=ascending).astype(int).to_dict()
    assert {point.subject: point.value for point in answer.points} == expected
    assert {point.labels["of"] for point in answer.points} == {str(len(figures))}
    assert answer.coverage.missing == ()
