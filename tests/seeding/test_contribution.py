"""What somebody would state is checked against the log before it is written anywhere."""

import pytest

from ecosys.log.log import RELEASED
from ecosys.seeding.contribution import contribution
from tests.given import NOW, SOURCES, event, price

PRICE = {
    "type": "price_changed",
    "subject": "openai/o3",
    "occurred": "2025-07-01",
    "components": [{"direction": "input", "amount": "1.5"}],
    "sources": SOURCES,
}


@pytest.fixture
def known(timeline):
    """A log that knows a source and a price."""
    timeline.log.append(
        [
            event("registered", "source-openai", source="openai", name="OpenAI", kind="provider"),
            event("launched", "l", subject="openai/o3", what="model", occurred="2025-04-16"),
            price("openai-o3-price-2025-06-10", "2025-06-10", input="2"),
        ],
        origin=RELEASED,
    )
    return timeline


def checked(timeline, data):
    return contribution(timeline, timeline.moment(), data)


def test_an_id_that_is_left_out_is_made_of_subject_type_and_day(known):
    made = checked(known, PRICE)
    assert made.faults == ()
    assert made.event.id == "openai-o3-price-2025-07-01"
    assert made.file == "openai.yaml"


def test_an_id_that_is_made_is_free(known):
    made = checked(known, {**PRICE, "occurred": "2025-06-10"})
    assert made.event.id == "openai-o3-price-2025-06-10-2"


def test_an_id_that_is_given_and_taken_is_refused(known):
    [fault] = checked(known, {**PRICE, "id": "l"}).faults
    assert fault.path == ("id",)
    assert "is taken" in fault.text


def test_a_retraction_and_a_source_have_ids_of_their_own_form(known):
    given = {"type": "retracted", "event": "l", "fault": "ours", "why": "?"}
    assert checked(known, given).event.id == "l-retracted-2026-11-22"
    source = {"type": "registered", "source": "groq", "name": "Groq", "kind": "provider"}
    assert checked(known, source).event.id == "source-groq"


def test_a_tie_is_named_for_its_parties(known):
    made = checked(
        known,
        {
            "type": "partnered",
            "parties": [{"party": "openai"}, {"party": "microsoft"}],
            "kind": "cloud",
            "what": "Azure runs it",
            "occurred": "2019-07-22",
            "sources": SOURCES,
        },
    )
    assert made.event.id == "openai-microsoft-partnership-2019-07-22"
    assert made.file == "partnerships.yaml"


def test_what_is_no_event_is_told_field_by_field(known):
    made = checked(known, {**PRICE, "occurred": "June", "colour": "red"})
    assert made.event is None
    assert {fault.path for fault in made.faults} == {("occurred",), ("colour",)}


def test_a_source_that_nobody_registered_is_a_fault_of_its_field(known):
    [fault] = checked(known, {**PRICE, "sources": [{"source": "opnai"}]}).faults
    assert fault.path == ("sources", 0, "source")
    assert "Did you mean openai?" in fault.text


def test_a_reference_to_nothing_is_a_fault(known):
    given = {"type": "retracted", "event": "nothing", "fault": "ours", "why": "?"}
    [fault] = checked(known, given).faults
    assert "nothing, which is not in the log" in fault.text


def test_a_price_that_is_stated_tomorrow_is_a_fault(known):
    [fault] = checked(known, {**PRICE, "occurred": "2027-01-01"}).faults
    assert "Give `stated`" in fault.text
    announced = {**PRICE, "occurred": "2027-01-01", "stated": "2026-11-20"}
    assert checked(known, announced).faults == ()


def test_a_price_before_the_launch_is_doubted(known):
    made = checked(known, {**PRICE, "occurred": "2024-01-01"})
    assert made.faults == ()
    assert any("long before openai/o3 was launched" in doubt.text for doubt in made.doubts)


def test_nothing_is_written(known):
    before = known.head()
    checked(known, PRICE)
    assert known.head() == before
    assert known.log.clock() == NOW


def test_of_an_older_log_only_what_stood_in_it_counts(known):
    before = known.moment(position=2)
    assert contribution(known, before, {**PRICE, "occurred": "2025-06-10"}).event.id == (
        "openai-o3-price-2025-06-10"
    )


@pytest.mark.parametrize("data", [{}, {"type": "sung"}, {"type": 3}, {"type": "partnered"}])
def test_too_little_is_told_too(known, data):
    made = checked(known, data)
    assert made.event is None
    assert made.faults
