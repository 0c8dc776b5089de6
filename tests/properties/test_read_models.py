"""Read models: however the log grew, their rows are what a fold of the whole log gives."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.answers.changes import differences
from ecosys.domain.compared import State
from ecosys.event import Event
from ecosys.log.reader import Reader
from ecosys.moment import View
from ecosys.moment.series import Choice, Statement
from ecosys.timeline import Timeline
from ecosys.timeline.folded_facts import FoldedFacts
from ecosys.timeline.stored_facts import StoredFacts
from ecosys.values.memory import Memory
from tests import given as made
from tests.properties import examples
from tests.properties.accounts import holding
from tests.properties.grown import COLUMNS, grown, reading_of
from tests.properties.histories import INSTANTS, SUBJECTS, VOICES, histories, moments

STATED = (
    "held_5_statement JOIN held_5_voice ON held_5_voice.number = said_by"
    " JOIN held_5_series USING (series)"
)
STATING = (
    "price_changed",
    "described",
    "deprecated",
    "observed",
    "replacement_named",
    "alias_moved",
)
"""The types of events that state something."""
NIGHT = made.price(
    "night",
    "2025-01-02T06:00:00Z",
    components=[{"direction": "input", "amount": "1", "hours": "16:30-00:30"}],
)
"""A price of some hours, from an hour on."""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "log.db"
    Timeline.open(path).log.database.close()
    return path


@examples(400)
@given(st.data(), st.sampled_from(VOICES), st.booleans())
def test_after_each_append_rows_answer_as_a_fold_from_scratch(
    empty: Path, data: st.DataObject, source: str, history: bool
) -> None:
    drawn = data.draw(histories(max_size=8))
    log = [*drawn, reading_of(source, drawn)]
    with grown(empty) as it:
        for record in log:
            it.take([record])
            for _ in range(2):
                moment = data.draw(moments(it.log))
                assert it.timeline.held(moment, history=history) == holding(
                    it.log, moment, history=history
                )
                alone = replace(moment, source=source)
                assert it.timeline.held(alone, history=history) == holding(
                    it.log, alone, history=history
                )


@examples(100)
@given(st.data())
def test_rows_say_of_a_statement_what_its_event_says(empty: Path, data: st.DataObject) -> None:
    with grown(empty) as it:
        it.take(data.draw(histories(max_size=8)))
        for held in it.timeline.held(data.draw(moments(it.log)), history=True):
            event = held.event
            assert list(held.statements()) == list(event.statements())
            assert list(held.series) == [series for series, _ in event.statements()]
            assert held.when == event.when
            assert list(held.subjects) == list(dict.fromkeys(event.subjects))
            assert held.describe() == event.describe()
            dates, fields = event.kept_dates(), event.kept_apart
            assert [held.date(each) for each in dates] == [getattr(event, each) for each in dates]
            assert [held.field(each) for each in fields] == [
                getattr(event, each) for each in fields
            ]


@examples(300)
@given(st.data(), st.sampled_from(STATING))
def test_what_is_in_force_is_sought_as_it_is_worked_out_of_all_that_was_said(
    empty: Path, data: st.DataObject, type: str
) -> None:
    with grown(empty) as it:
        for record in data.draw(histories(max_size=10)):
            it.take([record])
            moment = data.draw(moments(it.log))
            facts = [each for each in holding(it.log, moment) if each.type == type]
            folded = View(facts, moment, it.timeline.ranks(moment))
            sought = it.timeline.view(moment, type)
            assert by_series(sought.in_force(in_order=False)) == by_series(folded.in_force())
            assert sorted(sought.coming(), key=of_series) == sorted(folded.coming(), key=of_series)


def by_series(choices: Iterable[Choice]) -> dict[str, Choice]:
    return {str(choice.statement.series): choice for choice in choices}


def of_series(statement: Statement) -> tuple[str, int, tuple[int, ...]]:
    return str(statement.series), statement.start, statement.held.because


@examples(200)
@given(st.data())
def test_rows_are_the_same_however_the_log_was_taken(empty: Path, data: st.DataObject) -> None:
    log = data.draw(histories(max_size=8))
    seen = data.draw(st.integers(0, len(log)))
    unseen = data.draw(st.integers(seen, len(log)))
    with grown(empty) as it:
        it.take(log[:seen])
        it.take(log[seen:unseen], follow=False)
        it.take(log[unseen:])
        it.timeline.held(it.timeline.moment())  # whoever asks first catches up
        kept, stated = it.rows(), it.rows(STATED, "version, place, name, value")
        it.timeline.rebuild()
        assert it.rows() == kept
        assert it.rows(STATED, "version, place, name, value") == stated


@examples(200)
@given(st.data())
def test_a_number_never_comes_to_mean_another_version(empty: Path, data: st.DataObject) -> None:
    columns = COLUMNS.removesuffix(", position_to, asked")  # these end, or are told apart, later
    seen: dict[object, tuple[object, ...]] = {}
    with grown(empty) as it:
        for record in data.draw(histories(max_size=8)):
            it.take([record])
            for row in it.rows(columns=columns):
                assert seen.setdefault(row[0], row) == row


@examples(100)
@given(st.data())
def test_every_version_is_found_under_the_subjects_that_it_speaks_of(
    empty: Path, data: st.DataObject
) -> None:
    with grown(empty) as it:
        it.take(data.draw(histories(max_size=8)))
        it.timeline.held(it.timeline.moment())
        found = it.rows("held_5_subject JOIN held_5 USING (version)", "subject, held_5.type, id")
        asked = it.rows("held_5", "DISTINCT id, type")
        assert {(id, type) for _, type, id in found} == {
            (id, type) for id, type in asked if type != "confirmed"
        }


@examples(200)
@given(st.data())
def test_subjects_voices_and_ranks_are_those_of_the_events_up_to_a_position(
    empty: Path, data: st.DataObject
) -> None:
    log = data.draw(histories(max_size=8))
    with grown(empty) as it:
        for source, rank in data.draw(
            st.lists(st.tuples(st.sampled_from(VOICES), st.integers(0, 9)), max_size=3)
        ):
            it.timeline.append([registered(source, rank, len(it.timeline.records()))])
        it.take(log)
        folded = FoldedFacts(Reader(it.timeline.log))
        stored = StoredFacts(it.timeline.log, Memory())
        assert stored.revisions() == folded.revisions()
        for position in range(it.timeline.head().position + 1):
            kept, found = stored.directory(position), folded.directory(position)
            assert dict(kept.first) == dict(found.first)
            assert kept.voices == found.voices
            assert {id: sorted(kept.by_id[id]) for id in kept.by_id} == {
                id: sorted(each) for id, each in found.by_id.items()
            }
            assert [kept.first.get(each) for each in SUBJECTS] == [
                found.first.get(each) for each in SUBJECTS
            ]
            assert stored.ranks(position) == folded.ranks(position)


def registered(source: str, rank: int, number: int) -> Event:
    """The entry of a source in the register; a later one stands."""
    return made.event(
        "registered", f"s{number}", source=source, name=source, kind="mirror", rank=rank
    )


@examples(100)
@given(st.data())
def test_what_turns_within_a_day_is_found_as_in_the_texts(empty: Path, data: st.DataObject) -> None:
    with grown(empty) as it:
        it.take(data.draw(histories(max_size=8)))
        it.timeline.append([NIGHT])
        it.timeline.held(it.timeline.moment())
        read = Reader(it.timeline.log)
        for now in INSTANTS:
            assert it.timeline.last_boundary(now) == read.last_boundary(now)


@examples(300)
@given(st.data(), st.sampled_from(VOICES))
def test_of_no_other_subject_than_is_told_anything_is_otherwise(
    empty: Path, data: st.DataObject, source: str
) -> None:
    drawn = data.draw(histories(max_size=8))
    with grown(empty) as it:
        it.take([*drawn, reading_of(source, drawn)])
        for _ in range(3):
            one, other = data.draw(moments(it.log)), data.draw(moments(it.log))
            before, after = sorted((one, other), key=lambda each: each.as_of)
            told = differences(it.timeline, before, after)
            everything = differences(
                it.timeline, before, after, state=lambda moment: State(it.timeline.view(moment))
            )
            assert told == everything
