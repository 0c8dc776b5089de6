"""ties: who is tied to whom, and for what money."""

from hypothesis import given as given_that
from hypothesis import strategies as st

from ecosys.moment.hold import hold
from ecosys.projection import Context
from ecosys.projections.ties import TiesParameters, ties
from tests.given import AUDITED, event, log, moment
from tests.properties import examples


def tied(id, day, parties=("openai", "microsoft"), kind="investment", **more):
    return event("partnered", id, parties=[{"party": each} for each in parties], kind=kind,
                 what="a tie", occurred=day, stated=day, **more)  # fmt: skip


def points(records, at, **parameters):
    return list(ties.fold(hold(records, at), Context(at, TiesParameters(**parameters))))


def test_a_tie_is_one_of_each_of_its_parties():
    records = log(tied("a", "2019-07", amount="1000000000"))
    found = points(records, moment())
    assert [(point.subject, point.labels["with"]) for point in found] == [
        ("openai", "microsoft"),
        ("microsoft", "openai"),
    ]
    assert {str(point.value) for point in found} == {"1000000000"}


def test_money_that_was_not_stated_is_not_known():
    (first, _) = points(log(tied("a", "2023-01-23")), moment())
    assert first.value is None


def test_exclusive_not_exclusive_and_unsaid_are_three_things():
    records = log(
        tied("a", "2023-01-23", kind="cloud", exclusive="true"),
        tied("b", "2025-10-28", kind="cloud", exclusive="false"),
        tied("c", "2025-10-29", kind="cloud"),
    )
    found = points(records, moment(), subject="openai")
    told = [point.labels.get("exclusivity") for point in found]
    assert told == ["exclusive", "not exclusive", None]


def test_ties_can_be_asked_by_kind_and_party():
    records = log(tied("a", "2023-01-23"), tied("b", "2023-09-25", ("anthropic", "amazon")))
    found = points(records, moment(), party="amazon", kind="investment")
    assert {point.events for point in found} == {("b",)}


@given_that(st.lists(st.sampled_from(["microsoft", "amazon", "google"]), max_size=3, unique=True))
@examples(50)
def test_there_are_as_many_points_as_parties(others):
    records = log(tied("a", "2023-01-23", ("openai", *others)))
    assert len(points(records, moment())) == 1 + len(others)


def test_azure_s_tie_of_january_2023_was_exclusive(seeded):
    at = seeded.moment(as_of="2023-12-31", known_at="2026-11-22", position=AUDITED)
    asked = {"subject": "openai", "kind": "cloud", "party": "microsoft"}
    (point,) = seeded.project("ties", at, asked).points
    assert (point.at, point.labels["exclusivity"]) == ("2023-01-23", "exclusive")
