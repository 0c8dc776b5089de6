"""The commands for endurance count rightly, and a short form of each is part of every run."""

import os
import random

import pytest
from schemathesis.core.failures import ServerError
from schemathesis.openapi.checks import UndefinedStatusCode

from ecosys.log.log import Log
from ecosys.timeline import Timeline
from tests.endurance import __main__ as endurance
from tests.endurance import interrupted, kills, pages, requests, restarts
from tests.given import price
from tests.log.postgres import server

pytestmark = pytest.mark.no_cover  # what is killed measures nothing


@pytest.mark.engines
def test_a_few_kills_lose_nothing(new_database):
    counts = kills.run(lambda _: new_database(), 6)
    assert (counts.kills, counts.wrong) == (6, 0)
    assert counts.acknowledged > 0


def test_what_was_acknowledged_and_is_not_there_is_counted(tmp_path, monkeypatch):
    def lie(_database, pipe):
        os.write(pipe, b"10\n20\n")
        os.read(os.pipe()[0], 1)  # until it is killed

    monkeypatch.setattr(kills, "append", lie)
    counts = kills.run(lambda number: str(tmp_path / f"{number}.db"), 1)
    assert (counts.acknowledged, counts.lost) == (2, 2)


def test_a_batch_that_is_there_in_part_is_counted(tmp_path):
    timeline = Timeline.open(tmp_path / "x.db")
    timeline.append([price(f"0-{at}", "2025-01-01", input="1") for at in range(7)])
    timeline.log.database.close()
    counts = kills.Counts()
    kills.examine(str(tmp_path / "x.db"), [], counts)
    assert (counts.partial, counts.wrong) == (1, 1)


def test_a_log_whose_head_is_ahead_of_its_bytes_is_counted(tmp_path, monkeypatch):
    path = str(tmp_path / "x.db")
    Timeline.open(path).append([price(f"0-{at}", "2025-01-01", input="1") for at in range(10)])
    monkeypatch.setattr(Log, "check", lambda _: 9)
    counts = kills.Counts()
    kills.examine(path, [10], counts)
    assert (counts.damaged, counts.wrong) == (1, 1)


@pytest.mark.engines
def test_a_few_requests_find_no_error_of_the_server(new_database):
    counts = requests.run(new_database(), 100, each=1)
    assert (counts.requests, dict(counts.findings)) == (100, {})
    assert {200, 201, 422} <= counts.statuses.keys()  # asked, written and refused


class Case:
    """A request, as it is told."""

    method, formatted_path, query = "GET", "/v1/prices", None


@pytest.mark.parametrize(
    ("fails", "server_errors"),
    [(ServerError(operation="x", status_code=500), 1), (RuntimeError("no answer"), 1),
     (UndefinedStatusCode(operation="x", status_code=418, defined_status_codes=[],
                          allowed_status_codes=[], message="418"), 0)],
)  # fmt: skip
def test_an_error_of_the_server_is_counted_and_so_is_what_no_document_describes(
    fails, server_errors
):
    def send(_case):
        raise fails

    counts = requests.Counts()
    requests.note(Case(), send, counts)
    assert (counts.requests, counts.server_errors, counts.wrong) == (1, server_errors, 1)
    assert "/v1/prices" in next(iter(counts.findings))


@pytest.mark.engines
@pytest.mark.parametrize("what", ["seed", "copy", "import", "rebuild", "migrate"])
def test_what_is_killed_in_its_midst_is_made_good_by_the_next_start(new_database, what):
    work = interrupted.works(lines=120, events=20)[what]
    counts = interrupted.run(new_database, work, 1)
    assert (counts.kills, counts.wrong) == (1, 0)


def test_a_log_that_ends_in_the_midst_of_what_is_written_at_once_is_counted(new_database):
    work = interrupted.works(lines=120, events=20)["rebuild"]
    database = new_database()
    interrupted.fill(database, 7)
    counts = interrupted.Counts()
    interrupted.examine(work, database, None, counts)
    assert (counts.partial, counts.unmended, counts.damaged) == (1, 1, 0)


@pytest.mark.parametrize("end", pages.ENDS)
def test_damaged_pages_are_told_or_found_or_change_nothing(tmp_path, end):
    counts = pages.run(tmp_path, end, 12, random.Random(1))
    assert (counts.flips, counts.wrong) == (12, 0)
    assert counts.told + counts.found + counts.shorter > 0


def test_an_answer_that_damage_changes_and_nobody_finds_is_counted(tmp_path, monkeypatch):
    others = iter(range(99))
    monkeypatch.setattr(pages, "answers", lambda _: next(others))
    monkeypatch.setattr(pages, "found_by_verification", lambda _: False)
    assert pages.run(tmp_path, "", 2, random.Random(1)).silent == 2


@pytest.mark.skipif(server.binaries() is None, reason="a server that was not started here")
def test_a_server_that_crashes_under_load_comes_back_with_all_that_was_acknowledged():
    counts = restarts.run("immediate", 1)
    assert (counts.restarts, counts.wrong) == (1, 0)
    assert counts.acknowledged > 0
    assert counts.told > 0


def test_a_batch_that_a_restart_took_away_is_counted(tmp_path):
    database = str(tmp_path / "x.db")
    timeline = Timeline.open(database)
    timeline.append([price(f"1-0-{at}", "2025-01-01", input="1") for at in range(4)])
    timeline.log.database.close()
    counts = restarts.Counts()
    restarts.examine(database, [[0], [0]], counts)
    assert (counts.acknowledged, counts.lost, counts.partial) == (2, 1, 1)


@pytest.mark.parametrize("given", [[], ["sleep"], ["kills", "often"]])
def test_what_is_not_there_is_not_done(given, capsys):
    assert endurance.main(given) == 2
    assert "kills" in capsys.readouterr().out
