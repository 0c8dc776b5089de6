"""What holds at a moment and which value answers: the implementation against the model."""

import shutil
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecosys import when
from ecosys.errors import Refused
from ecosys.event import Event, Recorded, Reference, canonical, plain, recorded
from ecosys.events.alias_moved import AliasMoved
from ecosys.events.confirmed import Confirmed
from ecosys.events.corrected import Corrected
from ecosys.events.deprecated import Deprecated
from ecosys.events.described import Described
from ecosys.events.price_changed import Component, PriceChanged
from ecosys.events.rescheduled import Rescheduled
from ecosys.events.retracted import Retracted
from ecosys.events.unstated import Unstated
from ecosys.hold import Held, hold
from ecosys.moment import Moment
from ecosys.series import Choice, Statement, choose, statements, steps
from ecosys.timeline import Timeline
from tests.properties import model
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

RELEASED = "ecosys"
Row = tuple[object, ...]


def examples(count: int) -> settings:
    """How many histories a property is tried on; the same ones each time."""
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


# What is compared


def shown(held: Held) -> Row:
    """All that an answer may show of what holds."""
    return (
        held.id,
        plain(held.event),
        held.unstated,
        held.cancelled,
        held.voice,
        held.own,
        held.known_from,
        held.position,
        frozenset(held.because),
    )


def expected(standing: model.Standing) -> Row:
    """The same of what holds in the model."""
    return (
        standing.id,
        plain(standing.event),
        standing.unstated,
        standing.cancelled,
        standing.voice,
        standing.own,
        standing.said.counts,
        standing.position,
        standing.because,
    )


def holding(log: Sequence[Recorded], moment: Moment) -> list[Held]:
    return hold(log, moment, released=RELEASED)


def answers(facts: Sequence[Held]) -> list[Row]:
    """What holds, in any order and without the places in the log."""
    return sorted(
        (
            held.id,
            canonical(held.event),
            held.unstated,
            held.voice,
            held.own,
            held.known_from,
            held.last_stated,
            tuple(sorted(held.events)),
        )
        for held in facts
    )


def stated(statement: Statement) -> Row:
    return (
        statement.held.id,
        statement.held.voice,
        statement.held.own,
        statement.start,
        statement.until,
        _plainly(statement.value),
    )


def chosen(choice: Choice | None) -> tuple[Row, list[Row]] | None:
    return None if choice is None else (stated(choice.statement), _sorted(choice.rivals))


def _sorted(rivals: Sequence[Statement]) -> list[Row]:
    return sorted(stated(rival) for rival in rivals)


def modelled(answer: model.Answer | None) -> tuple[Row, list[Row]] | None:
    """The same of the model's answer."""

    def row(value: model.Value) -> Row:
        standing = value.standing
        return (
            standing.id,
            standing.voice,
            standing.own,
            value.start,
            value.until,
            _plainly(value.value),
        )

    return None if answer is None else (row(answer.value), sorted(map(row, answer.rivals)))


def _plainly(value: object) -> str:
    return canonical(value) if isinstance(value, Event) else str(value)


def values(
    facts: Sequence[Held], as_of: int, ranks: Mapping[str, int]
) -> dict[Hashable, tuple[Row, list[Row]] | None]:
    """The value that answers for each series, and its rivals."""
    return {
        series: chosen(choose(said, as_of, ranks)) for series, said in statements(facts).items()
    }


# Properties: the model agrees


@examples(1500)
@given(st.data())
def test_what_holds_at_a_moment_is_what_the_model_says(data: st.DataObject) -> None:
    log = data.draw(histories())
    for _ in range(3):
        moment = data.draw(moments(log))
        found = {held.id: shown(held) for held in holding(log, moment)}
        assert found == {
            standing.id: expected(standing) for standing in model.World(log, moment).holding()
        }


@examples(1500)
@given(st.data(), st.sampled_from(RANKINGS))
def test_the_value_that_answers_and_its_rivals_are_those_of_the_model(
    data: st.DataObject, ranks: Mapping[str, int]
) -> None:
    log = data.draw(histories())
    for _ in range(2):
        moment = data.draw(moments(log))
        found = statements(holding(log, moment))
        modelled_values = model.values(model.World(log, moment).holding())
        assert set(found) == set(modelled_values)
        for series, said in found.items():
            for as_of in INSTANTS:
                assert chosen(choose(said, as_of, ranks)) == modelled(
                    model.answer(modelled_values[series], as_of, ranks)
                )


