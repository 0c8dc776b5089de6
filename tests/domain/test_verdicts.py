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
        (">", "0", "0", "does_not_hold"),
        ("<", "0", "0", "does_not_hold"),
    ],
)
def test_a_figure_is_held_against_what_was_asserted(comparator, figure, seen, verdict):
    asserted = Asserted(figure=figure, comparator=comparator)
    assert judge(asserted, number(seen)) == verdict


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [("4000000", "holds"), ("12000000", "holds"), ("3700000", "holds_roughly"),
     ("13000000", "holds_roughly"), ("3000000", "does_not_hold"), ("30000000", "does_not_hold")],
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


def test_a_word_is_met_by_a_stronger_one_that_is_said_to_include_it():
    primary = Asserted(word="primary", met_by=("exclusive",))
    assert judge(primary, Computed("exclusive", ())) == "holds"
    assert judge(primary, Computed("secondary", ())) == "contradicted"


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [("36", "consistent"), ("1", "consistent"), ("0", "cannot_be_checked")],
)
def test_examples_bear_a_claim_out_and_their_absence_refutes_nothing(seen, verdict):
    some = Asserted(figure="1", comparator=">=")
    assert judge(some, number(seen), "example") == verdict


def test_an_example_that_is_a_tenth_off_is_still_an_example():
    assert judge(Asserted(figure="100"), number("95"), "example") == "consistent"


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [("40", "does_not_hold"), ("95", "cannot_be_checked"), ("500", "cannot_be_checked")],
)
def test_a_whole_refutes_what_its_part_cannot_reach_and_bears_nothing_out(seen, verdict):
    over_a_hundred = Asserted(figure="100", comparator=">")
    assert judge(over_a_hundred, number(seen), "whole") == verdict


def test_without_a_figure_a_date_or_a_word_it_is_enough_that_something_is_there():
    assert judge(Asserted(), number("2")) == "holds"
    assert judge(Asserted(), number("0")) == "does_not_hold"


def test_of_several_answers_all_must_agree_or_one():
    verdicts: list[Verdict] = ["holds", "does_not_hold", "holds_roughly"]
    assert together(verdicts, "all") == "does_not_hold"
    assert together(verdicts, "any") == "holds"
    assert together([], "all") == "cannot_be_checked"
    assert together(["holds", "cannot_be_checked"], "all") == "cannot_be_checked"


def test_an_example_says_less_than_a_measure_that_is_a_tenth_off():
    verdicts: list[Verdict] = ["consistent", "holds", "holds_roughly"]
    assert together(verdicts, "all") == "consistent"
    assert together(["consistent", "holds_roughly"], "any") == "holds_roughly"
    assert together(["consistent", "cannot_be_checked"], "all") == "cannot_be_checked"


def test_where_it_depends_on_the_definition_a_figure_among_the_answers_holds_roughly():
    asserted = Asserted(figure="2")
    assert judge_range(asserted, [number("1.3"), number("2.1"), number("3.5")]) == "holds_roughly"
    assert judge_range(asserted, [number("2"), number("2")]) == "holds"
    assert judge_range(asserted, [number("2.1"), number("2.2")]) == "holds_roughly"
    assert judge_range(asserted, [number("5"), number("3.5")]) == "does_not_hold"
    assert judge_range(asserted, []) == "cannot_be_checked"


def test_answers_far_off_on_both_sides_do_not_bear_out_what_lies_between_them():
    assert judge_range(Asserted(figure="2"), [number("0.1"), number("9")]) == "does_not_hold"


def test_one_answer_nearby_is_not_enough_where_the_others_lie_off_on_the_same_side():
    assert judge_range(Asserted(figure="2"), [number("2.1"), number("9")]) == "does_not_hold"


def spread(low: str, high: str) -> Computed:
    return Computed(f"{low} to {high}", (), Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("asserted", "low", "high", "verdict"),
    [
        (
            {"figure": "0.5", "comparator": ">", "unit": "of models"},
            "0.4",
            "1",
            "cannot_be_checked",
        ),
        ({"figure": "0.5", "comparator": ">", "unit": "of models"}, "0.6", "1", "holds"),
        ({"figure": "0.5", "comparator": ">", "unit": "of models"}, "0.1", "0.5", "does_not_hold"),
        ({"figure": "5"}, "3", "8", "cannot_be_checked"),
        ({"figure": "100"}, "95", "100", "holds_roughly"),
        ({}, "1", "3", "holds"),
        ({}, "0", "3", "cannot_be_checked"),
    ],
)
def test_a_range_decides_only_if_all_of_it_says_the_same(asserted, low, high, verdict):
    assert judge(Asserted(**asserted), spread(low, high)) == verdict


