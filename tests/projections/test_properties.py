"""properties: what holds of a subject at a moment."""

from hypothesis import given as given_that
from hypothesis import strategies as st

from ecosys.moment.hold import hold
from ecosys.projection import Context
from ecosys.projections.properties import PropertiesParameters, properties
from tests.given import event, log, moment
from tests.properties import examples


def said(id, day, value, attribute="access", **more):
    return event("described", id, subject="openai/api", attribute=attribute, value=value,
                 occurred=day, stated=day, **more)  # fmt: skip


def values(records, at, **parameters):
    found = properties.fold(hold(records, at), Context(at, PropertiesParameters(**parameters)))
    return {point.labels["attribute"]: point.labels["value"] for point in found}


def test_the_newest_value_of_a_property_holds():
    records = log(said("a", "2020-06-11", "waiting list"), said("b", "2021-11-18", "open"))
    assert values(records, moment("2021-01-01")) == {"access": "waiting list"}
    assert values(records, moment("2022-01-01")) == {"access": "open"}


def test_a_property_that_ended_holds_no_longer():
    records = log(said("a", "2020-06-11", "waiting list", until="2021-11-18"))
    assert values(records, moment("2021-11-17")) == {"access": "waiting list"}
    assert values(records, moment("2021-11-18")) == {}


def test_one_property_can_be_asked_for():
    records = log(said("a", "2020-06-11", "x"), said("b", "2020-06-11", "y", attribute="regions"))
    assert values(records, moment(), attribute="regions") == {"regions": "y"}


@given_that(st.lists(st.integers(1, 28), min_size=1, max_size=6, unique=True), st.integers(1, 28))
@examples(150)
def test_what_holds_is_the_last_that_began(days, asked):
    records = log(*(said(f"d{day}", f"2024-02-{day:02}", f"v{day}") for day in days))
    begun = [day for day in days if day <= asked]
    found = values(records, moment(f"2024-02-{asked:02}"))
    assert found == ({"access": f"v{max(begun)}"} if begun else {})


def test_anyone_could_sign_up_at_openai_from_the_day_the_waiting_list_ended(seeded):
    def access(day):
        at = seeded.moment(as_of=day, known_at="2026-11-22")
        found = seeded.project("properties", at, {"subject": "openai/api", "attribute": "access"})
        return [point.labels["value"] for point in found.points]

    assert access("2021-11-17") != access("2021-11-18")