@examples(500)
@given(st.data(), st.sampled_from(RANKINGS))
def test_the_steps_of_a_series_are_its_values_at_every_instant(
    data: st.DataObject, ranks: Mapping[str, int]
) -> None:
    log = data.draw(histories())
    moment = data.draw(moments(log))
    for said in statements(holding(log, moment)).values():
        ran = steps(said, ranks, INSTANTS[-1])
        for as_of in INSTANTS:
            begun = [choice for turn, choice in ran if turn <= as_of]
            in_force, choice = begun[-1] if begun else None, choose(said, as_of, ranks)
            assert (in_force and in_force.statement) is (choice and choice.statement)


# Properties: time


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
    assert values(now, moment.as_of, ranks) == values(then, moment.as_of, ranks)


@examples(400)
@given(st.data())
def test_what_is_said_later_changes_nothing_of_what_was_known_before(data: st.DataObject) -> None:
    log = data.draw(histories())
    later = data.draw(st.sampled_from(log))
    moment = replace(data.draw(moments(log)), known_at=later.known_from - 1, position=len(log))
    world = model.World(log, moment)
    known = [each.position for each in log if world.said(each).counts <= moment.known_at]
    assert holding(log, moment) == holding(log, replace(moment, position=max(known, default=0)))


@examples(400)
@given(st.data())
def test_a_mistake_of_ours_is_seen_only_at_an_older_position(data: st.DataObject) -> None:
    log = data.draw(histories(max_size=6).flatmap(lambda log: longer(log, *FACTS)))
    moment = data.draw(moments(log))
    after = [*log, silenced(log, log[-1].id)]
    before = holding(log, moment)
    assert holding(after, moment) == before
    at_the_end = replace(moment, position=len(after))
    right = [held for held in holding(log, at_the_end) if held.id != log[-1].id]
    assert holding(after, at_the_end) == right


# Properties: retracting


def silenced(log: Sequence[Recorded], id: str, fault: str = "ours") -> Recorded:
    """A retraction of an event, recorded together with the last of the log."""
    place = len(log) + 1
    retraction = retracted(id, fault, f"retraction-{place}")
    return recorded(place, log[-1].recorded_at, RELEASED, retraction)


@examples(500)
@given(st.data())
def test_retracting_a_correction_leaves_the_world_as_it_was_before_both(
    data: st.DataObject,
) -> None:
    log = data.draw(histories(max_size=7))
    wrong = data.draw(longer(log, "corrected"))
    after = [*wrong, silenced(wrong, wrong[-1].id)]
    moment = replace(data.draw(moments(log)), position=len(after))
    assert holding(after, moment) == holding(log, moment)


@examples(400)
@given(st.data(), st.sampled_from(["ours", "source"]))
def test_retracting_a_retraction_leaves_the_world_as_it_was_before_both(
    data: st.DataObject, fault: str
) -> None:
    log = data.draw(histories(max_size=7))
    wrong = [*log, silenced(log, data.draw(st.sampled_from(log)).id, fault)]
    after = [*wrong, silenced(wrong, wrong[-1].id)]
    moment = replace(data.draw(moments(log)), position=len(after))
    assert holding(after, moment) == holding(log, moment)


# Properties: order


def _recorded_again(records: Sequence[Recorded], now: int) -> list[Recorded]:
    """The same events, recorded one after the other at one instant."""
    return [
        recorded(place, now, record.origin, record.event)
        for place, record in enumerate(records, start=1)
    ]


@examples(300)
@given(st.data())
def test_events_about_different_things_may_be_recorded_in_any_order(data: st.DataObject) -> None:
    one = data.draw(histories(max_size=6, subjects=SUBJECTS[:2], prefix="a", pauses=(0,)))
    other = data.draw(histories(max_size=6, subjects=SUBJECTS[2:], prefix="b", pauses=(0,)))
    turns = data.draw(st.permutations([0] * len(one) + [1] * len(other)))
    streams = (iter(one), iter(other))
    mixed = _recorded_again([next(streams[turn]) for turn in turns], BEGINNING)
    moment = replace(data.draw(moments(mixed)), position=len(mixed))
    after = _recorded_again([*one, *other], BEGINNING)
    assert answers(holding(mixed, moment)) == answers(holding(after, moment))


