"""What can go wrong, as the guide lists it: each fault is brought about, and its words are seen."""

import os
import re
import resource
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from ecosys.commands._question import open_log
from ecosys.errors import EcosysError
from ecosys.log.sqlite import file as sqlite_file
from ecosys.timeline import Timeline
from tests.documents import ROOT
from tests.given import clock_at, price
from tests.permissions import only_read

GUIDE = ROOT / "api" / "ecosys_api" / "guide" / "running.md"
UNSEEN = "a disk lost what it had acknowledged"
"""The fault of which nothing is seen; tests/test_endurance.py brings it about."""
NEW = price("new", "2025-01-01", input="1")


def rows() -> dict[str, str]:
    """The faults of the guide, each with the words that one sees."""
    section = GUIDE.read_text(encoding="utf-8").partition("## What can go wrong")[2]
    table = section.partition("\n## ")[0]
    return dict(re.findall(r"^\| ([^|]+) \| `([^`]+)` \|", table, re.MULTILINE))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A log of one event in a folder of its own."""
    made = tmp_path / "folder" / "log.db"
    opened = Timeline.open(made)
    opened.append([price("a", "2025-01-01", input="1")])
    opened.log.database.close()
    return made


def fill_the_disk(path: Path) -> None:
    opened = Timeline.open(path)
    ((pages,),) = opened.log.database.execute("PRAGMA page_count")
    opened.log.database.execute(f"PRAGMA max_page_count = {pages}")
    try:
        opened.append([price(f"p{number}", "2025-01-01", input="1") for number in range(300)])
    finally:
        opened.log.database.close()


def take_the_permission(path: Path) -> None:
    with only_read(path, path.parent):
        Timeline.open(path).append([NEW])


def use_up_the_descriptors(path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken = os.open(path, os.O_RDONLY)
    os.close(taken)
    resource.setrlimit(resource.RLIMIT_NOFILE, (taken, hard))
    try:
        Timeline.open(path)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def keep_it_locked(path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch, closing(sqlite3.connect(path)) as other:
        patch.setattr(sqlite_file, "BUSY_SECONDS", 0.1)
        other.execute("BEGIN IMMEDIATE")
        Timeline.open(path).append([NEW])


def damage_it(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    Timeline.open(path).records()


ON_A_FILE = {
    "the disk is full": fill_the_disk,
    "the file or folder can only be read": take_the_permission,
    "the program may open no more files": use_up_the_descriptors,
    "another program keeps it locked": keep_it_locked,
    "bytes of the file were damaged": damage_it,
}


@pytest.mark.parametrize("fault", ON_A_FILE)
def test_what_the_machine_refuses_is_told_in_the_words_of_the_guide(path, fault):
    with pytest.raises(EcosysError) as told:
        ON_A_FILE[fault](path)
    assert rows()[fault] in str(told.value)
    assert told.value.hint
    if fault != "bytes of the file were damaged":
        opened = Timeline.open(path)
        assert opened.append([NEW]).positions == (2,)
        assert opened.log.check() == 2
        opened.log.database.close()


CLOCK = "the clock was set back"


def test_a_clock_that_was_set_back_is_told_and_times_never_go_back(tmp_path, capsys):
    path = tmp_path / "log.db"
    ahead = Timeline.open(path, clock=clock_at("2199-06-01T00:00Z"))
    ahead.append([price("a", "2025-01-01", input="1")])
    ahead.log.database.close()
    timeline = open_log(str(path), asked=False)
    assert rows()[CLOCK] in capsys.readouterr().err
    timeline.append([NEW])
    first, second = timeline.log.read()
    assert first.recorded_at == second.recorded_at
    assert timeline.log.check() == 2
    timeline.log.database.close()


RESTARTED = "the server of PostgreSQL was restarted"
LOST = "a connection was lost while it committed"


def end_sessions(url: str) -> None:
    """End all other sessions of a database, as a server does that is restarted."""
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def be_cut_off(timeline: Timeline, url: str, *, before_the_commit: bool) -> None:
    """Append, and lose the session before the commit, or with it."""
    with timeline.log.database.writing():
        timeline.append([NEW])
        end_sessions(url)
        if before_the_commit:
            timeline.log.database.execute("SELECT 1")


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
@pytest.mark.parametrize("fault", [RESTARTED, LOST])
def test_a_server_that_ends_sessions_is_told_and_the_next_append_goes_on(new_database, fault):
    url = new_database()
    timeline = Timeline.open(url)
    with pytest.raises(EcosysError) as told:
        be_cut_off(timeline, url, before_the_commit=fault == RESTARTED)
    assert rows()[fault] in str(told.value)
    assert timeline.append([NEW]).positions == (1,)
    assert timeline.log.check() == 1
    timeline.log.database.close()


def test_every_fault_of_the_guide_is_brought_about():
    assert {*rows()} == {*ON_A_FILE, CLOCK, RESTARTED, LOST}
    assert UNSEEN in GUIDE.read_text(encoding="utf-8")
