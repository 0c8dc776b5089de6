"""What is kept beside the log; forgeries of it are in tests/contracts/test_forgeries.py."""

import pytest

from ecosys.timeline import verification
from tests.given import price

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


@pytest.mark.parametrize("count", [0, 1])
def test_a_short_log_is_in_order(timeline, count):
    timeline.append([A, B][:count])
    assert list(verification.faults(timeline)) == []
