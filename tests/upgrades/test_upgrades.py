"""A log that an earlier release wrote is backed up, brought up to date, and is the same log."""

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ecosys.__main__ import build
from ecosys.answers.prices import prices
from ecosys.log import checking, migrate
from ecosys.log.release import RELEASES, released_log, releases
from ecosys.log.sqlite import Sqlite
from ecosys.timeline import Timeline, verification

FOLDER = Path(__file__).parent
VERSIONS = sorted(path.name.removesuffix(".db.gz") for path in FOLDER.glob("*.db.gz"))


@pytest.fixture(params=VERSIONS)
def old(request, tmp_path):
    """The file as the release wrote it."""
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress((FOLDER / f"{request.param}.db.gz").read_bytes()))
    return path


def written(path):
    """What stands in a log, read past everything of ours: its rows, its end."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT * FROM event ORDER BY position").fetchall()
        head = connection.execute("SELECT position, recorded_at, root FROM log_head").fetchall()
    return rows, head


def test_every_release_has_left_a_log():
    assert [each.version for each in releases(released_log().with_name(RELEASES))] == VERSIONS


def test_it_is_brought_up_to_date_and_nothing_that_was_recorded_changes(old):
    before = written(old)
    timeline = Timeline.open(old)
    assert migrate.revision(timeline.log.database) == migrate.newest()
    assert checking.checked(timeline.log.database) == len(before[0])
    assert list(verification.faults(timeline)) == []
    timeline.log.database.close()
    assert written(old) == before


def test_it_answers_what_its_events_say(old):
    events = [json.loads(row[5]) for row in written(old)[0]]
    touched = {each.get("event") for each in events}
    price = next(
        each for each in events if each["type"] == "price_changed" and each["id"] not in touched
    )
    timeline = Timeline.open(old)
    moment = timeline.moment(price["occurred"][:10])
    found = prices(timeline, moment, price["subject"], channel="all")
    amounts = {str(row.amount) for row in found.rows}
    stated = {str(each["amount"]) for each in price["components"] if "amount" in each}
    assert stated
    assert stated <= amounts
    timeline.log.database.close()


def test_a_backup_is_of_the_log_as_it_was_before_it_was_brought_up_to_date(old, tmp_path):
    def run(*words, status=0):
        done = CliRunner().invoke(build(), [*words])
        assert done.exit_code == status, done.output
        return done.output

    at = migrate.revision(Sqlite(old))
    copy, restored = tmp_path / "backup.db", tmp_path / "restored.db"
    assert "all checked" in run("backup", str(copy), "--database", str(old))
    assert [migrate.revision(Sqlite(each)) for each in (old, copy)] == [at, at]
    run("restore", str(copy), "--database", str(restored))
    assert "in order" in run("verify", "--log-only", "--database", str(restored))
    assert written(copy) == written(old) == written(restored)
