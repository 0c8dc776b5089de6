"""Files that cannot be a database, that can only be read, and what the disk refuses."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ecosys.errors import Damaged, EcosysError, InvalidInput, Unavailable, Unwritable
from ecosys.log.sqlite import file as sqlite_file
from ecosys.timeline import Timeline
from tests.given import price
from tests.permissions import only_read

A = price("a", "2025-01-01", input="1")
B = price("b", "2025-02-01", input="2")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A log of one event in a folder of its own."""
    folder = tmp_path / "folder"
    made = folder / "log.db"
    write(made, A)
    return made


def write(path: Path, *events) -> None:
    opened = Timeline.open(path)
    opened.append(events)
    opened.log.database.close()


def ids(path: Path) -> list[str]:
    opened = Timeline.open(path)
    found = [record.id for record in opened.records()]
    opened.log.database.close()
    return found


# What is no file


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (":memory:", "in a file, not in memory"),
        ("sqlite:///:memory:", "in a file, not in memory"),
        ("sqlite://", "is a folder"),
        ("/dev/null", r"/dev/null is no file\."),
        ("{folder}", r"folder is a folder\."),
        ("{folder}/log.db/below/x.db", "lies below what is no folder"),
        ("{folder}/log.db/x.db", "lies below what is no folder"),
    ],
)
def test_what_can_be_no_database_is_refused_with_what_to_do(path, name, says):
    with pytest.raises(InvalidInput, match=f"{says}.*Name another file with --database"):
        Timeline.open(name.format(folder=path.parent))
    assert ids(path) == ["a"]


@pytest.mark.parametrize("name", ["what?.db", "100%.db", "a#b.db", "ü b.db", "x?mode=ro"])
def test_any_name_that_a_file_may_have_is_that_file(tmp_path, name):
    write(tmp_path / name, A)
    assert [each.name for each in tmp_path.iterdir()] == [name]
    assert ids(tmp_path / name) == ["a"]


def test_a_folder_that_cannot_be_made_is_told(path):
    with only_read(path.parent), pytest.raises(Unavailable, match="cannot be opened: Permission"):
        Timeline.open(path.parent / "new" / "log.db")
    with only_read(path.parent), pytest.raises(Unavailable, match=r"cannot be opened\. May you"):
        Timeline.open(path.parent / "new.db")


# What can only be read


@pytest.mark.parametrize("kept", ["file", "folder", "both"])
def test_a_log_that_can_only_be_read_is_asked_and_refuses_to_be_written(path, kept):
    kept_back = {"file": [path], "folder": [path.parent], "both": [path, path.parent]}[kept]
    before = path.read_bytes()
    with only_read(*kept_back):
        opened = Timeline.open(path)
        assert [record.id for record in opened.records()] == ["a"]
        assert [line.position for line in opened.log.lines()] == [1]
        for write in (lambda: opened.append([B]), opened.log.rebuild):
            with pytest.raises(Unwritable, match=r"log\.db cannot be written.*\. Name another"):
                write()
        assert opened.log.check() == 1
        opened.log.database.close()
    assert path.read_bytes() == before
    write_again(path)


def write_again(path: Path) -> None:
    write(path, B)
    assert ids(path) == ["a", "b"]


def test_what_others_write_to_a_log_that_can_only_be_read_is_seen(path):
    with only_read(path.parent):
        opened = Timeline.open(path)
        assert [record.id for record in opened.records()] == ["a"]
    write(path, B)  # somebody who may
    with only_read(path.parent):
        assert [record.id for record in opened.records()] == ["a", "b"]
    other = Timeline.open(path)
    other.append([price("c", "2025-03-01", input="3")])  # and who has it open still
    with only_read(path.parent):
        assert [line.position for line in opened.log.lines()] == [1, 2, 3]
    other.log.database.close()
    opened.log.database.close()


