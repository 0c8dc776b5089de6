"""Read models that are made anew, and new versions: beside the old ones, which answer meanwhile."""

import re
import threading
from contextlib import suppress
from dataclasses import replace

import pytest

from ecosys.errors import Stale
from ecosys.log.engines import open_database
from ecosys.log.log import Log
from ecosys.read_model import Keeper, keeper
from ecosys.values import instant
from tests.given import NOW, price
from tests.read_model.models import noted, noting

pytestmark = pytest.mark.engines
EVENTS = [price(f"e{number}", "2025-01-01", input="1") for number in range(9)]
IDS = [event.id for event in EVENTS]


@pytest.fixture
def log(timeline, monkeypatch):
    """A log that is folded two events at a time."""
    monkeypatch.setattr(keeper, "BATCH_SIZE", 2)
    return timeline.log


def tables(log):
    """The tables of the read model, whatever they are called now, and who has a checkpoint."""
    kept = log.database.execute("SELECT name FROM read_model WHERE name LIKE 'noted%'")
    named = {name for name in log.database.tables() if name.startswith("noted")}
    return named, {name for (name,) in kept}


ANSWERING = {"noted_1"}, {"noted"}


def stopping(model, after, what):
    """A read model that does something once it has folded so many parts."""
    turns = iter(range(after))

    def fold(log, records):
        model.fold(log, records)
        if next(turns, None) is None:
            what()

    return replace(model, fold=fold)


def stop():
    raise KeyboardInterrupt


def test_what_is_made_anew_leaves_one_set_of_tables_with_the_same_rows(log):
    it = Keeper(log, [noting()])
    log.append(EVENTS)
    for _ in range(2):
        it.rebuild()
        assert noted(log) == IDS
        assert tables(log) == ANSWERING
        assert it.checkpoint(it.models[0]).position == 9
    log.append([price("more", "2025-01-01", input="1")])
    assert noted(log) == [*IDS, "more"]


INDEXES = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'noted_1'",
    "postgresql": "SELECT indexdef FROM pg_indexes WHERE tablename = 'noted_1'",
}


def test_an_index_goes_with_its_table_and_is_made_anew_again(log, engine):
    it = Keeper(log, [noting()])
    log.append(EVENTS)
    it.rebuild()
    ((index,),) = log.database.execute(INDEXES[engine])
    assert re.fullmatch(
        r"CREATE UNIQUE INDEX ix_noted_1_id\w* ON (public\.)?noted_1\w* (USING btree )?\(id\)",
        index.replace('"', ""),
    )


def test_while_it_is_made_anew_others_append_and_the_old_one_answers(log, monkeypatch):
    Keeper(log, [noting()])
    log.append(EVENTS[:5])
    other = Log(open_database(str(log.database)), log.clock)
    beside = Keeper(other, [noting()])

    def appended_elsewhere():
        worker = threading.Thread(target=append)
        worker.start()
        worker.join()

    def append():
        other.append([EVENTS[len(answers) + 5]])
        answers.append(noted(other))

    answers: list[list[str]] = []
    # each time between two transactions of the rebuild
    rebuilding = Keeper(log, [noting()])
    step = rebuilding._step
    between = lambda new: (len(answers) < 4 and appended_elsewhere()) or step(new)  # noqa: E731
    monkeypatch.setattr(rebuilding, "_step", between)
    rebuilding.rebuild()
    assert answers == [IDS[:6], IDS[:7], IDS[:8], IDS]
    assert noted(log) == IDS
    assert beside.reaches(beside.models[0], 9)
    assert tables(log) == ANSWERING
    other.database.close()


@pytest.mark.parametrize("after", range(6))
def test_stopped_at_any_part_the_old_one_answers_and_the_next_rebuild_clears_up(log, after):
    it = Keeper(log, [noting()])
    log.append(EVENTS)
    with suppress(KeyboardInterrupt):
        Keeper(log, [stopping(noting(), after, stop)]).rebuild()
    assert noted(log) == IDS
    if after < 5:  # of the five parts one was left
        assert tables(log) > ANSWERING
    it.rebuild()
    assert noted(log) == IDS
    assert tables(log) == ANSWERING


