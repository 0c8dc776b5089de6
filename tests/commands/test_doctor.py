"""ecosys doctor finds what is not in order, says what to do, and changes nothing."""

import json
import os
import re
import sqlite3
from contextlib import closing

import pytest

from ecosys.commands import _examination
from ecosys.commands._examination import FAILED, OK, WARNING
from ecosys.log import migrate
from ecosys.log.sqlite import Sqlite
from ecosys.timeline import Timeline
from ecosys.values.instant import DAY
from tests.documents import ROOT
from tests.given import NOW, event, price


@pytest.fixture
def own(tmp_path):
    """A log of a few events."""
    path = tmp_path / "own.db"
    timeline = Timeline.open(path, clock=lambda: NOW)
    timeline.append([price("a", "2025-01-01", input="1"), price("b", "2025-02-01", input="2")])
    timeline.log.database.close()
    return path


@pytest.fixture
def find(run):
    """The first findings of the command, by what was looked at."""

    def found(*words):
        done = run("doctor --format json", *words)
        rows = json.loads(done.output)["data"]
        return {row["check"]: (row["state"], row["found"], row["do"]) for row in reversed(rows)}

    return found


def altered(path, *statements):
    with closing(sqlite3.connect(path)) as connection, connection:
        for sql in statements:
            connection.execute(sql)


def test_of_a_log_that_is_in_order_nothing_failed_and_nothing_changes(own, run, find):
    before = own.read_bytes()
    found = find()
    assert {state for state, _, _ in found.values()} <= {OK, WARNING}
    assert found["log"][1].startswith("2 events, the last of ")
    assert run("doctor").exit_code == 0
    assert own.read_bytes() == before
    assert not own.with_name("own-keys").exists()


def test_where_there_is_no_log_none_is_made(tmp_path, find):
    assert find()["log"][0] == WARNING
    assert not (tmp_path / "own.db").exists()


def test_what_was_altered_fails_with_the_status_1(own, run, find):
    altered(
        own,
        "DROP TRIGGER event_is_never_updated",
        "UPDATE event SET leaf = zeroblob(32) WHERE position = 2",
    )
    found = find()
    assert found["log"][:2] == (FAILED, "Position 2 does not hold the bytes that were recorded.")
    assert found["guards"][0] == FAILED
    assert "event_is_never_updated" in found["guards"][1]
    assert run("doctor").exit_code == 1


def test_a_page_that_was_overwritten_fails(own, find):
    with closing(sqlite3.connect(own)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'event_subject'"
        ((root,),) = connection.execute(sql)
        ((size,),) = connection.execute("PRAGMA page_size")
    content = bytearray(own.read_bytes())
    content[(root - 1) * size : root * size] = bytes(size)
    own.write_bytes(content)
    assert find()["pages"][0] == FAILED


def test_tables_of_an_older_version_are_named_and_left(tmp_path, find):
    path = tmp_path / "own.db"
    database = Sqlite.open(f"sqlite:///{path}")
    migrate.upgrade(database, "0001")
    database.close()
    state, found, do = find()["database"]
    assert (state, do.split(",")[0]) == (WARNING, "ecosys backup FILE")
    assert f"revision 0001, not {migrate.newest()}" in found
    assert migrate.revision(Sqlite(path)) == "0001"


def test_a_file_of_another_program_fails(tmp_path, run, find):
    altered(tmp_path / "own.db", "CREATE TABLE mine (a)")
    state, found, _ = find()["database"]
    assert (state, "is no log of ecosys" in found) == (FAILED, True)
    assert run("doctor").exit_code == 1


@pytest.mark.skipif(os.name == "nt", reason="there modes say nothing")
def test_a_secret_key_that_others_can_read_is_told(own, run, find):
    run("checkpoint")
    assert find()["key"][0] == OK
    own.with_name("own-keys").joinpath("key").chmod(0o644)
    state, _, do = find()["key"]
    assert (state, do.startswith("chmod 600 ")) == (WARNING, True)


def test_a_log_that_was_rolled_back_fails(own, run, find):
    before = own.with_name("own.sqlite")  # its keys are those of own.db
    Sqlite(own).copy(before)
    run("retract a --fault ours --why test --to-log")
    run("checkpoint")
    state, found, _ = find("--database", str(before))["key"]
    assert (state, "the newest were taken away" in found) == (FAILED, True)


def test_a_variable_that_means_nothing_is_named(own, find, monkeypatch):
    monkeypatch.setenv("ECOSYS_PROT", "80")
    monkeypatch.setenv("ECOSYS_PORT", "80")
    assert find()["settings"][:2] == (WARNING, "ECOSYS_PROT: no setting of ecosys")


def test_every_variable_that_is_read_is_known(own, find, monkeypatch):
    code = [*ROOT.glob("ecosys/**/*.py"), *ROOT.glob("api/ecosys_api/**/*.py")]
    texts = [path.read_text(encoding="utf-8") for path in code]
    read = {name for text in texts for name in re.findall(r'"(ECOSYS_[A-Z_]+[A-Z])"', text)}
    for name in read - {"ECOSYS_DATABASE"}:
        monkeypatch.setenv(name, "")
    assert find()["settings"][0] == OK


def findings(path, look, now):
    patient = _examination.Patient(f"sqlite:///{path}", {}, frozenset(), lambda: now)
    [found] = look(patient)
    patient.database.close()
    return found


def test_a_clock_behind_the_log_is_told(own):
    assert findings(own, _examination.clock, NOW).state == OK
    assert findings(own, _examination.clock, NOW - DAY).state == WARNING


def test_a_source_that_nobody_read_for_long_is_named_with_its_days(tmp_path):
    path = tmp_path / "own.db"
    timeline = Timeline.open(path, clock=lambda: NOW)
    source = {"source": "litellm", "name": "LiteLLM", "kind": "mirror"}
    timeline.append(
        [
            event("registered", "source-litellm", **source),
            event("confirmed", "read", source="litellm", stated="2026-10-01"),
        ]
    )
    timeline.log.database.close()
    found = findings(path, _examination.sources, NOW)
    assert (found.state, found.do) == (WARNING, "ecosys sync")
    assert "litellm 5" in found.found


def test_a_disk_that_is_nearly_full_is_told(own, monkeypatch):
    monkeypatch.setattr(_examination, "ROOM", 2**60)
    assert findings(own, _examination.disk, NOW).state == WARNING
