"""Verdicts: what a figure, a date or a word that was found says of what was asserted."""

from decimal import Decimal

import pytest

from ecosys.domain.verdicts import (
    Computed,
    Verdict,
    compute,
    excludes,
    judge,
    judge_range,
    together,
)
from ecosys.events.claimed import Asserted, ClaimCheck, Claimed
from ecosys.projection import Point
from tests.given import event


def number(value: str) -> Computed:
    return Computed(value, (), Decimal(value))


def loss(figure: str, **asserted: str) -> Claimed:
    about = {"document": "article", "place": {"line": "1"}, "subject": "openai"}
    figure_lost = {"figure": figure, **asserted}
    claim = event("claimed", "c", **about, statement="?", occurred="2026", asserted=figure_lost)
    assert isinstance(claim, Claimed)
    return claim


@pytest.mark.parametrize(
    ("comparator", "figure", "seen", "verdict"),
    [
        ("=", "80000", "80000", "holds"),
        ("=", "80000", "80019", "holds_roughly"),
        ("=", "80000", "90000", "does_not_hold"),
        (">", "80000", "80019", "holds"),
        (">", "80000", "80000", "holds_roughly"),
        (">=", "80000", "80000", "holds"),
        (">", "80000", "4500", "does_not_hold"),
        ("<", "10", "9", "holds"),
        ("<=", "5", "5", "holds"),
        ("<", "10", "20", "does_not_hold"),
        ("~", "3", "3.2", "holds"),
        ("~", "3", "3.4", "holds_roughly"),
        ("~", "3", "5", "does_not_hold"),
    ],
)
def test_a_figure_is_held_against_what_was_asserted(comparator, figure, seen, verdict):
    asserted = Asserted(figure=figure, comparator=comparator)
    assert judge(asserted, number(seen)) == verdict


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [("4000000", "holds"), ("12000000", "holds"), ("3000000", "holds_roughly"),
     ("30000000", "does_not_hold")],
)  # fmt: skip
def test_a_range_holds_what_lies_in_it(seen, verdict):
    assert judge(Asserted(figure="4000000", high="12000000"), number(seen)) == verdict


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [("2022-11-30", "holds"), ("2022-11", "holds"), ("2022-12-05", "holds_roughly"),
     ("2023-03-14", "does_not_hold"), ("", "cannot_be_checked")],
)  # fmt: skip
def test_a_date_is_held_against_the_time_that_was_asserted(seen, verdict):
    assert judge(Asserted(date="2022-11"), Computed(seen, ())) == verdict


def test_a_word_that_the_facts_state_otherwise_is_contradicted():
    assert judge(Asserted(word="primary"), Computed("exclusive", ())) == "contradicted"
    assert judge(Asserted(word="primary"), Computed("primary", ())) == "holds"


def test_without_a_figure_a_date_or_a_word_it_is_enough_that_something_is_there():
    assert judge(Asserted(), number("2")) == "holds"
    assert judge(Asserted(), number("0")) == "does_not_hold"


def test_of_several_answers_all_must_agree_or_one():
    verdicts: list[Verdict] = ["holds", "does_not_hold", "holds_roughly"]
    assert together(verdicts, "all") == "does_not_hold"
    assert together(verdicts, "any") == "holds"
    assert together([], "all") == "cannot_be_checked"
    assert together(["holds", "cannot_be_checked"], "all") == "cannot_be_checked"


def test_where_it_depends_on_the_definition_a_figure_among_the_answers_holds_roughly():
    asserted = Asserted(figure="2")
    assert judge_range(asserted, [number("1.3"), number("3.5")]) == "holds_roughly"
    assert judge_range(asserted, [number("2"), number("2")]) == "holds"
    assert judge_range(asserted, [number("5"), number("3.5")]) == "does_not_hold"
    assert judge_range(asserted, []) == "cannot_be_checked"


POINTS = [
    Point("a", "2022", Decimal(4), "stars", labels={"kind": "x", "word": "old"}),
    Point("a", "2023-05", Decimal(9), "stars", labels={"kind": "y", "word": "new"}),
    Point("a", "2023-11", Decimal(6), "stars", labels={"kind": "x"}),
    Point("a", "2027", Decimal(99), "stars", labels={"kind": "x"}, marks=("scheduled",)),
    Point("a", "2024", None, "stars", labels={"kind": "x"}),
]


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, "6 stars"),
        ({"take": "first"}, "4 stars"),
        ({"take": "most"}, "9 stars"),
        ({"take": "least"}, "4 stars"),
        ({"take": "count"}, "4"),
        ({"take": "date", "at": "2023"}, "2023-05"),
        ({"take": "label", "label": "word"}, "new"),
        ({"labels": {"kind": "y"}}, "9 stars"),
        ({"labels": {"kind": "z"}}, ""),
        ({"per": "2"}, "3 stars"),
    ],
)
def test_an_answer_takes_one_value_of_the_points_that_fit(fields, text):
    answer = ClaimCheck(projection="figures", **fields)
    assert compute(answer, POINTS, Asserted()).text == text


def test_what_a_value_is_divided_by_gives_it_the_unit_that_was_asserted():
    answer = ClaimCheck(projection="figures", per="2")
    assert compute(answer, POINTS, Asserted(unit="pairs")).text == "3 pairs"


def test_a_range_that_ends_at_zero_holds_what_lies_in_it():
    at_most_five = loss("-5", high="0")
    assert not excludes(at_most_five, loss("-3"))
    assert excludes(at_most_five, loss("1"))
    assert excludes(loss("1"), at_most_five)