def test_stopped_between_swap_and_clearing_up_the_new_one_answers(log, monkeypatch):
    it = Keeper(log, [noting()])
    log.append(EVENTS)
    log.database.execute("DELETE FROM noted_1 WHERE id = 'e3'")  # what a rebuild mends
    with monkeypatch.context() as killed, suppress(KeyboardInterrupt):
        killed.setattr(Keeper, "_drop", lambda *_: stop())
        it.rebuild()
    assert noted(log) == IDS
    named, kept = tables(log)
    assert (len(named), len(kept)) == (2, 2)
    it.rebuild()
    assert tables(log) == ANSWERING


def test_what_was_left_behind_is_removed_a_day_later_by_who_opens_the_log(log):
    log.append(EVENTS)
    assert Keeper(log, [noting()]).catch_up(9)
    with suppress(KeyboardInterrupt):
        Keeper(log, [stopping(noting(), 2, stop)]).rebuild()
    for hours, is_left in ((1, True), (23, True), (25, False)):
        log.clock = lambda hours=hours: NOW + hours * instant.DAY // 24
        assert Keeper(log, [noting()]).catch_up(9)
        assert (tables(log) > ANSWERING) == is_left
    assert tables(log) == ANSWERING


def test_whose_tables_somebody_else_removed_says_so_and_leaves_what_answers(log, monkeypatch):
    Keeper(log, [noting()])
    log.append(EVENTS)
    first = Keeper(log, [noting()])
    monkeypatch.setattr(first, "_fill", lambda *_: Keeper(log, [noting()]).rebuild())
    with pytest.raises(Stale, match="Somebody else began to make noted anew"):
        first.rebuild()
    assert noted(log) == IDS
    assert tables(log) == ANSWERING


def test_a_new_version_is_built_beside_the_old_which_goes_once_that_is_complete(log):
    Keeper(log, [noting()])
    log.append(EVENTS)
    with suppress(KeyboardInterrupt):
        Keeper(log, [stopping(noting(version=2), 2, stop)]).catch_up(9)
    assert noted(log) == IDS
    assert noted(log, "noted_2") == IDS[:4]
    assert Keeper(log, [noting(version=2)]).catch_up(9)
    assert noted(log, "noted_2") == IDS
    assert tables(log) == ({"noted_2"}, {"noted"})


def test_an_older_version_leaves_the_newer_one_alone(log):
    log.append(EVENTS)
    assert Keeper(log, [noting(version=2)]).catch_up(9)
    assert Keeper(log, [noting()]).catch_up(9)
    assert tables(log)[0] == {"noted_1", "noted_2"}


def test_a_new_version_that_cannot_be_completed_leaves_the_old_one(log):
    Keeper(log, [noting()])
    log.append(EVENTS)
    newer = Keeper(log, [noting(version=2, refuse="e4")])
    assert not newer.catch_up(9)
    assert tables(log)[0] == {"noted_1", "noted_2"}
    assert newer.paused() == {"noted": "e4: ValueError('indigestible')"}


def test_a_rebuild_that_meets_what_it_cannot_digest_says_so(log):
    Keeper(log, [noting()])
    log.append(EVENTS)
    it = Keeper(log, [noting(refuse="e4")])
    it.rebuild()
    assert it.paused() == {"noted": "e4: ValueError('indigestible')"}
    assert noted(log) == IDS[:4]
    assert tables(log) == ANSWERING


def test_a_view_of_a_table_shows_the_new_one(log):
    it = Keeper(log, [noting()])
    log.append(EVENTS)
    log.database.execute("CREATE VIEW seen AS SELECT id FROM noted_1")
    log.database.execute("DELETE FROM noted_1 WHERE id = 'e3'")
    it.rebuild()
    assert noted(log) == IDS
    assert [id for (id,) in log.database.execute("SELECT id FROM seen")] == IDS
