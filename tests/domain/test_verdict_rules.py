"""Rules in words: what a claim is held to, and what would turn its verdict."""

from typing import Any

import pytest

from ecosys.domain.verdict_rules import rule, turned_by
from ecosys.domain.verdicts import Verdict
from ecosys.events.claimed import Claimed
from tests.given import event

DEVELOPERS = {"projection": "figures", "parameters": {"subject": "openai", "metric": "developers"}}
ASKED = "figures (openai, metric developers)"


def claimed(**fields: Any) -> Claimed:
    about = {"document": "article", "place": {"line": "1"}, "subject": "openai"}
    claim = event("claimed", "c", **about, statement="?", occurred="2026", **fields)
    assert isinstance(claim, Claimed)
    return claim


def answered(asserted: dict[str, Any], **check: Any) -> Claimed:
    return claimed(asserted=asserted, answers=[{**DEVELOPERS, **check}])


@pytest.mark.parametrize(
    ("asserted", "held_to", "breaks_it"),
    [
        (
            {"figure": "2000000", "comparator": ">=", "unit": "developers"},
            "at least 2000000 developers, roughly if at least 1800000 developers",
            "below 2000000 developers",
        ),
        (
            {"figure": "10", "comparator": "<", "unit": "minutes"},
            "less than 10 minutes, roughly if at most 11 minutes",
            "at least 10 minutes",
        ),
        ({"figure": "0", "comparator": ">"}, "more than 0", "at most 0"),
        ({"figure": "2", "unit": "years"}, "2 years, roughly if 1.8 to 2.2 years",
         "below 2 years or above 2 years"),
        ({"figure": "3", "comparator": "~"}, "2.7 to 3.3, roughly if 2.4 to 3.6",
         "below 2.7 or above 3.3"),
        ({"figure": "10", "high": "20"}, "10 to 20, roughly if 9 to 22", "below 10 or above 20"),
        ({}, "above 0", "at most 0"),
    ],
)  # fmt: skip
def test_a_figure_tells_its_bounds_and_what_lies_outside(asserted, held_to, breaks_it):
    claim = answered(asserted)
    assert rule(claim) == f"holds if the last value of {ASKED} is {held_to}"
    assert turned_by(claim, ["holds"], "holds", "") == f"the last value of {ASKED} {breaks_it}"


def test_a_count_and_a_rank_are_exact():
    claim = answered({"figure": "24", "comparator": ">="}, take="count")
    assert rule(claim) == f"holds if the number of points of {ASKED} is at least 24"
    assert turned_by(claim, ["holds"], "holds", "").endswith("below 24")
    first = answered({"figure": "1", "unit": "rank"})
    assert rule(first) == f"holds if the last value of {ASKED} is 1 rank"
    most = answered({"figure": "50", "comparator": ">", "unit": "percent"})
    assert rule(most) == f"holds if the last value of {ASKED} is more than 50 percent"


def test_what_does_not_hold_is_turned_where_it_would_hold_roughly():
    claim = answered({"figure": "2000000", "comparator": ">"})
    turned = turned_by(claim, ["does_not_hold"], "does_not_hold", "")
    assert turned == f"the last value of {ASKED} at least 1800000"
    late = answered({"date": "2022-11"}, take="date")
    turned = turned_by(late, ["does_not_hold"], "does_not_hold", "")
    assert turned == f"the first date of {ASKED} in 2022-11 or within 31 days of it"


def test_what_holds_roughly_can_turn_both_ways():
    claim = answered({"figure": "2000000", "comparator": ">"})
    turned = turned_by(claim, ["holds_roughly"], "holds_roughly", "")
    assert turned == (
        f"holds with the last value of {ASKED} more than 2000000; "
        f"does not hold with the last value of {ASKED} below 1800000"
    )
    late = answered({"date": "2022-11"}, take="date")
    turned = turned_by(late, ["holds_roughly"], "holds_roughly", "")
    assert turned == (
        f"holds with the first date of {ASKED} in 2022-11; "
        f"does not hold with the first date of {ASKED} more than 31 days outside 2022-11"
    )


def test_of_several_answers_those_that_hold_roughly_keep_it_from_holding():
    claim = claimed(asserted=ONE, answers=TWO)
    turned = turned_by(claim, ["holds", "holds_roughly"], "holds_roughly", "")
    last, first = f"the last value of {ASKED}", f"the first value of {ASKED}"
    assert turned == (
        f"holds with {first} at least 1; does not hold with {last} below 1; or {first} below 0.9"
    )


def test_a_date_tells_the_time_and_the_days_around_it():
    claim = answered({"date": "2022-11"}, take="date")
    assert rule(claim).endswith("is in 2022-11, roughly if within 31 days of it")
    assert turned_by(claim, ["holds"], "holds", "") == f"the first date of {ASKED} outside 2022-11"


