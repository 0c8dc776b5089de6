"""Vintages: they are what asking at every day gives, however little of that is asked."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.answers.metric import vintages
from ecosys.errors import NotFound
from ecosys.event import known_from
from ecosys.events.corrected import Corrected
from ecosys.log.query import Filter
from ecosys.log.reader import Reader
from ecosys.moment import Moment
from ecosys.moment.versions import covering, in_order
from ecosys.projection import Point, projections
from ecosys.timeline import Timeline
from ecosys.timeline.folded_facts import FoldedFacts
from ecosys.timeline.stored_facts import StoredFacts
from ecosys.values import instant
from ecosys.values.memory import Memory
from tests.properties import examples
from tests.properties.grown import grown, reading_of
from tests.properties.histories import FACTS, INSTANTS, VOICES, histories, moments

METRICS = [
    name
    for name, chosen in sorted(projections.items())
    if not chosen.takes or {*chosen.takes} & {*FACTS}
]
"""The metrics that are told something by the events of a history."""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "log.db"
    Timeline.open(path).log.database.close()
    return path


@examples(200)
@given(st.data(), st.sampled_from([(), ("price_changed",), ("described", "deprecated")]))
def test_versions_tell_what_holds_with_any_knowledge(
    empty: Path, data: st.DataObject, types: tuple[str, ...]
) -> None:
    drawn = data.draw(histories(max_size=8))
    log = [*drawn, reading_of(data.draw(st.sampled_from(VOICES)), drawn)]
    with grown(empty) as it:
        it.take(log)
        where = Filter(types, data.draw(st.sampled_from([None, "openai", "openai/o3"])))
        moment = data.draw(moments(log))
        it.timeline.held(moment)  # whoever asks first catches up
        folded = FoldedFacts(Reader(it.timeline.log))
        stored = StoredFacts(it.timeline.log, Memory())
        for facts in (folded, stored):
            told = in_order(facts.versions(moment, where))
            for known_at in (*INSTANTS, *(record.recorded_at for record in log)):
                if known_at <= moment.known_at:
                    then = moment.knowing(known_at)
                    held = facts.held(then, where, history=True)
                    assert sorted(covering(told, then), key=repr) == sorted(held, key=repr)


@examples(500)
@given(st.data(), st.sampled_from(METRICS), st.sampled_from([None, None, "openai", "mistral"]))
def test_they_are_what_asking_at_every_day_gives(
    empty: Path, data: st.DataObject, name: str, subject: str | None
) -> None:
    log = data.draw(histories(max_size=8))
    with grown(empty) as it:
        it.take(log)
        moment = data.draw(moments(log))
        timeline = it.timeline.what_if() if data.draw(st.booleans()) else it.timeline
        try:
            answer = vintages(timeline, moment, name, {"subject": subject}, most=100_000)
        except NotFound:
            return  # nobody had spoken of the subject
        told = [
            (row.known_at, row.change, row.subject, row.at, row.labels, row.before, row.value,
             row.because, row.events)
            for row in answer.rows
        ]  # fmt: skip
        assert told == list(plainly(timeline, moment, name, subject))


def plainly(
    timeline: Timeline, moment: Moment, name: str, subject: str | None
) -> Iterator[tuple[object, ...]]:
    """How an answer changed, by asking it at every day on which anything may have been said."""
    chosen = projections[name]
    known = {record.known_from for record in timeline.records()}
    known |= {
        known_from(record.event.statement, record.recorded_at)
        for record in timeline.records()
        if isinstance(record.event, Corrected)
    }
    days = {instant.midnight(at) + instant.DAY - 1 for at in known if at <= moment.known_at}
    answers: list[tuple[str, dict[object, Point]]] = [("", {})]
    for known_at in sorted(min(day, moment.known_at) for day in days):
        parameters = chosen.parameters(subject=subject)
        points = timeline.points(chosen, parameters, moment.knowing(known_at))
        answers.append(
            (
                instant.day_of(known_at),
                {(each.subject, each.at, *sorted(each.labels.items())): each for each in points},
            )
        )
    for (day, now), (_, before) in pairwise(reversed(answers)):
        for key in sorted({*now, *before}, key=str):
            new, old = now.get(key), before.get(key)
            if new is None:
                assert old is not None
                yield day, "removed", *_of(old), old.value, None, (), ()
            elif old is None:
                yield day, "added", *_of(new), None, new.value, new.because, new.events
            elif (new.value, new.high) != (old.value, old.high):
                yield day, "changed", *_of(new), old.value, new.value, new.because, new.events


def _of(point: Point) -> tuple[object, ...]:
    return point.subject, point.at, point.labels
