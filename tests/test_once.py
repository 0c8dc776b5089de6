"""What is dear to make is made once, and who waits for it does not wait in vain."""

import pytest

from tests.once import once


class Temporary:
    """Where workers find what they share."""

    def __init__(self, base):
        self.base = base

    def getbasetemp(self):
        return self.base


@pytest.fixture
def workers(tmp_path, monkeypatch):
    """Two workers of one run."""
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    return [Temporary(tmp_path / "popen-gw0"), Temporary(tmp_path / "popen-gw1")]


def test_two_workers_are_given_the_same_folder_that_one_of_them_filled(workers):
    made = []

    def make(folder):
        made.append(folder)
        (folder / "file").write_text("dear")

    folders = {once(worker, "thing", make) for worker in workers}
    assert folders == set(made)
    assert len(made) == 1


def test_what_one_failed_to_make_the_others_are_not_given(workers):
    def fail(folder):
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        once(workers[0], "thing", fail)
    with pytest.raises(RuntimeError, match="thing could not be made"):
        once(workers[1], "thing", fail)


def test_who_waits_too_long_is_told_so(workers, tmp_path):
    (tmp_path / "thing").mkdir()  # begun by somebody who never came back
    with pytest.raises(RuntimeError, match="thing could not be made"):
        once(workers[0], "thing", lambda _: None, wait=0.01)
