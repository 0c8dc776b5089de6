"""What holds at a moment and which value answers: the implementation against the model."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.event import Event, Recorded, as_recorded
from ecosys.events.corrected import Corrected
from ecosys.events.retracted import Retracted
from ecosys.moment import Held
from ecosys.moment.series import choose, statements, steps
from ecosys.timeline import Timeline
from ecosys.values import when
from tests import given as made
from tests.properties import examples, model
from tests.properties.accounts import (
    expected,
    expected_values,
    found,
    found_values,
    holding,
)
from tests.properties.histories import (
    BEGINNING,
    FACTS,
    INSTANTS,
    RANKINGS,
    SUBJECTS,
    VOICES,
    histories,
    longer,
    moments,
)

# The model agrees


@examples(1200)
@given(st.data())
def test_what_holds_at_a_moment_is_what_the_model_says(data: st.DataObject) -> None:
    log = data.draw(histories())
    for _ in range(3):
        moment = data.draw(moments(log))
        assert found(log, moment) == expected(log, moment)


@examples(1000)
@given(st.data(), st.sampled_from(RANKINGS))
def test_the_value_that_answers_and_its_rivals_are_those_of_the_model(
    data: st.DataObject, ranks: Mapping[str, int]
) -> None:
    log = data.draw(histories())
    for _ in range(2):
        moment = data.draw(moments(log))
        facts, modelled = holding(log, moment), model.World(log, moment).holding()
        assert found_values(facts, INSTANTS, ranks) == expected_values(modelled, INSTANTS, ranks)


@examples(500)
@given(st.data(), st.sampled_from(RANKINGS))
def test_the_steps_of_a_series_are_its_values_at_every_instant(
    data: st.DataObject, ranks: Mapping[str, int]
) -> None:
    log = data.draw(histories())
    for said in statements(holding(log, data.draw(moments(log)))).values():
        ran = steps(said, ranks, INSTANTS[-1])
        for as_of in INSTANTS:
            begun = [choice for turn, choice in ran if turn <= as_of]
            in_force, choice = begun[-1] if begun else None, choose(said, as_of, ranks)
            assert (in_force and in_force.statement) is (choice and choice.statement)


@examples(300)
@given(st.data())
def test_history_adds_only_what_is_marked_and_what_the_source_asked_said(
    data: st.DataObject,
) -> None:
    log = data.draw(histories())
    moment = data.draw(moments(log))
    told = holding(log, moment, history=True)
    added = [held for held in told if held.superseded or held.cancelled]
    assert [held for held in told if held not in added] == holding(log, moment)
    assert all(held.event.type in FACTS for held in added)
    assert all(moment.source in (None, held.voice) for held in added)


# Time


@examples(400)
@given(st.data(), st.sampled_from(RANKINGS))
def test_what_is_appended_later_changes_no_answer_at_an_older_position(
    data: st.DataObject, ranks: Mapping[str, int]
) -> None:
    log = data.draw(histories())
    before = log[: data.draw(st.integers(1, len(log)))]
    moment = data.draw(moments(before))
    then, now = holding(before, moment), holding(log, moment)
    assert now == then
    assert found_values(now, [moment.as_of], ranks) == found_values(then, [moment.as_of], ranks)


@examples(200)
@given(st.data(), st.sampled_from(VOICES))
def test_a_source_that_is_imported_later_answers_at_an_older_position_what_it_did(
    data: st.DataObject, source: str
) -> None:
    log = data.draw(histories())
    moment = replace(data.draw(moments(log)), source=source)
    id = f"{source}/~read@2025-01-03"
    reading = made.event("confirmed", id, source=source, stated="2025-01-03")
    later = [*log, as_recorded(len(log) + 1, log[-1].recorded_at, "ecosys", reading)]
    assert holding(later, moment) == holding(log, moment)


@examples(400)
@given(st.data())
def test_what_is_said_later_changes_nothing_of_what_was_known_before(data: st.DataObject) -> None:
    log = data.draw(histories())
    later = data.draw(st.sampled_from(log))
    moment = replace(data.draw(moments(log)), known_at=later.known_from - 1, position=len(log))
    world = model.World(log, moment)
    known = [record.position for record in log if world.is_known(record)]
    assert holding(log, moment) == holding(log, replace(moment, position=max(known, default=0)))


@examples(400)
@given(st.data())
def test_a_mistake_of_ours_is_seen_only_at_an_older_position(data: st.DataObject) -> None:
    log = data.draw(histories(max_size=6).flatmap(lambda log: longer(log, *FACTS)))
    moment = data.draw(moments(log))
    after = silenced(log, log[-1].id)
    assert holding(after, moment) == holding(log, moment)
    at_the_end = replace(moment, position=len(after))
    right = [held for held in holding(log, at_the_end) if held.id != log[-1].id]
    assert holding(after, at_the_end) == right


# Retracting


def silenced(log: Sequence[Recorded], id: str, fault: str = "ours") -> list[Recorded]:
    """The log and a retraction of an event, recorded together with its last."""
    place = len(log) + 1
    retraction = made.event("retracted", f"retraction-{place}", event=id, fault=fault, why="wrong")
    return [*log, as_recorded(place, log[-1].recorded_at, model.RELEASED, retraction)]


@examples(500)
@given(st.data())
def test_retracting_a_correction_leaves_the_world_as_it_was_before_both(
    data: st.DataObject,
) -> None:
    log = data.draw(histories(max_size=7))
    wrong = data.draw(longer(log, "corrected"))
    after = silenced(wrong, wrong[-1].id)
    moment = replace(data.draw(moments(log)), position=len(after))
    assert holding(after, moment) == holding(log, moment)


@examples(400)
@given(st.data(), st.sampled_from(["ours", "source"]))
def test_retracting_a_retraction_leaves_the_world_as_it_was_before_both(
    data: st.DataObject, fault: str
) -> None:
    log = data.draw(histories(max_size=7))
    wrong = silenced(log, data.draw(st.sampled_from(log)).id, fault)
    after = silenced(wrong, wrong[-1].id)
    moment = replace(data.draw(moments(log)), position=len(after))
    assert holding(after, moment) == holding(log, moment)


# Order


@examples(300)
@given(st.data())
def test_events_about_different_things_may_be_recorded_in_any_order(data: st.DataObject) -> None:
    one = data.draw(histories(max_size=6, subjects=SUBJECTS[:2], prefix="a", pauses=(0,)))
    other = data.draw(histories(max_size=6, subjects=SUBJECTS[2:], prefix="b", pauses=(0,)))
    turns = data.draw(st.permutations([0] * len(one) + [1] * len(other)))
    streams = (iter(one), iter(other))
    mixed = recorded_again([next(streams[turn]) for turn in turns], BEGINNING)
    after = recorded_again([*one, *other], BEGINNING)
    moment = replace(data.draw(moments(mixed)), position=len(mixed))
    assert unplaced(holding(mixed, moment)) == unplaced(holding(after, moment))


@examples(500)
@given(st.data(), st.sampled_from(RANKINGS))
def test_where_no_two_were_said_at_once_the_order_of_recording_does_not_matter(
    data: st.DataObject, ranks: Mapping[str, int]
) -> None:
    log = data.draw(histories())
    days = data.draw(st.permutations(range(10, 10 + len(log))))
    said = [
        replace(record, event=said_on(record.event, f"2025-01-{day}"))
        for record, day in zip(log, days, strict=True)
    ]
    now = when.parse("2025-06-01").start
    one = recorded_again(said, now)
    other = recorded_again(in_an_order_allowed(data.draw(st.permutations(said))), now)
    moment = replace(data.draw(moments(one)), position=len(log))
    facts, again = holding(one, moment), holding(other, moment)
    assert unplaced(facts) == unplaced(again)
    assert found_values(facts, [moment.as_of], ranks) == found_values(again, [moment.as_of], ranks)


def recorded_again(records: Sequence[Recorded], now: int) -> list[Recorded]:
    """The same events, recorded one after the other at one instant."""
    return [
        as_recorded(place, now, each.origin, each.event)
        for place, each in enumerate(records, start=1)
    ]


def unplaced(facts: Sequence[Held]) -> list[Held]:
    """What holds, whatever its places in the log are."""
    found = (
        held._replace(position=0, because=(), events=tuple(sorted(held.events))) for held in facts
    )
    return sorted(found, key=attrgetter("id"))


def said_on(event: Event, day: str) -> Event:
    """The event, said on another day by its source."""
    changed: dict[str, Any] = {"stated": when.parse(day)}
    if isinstance(event, Corrected | Retracted):
        changed["fault"] = "source"
    return event.model_copy(update=changed)


def in_an_order_allowed(wanted: Sequence[Recorded]) -> list[Recorded]:
    """The records as near to the order wanted as their references allow."""
    placed: dict[str, Recorded] = {}
    while len(placed) < len(wanted):
        waiting = (each for each in wanted if each.id not in placed)
        record = next(each for each in waiting if placed.keys() >= set(each.event.targets))
        placed[record.id] = record
    return list(placed.values())


# The database


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "log.db"
    Timeline.open(path).log.database.close()
    return path


def written(path: Path, log: Sequence[Recorded]) -> Timeline:
    """A timeline to which the records were appended at their times."""
    times = [BEGINNING]
    timeline = Timeline.open(path, clock=lambda: times[-1])
    for (now, origin), batch in groupby(log, key=attrgetter("recorded_at", "origin")):
        times.append(now)
        timeline.log.append([each.event for each in batch], origin=origin)
    return timeline


@examples(100)
@given(st.data())
def test_reading_by_type_and_subject_is_reading_all_and_choosing(
    empty: Path, data: st.DataObject
) -> None:
    log = data.draw(histories(max_size=12))
    with TemporaryDirectory() as folder:
        timeline = written(Path(shutil.copy(empty, folder)), log)
        assert timeline.records() == log
        for _ in range(4):
            moment = data.draw(moments(log))
            types = data.draw(st.sets(st.sampled_from(sorted(FACTS))))
            subject = data.draw(st.sampled_from([None, "openai", *SUBJECTS]))
            chosen = [
                held
                for held in holding(log, moment)
                if (not types or held.event.type in types) and is_about(held.event, subject)
            ]
            assert timeline.held(moment, *sorted(types), subject=subject) == chosen
            asked_all = Timeline(timeline.log)
            asked_all.held(moment)
            assert asked_all.held(moment, *sorted(types), subject=subject) == chosen
        timeline.log.database.close()


@examples(60)
@given(st.data())
def test_who_asks_of_many_moments_is_answered_as_who_asks_of_each_alone(
    empty: Path, data: st.DataObject
) -> None:
    log = data.draw(histories(max_size=12))
    with TemporaryDirectory() as folder:
        timeline = written(Path(shutil.copy(empty, folder)), log)
        types = sorted(data.draw(st.sets(st.sampled_from(sorted(FACTS)))))
        history = data.draw(st.booleans())
        for _ in range(6):
            moment = data.draw(moments(log))
            alone = Timeline(timeline.log).held(moment, *types, history=history)
            assert timeline.held(moment, *types, history=history) == alone
        timeline.log.database.close()


def is_about(event: Event, subject: str | None) -> bool:
    return subject is None or any(
        each == subject or each.startswith(f"{subject}/") for each in event.subjects
    )


def test_what_a_correction_no_longer_speaks_of_is_not_found_there(timeline: Timeline) -> None:
    fields = {"alias": "openai/latest", "to": "openai/o4", "occurred": "2025-01-02"}
    wrong = made.event("alias_moved", "a", **{**fields, "from": "openai/o3"})
    right = wrong.model_copy(update={"from_": None})
    correction = made.event("corrected", "c", event="a", statement=right, fault="ours", why="x")
    timeline.append([wrong, correction])
    now = timeline.moment()
    assert [held.id for held in timeline.held(now, subject="openai/o4")] == ["a"]
    assert timeline.held(now, subject="openai/o3") == []


@examples(50)
@given(st.data())
def test_a_timeline_answers_about_the_past_as_it_did_before_more_was_appended(
    empty: Path, data: st.DataObject
) -> None:
    log = data.draw(histories(max_size=10))
    half = log[: data.draw(st.integers(1, len(log)))]
    with TemporaryDirectory() as folder:
        path = Path(shutil.copy(empty, folder))
        timeline = written(path, half)
        asked = [data.draw(moments(half)) for _ in range(4)]
        before = [timeline.held(moment, subject="openai") for moment in asked]
        timeline.log.database.close()
        timeline = written(path, log)  # what is known keeps its place
        assert [timeline.held(moment, subject="openai") for moment in asked] == before
        timeline.log.database.close()
