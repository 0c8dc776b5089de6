"""The gap between the best closed model and the best one with open weights."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.values import when
from tests.given import event
from tests.projections.folding import fold, points
from tests.properties import examples

MODELS = {
    "anthropic/claude": "false",
    "deepseek/v3": "true",
    "meta/llama": "true",
    "openai/gpt-4": "false",
}


def figure(subject, value, day="2024-03-01", metric="arena_text_rating"):
    return event(
        "observed",
        f"{subject}-{metric}-{day}",
        subject=subject,
        metric=metric,
        value=str(value),
        kind="score",
        unit="points",
        occurred=day,
    )


def weights(subject, value):
    return event(
        "described",
        f"{subject}-weights",
        subject=subject,
        attribute="open_weights",
        value=value,
        occurred="unknown",
    )


KNOWN = tuple(weights(subject, value) for subject, value in MODELS.items())


def gaps(*events, **asked):
    found = points("capability_gap", *events, **asked)
    return {each.at: each.value for each in found if each.subject == "market"}


# By hand


def test_the_best_of_each_side_are_compared():
    facts = (
        figure("openai/gpt-4", 1274),
        figure("anthropic/claude", 1224),
        figure("meta/llama", 1083),
        figure("deepseek/v3", 1008),
    )
    found = points("capability_gap", *KNOWN, *facts)
    assert {each.subject: each.value for each in found} == {
        "market": Decimal(191),
        "openai": Decimal(191),
        "anthropic": Decimal(141),
        "meta": Decimal(0),
        "deepseek": Decimal(-75),
    }
    (gap,) = [each for each in found if each.subject == "market"]
    assert gap.labels["closed"] == "openai/gpt-4 1274"
    assert len(gap.because) == 4  # two figures, and twice whether the weights are open


def test_ratings_of_two_dates_are_never_compared():
    facts = (figure("openai/gpt-4", 1274, "2023-05-10"), figure("meta/llama", 1262, "2024-08-01"))
    assert gaps(*KNOWN, *facts) == {"2023-05-10": None, "2024-08-01": None}


def test_ratings_of_two_sources_are_never_compared():
    other = event(
        "observed",
        "other",
        subject="meta/llama",
        metric="arena_text_rating",
        value="9000",
        kind="score",
        unit="points",
        occurred="2024-03-01",
        voice="anthropic",
    )
    found = points("capability_gap", *KNOWN, figure("openai/gpt-4", 1274), other)
    assert {each.value for each in found if each.subject == "market"} == {None}


def test_records_of_a_benchmark_stand_until_they_are_beaten():
    facts = (
        figure("openai/gpt-4", "86.4", "2023-06-19", "mmlu"),
        figure("meta/llama", "63", "2023-08-02", "mmlu"),
        figure("anthropic/claude", "80", "2023-09-01", "mmlu"),
        figure("deepseek/v3", "88.5", "2024-12-25", "mmlu"),
    )
    assert gaps(*KNOWN, *facts, metric="mmlu") == {
        "2023-06-19": None,
        "2023-08-02": Decimal("23.4"),
        "2024-12-25": Decimal("-2.1"),
    }


def test_a_side_without_a_model_is_missing_and_no_gap_of_zero():
    found, coverage = fold("capability_gap", *KNOWN, figure("openai/gpt-4", 1274))
    assert [each.value for each in found] == [None, None]
    assert found[0].labels["missing"] == "no open model"
    assert coverage.reason == "not enough facts: no date with an open and a closed model"


def test_a_model_of_which_nobody_says_whether_it_is_open_is_left_out_and_named():
    facts = (figure("openai/gpt-4", 1274), figure("meta/llama", 1083), figure("xai/grok", 9999))
    found, coverage = fold("capability_gap", *KNOWN, *facts)
    assert {each.subject for each in found} == {"market", "openai", "meta"}
    assert coverage.missing == ("xai/grok",)


def test_a_provider_is_told_the_lead_of_its_own_best_model():
    facts = (figure("openai/gpt-4", 1274), figure("meta/llama", 1083))
    (lead,) = points("capability_gap", *KNOWN, *facts, subject="meta")
    assert lead.value == 0
    assert (lead.labels["part"], lead.labels["weights"]) == ("lead", "open")


# By property

SCORES = st.dictionaries(st.sampled_from(sorted(MODELS)), st.integers(800, 1600), min_size=1)
DAYS = st.dictionaries(st.sampled_from(["2024-01-05", "2024-05-01", "2025-02-11"]), SCORES)


def history(drawn):
    return [
        figure(subject, value, day)
        for day, scores in drawn.items()
        for subject, value in scores.items()
    ]


@examples(150)
@given(DAYS, st.integers(-500, 500))
def test_a_scale_that_is_set_anew_moves_no_gap(drawn, shift):
    moved = {
        day: {subject: value + shift for subject, value in scores.items()}
        for day, scores in drawn.items()
    }
    assert gaps(*KNOWN, *history(drawn)) == gaps(*KNOWN, *history(moved))


@examples(150)
@given(DAYS)
def test_the_gap_is_the_greatest_lead_of_a_provider_of_closed_models(drawn):
    found = points("capability_gap", *KNOWN, *history(drawn))
    for gap in (each for each in found if each.subject == "market" and each.value is not None):
        leads = [
            each.value
            for each in found
            if each.value is not None
            and each.at == gap.at
            and each.labels.get("weights") == "closed"
        ]
        assert gap.value == max(leads)


@examples(100)
@given(DAYS, DAYS)
def test_what_is_said_later_changes_no_answer_of_before(drawn, more):
    later = [
        each.model_copy(update={"id": f"later-{each.id}", "stated": when.parse("2026-01-01")})
        for each in history(more)
    ]
    asked = {"as_of": "2025-12-31", "known_at": "2025-12-31"}
    facts = [
        each.model_copy(update={"stated": when.parse("2025-06-01")})
        for each in (*KNOWN, *history(drawn))
    ]
    assert points("capability_gap", *facts, **asked) == points(
        "capability_gap", *facts, *later, **asked
    )


# Over the released log


@pytest.fixture(scope="module")
def now(seeded):
    return seeded.moment(as_of="2026-10-31", known_at="2026-11-22")


def test_the_gap_in_the_arena_shrank_and_then_moved_up_and_down(seeded, now):
    answer = seeded.project("capability_gap", now)
    found = {each.at: each.value for each in answer.points if each.subject == "market"}
    expected = {
        "2023-05-10": "191",
        "2023-12-07": "112",
        "2024-08-01": "24",
        "2024-12-01": "91",
        "2025-02-01": "24",
        "2025-06-01": "78",
        "2025-09-01": "36",
        "2025-12-17": "45.4",
    }
    assert {day: str(found[day]) for day in expected} == expected
    assert min(value for value in found.values() if value is not None) == 24  # never closed
    assert answer.coverage.missing == ()


def test_every_gap_in_the_arena_is_that_of_the_records_themselves(seeded, now):
    """Recomputed from the lines of the log, without any of the library's notions."""
    known = [json.loads(line.text)["event"] for line in seeded.log.lines()]
    open_weights = {
        each["subject"]: each["value"] == "true"
        for each in known
        if each.get("attribute") == "open_weights"
    }
    best: dict[tuple[str, bool], Decimal] = {}
    for each in known:
        if each.get("metric") == "arena_text_rating":
            side = each["occurred"], open_weights[each["subject"]]
            best[side] = max(Decimal(each["value"]), best.get(side, Decimal(0)))
    expected = {
        day: best[day, False] - best[day, True]
        if {(day, True), (day, False)} <= set(best)
        else None
        for day, _ in best
    }
    answer = seeded.project("capability_gap", now).points
    assert {each.at: each.value for each in answer if each.subject == "market"} == expected


def test_gpt_4_led_by_191_points_and_gpt_5_1_by_fewer_than_five(seeded, now):
    found = seeded.project("capability_gap", now, {"subject": "openai"}).points
    leads = {each.at: str(each.value) for each in found}
    assert leads["2023-05-10"] == "191"
    assert leads["2025-12-17"] == "4.7"
