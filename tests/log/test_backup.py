"""A backup holds whole appends, is proved before it has its name, and is never half there."""

import sqlite3
import threading
from contextlib import closing
from itertools import count

import pytest

from ecosys.errors import Damaged, InvalidInput, Refused
from ecosys.log import backup
from ecosys.log.log import Log
from ecosys.log.proof.checkpoint import Checkpoint
from ecosys.log.sqlite import Sqlite
from ecosys.timeline import Timeline
from tests.given import price

BATCH = 7


@pytest.fixture
def own(tmp_path):
    timeline = Timeline.open(tmp_path / "own.db")
    timeline.append([price(f"p-{number}", "2025-01-01", input="1") for number in range(20)])
    yield timeline
    timeline.log.database.close()


def lines(path):
    database = Sqlite(path)
    try:
        return list(Log(database).lines())
    finally:
        database.close()


def checkpoint_of(log):
    end = log.head().position
    return Checkpoint("own", end, bytes.fromhex(log.root(end)))


def test_a_backup_holds_what_the_log_held_and_is_for_its_owner_alone(own, tmp_path):
    path = tmp_path / "kept" / "backup.db"
    assert backup.back_up(own.log.database, path) == own.head()
    assert lines(path) == list(own.log.lines())
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["backup.db"]


def test_while_others_write_whole_appends_are_copied(own, tmp_path):
    done = threading.Event()

    def write():
        for number in count():
            if done.is_set():
                return
            some = [price(f"w-{number}-{each}", "2025-01-01", input="1") for each in range(BATCH)]
            own.append(some)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        ends = [
            backup.back_up(own.log.database, tmp_path / f"{each}.db").position for each in range(5)
        ]
    finally:
        done.set()
        writer.join()
    assert all((end - 20) % BATCH == 0 for end in ends)
    assert ends == sorted(ends)
    assert ends[-1] > 20


def test_a_file_that_is_there_is_left_as_it_is(own, tmp_path):
    path = tmp_path / "there"
    path.write_text("mine")
    with pytest.raises(InvalidInput, match="is there already"):
        backup.back_up(own.log.database, path)
    with pytest.raises(InvalidInput, match="is there already"):
        backup.restore(tmp_path / "own.db", path)
    assert path.read_text() == "mine"


@pytest.mark.parametrize("end", backup.ENDS)
def test_what_a_lost_file_has_left_beside_it_is_read_into_no_other(own, tmp_path, end):
    backup.back_up(own.log.database, tmp_path / "backup.db")
    left = tmp_path / f"lost.db{end}"
    left.write_bytes((tmp_path / "own.db-wal").read_bytes())
    with pytest.raises(InvalidInput, match=f"lost.db{end} is there already"):
        backup.restore(tmp_path / "backup.db", tmp_path / "lost.db")
    assert not (tmp_path / "lost.db").exists()


def test_of_a_log_that_was_altered_no_backup_is_left(own, tmp_path):
    own.log.database.execute("DROP TRIGGER event_is_never_updated")
    own.log.database.execute("UPDATE event SET leaf = zeroblob(32) WHERE position = 3")
    before = set(tmp_path.iterdir())
    with pytest.raises(Damaged, match="Position 3"):
        backup.back_up(own.log.database, tmp_path / "backup.db")
    assert set(tmp_path.iterdir()) == before


def test_a_page_that_was_overwritten_is_found_whatever_it_holds(own, tmp_path):
    path = tmp_path / "backup.db"
    backup.back_up(own.log.database, path)
    with closing(sqlite3.connect(path)) as connection:
        ((root,),) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'event_subject'"
        )
        ((size,),) = connection.execute("PRAGMA page_size")
    content = bytearray(path.read_bytes())
    content[(root - 1) * size : root * size] = bytes(size)
    path.write_bytes(content)
    with pytest.raises(Damaged):
        backup.restore(path, tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()


def test_a_restored_log_goes_on_where_the_backup_ended(own, tmp_path):
    backup.back_up(own.log.database, tmp_path / "backup.db")
    end = backup.restore(tmp_path / "backup.db", tmp_path / "new.db", [checkpoint_of(own.log)])
    assert end == own.head()
    restored = Timeline.open(tmp_path / "new.db")
    assert restored.append([price("next", "2025-01-01", input="2")]).positions == (21,)
    restored.log.database.close()


def test_what_was_signed_and_is_missing_in_a_backup_is_counted(own, tmp_path):
    backup.back_up(own.log.database, tmp_path / "backup.db")
    own.append([price("later", "2025-01-01", input="2")])
    with pytest.raises(Damaged, match=r"ends at 20, and a checkpoint was signed of 21 events"):
        backup.restore(tmp_path / "backup.db", tmp_path / "new.db", [checkpoint_of(own.log)])
    assert not (tmp_path / "new.db").exists()


def test_a_backup_of_another_log_is_none_of_this_one(own, tmp_path):
    other = Timeline.open(tmp_path / "other.db")
    other.append([price(f"o-{number}", "2025-01-01", input="1") for number in range(25)])
    backup.back_up(other.log.database, tmp_path / "backup.db")
    other.log.database.close()
    with pytest.raises(Damaged, match="another history stands in their place"):
        backup.restore(tmp_path / "backup.db", tmp_path / "new.db", [checkpoint_of(own.log)])


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + bytes(2000)])
def test_what_is_no_log_is_not_restored(tmp_path, content):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises((InvalidInput, Damaged)):
        backup.restore(path, tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_database_on_a_server_is_left_to_the_tools_of_the_server(new_database, tmp_path):
    timeline = Timeline.open(new_database())
    with pytest.raises(Refused, match="pg_dump"):
        backup.back_up(timeline.log.database, tmp_path / "backup.db")
    timeline.log.database.close()
