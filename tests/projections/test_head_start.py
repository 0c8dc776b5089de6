"""Head starts: who was open first, under each meaning of open."""

from decimal import Decimal

import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from ecosys.domain.openings import first_openings
from ecosys.moment import View
from ecosys.moment.hold import hold
from ecosys.projections.head_start import FIRST
from ecosys.values import span, when
from tests import given
from tests.properties import examples

DAYS = ("2020-06-11", "2021-08", "2021-11-18", "2023-03-14", "2023-05-01..2023-09-01")


def api(id, subject, occurred, stage="general", what="api"):
    return given.event("launched", id, subject=subject, what=what, stage=stage, occurred=occurred)


def access(id, subject, occurred, value):
    return given.event(
        "described", id, subject=subject, attribute="access", value=value, occurred=occurred
    )


def asked(timeline, as_of="2026-11-22", **parameters):
    answer = timeline.project("head_start", timeline.moment(as_of=as_of), parameters)
    return {(point.labels["definition"], point.labels["against"]): point for point in answer.points}


def value(point):
    return (point.value, point.high, point.comparator)


def test_a_head_start_is_the_days_between_two_first_openings(timeline):
    timeline.append([api("o", "openai/api", "2023-01-01"), api("g", "google/api", "2023-01-31")])
    found = asked(timeline, subject="openai")
    assert value(found["general", "google"]) == (Decimal(30), None, None)
    assert found["general", "google"].events == ("o", "g")
    assert found["general", "google"].at == "2023-01-31"
    assert value(asked(timeline, subject="google")["general", "openai"]) == (-30, None, None)


def test_an_invitation_is_a_beginning_but_no_open_sign_up(timeline):
    timeline.append(
        [
            api("o1", "openai/api", "2020-06-11", "private_preview"),
            api("o2", "openai/api", "2021-11-18"),
            api("a1", "anthropic/api", "2023-03-14", "private_preview"),
        ]
    )
    found = asked(timeline, subject="openai", against="anthropic")
    assert {name: point.value for (name, _), point in found.items()} == {
        "beta": 1006,
        "open_sign_up_against_beta": 481,
    }
    assert found["beta", "anthropic"].labels["years"] == "2.8"
    assert found["open_sign_up_against_beta", "anthropic"].labels["years"] == "1.3"


def test_what_was_only_announced_is_not_open(timeline):
    timeline.append(
        [api("o", "openai/api", "2023-01-01"), api("g", "google/api", "2022-01-01", "announced")]
    )
    assert asked(timeline) == {}


def test_a_launch_behind_a_waiting_list_is_no_open_sign_up_until_the_list_ends(timeline):
    timeline.append(
        [
            api("o", "openai/api", "2023-01-01"),
            api("g", "google/api", "2023-02-01", "preview"),
            access("list", "google/api", "2023-02-01", "waiting list"),
        ]
    )
    assert ("open_sign_up", "google") not in asked(timeline, subject="openai")
    timeline.append([access("free", "google/api", "2023-03-01", "self-serve sign-up")])
    assert asked(timeline, subject="openai")["open_sign_up", "google"].value == 59


def test_months_give_a_range_and_a_day_seen_gives_a_bound(timeline):
    timeline.append(
        [
            api("o", "openai/api", "2021-07-31"),
            api("a", "ai21/api", "2021-08"),
            api("c", "cohere/api", "not after 2021-09-01"),
        ]
    )
    found = asked(timeline, subject="openai", definition="general")
    assert value(found["general", "ai21"]) == (1, 31, None)
    assert value(found["general", "cohere"]) == (32, None, "<=")
    assert value(asked(timeline, subject="cohere")["general", "openai"]) == (-32, None, ">=")
    assert value(found["general", FIRST]) == (31, None, "<=")  # cohere may have been before


