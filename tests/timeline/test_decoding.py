"""What a question reads: rows; of events only those of which it shows what no row says."""

import pytest

from ecosys.answers.cost import cost
from ecosys.answers.deprecations import deprecations
from ecosys.answers.events import events_after
from ecosys.answers.prices import prices
from ecosys.answers.selection import select
from ecosys.domain.launches import first_launches
from ecosys.domain.models import known_models
from ecosys.domain.prices import in_force
from ecosys.event import codec
from ecosys.log import decoding
from ecosys.log.log import Log
from ecosys.timeline import Timeline


@pytest.fixture
def asking(seeded, monkeypatch):
    """A timeline for which nothing was read yet, and the ids of the events that it reads."""
    read = []

    def noting(decode):
        def decoding(*given):
            event = decode(*given)
            read.append(event.id)
            return event

        return decoding

    timeline = Timeline(Log(seeded.log.database, seeded.log.clock))
    timeline.read_models.catch_up(timeline.head().position)
    decoding.events.clear()
    monkeypatch.setattr(codec, "decode", noting(codec.decode))
    monkeypatch.setattr(codec, "decode_as", noting(codec.decode_as))
    return timeline, read


def test_what_is_read_is_seen(asking):
    timeline, read = asking
    [held] = timeline.held(timeline.moment(), "launched", subject="openai/o3")[:1]
    assert read == []
    assert held.event.subjects == ("openai/o3",)
    assert held.id in read


def test_a_list_of_events_of_a_type_reads_no_others(asking):
    timeline, read = asking
    listed = events_after(timeline, timeline.moment(), 0, 20, select(["retracted"])).rows
    assert {row.type for row in listed} == {"retracted"}
    assert {row.id for row in listed} <= set(read)
    known = set(read)
    assert {each.event.type for each in timeline.log.read() if each.id in known} == {"retracted"}


@pytest.mark.parametrize(
    "ask",
    [
        lambda timeline, moment: timeline.resolve("o3", moment),
        lambda timeline, moment: in_force(timeline.view(moment, "price_changed"), "any"),
        lambda timeline, moment: timeline.project("provider_share", moment, {"basis": "models"}),
        lambda timeline, moment: timeline.project("price_direction", moment),
        lambda timeline, moment: prices(timeline, moment, "openai/o3"),
        prices,
        lambda timeline, moment: first_launches(timeline.view(moment, "launched")),
        lambda timeline, moment: known_models(timeline.view(moment).facts),
        lambda timeline, moment: timeline.project("open_weight_share", moment),
        lambda timeline, moment: timeline.project("timeline", moment),
    ],
    ids=[
        *("a name", "what is in force", "shares by models", "price_direction", "a price", "prices"),
        *("launches", "which are models", "open_weight_share", "timeline"),
    ],
)
def test_no_event_is_read_for_what_the_rows_say(asking, ask):
    timeline, read = asking
    assert ask(timeline, timeline.moment()) is not None
    assert read == []


def test_a_cost_reads_the_price_list_that_it_rests_on(asking):
    timeline, read = asking
    row, _ = cost(timeline, timeline.moment(), "openai/o3", {"input": 1000})
    assert set(read) <= set(row.events)


def test_deprecations_read_at_most_what_they_show(asking):
    timeline, read = asking
    answer = deprecations(timeline, timeline.moment(), subject="openai/gpt-4")
    shown = {id for row in answer.rows for id in row.events}
    assert shown
    assert set(read) <= shown