@examples(500)
@given(st.data(), st.sampled_from(RANKINGS))
def test_where_no_two_were_said_at_once_the_order_of_recording_does_not_matter(
    data: st.DataObject, ranks: Mapping[str, int]
) -> None:
    log = data.draw(histories())
    now = when.parse("2025-06-01").start
    said = data.draw(st.permutations(range(10, 10 + len(log))))
    events = [
        _said_at(record.event, f"2025-01-{day}") for record, day in zip(log, said, strict=True)
    ]
    first = [
        recorded(place, now, record.origin, event)
        for place, (record, event) in enumerate(zip(log, events, strict=True), start=1)
    ]
    second = _recorded_again(_shuffled(first, data.draw(st.permutations(first))), now)
    moment = replace(data.draw(moments(first)), position=len(log))
    assert answers(holding(first, moment)) == answers(holding(second, moment))
    assert values(holding(first, moment), moment.as_of, ranks) == values(
        holding(second, moment), moment.as_of, ranks
    )


def _said_at(event: Event, day: str) -> Event:
    """The event, said on another day by its source."""
    changed: dict[str, Any] = {"stated": when.parse(day)}
    if isinstance(event, Corrected | Retracted):
        changed["fault"] = "source"
    return event.model_copy(update=changed)


def _shuffled(log: Sequence[Recorded], wanted: Sequence[Recorded]) -> list[Recorded]:
    """The records as near to the order wanted as their references allow."""
    placed: dict[str, Recorded] = {}
    while len(placed) < len(log):
        ready = (each for each in wanted if each.id not in placed)
        record = next(each for each in ready if all(name in placed for name in each.event.targets))
        placed[record.id] = record
    return list(placed.values())


# Properties: the database


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
    for (now, origin), batch in groupby(log, key=lambda each: (each.recorded_at, each.origin)):
        times.append(now)
        timeline.log.append([each.event for each in batch], origin=origin)
    return timeline


@examples(60)
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
            assert timeline.held(moment, *sorted(types), subject=subject) == [
                held
                for held in holding(log, moment)
                if (not types or held.event.type in types) and _is_about(held.event, subject)
            ]
        timeline.log.database.close()


def _is_about(event: Event, subject: str | None) -> bool:
    return subject is None or any(
        each == subject or each.startswith(f"{subject}/") for each in event.subjects
    )


@examples(30)
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


# Examples

NOW = "2025-06-01"
SOURCES = (Reference(source="openai"),)


def priced(amount: str = "1", occurred: str = "2025-01-02", **fields: Any) -> PriceChanged:
    """openai/o3 costs so much from a day on."""
    return PriceChanged(
        **{
            "type": "price_changed",
            "version": 1,
            "id": "price",
            "subject": "openai/o3",
            "occurred": occurred,
            "sources": SOURCES,
            "components": (Component(direction="input", amount=amount),),
            **fields,
        }
    )


def ending(shutdown: str, **fields: Any) -> Deprecated:
    """openai/o3 ends on a day."""
    return Deprecated(
        **{
            "type": "deprecated",
            "version": 1,
            "id": "end",
            "subject": "openai/o3",
            "occurred": "2025-01-02",
            "stated": "2025-01-02",
            "shutdown": shutdown,
            "sources": SOURCES,
            **fields,
        }
    )


def described(value: str, occurred: str = "2025-01-02", **fields: Any) -> Described:
    """Access to openai/o3 is of some kind from a day on."""
    return Described(
        **{
            "type": "described",
            "version": 1,
            "id": f"access-{value}",
            "subject": "openai/o3",
            "attribute": "access",
            "value": value,
            "occurred": occurred,
            "sources": SOURCES,
            **fields,
        }
    )


def corrected(statement: Event, fault: str, id: str = "correction", **fields: Any) -> Corrected:
    return Corrected(
        **{
            "type": "corrected",
            "version": 1,
            "id": id,
            "event": statement.id,
            "statement": statement,
            "fault": fault,
            "why": "a slip",
            **fields,
        }
    )


def retracted(event: str, fault: str = "ours", id: str = "retraction", **fields: Any) -> Retracted:
    return Retracted(
        **{
            "type": "retracted",
            "version": 1,
            "id": id,
            "event": event,
            "fault": fault,
            "why": "never said",
            **fields,
        }
    )


def moved(event: str, id: str = "move", **fields: Any) -> Rescheduled:
    return Rescheduled(
        **{
            "type": "rescheduled",
            "version": 1,
            "id": id,
            "event": event,
            "sources": SOURCES,
            **fields,
        }
    )


