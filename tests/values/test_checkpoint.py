"""Checkpoints: whoever watches them stops the work, and nothing of it is taken for an answer."""

import pytest

from ecosys.values.checkpoint import Stopped, watched
from tests.given import price


def stop_after(passed):
    """A watch that stops at a checkpoint after so many."""
    left = [passed]

    def watch():
        left[0] -= 1
        if left[0] < 0:
            raise Stopped

    return watch


def test_a_projection_is_stopped_wherever_it_passes_and_answers_when_asked_again(timeline):
    days = ("2025-01-01", "2025-02-01", "2025-03-01")
    timeline.append([price(day, day, input="1") for day in days])
    moment = timeline.moment()
    for passed in range(len(days)):
        with pytest.raises(Stopped), watched(stop_after(passed)):
            timeline.project("price_history", moment)
    assert len(timeline.project("price_history", moment).points) == len(days)