def test_a_word_tells_the_stronger_ones_that_meet_it():
    asserted = {"word": "primary", "met_by": ["exclusive"]}
    claim = answered(asserted, take="label", label="exclusivity")
    assert rule(claim) == (
        f"holds if the exclusivity of {ASKED} is primary or exclusive, which includes it, "
        "and is contradicted by another word"
    )
    assert turned_by(claim, ["holds"], "holds", "").endswith("other than primary or exclusive")


def test_what_is_only_to_be_known_is_turned_by_its_being_unknown():
    claim = answered({}, take="date")
    assert rule(claim) == f"holds if the first date of {ASKED} is known"
    assert turned_by(claim, ["holds"], "holds", "") == f"the first date of {ASKED} unknown"


def test_the_points_that_are_asked_for_are_named():
    check = {"labels": {"part": "gap"}, "at": "2023", "since": "2023-06", "events": ["e"],
             "as_of": "2024", "relative_to": "first"}  # fmt: skip
    assert rule(answered({"figure": "0.5", "comparator": "<="}, **check)) == (
        "holds if the last value of figures (openai, metric developers, part gap, at 2023, "
        "since 2023-06, resting on e) as of 2024 as a part of the first value is at most 0.5, "
        "roughly if at most 0.55"
    )


def test_examples_are_called_so_and_a_measure_would_turn_them():
    claim = answered({"figure": "1", "comparator": ">="}, evidence="example")
    assert rule(claim) == (
        f"is consistent if the last value of {ASKED} is at least 1 "
        "(an example: what the log does not name refutes nothing)"
    )
    turned = turned_by(claim, ["consistent"], "consistent", "a census")
    assert turned == "a measure of what is claimed, where now examples stand: a census"


def test_a_whole_tells_that_it_can_only_refute():
    claim = answered({"figure": "100", "comparator": ">"}, evidence="whole")
    assert rule(claim) == (
        f"does not hold if the last value of {ASKED} is below 90 "
        "(the whole that it is a part of: nothing else refutes it or bears it out)"
    )
    turned = turned_by(claim, ["does_not_hold"], "does_not_hold", "")
    assert turned == f"the last value of {ASKED} not below 90"


TWO = [DEVELOPERS, {**DEVELOPERS, "take": "first"}]
ONE = {"figure": "1", "comparator": ">="}


@pytest.mark.parametrize(("how", "joined", "broken"), [("all", "and", "or"), ("any", "or", "and")])
def test_several_answers_are_joined_as_they_decide(how, joined, broken):
    claim = claimed(asserted=ONE, answers=TWO, together=how)
    last, first = f"the last value of {ASKED}", f"the first value of {ASKED}"
    bound = "is at least 1, roughly if at least 0.9"
    assert rule(claim) == f"holds if {last} {bound}, {joined} if {first} {bound}"
    turned = turned_by(claim, ["holds", "holds"], "holds", "")
    assert turned == f"{last} below 1; {broken} {first} below 1"


def test_answers_of_another_kind_say_what_they_decide():
    claim = claimed(asserted=ONE, answers=[TWO[0], {**TWO[1], "evidence": "example"}])
    assert f"; and is consistent if the first value of {ASKED}" in rule(claim)


def test_of_several_answers_that_must_agree_those_that_fail_would_turn_it():
    claim = claimed(asserted=ONE, answers=TWO)
    each: list[Verdict] = ["holds", "does_not_hold"]
    turned = turned_by(claim, each, "does_not_hold", "")
    assert turned == f"the first value of {ASKED} at least 0.9"


def test_a_range_tells_what_must_lie_around_it_and_what_near():
    claim = claimed(asserted={"figure": "2"}, answers=TWO, together="range")
    assert rule(claim) == (
        "holds if each of these is 2, roughly if each is 1.8 to 2.2, or if they lie around 2 and "
        f"one of them is 1.8 to 2.2: the last value of {ASKED}, the first value of {ASKED}"
    )
    assert turned_by(claim, [], "holds", "") == "an answer other than 2"
    assert turned_by(claim, [], "holds_roughly", "") == (
        "holds with answers that are each 2; does not hold with none of them 1.8 to 2.2, or all on "
        "one side of 2 and one of them not 1.8 to 2.2"
    )
    assert turned_by(claim, [], "does_not_hold", "") == (
        "answers that are each 1.8 to 2.2, or that lie around 2 with one of them 1.8 to 2.2"
    )


def test_what_no_fact_decides_is_turned_by_the_fact_that_is_missing():
    bare = claimed(missing="a count")
    assert rule(bare) == "cannot be checked: no metric answers it"
    assert turned_by(bare, [], "cannot_be_checked", "a count") == "a fact that is missing: a count"


def test_a_judgement_is_turned_by_nothing():
    opinion = claimed(opinion="true")
    assert rule(opinion) == "is an opinion: no fact decides a judgement"
    assert turned_by(opinion, [], "opinion", "") == "nothing: it is a judgement"