def test_what_waits_beside_a_file_that_can_only_be_read_is_never_left_out(path):
    other = Timeline.open(path)
    other.append([B])
    copied = path.parent / "copied.db"
    for end in ("", "-wal"):
        sqlite_file.beside(copied, end).write_bytes(sqlite_file.beside(path, end).read_bytes())
    other.log.database.close()
    with only_read(path.parent), pytest.raises(Unavailable, match="Copy both to a folder"):
        Timeline.open(copied)
    assert ids(copied) == ["a", "b"]


@pytest.fixture
def stopped(path) -> Path:
    """A copy of a log without a write-ahead log, of a moment in the midst of a transaction."""
    copied = path.parent / "copied.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("PRAGMA cache_size = 1")
        other.execute("BEGIN")
        rows = [(f"subject-{number}", "x", number) for number in range(5000)]
        other.executemany("INSERT INTO event_subject VALUES (?, ?, ?)", rows)
        for end in ("", "-journal"):
            shutil.copy(sqlite_file.beside(path, end), sqlite_file.beside(copied, end))
        other.execute("ROLLBACK")
    return copied


def test_what_a_killed_program_left_undone_is_undone(stopped):
    assert ids(stopped) == ["a"]
    with closing(sqlite3.connect(stopped)) as other:
        assert other.execute("SELECT count(*) FROM event_subject").fetchall() == [(1,)]


def test_what_cannot_be_undone_is_not_read(stopped):
    with only_read(stopped, stopped.parent), pytest.raises(Unavailable, match="Copy both to a"):
        Timeline.open(stopped)


# What the disk refuses


def test_a_full_disk_is_told_and_nothing_is_written(path):
    opened = Timeline.open(path)
    ((pages,),) = opened.log.database.execute("PRAGMA page_count")
    opened.log.database.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Unavailable, match=r"no room left on the disk; nothing was written\. Make"):
        opened.append([price(f"p{number}", "2025-01-01", input="1") for number in range(300)])
    assert opened.log.check() == 1
    opened.log.database.close()
    write_again(path)


def test_a_lock_that_is_not_let_go_is_told(path, monkeypatch):
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.1)
    opened = Timeline.open(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert [record.id for record in opened.records()] == ["a"]
        with pytest.raises(Unavailable, match=r"locked by another program for 0\.1 s\. Try again"):
            opened.append([B])
        with pytest.raises(Unavailable, match="locked by another"):
            Timeline.open(path).append([B])
    opened.append([B])
    opened.log.database.close()


def test_bytes_that_are_no_database_any_more_are_told(path):
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    with pytest.raises(Damaged, match=r"log\.db is damaged: .* Take a copy"):
        ids(path)


def test_a_fault_in_a_statement_of_ours_is_an_error_too(path):
    opened = Timeline.open(path)
    with pytest.raises(EcosysError, match=r"log\.db: no such table: absent"):
        opened.log.database.execute("SELECT * FROM absent")
    opened.log.database.close()
    with pytest.raises(sqlite3.ProgrammingError):
        opened.log.database.execute("SELECT ?")


def test_a_file_that_is_only_locked_is_not_taken_for_one_that_nobody_writes(path, monkeypatch):
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unavailable, match="locked by another program"):
            ids(path)
    write_again(path)


def test_a_text_that_is_no_text_any_more_is_damage(path):
    content = path.read_bytes()
    at = content.rindex(b'"openai/o3"', 0, content.rindex(b'"price_changed"'))
    path.write_bytes(content[: at + 1] + b"\xff" + content[at + 2 :])
    with pytest.raises(
        Damaged, match=r"log\.db is damaged: Could not decode to UTF-8.*Take a copy"
    ):
        ids(path)


@pytest.mark.parametrize("text", [b"BEGIN", b'["held_5"'], ids=["schema", "read models"])
def test_what_is_kept_beside_events_and_is_no_text_any_more_is_damage(path, text):
    content = path.read_bytes()
    at = content.index(text)
    broken = b"\xff\xfe" if text == b"BEGIN" else b"\x01\x01"
    path.write_bytes(content[:at] + broken + content[at + 2 :])
    with pytest.raises(Damaged, match=r"damaged.*Take a copy"):
        Timeline.open(path).held(Timeline.open(path).moment())