def confirmed(stated: str, source: str, *events: str) -> Confirmed:
    data = {"stated": stated, "source": source, "events": events}
    return Confirmed(**{"type": "confirmed", "version": 1, "id": f"{source}-{stated}", **data})


def unstated(stated: str, source: str, *events: str) -> Unstated:
    data = {"stated": stated, "source": source, "events": events}
    return Unstated(**{"type": "unstated", "version": 1, "id": "silence", **data})


def logged(*events: Event, now: str = NOW, origin: str = RELEASED) -> list[Recorded]:
    at = when.parse(now).start
    return [recorded(place, at, origin, event) for place, event in enumerate(events, start=1)]


def asked(
    log: Sequence[Recorded],
    known_at: str = NOW,
    position: int | None = None,
    source: str | None = None,
) -> list[Held]:
    """What holds with the knowledge of a day's beginning, by both accounts."""
    known = when.parse(known_at).start
    moment = Moment(known, known, len(log) if position is None else position, source)
    found = holding(log, moment)
    assert {held.id: shown(held) for held in found} == {
        standing.id: expected(standing) for standing in model.World(log, moment).holding()
    }
    return found


def amounts(facts: Sequence[Held]) -> list[str]:
    return [
        held.event.components[0].amount for held in facts if isinstance(held.event, PriceChanged)
    ]


def shutdowns(facts: Sequence[Held]) -> list[str | None]:
    return [held.event.shutdown for held in facts if isinstance(held.event, Deprecated)]


def in_force(log: Sequence[Recorded], as_of: str, ranks: Mapping[str, int]) -> str | None:
    """The id of the statement in force at a day's beginning, by both accounts."""
    at = when.parse(as_of).start
    moment = Moment(at, when.parse(NOW).start, len(log))
    (said,) = statements(asked(log)).values()
    (modelled_values,) = model.values(model.World(log, moment).holding()).values()
    choice = choose(said, at, ranks)
    assert chosen(choice) == modelled(model.answer(modelled_values, at, ranks))
    return choice.statement.held.id if choice else None


def test_a_fact_is_known_from_the_day_on_which_it_was_said() -> None:
    log = logged(priced(stated="2025-01-10"))
    assert [amounts(asked(log, day)) for day in ("2025-01-09", "2025-01-10")] == [[], ["1"]]


def test_what_was_said_in_a_month_is_known_at_its_end_or_when_it_is_recorded() -> None:
    in_time = logged(priced(stated="2025-01"), now="2025-01-20")
    later = logged(priced(stated="2025-01"))
    assert [amounts(asked(in_time, day)) for day in ("2025-01-19", "2025-01-20")] == [[], ["1"]]
    assert [amounts(asked(later, day)) for day in ("2025-01-31", "2025-02-01")] == [[], ["1"]]


def test_a_correction_of_ours_shows_the_slip_only_at_the_older_position() -> None:
    log = logged(priced("1"), corrected(priced("2"), "ours"))
    assert amounts(asked(log, "2025-01-02", position=1)) == ["1"]
    assert amounts(asked(log, "2025-01-02")) == ["2"]


def test_a_correction_of_the_source_counts_from_the_day_on_which_it_said_so() -> None:
    log = logged(priced("1"), corrected(priced("2"), "source", stated="2025-03-01"))
    assert amounts(asked(log, "2025-02-28")) == ["1"]
    assert amounts(asked(log, "2025-03-01")) == ["2"]


def test_where_the_slip_was_the_day_itself_nothing_is_known_before_the_right_day() -> None:
    right = priced("2", stated="2025-01-20")
    log = logged(priced("1", stated="2025-01-10"), corrected(right, "ours"))
    assert amounts(asked(log, "2025-01-15")) == []
    assert amounts(asked(log, "2025-01-20")) == ["2"]


def test_a_correction_of_ours_that_does_not_say_when_keeps_the_day_on_which_it_was_said() -> None:
    announced = priced("1", "2025-02-01", stated="2025-01-02")
    log = logged(announced, corrected(priced("2", "2025-02-01"), "ours"))
    assert amounts(asked(log, "2025-01-15")) == ["2"]


def test_of_two_corrections_the_one_said_last_stands_whatever_their_order() -> None:
    early = corrected(priced("2"), "source", "early", stated="2025-03-01")
    late = corrected(priced("3"), "source", "late", stated="2025-04-01")
    assert amounts(asked(logged(priced(), early, late))) == ["3"]
    assert amounts(asked(logged(priced(), late, early))) == ["3"]


