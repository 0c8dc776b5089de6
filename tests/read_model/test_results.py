"""Stored results: kept with each append, read at the end of the log, folded anywhere else."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from ecosys.projection import Stored, projections
from ecosys.read_model import results
from ecosys.testing import ProjectionSuite
from ecosys.testing.stored import refuse_other_results
from ecosys.timeline import Timeline
from tests import given
from tests.given import clock_at, event, price
from tests.read_model.projections import facts

pytestmark = pytest.mark.engines
LAUNCH = event("launched", "l", subject="acme/m", what="model", occurred="2025-01-01",
               stated="2025-01-01")  # fmt: skip
PRICE = price("p", "2025-02-01", subject="acme/m", input="1", stated="2025-01-15")
MISTAKE = event("retracted", "r", event="p", fault="source", why="a slip", stated="2025-03-01")
OTHER = price("o", "2030-01-01", subject="other/n", input="3", stated="2025-01-01")
MOVE = event("rescheduled", "m", event="o", stated="2025-02-01", occurred="2031-01-01")


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """The projection is installed."""
    monkeypatch.setitem(projections.__dict__, "members", {**projections.members, "facts": facts})


@pytest.fixture
def folds(monkeypatch):
    """How often it was folded from scratch."""
    counted = []

    def fold(*asked):
        counted.append(1)
        return facts.fold(*asked)

    fold.__doc__ = facts.fold.__doc__
    counting = replace(facts, fold=fold)
    monkeypatch.setitem(projections.__dict__, "members", {**projections.members, "facts": counting})
    return counted


def told(timeline, *moment, **parameters):
    """The ids of the events that hold."""
    points = timeline.project("facts", timeline.moment(*moment), parameters).points
    return [point.events for point in points]


def checkpoint(timeline):
    return timeline.read_models.checkpoint(results.read_model_of(facts))


def test_asked_at_the_end_of_the_log_it_is_read_and_at_any_other_moment_folded(timeline, folds):
    timeline.append([LAUNCH, PRICE])
    assert told(timeline) == [("l",), ("p",)]
    assert told(timeline, "2025-01-31") == [("l",)]  # true in the world when, is no matter
    assert folds == []
    timeline.append([MISTAKE, OTHER])
    assert told(timeline) == [("l",)]
    assert folds == []
    assert told(timeline, None, None, 1) == [("l",)]
    assert told(timeline, None, "2025-01-31") == [("l",), ("p",)]
    assert len(folds) == 2
    alone = timeline.moment(source="openai")
    assert len(timeline.project("facts", alone).points) == 1
    assert len(folds) == 3


def test_it_is_made_when_it_is_first_asked_for_and_then_kept_with_each_append(timeline):
    timeline.append([LAUNCH])
    assert checkpoint(timeline) is None
    told(timeline)
    assert checkpoint(timeline).position == 1
    timeline.append([PRICE, OTHER])
    assert checkpoint(timeline).position == 3


def test_what_is_moved_is_stepped_once_more(timeline, folds):
    timeline.append([OTHER])
    assert told(timeline, "2030-06-01") == [("o",)]
    timeline.append([MOVE])
    assert told(timeline, "2030-06-01") == []
    assert told(timeline, "2031-06-01") == [("o", "m")]
    assert folds == []


def test_it_is_kept_by_whoever_appends_and_made_anew_by_a_rebuild(timeline, folds):
    timeline.append([LAUNCH])
    told(timeline)
    other = Timeline.open(str(timeline.log.database), clock=timeline.log.clock)
    other.append([PRICE])
    assert checkpoint(timeline).position == 2
    table = results.read_model_of(facts).tables[0]
    other.log.database.execute(f"DELETE FROM {table}")
    assert told(other) == []
    other.rebuild()
    other.memory.clear()
    assert told(other) == told(timeline) == [("l",), ("p",)]
    assert folds == []
    other.log.database.close()


def test_a_step_that_fails_pauses_the_result_and_the_answers_are_folded(
    timeline, folds, monkeypatch
):
    def step(state, change):
        if change.subject == "other/n":
            raise ValueError("indigestible")
        return facts.stored.step(state, change)

    sick = replace(projections["facts"], stored=Stored(step, facts.stored.points))
    monkeypatch.setitem(projections.__dict__, "members", {**projections.members, "facts": sick})
    timeline.append([LAUNCH])
    assert told(timeline) == [("l",)]
    timeline.append([PRICE, OTHER])
    assert told(timeline) == [("l",), ("p",)]
    assert len(folds) == 1
    problem = "o: ValueError('indigestible')"
    assert timeline.read_models.paused() == {"projection_facts": problem}


WRONG = {
    "a tuple": (1, 2),
    "numbers as keys": {1: 2},
    "what JSON has not": {1, 2},
    "what is no number": float("nan"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_state_that_json_does_not_give_back_pauses_the_result(timeline, wrong, monkeypatch):
    sick = replace(facts, stored=Stored(lambda *_: WRONG[wrong], facts.stored.points))
    monkeypatch.setitem(projections.__dict__, "members", {**projections.members, "facts": sick})
    timeline.append([LAUNCH])
    assert told(timeline) == [("l",)]
    assert "JSON" in timeline.read_models.paused()["projection_facts"]


def test_a_new_version_is_stored_beside_the_old_one_which_goes(timeline, monkeypatch):
    timeline.append([LAUNCH])
    told(timeline)
    newer = replace(facts, version=4)
    monkeypatch.setitem(projections.__dict__, "members", {**projections.members, "facts": newer})
    assert told(timeline) == [("l",)]
    names = {name for name in timeline.log.database.tables() if name.startswith("projection")}
    assert names == {"projection_facts_4", "projection_facts_4_family"}


def test_what_if_is_folded(timeline, folds):
    timeline.append([LAUNCH, PRICE])
    assert told(timeline.what_if(without=["p"])) == [("l",)]
    assert len(folds) == 1


def test_of_one_subject_the_states_beneath_it_are_read(timeline):
    timeline.append([LAUNCH, OTHER])
    told(timeline)
    names = {
        subject: sorted(results.states_at(timeline.log, facts, 2, subject) or {})
        for subject in (None, "acme", "acme/m", "acm", "other")
    }
    assert names == {None: ["acme/m", "other/n"], "acme": ["acme/m"], "acme/m": ["acme/m"],
                     "acm": [], "other": ["other/n"]}  # fmt: skip


def test_who_is_asked_before_the_record_was_known_is_folded(tmp_path, folds):
    timeline = Timeline.open(tmp_path / "x.db", clock=clock_at("2025-06-01T00:00Z"))
    timeline.append([LAUNCH])
    assert told(timeline, None, "2024-12-31") == []
    assert len(folds) == 1
    timeline.log.database.close()


HISTORY = (LAUNCH, PRICE, OTHER, MISTAKE, MOVE)


class TestFacts(ProjectionSuite):
    """The suite passes what is stored rightly."""

    projection = "facts"
    history = HISTORY
    parameters = MappingProxyType({})


MISTAKEN = {
    "it forgets nothing": lambda state, change: [
        *(state or []), *(facts.stored.step(None, replace(change, before=())) or [])
    ],
    "it keeps the last alone": lambda _, change: facts.stored.step(None, change),
    "it keeps the first alone": lambda state, change: state or facts.stored.step(None, change),
    "it keeps nothing": lambda *_: None,
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKEN)
def test_the_suite_finds_a_mistake(mistake):
    history = ProjectionSuite.given.fget(TestFacts())
    refuse_other_results(facts, history, {})
    wrong = replace(facts, stored=Stored(MISTAKEN[mistake], facts.stored.points))
    with pytest.raises(AssertionError, match="is stored, not"):
        refuse_other_results(wrong, history, {})


def test_the_suite_finds_points_that_are_other_ones():
    def late(states, context):
        return facts.stored.points(states, replace(context, moment=given.moment("2199-01-01")))

    wrong = replace(facts, stored=Stored(facts.stored.step, late))
    with pytest.raises(AssertionError, match="as of 2"):
        refuse_other_results(wrong, TestFacts().given, {})
