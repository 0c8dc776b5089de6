"""When a model answered differently under an unchanged name."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.given import event
from tests.projections.folding import fold
from tests.properties import examples


def score(id, occurred, value, *, stated="2023-07-18", subject="openai/gpt-4", **fields):
    return event(
        "observed", id, subject=subject, metric="primes", value=str(value), kind="score",
        unit="percent", occurred=occurred, stated=stated, **{"voice": "study", **fields},
    )  # fmt: skip


def told(id, attribute, value, subject="openai/gpt-4o", occurred="2025-04-25"):
    return event(
        "described", id, subject=subject, attribute=attribute, value=value, occurred=occurred,
        stated=occurred,
    )  # fmt: skip


def by_statistic(*events, subject=None, **asked):
    points, _ = fold("behaviour_changes", *events, **asked)
    return {p.labels["statistic"]: p for p in points if subject in (None, p.subject)}


def test_one_study_of_one_name_at_two_dates_measures_a_change():
    found = by_statistic(score("march", "2023-03", 84), score("june", "2023-06", 51))
    point = found["measured"]
    assert (point.subject, point.at, point.value) == ("openai/gpt-4", "2023-06", -33)
    assert point.unit == "percentage points"
    assert (point.labels["before"], point.labels["after"]) == ("84 in 2023-03", "51 in 2023-06")
    assert point.events == ("march", "june")


def test_scores_of_two_publications_are_never_compared():
    events = score("march", "2023-03", 84), score("june", "2023-06", 51, stated="2023-08-01")
    assert by_statistic(*events) == {}
    other = score("june", "2023-06", 51, voice="another")
    assert by_statistic(score("march", "2023-03", 84), other) == {}


def test_a_stated_change_and_its_roll_back_are_told_apart():
    found = by_statistic(
        told("change", "behaviour_change", "sycophantic"),
        told("back", "behaviour_rollback", "earlier version restored", occurred="2025-04-28"),
        told("count", "silent_updates", "5 since 2024-05", occurred="2025-05-02"),
    )
    assert (found["stated"].value, found["rolled_back"].value) == (1, 1)
    assert found["updates"].value == 5
    assert found["changes_stated"].value == 1
    assert found["names"].value == 1


def test_a_number_of_updates_that_is_not_given_is_not_known():
    found = by_statistic(told("count", "silent_updates", "several in a year"))
    assert found["updates"].value is None


def test_what_happened_later_does_not_count_yet():
    change = told("change", "behaviour_change", "sycophantic")
    assert by_statistic(change, as_of="2025-04-24") == {}
    assert by_statistic(change, as_of="2025-04-25", known_at="2025-04-24") == {}
    assert by_statistic(change, as_of="2025-04-25")["stated"].value == 1


@examples(100)
@given(st.lists(st.decimals(0, 100, places=1), min_size=1, max_size=6))
def test_the_changes_of_one_study_add_up_to_that_from_its_first_to_its_last_score(scores):
    events = [score(f"s{at}", f"2023-0{at + 1}", value) for at, value in enumerate(scores)]
    points, _ = fold("behaviour_changes", *events)
    measured = [p.value or Decimal(0) for p in points if p.labels["statistic"] == "measured"]
    assert len(measured) == len(scores) - 1
    assert sum(measured, Decimal(0)) == scores[-1] - scores[0]


def test_in_the_released_log_gpt_4_changed_by_the_differences_printed_in_the_study(seeded):
    # Table and abstract of "How is ChatGPT's behavior changing over time?": 97.6 to 2.4 (version
    # 1), 84 to 51 (version 2), directly executable code 52 to 10; subtracted by hand.
    at = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
    points = seeded.project("behaviour_changes", at, {"subject": "openai"}).points
    measured = {p.labels["metric"]: p.value for p in points if p.labels["statistic"] == "measured"}
    assert measured == {
        "prime_accuracy_v1": Decimal("-95.2"),
        "prime_or_composite_accuracy": -33,
        "code_directly_executable": -42,
    }
    stated = [p.subject for p in points if p.labels["statistic"] == "stated"]
    assert sorted(stated) == ["openai/gpt-3.5-turbo", "openai/gpt-4", "openai/gpt-4o"]
