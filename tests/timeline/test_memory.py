"""What a timeline keeps: it is bounded in bytes, and the bytes are those that it needs."""

import gc
import tracemalloc

import pytest

from ecosys.log import decoding
from ecosys.timeline import Timeline
from ecosys.values.instant import DAY
from ecosys.values.memory import Memory

pytestmark = pytest.mark.no_cover


@pytest.fixture
def own(seeded):
    """The released log, asked by a timeline that has kept nothing yet."""
    asked = Timeline(seeded.log)
    asked.project("timeline", asked.moment())
    return Timeline(seeded.log)


@pytest.fixture
def traced():
    """Tells how many bytes are used more than when it was last asked."""
    gc.collect()
    tracemalloc.start()
    before = [0]

    def more():
        gc.collect()
        now = tracemalloc.get_traced_memory()[0]
        grown, before[0] = now - before[0], now
        return grown

    yield more
    tracemalloc.stop()


def test_what_is_said_to_be_needed_is_about_what_is(own, traced):
    own.memory.largest = 2**30  # nothing is to go meanwhile
    moment = own.moment(position=3000)  # counting what is used takes ten times what it takes to use
    traced()
    facts = own.held(moment)
    used, said = traced(), own.memory.size
    assert 0.5 < said / used < 2
    decoding.events.clear()
    assert all(each.event for each in facts)
    used, said = traced(), decoding.events.size
    assert 0.5 < said / used < 2
    kept = own.memory.size
    own.project("timeline", moment)
    used, said = traced(), own.memory.size - kept
    assert 0.5 < said / used < 3


def test_whatever_moments_are_asked_about_no_more_is_kept_than_there_is_room_for(own, traced):
    own.memory.largest = room = 2**19
    moment = own.moment()
    own.held(moment, "price_changed")
    traced()
    for days in range(12):
        own.held(moment.knowing(moment.known_at - days * DAY), "price_changed")
        assert 0 < own.memory.size <= room
    assert traced() < room


def test_what_is_kept_of_one_fact_keeps_nothing_of_its_neighbours(own, traced):
    own.memory.largest = 2**22
    moment = own.moment()
    traced()
    for days in range(1500, 0, -30):  # each time a few are new, beside many that are kept
        decoding.events.clear()
        facts = own.held(moment.knowing(moment.known_at - days * DAY), "price_changed")
        assert all(each.event and each.statements() for each in facts)
    del facts
    decoding.events.clear()
    said = own.memory.size
    traced()
    own.memory.clear()
    assert 0.5 < said / -traced() < 2


def test_an_answer_that_would_fill_an_eighth_of_the_room_is_given_and_not_kept():
    memory = Memory(largest=8000)
    assert [memory.once("a", lambda: "large", lambda _: 2000) for _ in range(2)] == ["large"] * 2
    assert memory.size == 0