def test_of_two_corrections_said_at_once_the_one_recorded_last_stands() -> None:
    first = corrected(priced("2"), "ours", "first")
    second = corrected(priced("3"), "ours", "second")
    assert amounts(asked(logged(priced(), first, second))) == ["3"]
    assert amounts(asked(logged(priced(), second, first))) == ["2"]


def test_retracting_a_correction_revives_what_it_hid() -> None:
    first = corrected(priced("2"), "ours", "first")
    second = corrected(priced("3"), "ours", "second")
    log = logged(priced("1"), first, second, retracted("second"), retracted("first", id="both"))
    assert [amounts(asked(log, position=place)) for place in range(1, 6)] == [
        ["1"],
        ["2"],
        ["3"],
        ["2"],
        ["1"],
    ]


def test_retracting_a_retraction_revives_what_it_silenced() -> None:
    log = logged(priced(), retracted("price"), retracted("retraction", id="back"))
    assert [amounts(asked(log, position=place)) for place in (1, 2, 3)] == [["1"], [], ["1"]]


def test_a_retraction_by_the_source_silences_only_from_the_day_on_which_it_said_so() -> None:
    log = logged(priced(), retracted("price", "source", stated="2025-03-01"))
    assert [amounts(asked(log, day)) for day in ("2025-02-28", "2025-03-01")] == [["1"], []]


def test_a_correction_is_not_corrected_and_speaks_of_nothing_else(tmp_path: Path) -> None:
    timeline = Timeline.open(tmp_path / "log.db", clock=lambda: when.parse(NOW).start)
    correction = corrected(priced("2"), "ours")
    timeline.append([priced("1"), correction])
    about_it = correction.model_copy(update={"id": "again", "event": "correction"})
    with pytest.raises(Refused):
        timeline.append([about_it])
    with pytest.raises(Refused):
        timeline.append([corrected(priced("2", subject="openai/o4"), "ours", "else")])
    with pytest.raises(Refused):
        timeline.append([corrected(described("open", id="price"), "ours", "else")])


def test_a_move_that_is_known_moves_the_date_and_one_that_is_not_does_not() -> None:
    log = logged(ending("2025-07-01"), moved("end", shutdown="2025-09-01", stated="2025-03-01"))
    assert shutdowns(asked(log, "2025-02-28")) == ["2025-07-01"]
    assert shutdowns(asked(log, "2025-03-01")) == ["2025-09-01"]


def test_the_move_said_last_decides_whatever_the_order_of_recording() -> None:
    early = moved("end", "early", shutdown="2025-08-01", stated="2025-03-01")
    late = moved("end", "late", shutdown="2025-09-01", stated="2025-04-01")
    assert shutdowns(asked(logged(ending("2025-07-01"), early, late))) == ["2025-09-01"]
    assert shutdowns(asked(logged(ending("2025-07-01"), late, early))) == ["2025-09-01"]


def test_each_date_is_moved_alone() -> None:
    log = logged(
        ending("2025-07-01", legacy="2025-03-01"),
        moved("end", "first", shutdown="2025-08-01", legacy="2025-04-01", stated="2025-02-01"),
        moved("end", "second", shutdown="2025-09-01", stated="2025-03-01"),
    )
    (held,) = asked(log)
    assert isinstance(held.event, Deprecated)
    assert (held.event.legacy, held.event.shutdown) == ("2025-04-01", "2025-09-01")
    assert held.because == (1, 2, 3)


def test_what_was_called_off_does_not_hold_until_it_gets_a_new_date() -> None:
    log = logged(
        ending("2025-07-01"),
        moved("end", "off", cancelled=True, stated="2025-03-01"),
        moved("end", "on", shutdown="2025-09-01", stated="2025-04-01"),
    )
    assert shutdowns(asked(log, "2025-02-28")) == ["2025-07-01"]
    assert shutdowns(asked(log, "2025-03-15")) == []
    assert shutdowns(asked(log, "2025-04-15")) == ["2025-09-01"]


def test_a_move_may_name_a_correction_and_moves_what_stands_in_its_place() -> None:
    log = logged(
        ending("2025-07-01"),
        corrected(ending("2025-07-02"), "ours"),
        moved("correction", shutdown="2025-09-01", stated="2025-03-01"),
    )
    assert shutdowns(asked(log)) == ["2025-09-01"]


