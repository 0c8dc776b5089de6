"""What was read is kept, byte for byte, once, and can be read again."""

from hashlib import sha256

import pytest

from ecosys.errors import Damaged
from ecosys.importer import importers
from ecosys.ingest import snapshots
from ecosys.ingest.archive import INDEX, Archive, archive_of
from ecosys.ingest.run import run
from ecosys.timeline import Timeline
from tests.given import clock_at
from tests.ingest.feed import each, model, provider, snapshot

GENAI = importers["genai_prices"]
READINGS = [
    snapshot(day, provider("openai", model("o3", each(10, 40))))
    for day in ("2025-09-01", "2025-10-01")
]


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "read", clock_at("2026-11-22T12:00Z"))


def test_a_reading_is_kept_with_its_day_address_and_licence(archive):
    archive.add(GENAI, READINGS[0])
    (kept,) = archive
    assert (kept.source, kept.stated, kept.licence) == ("genai-prices", "2025-09-01", "MIT")
    assert kept.address == GENAI.address
    assert kept.kept_at.startswith("2026-11-22")
    assert archive.snapshot(kept) == READINGS[0]


def test_the_same_bytes_are_kept_once_and_each_day_is_noted(archive):
    for reading in (*READINGS, *READINGS):
        archive.add(GENAI, reading)
    assert [kept.stated for kept in archive] == ["2025-09-01", "2025-10-01"]
    assert len(list(archive.folder.rglob("*.gz"))) == 1


def test_bytes_that_were_altered_or_lost_are_told(archive):
    archive.add(GENAI, READINGS[0])
    (kept,) = archive
    (path,) = archive.folder.rglob("*.gz")
    path.write_bytes(b"\x1f\x8b")
    with pytest.raises(Damaged, match="is lost"):
        archive.snapshot(kept)
    path.unlink()
    with pytest.raises(Damaged, match="is lost"):
        archive.snapshot(kept)


def test_what_was_kept_gives_the_same_log_again(tmp_path, archive):
    first = Timeline.open(tmp_path / "first.db", clock_at("2026-11-22T12:00Z"))
    list(run(first, GENAI, READINGS, archive))
    second = Timeline.open(tmp_path / "second.db", clock_at("2026-11-22T12:00Z"))
    list(run(second, GENAI, map(archive.snapshot, archive)))
    bodies = [[line.body for line in opened.log.lines()] for opened in (first, second)]
    assert bodies[0] == bodies[1]


def test_a_run_that_was_broken_off_and_begun_again_ends_in_the_same_log(tmp_path):
    whole = Timeline.open(tmp_path / "whole.db", clock_at("2026-11-22T12:00Z"))
    list(run(whole, GENAI, READINGS))
    broken = Timeline.open(tmp_path / "broken.db", clock_at("2026-11-22T12:00Z"))
    next(run(broken, GENAI, READINGS))
    list(run(broken, GENAI, READINGS))
    bodies = [[line.body for line in opened.log.lines()] for opened in (whole, broken)]
    assert bodies[0] == bodies[1]


def test_the_folder_stands_beside_the_database(tmp_path):
    assert archive_of(tmp_path / "ecosys.db") == tmp_path / "ecosys-read"


@pytest.mark.parametrize("left", [1, 30, 200])
def test_a_note_that_was_cut_off_is_told_and_taken_away_and_its_reading_noted_again(archive, left):
    for reading in READINGS:
        archive.add(GENAI, reading)
    notes = list(archive)
    index = archive.folder / INDEX
    first, second = index.read_bytes().splitlines(keepends=True)
    index.write_bytes(first + second[:left])
    assert list(archive) == notes[:1]
    assert f"{INDEX}:2 was cut off" in archive.mend()
    assert index.read_bytes() == first
    assert archive.mend() is None
    index.write_bytes(first + second[:left])
    archive.add(GENAI, READINGS[1])
    assert list(archive) == notes


def test_a_note_that_is_none_is_told_by_its_line(archive):
    archive.add(GENAI, READINGS[0])
    index = archive.folder / INDEX
    index.write_bytes(b'{"source": 1\n' + index.read_bytes())
    with pytest.raises(Damaged, match=r"index\.jsonl:1 is no note of a reading"):
        list(archive)


def test_a_file_is_hashed_once_however_many_readings_are_kept(archive, monkeypatch):
    for reading in READINGS:
        archive.add(GENAI, reading)
    hashed = []

    def count(data):
        hashed.append(data)
        return sha256(data)

    monkeypatch.setattr(snapshots, "sha256", count)
    archive.add(GENAI, snapshot("2025-11-01", provider("openai", model("o3", each(9, 36)))))
    assert len(hashed) == 1
