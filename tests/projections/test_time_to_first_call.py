"""What stood between a developer and a first request, and for how long."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.domain.access import barred
from tests.given import event
from tests.projections.folding import fold, points
from tests.properties import examples


def access(value, day, *, subject="openai/api", attribute="access", **fields):
    return event(
        "described",
        f"{subject}-{attribute}-{day}".replace(" ", "-"),
        subject=subject,
        attribute=attribute,
        value=value,
        occurred=day,
        **fields,
    )


def part(found, name):
    return [each for each in found if each.labels["part"] == name]


def only_wait(*events, **asked):
    (wait,) = part(points("time_to_first_call", *events, **asked), "waiting")
    return wait


WAITED = access("private beta with waiting list", "2020-06-11", until="2021-11-18")
OPENED = access("self-serve sign-up, no waiting list", "2021-11-18")


# By hand


def test_a_waiting_list_lasts_from_its_first_day_to_the_day_of_open_sign_up():
    wait = only_wait(WAITED, OPENED)
    assert (wait.value, wait.high, wait.comparator) == (525, None, None)
    assert wait.labels["after"] == "self-serve sign-up, no waiting list"


def test_open_sign_up_ends_a_waiting_list_that_nobody_ended():
    assert only_wait(access("waiting list", "2020-06-11"), OPENED).value == 525


def test_a_waiting_list_that_has_not_ended_lasts_at_least_until_the_moment():
    wait = only_wait(WAITED, OPENED, as_of="2020-06-21")
    assert (wait.value, wait.comparator) == (10, ">=")
    assert wait.labels["ended"] == "not by this moment"


def test_dates_that_are_known_less_exactly_give_a_range():
    wait = only_wait(access("by application", "2021-11", until="2023-09"))
    assert (wait.value, wait.high) == (640, 698)  # 2021-11-30..2023-09-01, 2021-11-01..2023-09-30
    between = only_wait(
        access("early access by waiting list", "2023-03-14..2023-04-19"),
        access("self-serve sign-up", "2023-10-11..2024-08-06"),
    )
    assert (between.value, between.high) == (175, 511)


@pytest.mark.parametrize("began", ["not after 2024-08-28", "unknown"])
def test_a_waiting_list_that_was_there_when_first_seen_lasted_at_least_since_then(began):
    wait = only_wait(access("waiting list", began, until="2025-01-04", stated="2024-08-28"))
    assert (wait.value, wait.comparator) == (129, ">=")


def test_two_statements_of_one_waiting_list_are_one_wait():
    again = access("waiting list, a million on it", "2020-09-01")
    (wait,) = part(
        points("time_to_first_call", access("waiting list", "2020-06-11"), again, OPENED), "waiting"
    )
    assert wait.value == 525
    assert len(wait.because) == 3


def test_a_waiting_list_that_comes_back_is_another_wait():
    again = access("waiting list", "2022-03-01", until="2022-03-31")
    found = part(points("time_to_first_call", WAITED, OPENED, again), "waiting")
    assert [each.value for each in found] == [525, 30]


def test_access_says_whether_one_can_sign_up_and_what_is_asked_for():
    card = access("phone number", "2021-12-01", attribute="sign_up_requirement")
    then, now = (
        part(points("time_to_first_call", WAITED, OPENED, card, as_of=day), "access")
        for day in ("2021-01-01", "2022-01-01")
    )
    assert [each.value for each in then] == [0]
    assert [(each.value, each.labels["asked_for"]) for each in now] == [(1, "phone number")]


def test_what_is_asked_for_is_told_where_access_is_not_stated():
    card = access("no credit card", "2026-01-01", attribute="sign_up_requirement")
    (told,) = part(points("time_to_first_call", card), "access")
    assert (told.value, told.labels["asked_for"]) == (None, "no credit card")


def test_minutes_that_nobody_states_are_missing_and_not_zero():
    five = access(
        "5", "2026-01-01", subject="mistral/la-plateforme", attribute="time_to_first_call_minutes"
    )
    found, coverage = fold("time_to_first_call", OPENED, five)
    assert [(each.subject, each.value) for each in part(found, "minutes")] == [
        ("mistral/la-plateforme", 5),
        ("openai", None),
    ]
    assert coverage.missing == ("openai",)


def test_a_target_is_quoted_and_not_counted():
    target = access("30 (target), 8 (record)", "unknown", attribute="time_to_first_call_minutes")
    (quoted,) = points("time_to_first_call", target)
    assert (quoted.value, quoted.labels["stated"]) == (None, "30 (target), 8 (record)")


@pytest.mark.parametrize(
    ("wording", "answer"),
    [
        ("open sign-up, no waiting list; production use by application", False),
        ("all API developers with a successful payment", False),
        ("API key free of charge in AI Studio", False),
        ("by application and use-case review", True),
        ("early access by waiting list", True),
        ("Waitlist", True),
        ("existing evals are read-only", None),
    ],
)
def test_a_barrier_is_told_from_open_access_by_its_wording(wording, answer):
    assert barred(wording) is answer


# By property

DAYS = st.dates(date(2020, 1, 1), date(2025, 12, 31))


@examples(150)
@given(DAYS, st.integers(1, 900), st.booleans())
def test_a_wait_is_as_long_as_it_was(began, days, stated):
    ended = began + timedelta(days=days)
    until = {"until": ended.isoformat()} if stated else {}
    facts = [access("waiting list", began.isoformat(), **until)]
    if not stated:
        facts.append(access("self-serve sign-up", ended.isoformat()))
    wait = only_wait(*facts, as_of="2030-01-01")
    assert (wait.value, wait.high, wait.comparator) == (days, None, None)


@examples(150)
@given(DAYS, st.integers(1, 900), st.sampled_from([4, 7, 10]), st.sampled_from([4, 7, 10]))
def test_coarser_dates_give_a_range_that_holds_the_exact_days(began, days, fine, end_fine):
    ended = began + timedelta(days=days)
    wait = only_wait(
        access("waiting list", began.isoformat()[:fine], until=ended.isoformat()[:end_fine]),
        as_of="2030-01-01",
    )
    assert wait.value <= days <= (wait.value if wait.high is None else wait.high)


@examples(100)
@given(DAYS, st.lists(DAYS, max_size=3, unique=True))
def test_what_is_said_later_changes_no_answer_of_before(began, more):
    facts = [access("waiting list", began.isoformat(), stated="2026-01-01")]
    later = [
        access("self-serve sign-up", day.isoformat(), stated="2026-08-01")
        for day in more
        if day != began
    ]
    asked = {"as_of": "2026-06-30", "known_at": "2026-06-30"}
    assert points("time_to_first_call", *facts, **asked) == points(
        "time_to_first_call", *facts, *later, **asked
    )


# Over the released log


def test_openai_s_list_stood_525_days_and_gpt_4_s_114(seeded):
    """Counted with datetime.date, from the dates in the seeds."""
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
    found = seeded.project("time_to_first_call", moment, {"subject": "openai"}).points
    assert {each.subject: each.value for each in part(found, "waiting")} == {
        "openai/api": (date(2021, 11, 18) - date(2020, 6, 11)).days,
        "openai/gpt-4": (date(2023, 7, 6) - date(2023, 3, 14)).days,
    }
    assert {each.subject: each.value for each in part(found, "access")} == {
        "openai/api": 1,
        "openai/gpt-4": 1,
    }
    (minutes,) = part(found, "minutes")
    assert (minutes.subject, minutes.value) == ("openai", None)
    assert minutes.labels["missing"].startswith("no source states the minutes")


def test_mistral_alone_states_minutes(seeded):
    moment = seeded.moment(as_of="2026-11-22", known_at="2026-11-22")
    found = part(seeded.project("time_to_first_call", moment).points, "minutes")
    assert {each.subject: each.value for each in found if each.value is not None} == {
        "mistral/la-plateforme": 5
    }


def test_before_november_2021_a_credit_card_was_not_enough(seeded):
    moment = seeded.moment(as_of="2021-11-17", known_at="2026-11-22")
    found = seeded.project("time_to_first_call", moment, {"subject": "openai/api"}).points
    (barrier,) = part(found, "access")
    assert barrier.value == 0