def test_a_move_that_names_a_correction_is_known_before_the_correction_is() -> None:
    log = logged(
        ending("2025-07-01"),
        corrected(ending("2025-07-02"), "source", stated="2025-05-01"),
        moved("correction", shutdown="2025-09-01", stated="2025-03-01"),
    )
    assert shutdowns(asked(log, "2025-04-01")) == ["2025-09-01"]


def test_silence_about_a_correction_is_known_before_the_correction_is() -> None:
    log = logged(
        ending("2025-07-01"),
        corrected(ending("2025-07-02"), "source", stated="2025-05-01"),
        unstated("2025-03-01", "openai", "correction"),
    )
    assert [held.unstated for held in asked(log, "2025-04-01")] == [True]


def test_a_move_is_corrected_and_retracted_like_any_statement() -> None:
    wrong = moved("end", shutdown="2025-08-01", stated="2025-03-01")
    right = moved("end", shutdown="2025-09-01")
    log = logged(ending("2025-07-01"), wrong, corrected(right, "ours"), retracted("correction"))
    assert [shutdowns(asked(log, position=place)) for place in (1, 2, 3, 4)] == [
        ["2025-07-01"],
        ["2025-08-01"],
        ["2025-09-01"],
        ["2025-08-01"],
    ]


def test_in_a_sources_own_view_only_its_own_moves_apply() -> None:
    log = logged(
        ending("2025-07-01", voice="litellm"),
        moved("end", shutdown="2025-09-01", stated="2025-03-01"),
    )
    assert shutdowns(asked(log, source="litellm")) == ["2025-07-01"]
    assert shutdowns(asked(log)) == ["2025-09-01"]


def test_what_a_source_no_longer_states_it_forgets_but_others_remember() -> None:
    log = logged(
        priced(voice="litellm", stated="2025-01-02"), unstated("2025-03-01", "litellm", "price")
    )
    assert amounts(asked(log, "2025-02-01", source="litellm")) == ["1"]
    assert amounts(asked(log, source="litellm")) == []
    assert [held.unstated for held in asked(log)] == [True]


def test_what_a_source_states_again_it_remembers() -> None:
    log = logged(
        priced(voice="litellm"),
        unstated("2025-03-01", "litellm", "price"),
        confirmed("2025-04-01", "litellm", "price"),
    )
    assert [held.unstated for held in asked(log, "2025-03-15")] == [True]
    assert [held.unstated for held in asked(log)] == [False]


def test_nobody_falls_silent_for_another() -> None:
    log = logged(priced(voice="litellm"), unstated("2025-03-01", "openai", "price"))
    assert [held.unstated for held in asked(log)] == [False]


SELLER_FIRST = {"openai": 10, "litellm": 90}


def test_a_fact_holds_from_the_first_instant_of_its_interval() -> None:
    log = logged(described("open", "2025-02"))
    assert [in_force(log, day, SELLER_FIRST) for day in ("2025-01-31", "2025-02-01")] == [
        None,
        "access-open",
    ]


def test_what_was_seen_by_the_end_of_a_month_holds_from_its_last_instant() -> None:
    log = logged(described("open", "not after 2025-02"))
    assert [in_force(log, day, SELLER_FIRST) for day in ("2025-02-28", "2025-03-01")] == [
        None,
        "access-open",
    ]


def test_what_was_so_when_first_stated_sorts_before_every_date() -> None:
    log = logged(described("open", "unknown"), described("closed", "2025-02-01"))
    assert [in_force(log, day, SELLER_FIRST) for day in ("1990-01-01", "2025-02-01")] == [
        "access-open",
        "access-closed",
    ]


def test_not_before_a_date_never_holds_by_itself() -> None:
    assert statements(asked(logged(described("open", "not before 2025-02-01")))) == {}


def test_after_the_end_of_a_statement_the_older_one_answers_again() -> None:
    log = logged(
        described("open", "2025-01-02"),
        described("closed", "2025-02-01", until="2025-03-01"),
    )
    assert [in_force(log, day, SELLER_FIRST) for day in ("2025-02-28", "2025-03-01")] == [
        "access-closed",
        "access-open",
    ]


