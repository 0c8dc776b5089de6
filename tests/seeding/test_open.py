"""Opening: several processes may start on one database, be killed, or only read it."""

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecosys.errors import Locked, Unwritable
from ecosys.event import codec
from ecosys.log.release import RELEASES, read_lines, released_log, releases
from ecosys.log.sqlite import file as sqlite_file
from ecosys.seeding import progress
from ecosys.seeding.open import Fill, newer_release, open_timeline
from ecosys.timeline import Timeline
from tests.given import price
from tests.permissions import only_read

QUESTION = "price openai/o3 --as-of 2025-06-15 --tier standard --format json"


def start(path: Path) -> subprocess.Popen[str]:
    """A process that asks what o3 cost in June 2025."""
    command = [sys.executable, "-m", "ecosys", *QUESTION.split(), "--database", str(path)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True)


def refuse_wrong_answers(*asked: subprocess.Popen[str]) -> None:
    for process in asked:
        answer, problem = process.communicate(timeout=600)
        assert process.returncode == 0, problem
        amounts = {row["direction"]: row["amount"] for row in json.loads(answer)["data"]}
        assert (amounts["input"], amounts["output"]) == ("2", "8")  # seeds/openai.yaml


def refuse_another_log(path: Path) -> None:
    """The log is the released one, byte for byte."""
    opened = Timeline.open(path)
    assert list(opened.log.lines()) == list(read_lines(released_log()))
    assert opened.log.check() == opened.head().position
    opened.log.database.close()


def together(folder: Path, processes: int) -> None:
    path = folder / "log.db"
    refuse_wrong_answers(*[start(path) for _ in range(processes)])
    refuse_another_log(path)


def test_processes_that_start_at_once_on_one_new_database_all_answer(tmp_path):
    together(tmp_path, processes=4)


@pytest.mark.endurance
@pytest.mark.parametrize("_", range(10))
def test_many_processes_that_start_at_once_on_one_new_database_all_answer(tmp_path, _):
    together(tmp_path, processes=12)


def killed(path: Path, seconds: float) -> None:
    process = start(path)
    time.sleep(seconds)
    process.kill()
    process.communicate()


def test_after_a_first_start_that_was_killed_the_next_one_answers(tmp_path):
    path = tmp_path / "log.db"
    killed(path, 0.9)
    refuse_wrong_answers(start(path))
    refuse_another_log(path)


@pytest.mark.endurance
def test_after_any_first_start_that_was_killed_the_next_one_answers(tmp_path):
    for number in range(50):
        path = tmp_path / f"{number}.db"
        killed(path, random.uniform(0.1, 2.5))
        refuse_wrong_answers(start(path))
        refuse_another_log(path)


@pytest.fixture
def lines(small_release):
    """The lines of a small release, which is the installed one as long as they are asked for."""
    return list(read_lines(small_release))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database that is to be made, in a folder of its own."""
    folder = tmp_path / "folder"
    folder.mkdir()
    return folder / "log.db"


def write(path: Path, lines, *own) -> None:
    """A log of some lines, and of events of one's own."""
    opened = Timeline.open(path)
    opened.log.replay(lines)
    opened.append(own)
    opened.log.database.close()


def end(path: Path, fill: Fill = Fill.IF_EMPTY) -> int:
    """Where a log ends once it was opened."""
    opened = open_timeline(path, fill=fill)
    position = opened.head().position
    opened.log.database.close()
    return position


@pytest.mark.parametrize("part", [10, 30, 45])
def test_a_log_that_an_old_version_filled_in_part_is_filled_when_it_is_opened(path, lines, part):
    write(path, lines[:part])
    assert end(path) == len(lines)
    refuse_another_log(path)


def test_a_log_that_ends_where_an_older_release_did_stays_as_it_is(path, lines):
    older = releases(released_log().with_name(RELEASES))[-2].position
    write(path, lines[:older])
    assert end(path) == older
    assert end(path, Fill.ALWAYS) == len(lines)


def test_a_log_with_events_of_its_own_stays_as_it_is(path, lines):
    write(path, lines[:10], price("mine", "2025-01-01", input="1"))
    assert end(path) == 11


@pytest.mark.parametrize("fill", [Fill.IF_EMPTY, Fill.ALWAYS])
@pytest.mark.parametrize("part", [0, 10])
def test_a_part_of_a_release_that_cannot_be_filled_answers_nothing(path, lines, part, fill):
    write(path, lines[:part])
    told = f"holds {part} events, not all of a release, and cannot be written"
    with only_read(path, path.parent), pytest.raises(Unwritable, match=told):
        open_timeline(path, fill=fill)


def test_an_older_release_that_cannot_be_written_answers_as_it_is(path, lines):
    older = releases(released_log().with_name(RELEASES))[-2].position
    write(path, lines[:older])
    with only_read(path, path.parent):
        assert end(path, Fill.ALWAYS) == older


@pytest.fixture
def filling(path, lines) -> Iterator[threading.Event]:
    """Another who fills the log, and commits once that is allowed."""
    begun, allowed = threading.Event(), threading.Event()

    def fill() -> None:
        opened = Timeline.open(path)
        with opened.log.database.writing():
            opened.log.replay(lines[:10])
            begun.set()
            allowed.wait()
            opened.log.replay(lines[10:])
        opened.log.database.close()

    thread = threading.Thread(target=fill)
    thread.start()
    begun.wait()
    yield allowed
    allowed.set()
    thread.join()


def test_who_opens_a_log_that_another_fills_waits_and_says_so(
    path, lines, filling, monkeypatch, capsys
):
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", 0.01)
    threading.Timer(0.5, filling.set).start()
    assert end(path) == len(lines)
    assert capsys.readouterr().err == (
        "Another ecosys writes to the log: waiting until it is done.\n"
    )


def test_who_fills_a_log_is_waited_for_longer_than_another_writer(
    path, lines, filling, monkeypatch
):
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 1)
    threading.Timer(1.5, filling.set).start()
    assert end(path) == len(lines)


def test_who_never_is_done_with_filling_a_log_is_not_waited_for_for_ever(
    path, filling, monkeypatch
):
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.01)
    with pytest.raises(Locked, match="locked by another program"):
        end(path)


def test_who_waited_for_nothing_is_told_nothing(path, lines, capsys):
    assert end(path) > 0
    assert "waiting" not in capsys.readouterr().err


def newer(path: Path, **what_if) -> str | None:
    opened = open_timeline(path, fill=Fill.NEVER)
    found = newer_release(opened.what_if(**what_if) if what_if else opened)
    opened.log.database.close()
    return found.version if found else None


def test_a_log_of_an_older_release_says_so_until_it_follows(path, lines):
    *_, older, installed = releases(released_log().with_name(RELEASES))
    write(path, lines[: older.position], price("mine", "2025-01-01", input="1"))
    assert newer(path) == installed.version
    follow_in(path)
    assert newer(path) is None
    last = codec.decode(lines[-1].body).id
    assert newer(path, without=[last]) is None


def follow_in(path: Path) -> None:
    opened = open_timeline(path, fill=Fill.ALWAYS)
    opened.log.database.close()


def test_a_log_that_never_was_a_release_is_of_no_older_one(path, released_database):
    write(path, (), price("mine", "2025-01-01", input="1"))
    assert newer(path) is None
    assert newer(released_database) is None