def test_another_api_of_a_provider_only_bounds_when_its_first_was_general(timeline):
    timeline.log.append(
        [
            api("o", "openai/api", "2021-11-18"),
            api("palm", "google/palm", "2023-03-14", "private_preview"),
            api("gemini", "google/gemini", "2023-12-13"),
        ],
        origin="ecosys",
    )
    point = asked(timeline, subject="openai")["general", "google"]
    assert value(point) == (481, 755, None)
    assert point.marks == ("at_the_latest",)
    assert set(point.events) == {"o", "palm", "gemini"}
    alone = asked(timeline, subject="openai", against="google/gemini")["general", "google"]
    assert value(alone) == (755, None, None)


def test_who_did_not_open_by_the_day_asked_for_is_not_compared(timeline):
    timeline.append([api("o", "openai/api", "2023-01-01"), api("g", "google/api", "2023-01-31")])
    assert asked(timeline, as_of="2023-01-30") == {}


LAUNCHES = st.lists(
    st.tuples(
        st.sampled_from(("openai/api", "openai/beta", "google/api", "cohere/api")),
        st.sampled_from(DAYS),
        st.sampled_from(("private_preview", "preview", "api", "general")),
    ),
    max_size=8,
)


def negative(span):
    """The value and the upper end of the same span, backwards."""
    return (-span.value, None) if span.upto is None else (-span.upto, -span.value)


@examples(150)
@tried(LAUNCHES)
def test_the_lead_of_the_one_is_the_lag_of_the_other(launched):
    events = [api(f"e{n}", *each) for n, each in enumerate(launched)]
    view = View(hold(given.log(*events), given.moment()), given.moment())
    found = first_openings(view, "api", "beta")
    for one in found.values():
        for other in found.values():
            there = span.between(one.days, other.days)
            back = span.between(other.days, one.days)
            assert (there.value, there.upto) == negative(back)
            assert (there.low or 0) <= (there.high or 0)


@examples(150)
@tried(LAUNCHES, LAUNCHES)
def test_what_comes_later_does_not_change_what_was(before, after):
    as_of = given.last("2021-12-31")
    events = [api(f"e{n}", *each) for n, each in enumerate(before)]
    later = [
        api(f"l{n}", *each) for n, each in enumerate(after) if when.parse(each[1]).start > as_of
    ]
    found = [
        first_openings(
            View(hold(given.log(*log), given.moment()), given.moment().at(as_of)),
            "api",
            "open_sign_up",
        )
        for log in (events, events + later)
    ]
    assert found[0] == found[1]


@pytest.fixture
def released(seeded):
    def context(**parameters):
        moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
        points = seeded.project("head_start", moment, {"subject": "openai", **parameters}).points
        return {
            (point.labels["definition"], point.labels["against"]): (
                *value(point),
                point.labels["years"],
            )
            for point in points
        }

    return context


def test_openai_s_two_years_are_three_and_a_half_one_and_a_third_or_less_than_none(released):
    """Expected: differences of the dates in the sources, taken with pandas."""
    found = released()
    assert found["beta", "anthropic"] == (1006, None, None, "2.8")
    assert found["beta", "google"] == (1006, None, None, "2.8")
    assert found["beta", "mistral"] == (1278, None, None, "3.5")
    assert found["open_sign_up_against_beta", "anthropic"] == (481, None, None, "1.3")
    assert found["open_sign_up_against_beta", "google"] == (481, None, None, "1.3")
    assert found["open_sign_up", "anthropic"] == (692, 992, None, "1.9..2.7")
    assert found["open_sign_up", "google"] == (547, 652, None, "1.5..1.8")
    assert found["general", "google"] == (481, 755, None, "1.3..2.1")
    assert released(against="google/gemini-api")["beta", "google"] == (1280, None, None, "3.5")


def test_cohere_and_ai21_were_closer_and_ai21_was_open_to_all_before_openai(released):
    found = released()
    assert found["beta", "ai21"] == (416, 446, None, "1.1..1.2")
    assert found["beta", FIRST] == (368, None, "<=", "<= 1")
    assert found["open_sign_up", "ai21"] == (-109, -79, None, "-0.3..-0.2")
    assert found["open_sign_up", FIRST] == (-79, None, "<=", "<= -0.2")
