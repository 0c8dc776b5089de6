"""Threads whose appends are committed together."""

import threading
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from ecosys.errors import Conflict, InvalidInput, Stale, Unavailable
from ecosys.log import group_commit
from ecosys.log.engines import open_database
from ecosys.log.group_commit import GroupCommit, Waiting
from ecosys.log.log import Appended, Expected, Log
from ecosys.log.outcomes import Outcomes
from tests.given import price

pytestmark = pytest.mark.engines
THREADS = 8


@pytest.fixture
def log(new_database):
    opened = Log(open_database(new_database()))
    yield opened
    opened.database.close()


@pytest.fixture
def gathered(log, monkeypatch):
    """Appends some batches from a thread each, which all wait before the first commits.

    What became of each, and of how many events each commit was.
    """
    sizes = []
    really = Log.append

    def noting(self, new, **more):
        new = list(new)
        sizes.append(len(new))
        return really(self, new, **more)

    monkeypatch.setattr(Log, "append", noting)

    def append(*batches):
        group = GroupCommit(log)
        group._is_led = True  # somebody commits meanwhile

        def one(batch):
            events, expected = batch if isinstance(batch, tuple) else (batch, Expected())
            return group.append(events, expected)

        with ThreadPoolExecutor(len(batches)) as pool:
            outcomes = [pool.submit(one, batch) for batch in batches]
            while len(group._waiting) < len(batches):
                sleep(0.001)
            group._waiting[0].called.set()
            return [outcome.exception(10) or outcome.result() for outcome in outcomes], sizes

    return append


def one(id, amount="1"):
    return price(id, "2025-01-01", input=amount)


def test_who_waits_meanwhile_is_committed_together(gathered, log):
    batches = [[one(f"{thread}-{at}") for at in range(3)] for thread in range(THREADS)]
    outcomes, sizes = gathered(*batches)
    assert sizes == [3 * THREADS]
    ids = [record.id for record in log.read()]
    for batch, appended in zip(batches, outcomes, strict=True):
        assert appended.added == 3
        assert [ids[at - 1] for at in appended.positions] == [event.id for event in batch]
        assert appended.positions == tuple(range(appended.positions[0], appended.positions[0] + 3))
    assert log.check() == 3 * THREADS


def test_an_event_that_two_append_is_new_to_one_of_them(gathered, log):
    log.append([one("known")])
    outcomes, _ = gathered([one("known"), one("a")], [one("a"), one("b")])
    assert sum(each.added for each in outcomes) == 2
    assert outcomes[0].positions[0] == 1
    assert outcomes[0].positions[1] == outcomes[1].positions[0]


def test_whoever_is_refused_is_refused_alone(gathered, log):
    log.append([one("taken")])
    outcomes, sizes = gathered([one("a")], [one("taken", "2"), one("b")], [one("c")])
    assert [type(each) for each in outcomes] == [Appended, Conflict, Appended]
    assert {record.id for record in log.read()} == {"taken", "a", "c"}
    assert (sizes[:2], sorted(sizes[2:])) == ([1, 4], [1, 1, 2])  # all at once, then each alone


def test_what_is_expected_is_looked_at_for_each(gathered, log):
    log.append([one("first")])
    outcomes, _ = gathered(([one("a")], Expected(position=1)), ([one("b")], Expected(position=7)))
    assert outcomes[0] == Appended((2,), 1)
    assert isinstance(outcomes[1], Stale)
    assert log.head().position == 2


def test_what_keeps_all_from_being_written_is_told_to_all(gathered, log, monkeypatch):
    def refuse(*_, **__):
        raise Unavailable("The disk is full.")

    monkeypatch.setattr(Log, "append", refuse)
    outcomes, _ = gathered([one("a")], [one("b")])
    assert [str(each) for each in outcomes] == ["The disk is full."] * 2


def test_a_writer_who_is_stopped_leaves_nobody_waiting(gathered, log, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(Log, "append", stop)
    outcomes, _ = gathered([one("a")], [one("b")], [one("c")])
    assert [type(each) for each in outcomes] == [KeyboardInterrupt] * 3


class Stopping(threading.Event):
    """Stops the thread that waits, where it is named so: at once, or once it is called."""

    def wait(self, timeout=None):
        name = threading.current_thread().name
        if name == "stopped once called":
            super().wait(timeout)
        if name.startswith("stopped"):
            raise KeyboardInterrupt
        return super().wait(timeout)


@pytest.mark.parametrize("name", ["stopped at once", "stopped once called"])
def test_who_is_stopped_while_it_waits_leaves_its_turn_to_those_behind(log, monkeypatch, name):
    monkeypatch.setattr(group_commit, "Signal", Stopping)
    group = GroupCommit(log)
    group._is_led = True  # somebody commits meanwhile
    outcomes: dict[str, Appended | BaseException] = {}

    def append(id):
        try:
            outcomes[id] = group.append([one(id)])
        except KeyboardInterrupt as problem:
            outcomes[id] = problem

    stopped = threading.Thread(target=append, args=["a"], name=name)
    stopped.start()
    while not group._waiting and "a" not in outcomes:
        sleep(0.001)
    behind = threading.Thread(target=append, args=["b"], name="behind")
    behind.start()
    while len(group._waiting) + len(outcomes) < 2:
        sleep(0.001)
    with group._lock:
        group._call_first()  # who committed ends
    for each in (stopped, behind):
        each.join(10)
    assert isinstance(outcomes["a"], KeyboardInterrupt)
    assert outcomes["b"] == Appended((1,), 1)
    assert group.append([one("c")]) == Appended((2,), 1)


def test_many_threads_append_for_a_time_and_nothing_is_lost(log):
    group = GroupCommit(log)

    def write(thread):
        return [group.append([one(f"{thread}-{at}")]).positions[0] for at in range(20)]

    with ThreadPoolExecutor(THREADS) as pool:
        told = [position for each in pool.map(write, range(THREADS)) for position in each]
    assert sorted(told) == list(range(1, 20 * THREADS + 1))
    assert log.check() == 20 * THREADS
    assert not group._is_led


# What belongs to an append


def notes(log):
    """Notes of appends, as rows beside the log."""
    outcomes = Outcomes(log.database, log.clock)

    def note(key):
        return lambda appended: outcomes.note("anna", key, b"", f"{appended.positions}")

    return outcomes, note


def test_what_belongs_to_an_append_is_written_with_it_and_of_each_its_own(log):
    outcomes, note = notes(log)
    group = [Waiting([one(id)], note=note(id)) for id in "abc"]
    GroupCommit(log).append_all(group)
    assert [each.outcome.result().positions for each in group] == [(1,), (2,), (3,)]
    assert [outcomes.find("anna", id, b"") for id in "abc"] == ["(1,)", "(2,)", "(3,)"]


def test_where_what_belongs_to_it_cannot_be_written_the_append_is_undone_and_no_other(log):
    outcomes, note = notes(log)

    def refuse(_):
        raise InvalidInput("no")

    group = [
        Waiting([one("a")], note=note("a")),
        Waiting([one("b")], note=refuse),
        Waiting([one("c", "1"), one("c", "2")], note=note("c")),
        Waiting([one("d")], Expected(position=7), note("d")),
        Waiting([one("e")]),
    ]
    GroupCommit(log).append_all(group)
    problems = [type(each.outcome.exception()) for each in group]
    assert problems == [type(None), InvalidInput, Conflict, Stale, type(None)]
    assert [record.id for record in log.read()] == ["a", "e"]
    kept = [id for id in "abcde" if outcomes.find("anna", id, b"") is not None]
    assert kept == ["a"]
