"""What holds and what answers in cases that are easily got wrong, by both accounts."""

from collections.abc import Sequence
from typing import Any

import pytest

from ecosys.event import Event, Recorded, as_recorded
from ecosys.event.codec import plain
from ecosys.moment import Held
from ecosys.moment.series import choose, statements
from ecosys.values import when
from tests.given import at, event, log, moment, price
from tests.properties import model
from tests.properties.accounts import expected, expected_values, found, found_values, holding

TODAY = "2026-11-22"
RANKS = {"openai": 10, "news": 50, "litellm": 90}


def asked(records: Sequence[Recorded], known_at: str = TODAY, **coordinates: Any) -> list[Held]:
    """What holds with the knowledge of a day, by both accounts."""
    coordinates_then = moment(known_at=known_at, **coordinates)
    assert found(records, coordinates_then) == expected(records, coordinates_then)
    return holding(records, coordinates_then)


def amounts(facts: Sequence[Held]) -> list[str]:
    return [plain(held.event)["components"][0]["amount"] for held in facts]


def shutdowns(facts: Sequence[Held]) -> list[str]:
    return [plain(held.event)["shutdown"] for held in facts]


def in_force(records: Sequence[Recorded], *times: str) -> list[str | None]:
    """The ids of the statements in force at the beginnings of some dates, by both accounts."""
    instants = [at(time) for time in times]
    facts, modelled = asked(records), model.World(records, moment()).holding()
    assert found_values(facts, instants, RANKS) == expected_values(modelled, instants, RANKS)
    (said,) = statements(facts).values()
    choices = [choose(said, instant, RANKS) for instant in instants]
    return [choice.statement.held.id if choice else None for choice in choices]


def corrected(statement: Event, id: str = "correction", **fields: Any) -> Event:
    """A correction, of ours where nothing else is said."""
    return event("corrected", id, event=statement.id, statement=statement,
                 **{"fault": "ours", "why": "a slip", **fields})  # fmt: skip


def retracted(target: str, id: str = "retraction", **fields: Any) -> Event:
    return event("retracted", id, event=target, **{"fault": "ours", "why": "never said", **fields})


def ending(shutdown: str, **fields: Any) -> Event:
    return event("deprecated", "end", subject="openai/o3", occurred="2025-01-02",
                 stated="2025-01-02", shutdown=shutdown, **fields)  # fmt: skip


def moved(target: str, id: str = "move", voice: str = "openai", **fields: Any) -> Event:
    return event("rescheduled", id, event=target, voice=voice, **fields)


def access(value: str, occurred: str = "2025-01-02", **fields: Any) -> Event:
    """Access to openai/o3 is of some kind from a day on."""
    return event("described", value, subject="openai/o3", attribute="access", value=value,
                 occurred=occurred, **fields)  # fmt: skip


def read_again(type: str, source: str, stated: str, target: str) -> Event:
    return event(type, f"{type}-{stated}", source=source, stated=stated, events=[target])


# When something is known


def test_what_was_said_in_a_month_is_known_at_its_end_or_when_it_is_recorded() -> None:
    fact = price("p", "2025-01-02", input="1", stated="2025-01")
    in_time, later = log(fact, recorded_at=at("2025-01-20")), log(fact)
    assert [amounts(asked(in_time, day)) for day in ("2025-01-19", "2025-01-20")] == [[], ["1"]]
    assert [amounts(asked(later, day)) for day in ("2025-01-30", "2025-01-31")] == [[], ["1"]]


def test_a_correction_of_ours_that_does_not_say_when_keeps_the_day_on_which_it_was_said() -> None:
    announced = price("p", "2025-02-01", input="1", stated="2025-01-02")
    records = log(announced, corrected(price("p", "2025-02-01", input="2")))
    assert [amounts(asked(records, day)) for day in ("2025-01-01", "2025-01-02")] == [[], ["2"]]


def test_a_price_said_on_its_day_is_known_from_the_right_day_if_ours_was_a_slip() -> None:
    records = log(
        price("p", "2025-02-01", input="1"), corrected(price("p", "2025-02-03", input="1"))
    )
    days = ("2025-02-02", "2025-02-03")
    assert [amounts(asked(records, day, position=1)) for day in days] == [["1"], ["1"]]
    assert [amounts(asked(records, day)) for day in days] == [[], ["1"]]


def test_a_retraction_by_the_source_silences_only_from_the_day_on_which_it_said_so() -> None:
    withdrawn = retracted("p", fault="source", stated="2025-03-01")
    records = log(price("p", "2025-01-02", input="1"), withdrawn)
    assert [amounts(asked(records, day)) for day in ("2025-02-28", "2025-03-01")] == [["1"], []]


# Which of several stands


@pytest.mark.parametrize(("first", "second"), [("2", "3"), ("3", "2")])
def test_of_two_corrections_said_at_once_the_one_recorded_last_stands(
    first: str, second: str
) -> None:
    right = [price("p", "2025-01-02", input=amount) for amount in (first, second)]
    records = log(
        price("p", "2025-01-02", input="1"), corrected(right[0], "a"), corrected(right[1], "b")
    )
    assert amounts(asked(records)) == [second]


EARLY = moved("end", "early", shutdown="2025-08-01", stated="2025-03-01")
LATE = moved("end", "late", shutdown="2025-09-01", stated="2025-04-01")


