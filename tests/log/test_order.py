"""Order under concurrency: positions without gaps, and a reader that never misses one."""

from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from threading import Event
from time import monotonic

import pytest

from ecosys.errors import EcosysError, Locked
from ecosys.log.postgres import errors as postgres_errors
from ecosys.log.postgres import postgres as postgres_engine
from ecosys.log.sqlite import Sqlite
from ecosys.log.sqlite import file as sqlite_file
from ecosys.timeline import Timeline
from tests.given import price
from tests.log import writers

A, B = (price(id, "2025-01-01", input="1") for id in "ab")
WRITERS = 8
pytestmark = [pytest.mark.engines, pytest.mark.no_cover]


@pytest.fixture
def open_log(new_database):
    """Opens one log, as often as is wanted."""
    opened, database = [], new_database()

    def open_it() -> Timeline:
        opened.append(Timeline.open(database))
        return opened[-1]

    open_it()
    yield open_it
    for each in opened:
        each.log.database.close()


@pytest.fixture
def impatient(monkeypatch):
    """Nobody waits for long."""
    for module in (sqlite_file, postgres_errors):
        monkeypatch.setattr(module, "BUSY_SECONDS", 0.3)


@pytest.fixture
def unlocked(monkeypatch):
    """Writers that lock nothing as they begin."""
    monkeypatch.setattr(postgres_engine, "BEGIN_WRITING", ("BEGIN",))
    really = Sqlite._transaction
    monkeypatch.setattr(Sqlite, "_transaction", lambda self, _: really(self, "BEGIN"))


def interleaved(open_log, wait: float) -> tuple[bool, list[list[int]], object]:
    """Two writers and a reader, step by step: the first takes a position, the second begins, the
    reader reads, the first commits, the reader reads, the second commits, the reader reads.

    Whether the second learned the end of the log before the first committed, what the reader saw
    after each step, and what became of the second.
    """
    first, second, reader = open_log(), open_log(), open_log()
    has_read_head, may_commit = Event(), Event()
    seen: list[list[int]] = []
    really_locked = second.log._locked

    def noting(ends):
        head = really_locked(ends)
        has_read_head.set()
        return head

    second.log._locked = noting

    def append_second() -> tuple[int, ...]:
        with second.log.database.writing():
            positions = second.append([B]).positions
            may_commit.wait(30)
        return positions

    def read() -> None:
        seen.append([record.position for record in reader.log.read()])

    with ThreadPoolExecutor(1) as pool:
        with first.log.database.writing():
            first.append([A])
            outcome: Future[tuple[int, ...]] = pool.submit(append_second)
            was_early = has_read_head.wait(wait)
            read()
        read()
        may_commit.set()
        problem = outcome.exception(60)
    read()
    return was_early, seen, problem or outcome.result()


def test_the_second_writer_waits_for_the_first_and_the_reader_misses_nothing(open_log):
    was_early, seen, outcome = interleaved(open_log, wait=0.5)
    assert not was_early
    assert seen == [[], [1], [1, 2]]
    assert outcome == (2,)


def test_without_the_lock_the_second_writer_is_lost(open_log, unlocked):
    was_early, seen, outcome = interleaved(open_log, wait=30)
    assert was_early
    assert isinstance(outcome, EcosysError)  # the position was taken: a constraint saves the log
    assert seen[-1] == [1]


def test_whoever_waits_too_long_is_told_for_how_long_it_was(open_log, impatient):
    first, second = open_log(), open_log()
    with first.log.database.writing():
        first.append([A])
        with pytest.raises(Locked, match=r"has been locked by another .* for 0\.3 s\. Try again"):
            second.append([B])
    assert second.append([B]).positions == (2,)


def test_readers_do_not_wait_for_writers(open_log, impatient):
    first, reader = open_log(), open_log()
    first.append([A])
    with first.log.database.writing():
        first.append([B])
        assert [held.id for held in reader.held(reader.moment())] == ["a"]
        assert reader.log.check() == 1
    assert [held.id for held in reader.held(reader.moment())] == ["a", "b"]


def test_writers_do_not_wait_for_readers(open_log, impatient):
    writer, reader = open_log(), open_log()
    writer.append([A])
    with reader.log.database.reading():
        assert len(reader.log.read()) == 1
        assert writer.append([B]).positions == (2,)
        assert len(reader.log.read()) == 1
    assert len(reader.log.read()) == 2


def refuse_lost(open_log, seconds: float, at_least: int) -> int:
    """Let eight processes write, and read meanwhile; how many events there are in the end."""
    reader = open_log().log
    database = str(reader.database)
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.log.writers"])
    seen: list[int] = []
    with ProcessPoolExecutor(WRITERS, mp_context=context) as pool:
        work = [
            pool.submit(writers.write, database, f"w{number}", seconds, at_least)
            for number in range(WRITERS)
        ]
        end = monotonic() + seconds + 120
        while monotonic() < end:
            are_done = all(each.done() for each in work)
            seen += [line.position for line in reader.lines(after=seen[-1] if seen else 0)]
            if are_done:
                break
        acknowledged = [position for each in work for position in each.result()]
    stored = [line.position for line in reader.lines()]
    assert seen == stored == list(range(1, len(stored) + 1))
    assert sorted(acknowledged) == stored
    assert reader.check() == len(stored)
    return len(stored)


def test_what_a_live_reader_sees_of_eight_writers_is_what_is_stored(open_log):
    assert refuse_lost(open_log, seconds=0.5, at_least=4) >= 4 * WRITERS


@pytest.mark.endurance
def test_so_it_is_for_a_minute(open_log):
    assert refuse_lost(open_log, seconds=60, at_least=100) >= 100 * WRITERS
