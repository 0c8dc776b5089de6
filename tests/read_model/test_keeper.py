"""Keeper: how read models follow the log, whatever happens on the way."""

from contextlib import suppress
from dataclasses import replace

import pytest

from ecosys.read_model import Keeper, ReadModel, keeper
from ecosys.read_model.keeper import Checkpoint, known_types
from tests.given import price

pytestmark = pytest.mark.engines
A, B, C = (price(id, f"2025-01-0{day}", input="1") for day, id in enumerate("abc", start=1))


def counting(refuse: str = "") -> ReadModel:
    """A read model that notes the ids of events, and cannot digest one of them."""

    def fold(log, records):
        for record in records:
            log.database.insert("noted_1", ("id",), [(record.id,)])
            if record.id == refuse:
                raise ValueError("indigestible")

    return ReadModel("noted", 1, ("noted_1",), ("CREATE TABLE noted_1 (id TEXT)",), fold)


@pytest.fixture
def log(timeline):
    return timeline.log


def noted(log):
    return [id for (id,) in log.database.execute("SELECT id FROM noted_1")]


def test_what_is_appended_is_folded_with_it(log):
    keeper = Keeper(log, [counting()])
    log.append([A, B])
    assert noted(log) == ["a", "b"]
    assert keeper.checkpoint(keeper.models[0]) == Checkpoint(2, None, known_types())


def test_what_nobody_folded_is_caught_up_with_once(log):
    log.append([A, B])
    keeper = Keeper(log, [counting()])
    assert keeper.catch_up(2)
    log.append([C])
    assert keeper.catch_up(3)
    assert noted(log) == ["a", "b", "c"]


def test_of_an_empty_log_there_are_empty_tables(log):
    models = [counting(), replace(counting(), name="other", schema=())]
    keeper = Keeper(log, models)
    assert keeper.catch_up(0)
    assert noted(log) == []
    assert [keeper.checkpoint(model).position for model in models] == [0, 0]


def test_what_is_undone_with_its_append_leaves_no_rows(log):
    keeper = Keeper(log, [counting()])
    log.append([A])
    with suppress(RuntimeError), log.database.writing():
        log.append([B])
        raise RuntimeError
    assert noted(log) == ["a"]
    assert keeper.checkpoint(keeper.models[0]) == Checkpoint(1, None, known_types())


@pytest.mark.parametrize("late", [True, False])
def test_an_event_that_cannot_be_digested_pauses_the_read_model_not_the_log(log, late):
    if late:
        log.append([A, B, C])
    keeper = Keeper(log, [counting(refuse="b")])
    if not late:
        log.append([A, B, C])
    assert not keeper.catch_up(3)
    assert keeper.catch_up(1)
    assert noted(log) == ["a"]
    paused = keeper.checkpoint(keeper.models[0])
    assert paused is not None
    assert (paused.position, paused.problem) == (1, "b: ValueError('indigestible')")
    assert log.head().position == 3
    assert keeper.paused() == {"noted": "b: ValueError('indigestible')"}


def test_a_paused_read_model_goes_on_once_it_is_rebuilt(log):
    log.append([A, B, C])
    Keeper(log, [counting(refuse="b")]).catch_up(3)
    mended = Keeper(log, [counting()])
    assert not mended.catch_up(3)
    mended.rebuild()
    assert mended.catch_up(3)
    assert noted(log) == ["a", "b", "c"]


def test_a_rebuild_that_is_stopped_leaves_the_rows_as_they_were(log):
    keeper = Keeper(log, [counting()])
    log.append([A, B])
    stopped = Keeper(log, [counting()])
    with suppress(KeyboardInterrupt), log.database.writing():
        stopped.rebuild()
        raise KeyboardInterrupt
    assert noted(log) == ["a", "b"]
    assert keeper.catch_up(2)


def test_who_knows_more_types_makes_read_models_anew(log, monkeypatch):
    log.append([A, B])
    with monkeypatch.context() as before:
        before.setattr(keeper, "known_types", lambda: frozenset({"price_changed"}))
        assert Keeper(log, [counting()]).catch_up(2)
    log.database.execute("DELETE FROM noted_1")
    assert Keeper(log, [counting()]).catch_up(2)
    assert noted(log) == ["a", "b"]


def test_who_knows_fewer_types_leaves_read_models_alone(log, monkeypatch):
    log.append([A, B])
    assert Keeper(log, [counting()]).catch_up(2)
    monkeypatch.setattr(keeper, "known_types", lambda: frozenset({"price_changed"}))
    fewer = Keeper(log, [counting()])
    assert not fewer.catch_up(2)
    log.append([C])
    assert not fewer.catch_up(3)
    assert noted(log) == ["a", "b"]
