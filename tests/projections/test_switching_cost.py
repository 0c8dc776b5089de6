"""What it takes to change the provider: stated figures and their range."""

from hypothesis import given
from hypothesis import strategies as st

from tests.given import event
from tests.projections.folding import fold
from tests.properties import examples


def said(id, value, metric="migration_weeks", subject="market", occurred="2026-01", **fields):
    return event(
        "observed", id, subject=subject, metric=metric, value=str(value), kind="estimate",
        unit="weeks" if metric.endswith("weeks") else "USD", occurred=occurred,
        **{"voice": id, "population": "one customer", **fields},
    )  # fmt: skip


def ranges(*events, **asked):
    points, _ = fold("switching_cost", *events, **asked)
    return {
        p.labels["metric"]: (p.value, p.high) for p in points if p.labels["statistic"] == "range"
    }


def test_the_range_runs_from_the_lowest_end_to_the_highest():
    found = ranges(said("a", 12), said("b", 13, high="26"), said("c", 17))
    assert found["migration_weeks"] == (12, 26)


def test_one_case_is_no_range_and_none_is_unknown():
    found = ranges(said("a", 12))
    assert found["migration_weeks"] == (12, None)
    assert found["migration_cost"] == (None, None)


def test_two_cases_told_by_two_voices_are_two_figures():
    points, coverage = fold("switching_cost", said("a", 12), said("b", 17))
    figures = [p for p in points if p.labels["statistic"] == "figure"]
    assert [p.value for p in figures] == [12, 17]
    assert {p.labels["voice"] for p in figures} == {"a", "b"}
    assert len(coverage.included) == 2


def test_a_voice_s_newer_figure_takes_the_place_of_its_older_one():
    older, newer = said("a", 12), said("a2", 10, voice="a", occurred="2026-05")
    assert ranges(older, newer)["migration_weeks"] == (10, None)
    assert ranges(older, newer, as_of="2026-04-30")["migration_weeks"] == (12, None)


def test_money_and_time_are_never_mixed():
    found = ranges(said("a", 12), said("b", 2000, "migration_cost"))
    assert found["migration_weeks"] == (12, None)
    assert found["migration_cost"] == (2000, None)


def test_what_is_about_platforms_in_general_is_shown_but_not_in_the_range():
    other = said("c", 1750000, "migration_cost", method="median cost of a platform migration")
    points, _ = fold("switching_cost", said("b", 2000, "migration_cost"), other)
    assert [p.labels.get("scope") for p in points if p.value == 1750000] == ["neighbour"]
    assert ranges(said("b", 2000, "migration_cost"), other)["migration_cost"] == (2000, None)


def test_of_a_provider_of_whom_nobody_speaks_the_cost_is_not_known():
    points, coverage = fold("switching_cost", said("a", 12), subject="openai")
    assert {p.subject for p in points} == {"openai"}
    assert {p.value for p in points} == {None}
    assert coverage.reason == "not enough facts: no figure speaks of it"
    found = ranges(said("a", 12), said("b", 20, subject="openai"), subject="openai")
    assert found["migration_weeks"] == (20, None)


@examples(100)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=8))
def test_every_figure_lies_within_the_range(pairs):
    events = [said(f"v{at}", low, high=str(low + more)) for at, (low, more) in enumerate(pairs)]
    low, high = ranges(*events)["migration_weeks"]
    assert low == min(low for low, _ in pairs)
    assert (low if high is None else high) == max(low + more for low, more in pairs)
    assert ranges(*reversed(events))["migration_weeks"] == (low, high)


def test_in_the_released_log_the_range_is_that_of_the_figures_read_off_the_seeds(seeded):
    # Read in the YAML: weeks 17, 12 and 13 to 26; USD 15000 to 200000, 2000 to 8000, 5000 to
    # 12500 and 1700 to 5000 (the 1.75 million are about platforms in general).
    at = seeded.moment(as_of="2026-11-22", known_at="2026-11-22")
    points = seeded.project("switching_cost", at).points
    found = {
        p.labels["metric"]: (p.value, p.high) for p in points if p.labels["statistic"] == "range"
    }
    assert found == {
        "migration_cost": (1700, 200000),
        "migration_weeks": (12, 26),
        "feature_freeze_weeks": (1, 3),
        "fine_tune_redo_cost": (5000, 15000),
    }
    figures = [p for p in points if p.labels["statistic"] == "figure"]
    assert len(figures) == 19
    assert all(p.labels["voice"] and p.labels["method"] for p in figures)
