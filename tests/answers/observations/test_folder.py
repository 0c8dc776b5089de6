"""A segment is read only if it is the file that its event names."""

import os

import pytest

from ecosys.answers.observations import folder as folders
from ecosys.errors import Damaged, InvalidInput, Unavailable

ROWS = [("pypi/a", "2025-01-01", 3)]


def test_a_kept_file_is_found(named, folder):
    segment = named("s", ROWS)
    assert folders.sha256_of(folders.find(segment, folder)) == segment.sha256


def test_a_changed_byte_is_damage_even_after_it_was_read(named, folder):
    segment = named("s", ROWS)
    path = folders.find(segment, folder)
    spoilt = bytearray(path.read_bytes())
    spoilt[10] ^= 1
    path.write_bytes(spoilt)
    os.utime(path, (1, 1))
    with pytest.raises(Damaged, match="is not the file that s names"):
        folders.find(segment, folder)


def test_a_missing_file_is_said_to_be_missing_and_where(named, folder):
    segment = named("s", ROWS)
    folders.find(segment, folder).unlink()
    with pytest.raises(Unavailable, match=r"The segment s is not at .*\.parquet"):
        folders.find(segment, folder)


def test_what_has_another_hash_is_not_kept(folder):
    with pytest.raises(InvalidInput, match="a file has the SHA-256 "):
        folders.keep([b"other"], "0" * 64, folder, "a file")
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_file_on_the_web_lies_under_its_hash(named, folder):
    segment = named("s", ROWS).model_copy(update={"address": "https://example.org/a.parquet"})
    assert folders.find(segment, folder).name == f"{segment.sha256}.parquet"
