"""The commands by which a log is backed up and restored, and what they say is missing."""

import pytest

from ecosys.errors import Damaged, InvalidInput, Refused
from ecosys.timeline import Timeline
from tests.given import price


@pytest.fixture
def own(small_release, tmp_path, run):
    """A log with an event of its own that was signed."""
    path = tmp_path / "own.db"
    timeline = Timeline.open(path)
    timeline.append([price("a", "2025-01-01", input="1")])
    timeline.log.database.close()
    run("checkpoint")
    return path


def lose(database):
    """Lose a file, and move away what is left of it."""
    for each in database.parent.glob(f"{database.name}*"):
        each.unlink()


def test_a_backup_is_restored_in_the_place_of_a_database_that_was_lost(own, run, tmp_path):
    copy = tmp_path / "backup.db"
    done = run("backup", str(copy))
    assert f"1 events, all checked, in {copy}, root " in done.output
    lose(own)
    done = run("restore", str(copy))
    assert f"1 events, all checked, as signed up to 1, in {own}" in done.output
    assert run("verify --log-only").exit_code == 0


def test_what_was_signed_since_is_missed_and_nothing_is_restored(own, run, tmp_path):
    copy = tmp_path / "backup.db"
    run("backup", str(copy))
    run("retract a --fault ours --why test --to-log")
    run("checkpoint")
    lose(own)
    with pytest.raises(Damaged, match=r"of 2 events: the newest were taken away\. Nothing was"):
        run("restore", str(copy))
    assert not own.exists()


def test_where_no_checkpoint_is_at_hand_one_is_asked_for_and_taken(own, run, tmp_path):
    copy, kept = tmp_path / "backup.db", tmp_path / "kept"
    kept.write_text(run("checkpoint").output)
    run("backup", str(copy))
    done = run("restore", str(copy), "--database", str(tmp_path / "elsewhere.db"))
    assert "--checkpoint FILE tells" in done.output
    given = ["--checkpoint", str(kept), "--database", str(tmp_path / "third.db")]
    assert "as signed up to 1" in run("restore", str(copy), *given).output


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_checkpoint_that_cannot_be_read_is_named(own, run, tmp_path, content):
    copy, kept = tmp_path / "backup.db", tmp_path / "kept"
    run("backup", str(copy))
    if content is not None:
        kept.write_bytes(content)
    given = ["--checkpoint", str(kept), "--database", str(tmp_path / "new.db")]
    with pytest.raises(InvalidInput, match="kept cannot be read"):
        run("restore", str(copy), *given)
    assert not (tmp_path / "new.db").exists()


def test_a_backup_becomes_a_file(own, run, tmp_path):
    run("backup", str(tmp_path / "backup.db"))
    with pytest.raises(Refused, match="A backup becomes a file"):
        run("restore", str(tmp_path / "backup.db"), "--database", "postgresql://host/x")