def test_a_range_among_several_answers_counts_where_all_of_it_lies():
    two = Asserted(figure="2")
    assert judge_range(two, [spread("1.5", "2.7"), number("2.1")]) == "cannot_be_checked"
    assert judge_range(two, [spread("1.5", "1.8"), number("2.1")]) == "holds_roughly"


@pytest.mark.parametrize(
    ("asserted", "seen"),
    [
        ({"figure": "1", "unit": "rank"}, "1.1"),
        ({"figure": "10", "comparator": "<=", "unit": "rank"}, "11"),
        ({"figure": "50", "comparator": ">", "unit": "percent"}, "46"),
        ({"figure": "0.5", "comparator": ">", "unit": "of models"}, "0.5"),
        ({"figure": "1", "comparator": ">", "unit": "ratio"}, "0.95"),
    ],
)
def test_nothing_is_nearly_the_first_or_nearly_most(asserted, seen):
    assert judge(Asserted(**asserted), number(seen)) == "does_not_hold"


def test_a_count_is_exact():
    models = [Point("a", str(2000 + at), Decimal(1), "models") for at in range(23)]
    two_dozen = Asserted(figure="24", comparator=">=")
    counted = compute(ClaimCheck(projection="x", take="count"), models, two_dozen)
    assert judge(two_dozen, counted) == "does_not_hold"


def test_a_value_that_is_a_range_is_told_with_both_ends():
    days = [Point("a", "2024", Decimal(730), "days", high=Decimal(1461))]
    years = compute(ClaimCheck(projection="x", per="365.25"), days, Asserted(unit="years"))
    assert (years.text, years.ends) == ("1.998631 to 4 years", (Decimal("1.998631"), Decimal(4)))


def test_a_part_of_a_range_is_a_range():
    share = [
        Point("a", "2023", Decimal(2), "x", high=Decimal(4)),
        Point("a", "2024", Decimal(1), "x"),
    ]
    part = compute(ClaimCheck(projection="x", relative_to="first"), share, Asserted())
    assert part.ends == (Decimal("0.25"), Decimal("0.5"))


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
        ({"since": "2023-06", "take": "first"}, "6 stars"),
        ({"since": "2025"}, ""),
        ({"relative_to": "first"}, "1.5 ratio"),
        ({"relative_to": "most", "take": "least"}, "0.444444 ratio"),
    ],
)
def test_an_answer_takes_one_value_of_the_points_that_fit(fields, text):
    answer = ClaimCheck(projection="figures", **fields)
    assert compute(answer, POINTS, Asserted()).text == text


def test_a_word_that_is_a_number_is_held_against_a_figure_as_one():
    stated = [Point("a", "2023", Decimal(1), "properties", labels={"value": "0.7"})]
    check = ClaimCheck(projection="properties", take="label", label="value")
    about = Asserted(figure="0.75", comparator="~")
    assert judge(about, compute(check, stated, about)) == "holds"
    year = ClaimCheck(projection="properties", take="date")
    assert judge(about, compute(year, stated, about)) == "cannot_be_checked"
    unsaid = [Point("a", "2023", Decimal(1), "properties", labels={"value": "most of a word"})]
    assert judge(about, compute(check, unsaid, about)) == "cannot_be_checked"


def test_what_a_value_is_divided_by_gives_it_the_unit_that_was_asserted():
    answer = ClaimCheck(projection="figures", per="2")
    assert compute(answer, POINTS, Asserted(unit="pairs")).text == "3 pairs"


def test_a_range_that_ends_at_zero_holds_what_lies_in_it():
    at_most_five = loss("-5", high="0")
    assert not excludes(at_most_five, loss("-3"))
    assert excludes(at_most_five, loss("1"))
    assert excludes(loss("1"), at_most_five)


def test_a_part_rests_on_both_values_and_of_nothing_there_is_none():
    part = compute(ClaimCheck(projection="figures", relative_to="first"), POINTS, Asserted())
    assert [point.at for point in part.points] == ["2022", "2023-11"]
    assert part.number == Decimal("1.5")
    none = [Point("a", "2022", Decimal(0), "stars"), *POINTS]
    assert compute(ClaimCheck(projection="x", relative_to="first"), none, Asserted()).text == ""


def test_a_point_of_no_known_date_is_not_since_any():
    undated = [Point("a", "unknown", Decimal(1), "stars")]
    check = ClaimCheck(projection="figures", since="2020")
    assert compute(check, undated, Asserted()).text == ""


@pytest.mark.parametrize(
    ("one", "other", "both_cannot_be"),
    [("2023", "2026", False), ("2023", "2023-06", True), ("2023", None, True), (None, None, True)],
)
def test_statements_of_different_times_do_not_exclude_each_other(one, other, both_cannot_be):
    few, many = (
        loss(figure, **({"during": during} if during else {}))
        for figure, during in (("300", one), ("5000", other))
    )
    assert excludes(few, many) is excludes(many, few) is both_cannot_be
