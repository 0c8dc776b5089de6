"""What is in force is sought in the rows: it is what follows from all that was stated."""

from itertools import product

import pytest

from ecosys.events.price_changed import PriceChanged
from ecosys.log.log import Log
from ecosys.moment import View
from ecosys.timeline import Timeline
from ecosys.timeline.slices import one_question

DAYS = ("2023-06-30", "2024-06-30", "2025-03-31", "2025-09-30", "2026-06-30", "2026-11-30")
KNOWN = ("2025-06-30", "2026-11-30")
TYPES = ("price_changed", "described", "deprecated")


def told(choices):
    return {
        (
            each.statement.series,
            each.held.id,
            tuple(rival.held.id for rival in each.rivals),
            tuple(other.held.id for other in each.agreeing),
        )
        for each in choices
    }


@pytest.mark.parametrize("type", TYPES)
def test_who_answers_by_the_rows_answers_by_all_that_was_stated(seeded, type):
    contested = 0
    for as_of, known_at in product(DAYS, KNOWN):
        moment = seeded.moment(as_of, known_at)
        sought = told(
            Timeline(Log(seeded.log.database, seeded.log.clock))
            .view(moment, type)
            .in_force(in_order=False)
        )
        facts = seeded.held(moment, type)
        assert sought == told(View(facts, moment, seeded.ranks(moment)).in_force())
        contested += sum(bool(rivals or agreeing) for _, _, rivals, agreeing in sought)
    assert contested > 20


def test_what_one_question_asks_twice_is_sought_once_and_then_forgotten(seeded):
    moment = seeded.moment()

    def of_one_channel():
        return seeded.view(moment, "price_changed", "deprecated").of(
            PriceChanged, channel={"azure"}
        )

    with one_question(moment):
        assert of_one_channel() is of_one_channel()
    assert of_one_channel() is not of_one_channel()
