"""Files are replaced as a whole or not at all."""

import errno

import pytest

from ecosys.errors import InvalidInput, Unavailable
from ecosys.seeding.files import replaced
from tests.permissions import only_read


def names(folder):
    return sorted(each.name for each in folder.iterdir())


def write(path, problem=None):
    with replaced(path) as out:
        out.write("new")
        if problem:
            raise problem


def test_a_file_takes_the_place_of_the_one_before(tmp_path):
    for text in ("old", "new"):
        with replaced(tmp_path / "x") as out:
            out.write(text)
    assert (tmp_path / "x").read_text() == "new"
    assert names(tmp_path) == ["x"]


@pytest.mark.parametrize(
    ("problem", "raised", "says"),
    [
        (KeyboardInterrupt(), KeyboardInterrupt, "^$"),
        (OSError(errno.ENOSPC, "No space left"), Unavailable, "x cannot be written: No space left"),
    ],
)
def test_what_stood_there_stays_where_the_writing_is_stopped(tmp_path, problem, raised, says):
    (tmp_path / "x").write_text("old")
    with pytest.raises(raised, match=says):
        write(tmp_path / "x", problem)
    assert (tmp_path / "x").read_text() == "old"
    assert names(tmp_path) == ["x"]


def test_a_folder_that_may_not_be_written_is_told(tmp_path):
    with only_read(tmp_path), pytest.raises(Unavailable, match="x cannot be written: Permission"):
        write(tmp_path / "x")
    with pytest.raises(Unavailable, match="x cannot be written: No such"):
        write(tmp_path / "absent" / "x")


@pytest.mark.parametrize(("name", "says"), [("", "is a folder"), ("/dev/null", "is no file")])
def test_what_is_no_file_is_not_replaced(tmp_path, name, says):
    with pytest.raises(InvalidInput, match=says):
        write(tmp_path / name)
    assert names(tmp_path) == []
