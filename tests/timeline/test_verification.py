"""What is kept beside the log; forgeries of it are in tests/contracts/test_forgeries.py."""

import pytest

from ecosys.timeline import verification
from tests.given import event, plain_price, price

A, B = (price(name, "2025-01-01", input="1") for name in "ab")


def test_rows_too_many_and_rows_too_few_are_told_with_one_of_them(timeline):
    timeline.append([A, B])
    database = timeline.log.database
    database.execute("INSERT INTO event_subject VALUES ('x', 'y', 1)")
    (told,) = verification.faults(timeline)
    assert told == (
        "1 rows of event_subject do not follow from the events; foreign: ('x', 'y', 1)."
    )
    database.execute("DELETE FROM event_subject WHERE position < 2")
    (told,) = verification.faults(timeline)
    assert "missing: ('openai/o3', 'price_changed', 1)" in told


def test_a_read_model_that_says_that_it_goes_less_far_catches_up_and_is_compared(timeline):
    timeline.append([A, B])
    timeline.log.database.execute(
        "UPDATE read_model SET problem = 'forged', position = 1 WHERE name = 'turns'"
    )
    (told,) = verification.faults(timeline)
    assert told.startswith("The read model turns goes to Checkpoint(position=1, problem='forged'")


@pytest.mark.engines
@pytest.mark.parametrize("count", [0, 1])
def test_a_short_log_is_in_order(timeline, count):
    timeline.append([A, B][:count])
    assert list(verification.faults(timeline)) == []


@pytest.mark.engines
def test_how_events_came_does_not_matter(timeline):
    """Numbers of rows depend on it: a family that changes gets new ones, and leaves a voice."""
    right = {**plain_price("a", output="3"), "occurred": "2025-02-01"}
    timeline.append([A])
    timeline.append([B, event("corrected", "c", event="a", statement=right, fault="ours", why="?")])
    timeline.append([event("retracted", "r", event="b", fault="ours", why="?")])
    assert list(verification.faults(timeline)) == []


@pytest.mark.parametrize(
    "forged",
    [
        "UPDATE held_5_voice SET ahead = ahead - 1",
        "UPDATE held_5_voice SET voice = 'acme'",
        "UPDATE held_5_series SET name = '[]'",
        "UPDATE held_5_statement SET value = '1'",
        "DELETE FROM held_5_voice",
        "DELETE FROM held_5_series",
    ],
)
def test_what_the_numbers_of_rows_stand_for_is_compared(timeline, forged):
    timeline.append([A])
    timeline.log.database.execute(forged)
    assert list(verification.faults(timeline))