def test_the_better_rank_answers_while_it_vouches() -> None:
    log = logged(
        described("open", "2025-01-02", stated="2025-01-02"),
        confirmed("2025-03-01", "openai", "access-open"),
        described("closed", "2025-02-01", stated="2025-02-01", voice="litellm"),
        confirmed("2025-05-01", "litellm", "access-closed"),
    )
    days = ("2025-02-15", "2025-03-01", "2025-03-02", "2025-05-02")
    assert [in_force(log, day, SELLER_FIRST) for day in days] == [
        "access-open",
        "access-open",
        "access-closed",
        "access-closed",
    ]


def test_a_voice_vouches_to_the_end_of_the_day_on_which_it_spoke() -> None:
    log = logged(
        described("open", "2025-01-02", stated="2025-03-01T06:00Z"),
        described("closed", "2025-02-01", stated="2025-04-01", voice="litellm"),
    )
    assert in_force(log, "2025-03-01T18:00Z", SELLER_FIRST) == "access-open"
    assert in_force(log, "2025-03-02", SELLER_FIRST) == "access-closed"


def test_a_voice_vouches_to_the_end_of_the_day_on_which_its_word_was_recorded() -> None:
    (first,) = logged(described("open", "2025-01-02"), now="2025-03-01T06:00Z")
    later = described("closed", "2025-02-01", stated="2025-04-01", voice="litellm")
    log = [first, recorded(2, when.parse("2025-04-01").start, RELEASED, later)]
    assert in_force(log, "2025-03-01T18:00Z", SELLER_FIRST) == "access-open"
    assert in_force(log, "2025-03-02", SELLER_FIRST) == "access-closed"


def test_a_voice_vouches_to_the_day_on_which_it_spoke_not_to_the_one_mistaken_for_it() -> None:
    for wrong, right in (("2025-03-01", "2025-05-01"), ("2025-05-01", "2025-03-01")):
        log = logged(
            described("open", "2025-01-02", stated=wrong),
            corrected(described("open", "2025-01-02", stated=right), "ours"),
            described("closed", "2025-02-01", stated="2025-05-15", voice="litellm"),
        )
        still = "access-open" if right == "2025-05-01" else "access-closed"
        assert in_force(log, "2025-04-01", SELLER_FIRST) == still


def test_a_move_by_its_voice_vouches_and_a_move_by_another_does_not() -> None:
    for mover, answering in (("openai", "access-open"), ("news", "access-closed")):
        log = logged(
            described("open", "2025-01-02", stated="2025-01-02"),
            moved("access-open", until="2025-12-01", stated="2025-03-01", voice=mover),
            described("closed", "2025-02-01", stated="2025-05-01", voice="litellm"),
        )
        assert in_force(log, "2025-02-15", SELLER_FIRST) == answering


def test_what_a_user_adds_answers_from_its_day_on() -> None:
    released = logged(
        described("open", "2025-01-02", stated="2025-01-02"),
        confirmed("2025-05-30", "openai", "access-open"),
    )
    own = described("closed", "2025-02-01", stated="2025-02-01", voice="litellm")
    log = [*released, recorded(3, when.parse(NOW).start, "laptop", own)]
    assert [in_force(log, day, SELLER_FIRST) for day in ("2025-01-31", "2025-05-01")] == [
        "access-open",
        "access-closed",
    ]


def test_voices_that_differ_are_shown_as_rivals() -> None:
    log = logged(
        described("open", id="one"),
        described("closed", id="two", voice="litellm"),
        described("open", id="three", voice="news"),
    )
    (said,) = statements(asked(log)).values()
    choice = choose(said, when.parse("2025-03-01").start, dict.fromkeys(VOICES, 50))
    assert choice is not None
    rivals = {rival.held.id for rival in choice.rivals}
    assert (choice.statement.held.id, rivals) == ("three", {"two"})


def test_what_a_correction_no_longer_speaks_of_is_not_found_there(tmp_path: Path) -> None:
    wrong = AliasMoved(
        **{
            "type": "alias_moved",
            "version": 1,
            "id": "alias",
            "alias": "openai/latest",
            "from": "openai/o3",
            "to": "openai/o4",
            "occurred": "2025-01-02",
            "sources": SOURCES,
        }
    )
    right = wrong.model_copy(update={"from_": None})
    timeline = Timeline.open(tmp_path / "log.db", clock=lambda: when.parse(NOW).start)
    timeline.append([wrong, corrected(right, "ours")])
    now = timeline.moment()
    assert [held.id for held in timeline.held(now, subject="openai/o4")] == ["alias"]
    assert timeline.held(now, subject="openai/o3") == []