@pytest.mark.parametrize("moves", [(EARLY, LATE), (LATE, EARLY)])
def test_the_move_said_last_decides_whatever_the_order_of_recording(
    moves: tuple[Event, ...],
) -> None:
    assert shutdowns(asked(log(ending("2025-07-01"), *moves))) == ["2025-09-01"]


def test_each_date_is_moved_alone() -> None:
    both = moved("end", shutdown="2025-08-01", legacy="2025-04-01", stated="2025-02-01")
    (held,) = asked(log(ending("2025-07-01", legacy="2025-03-01"), both, LATE))
    assert (plain(held.event)["legacy"], plain(held.event)["shutdown"]) == (
        "2025-04-01",
        "2025-09-01",
    )
    assert held.because == (1, 2, 3)


def test_what_names_a_correction_counts_before_the_correction_is_known() -> None:
    correction = corrected(ending("2025-07-02"), fault="source", stated="2025-05-01")
    move = moved("correction", shutdown="2025-09-01", stated="2025-03-01")
    silence = read_again("unstated", "openai", "2025-03-01", "correction")
    for day in ("2025-04-01", "2025-06-01"):
        (held,) = asked(log(ending("2025-07-01"), correction, move, silence), day)
        assert shutdowns([held]) == ["2025-09-01"]
        assert held.unstated


def test_a_move_is_corrected_and_retracted_like_any_statement() -> None:
    wrong = moved("end", shutdown="2025-08-01", stated="2025-03-01")
    right = moved("end", shutdown="2025-09-01")
    records = log(ending("2025-07-01"), wrong, corrected(right), retracted("correction"))
    assert [shutdowns(asked(records, position=place)) for place in (1, 2, 3, 4)] == [
        ["2025-07-01"],
        ["2025-08-01"],
        ["2025-09-01"],
        ["2025-08-01"],
    ]


def test_in_a_sources_own_view_only_its_own_moves_apply() -> None:
    records = log(ending("2025-07-01", voice="litellm"), LATE)
    assert shutdowns(asked(records, source="litellm")) == ["2025-07-01"]
    assert shutdowns(asked(records)) == ["2025-09-01"]


def test_nobody_falls_silent_for_another() -> None:
    silence = read_again("unstated", "openai", "2025-03-01", "open")
    (held,) = asked(log(access("open", voice="litellm"), silence))
    assert not held.unstated


# From when until when


@pytest.mark.parametrize(
    ("occurred", "before", "first"),
    [
        ("2025-02", "2025-01-31T23:59:59.999999Z", "2025-02-01"),
        ("not after 2025-02", "2025-02-28", "2025-03-01"),
        ("2025-01-05..2025-02-03", "2025-02-02", "2025-02-03"),
    ],
)
def test_a_fact_holds_from_the_day_on_which_its_date_makes_it_sure(
    occurred: str, before: str, first: str
) -> None:
    assert in_force(log(access("open", occurred)), before, first) == [None, "open"]


def test_what_was_so_when_first_stated_sorts_before_every_date() -> None:
    records = log(access("open", "unknown"), access("closed", "2025-02-01"))
    assert in_force(records, "1990", "2025-02-01") == ["open", "closed"]


# Who vouches


def vouching(*said: Event, recorded_at: str = "2025-04-15") -> list[Recorded]:
    """What openai said of access, and later the mirror."""
    mirror = access("mirrored", "2025-02-01", stated="2025-04-15", voice="litellm")
    first = log(*said, recorded_at=at(recorded_at))
    return [*first, as_recorded(len(first) + 1, at("2025-04-15"), model.RELEASED, mirror)]


def test_a_voice_vouches_to_the_end_of_the_day_on_which_it_spoke() -> None:
    stated = vouching(access("open", stated="2025-03-01T06:00Z"))
    recorded_then = vouching(access("open"), recorded_at="2025-03-01T06:00Z")
    for records in (stated, recorded_then):
        answers = in_force(records, "2025-03-01T18:00Z", "2025-03-02")
        assert answers == ["open", "mirrored"]


@pytest.mark.parametrize(
    ("wrong", "right", "answering"),
    [("2025-03-01", "2025-04-10", "open"), ("2025-04-10", "2025-03-01", "mirrored")],
)
def test_a_voice_vouches_to_the_day_on_which_it_spoke_not_to_the_one_mistaken_for_it(
    wrong: str, right: str, answering: str
) -> None:
    records = vouching(access("open", stated=wrong), corrected(access("open", stated=right)))
    assert in_force(records, "2025-04-01") == [answering]


@pytest.mark.parametrize(("voice", "answering"), [("openai", "open"), ("news", "mirrored")])
def test_a_move_by_its_voice_vouches_and_a_move_by_another_does_not(
    voice: str, answering: str
) -> None:
    move = moved("open", voice=voice, until="2025-12-01", stated="2025-03-01")
    records = vouching(access("open", stated="2025-01-02"), move)
    assert in_force(records, "2025-02-15") == [answering]


def test_of_equal_ranks_the_later_word_answers_and_only_who_differs_is_a_rival() -> None:
    said = [access(id, voice=voice) for id, voice in (("a", "openai"), ("b", "news"))]
    records = log(*said, access("a", voice="litellm").model_copy(update={"id": "c"}))
    (stated,) = statements(asked(records)).values()
    choice = choose(stated, when.parse("2025-03-01").start, dict.fromkeys(RANKS, 50))
    assert choice is not None
    assert choice.statement.held.id == "c"
    assert [rival.held.id for rival in choice.rivals] == ["b"]
