"""Commands on a machine that refuses: each ends in a line that says what to do, and a right log."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ecosys.timeline import Timeline
from tests.given import price

pytestmark = pytest.mark.no_cover  # they are processes of their own
EVENTS = 400
OWN = (
    "add price acme/new --input 1 --from 2025-07-01 --stated 2025-07-01 --source-slug acme --to-log"
)
WRITING = {"add": OWN, "rebuild": "rebuild", "seed": "seed"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A log of some events."""
    made = tmp_path / "log.db"
    opened = Timeline.open(made)
    names = [f"p{at}" for at in range(EVENTS)]
    opened.append([price(id, "2025-01-01", subject=f"acme/{id}", input="1") for id in names])
    opened.log.database.close()
    return made


def run(line: str, path: Path, limit: Callable[[], None]) -> tuple[int, str]:
    """Run a command in a process with a limit: its status, and what it says on standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "ecosys", *line.split()],
        env={**os.environ, "ECOSYS_DATABASE": str(path)},
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def refuse_what_is_wrong(path: Path) -> None:
    """The log is right, and takes what comes next."""
    opened = Timeline.open(path)
    assert opened.log.check() == EVENTS == len(opened.held(opened.moment()))
    opened.append([price("next", "2025-01-01", input="1")])
    assert opened.log.check() == EVENTS + 1
    opened.log.database.close()


@pytest.mark.parametrize("what", WRITING)
def test_a_file_that_may_not_grow_is_told_in_one_line_and_the_log_is_as_it_was(path, what):
    size = path.stat().st_size
    limit = 40_000 if what == "add" else size // 2  # what goes beside it is small at first

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    status, told = run(WRITING[what], path, limited)
    assert status == 1, told
    assert "Traceback" not in told
    assert "nothing was written" in told
    assert "Is there room left" in told
    refuse_what_is_wrong(path)


def test_a_process_without_file_descriptors_says_so_and_leaves_the_log_as_it_was(path):
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (5, 5))

    status, told = run("price acme/p1", path, limited)
    assert status != 0
    assert "Traceback" not in told, told
    refuse_what_is_wrong(path)
