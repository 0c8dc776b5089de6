"""What tests share: a log of one's own and the released log."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path

import pytest

from ecosys import paths
from ecosys.client import PriceBook
from ecosys.commands import _draft
from ecosys.log.log import RELEASED
from ecosys.log.release import RELEASES, Release, follow, read_lines, released_log
from ecosys.timeline import Timeline
from ecosys.values import clock as clocks
from ecosys.values.clock import Clock
from tests import given
from tests.once import once


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without events, to be copied: making its tables takes most of a short test."""
    path = tmp_path_factory.mktemp("empty") / "ecosys.db"
    Timeline.open(path).log.database.close()
    return path


@pytest.fixture
def timeline(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Timeline]:
    """An empty log, recorded at the tests' time; on each engine in tests marked `engines`."""
    if engine == "sqlite":
        database = shutil.copy(request.getfixturevalue("empty_database"), tmp_path / "ecosys.db")
    else:
        database = request.getfixturevalue("new_database")()
    opened = Timeline.open(database, clock=lambda: given.NOW)
    yield opened
    opened.log.database.close()


def fill(folder: Path) -> None:
    """A database filled from the release."""
    opened = Timeline.open(folder / "ecosys.db")
    follow(opened.log, list(read_lines(released_log())))
    opened.log.database.close()


@pytest.fixture(scope="session")
def released_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database filled from the release, made once for all workers: copy it to write."""
    return once(tmp_path_factory, "released", fill) / "ecosys.db"


@pytest.fixture(scope="session")
def seeded(released_database: Path) -> Iterator[Timeline]:
    """The released log, to be read."""
    opened = Timeline.open(released_database)
    yield opened
    opened.log.database.close()


def keep_prices(released: Path, folder: Path) -> None:
    """A user's cache with the price book of the release."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        PriceBook.load(released)


@pytest.fixture(scope="session")
def prices_kept(tmp_path_factory: pytest.TempPathFactory, released_database: Path) -> Path:
    """A user's cache in which the price book of the release is kept: made once for all workers."""
    return once(tmp_path_factory, "prices", partial(keep_prices, released_database))


@pytest.fixture
def small_release(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The log of sixty events in three releases, installed in the place of ours.

    How a log follows a release does not depend on what that holds, and ours takes seconds.
    """
    folder = tmp_path_factory.mktemp("release")
    made = Timeline.open(folder / "made.db", clock=lambda: given.NOW)
    listed = []
    for number in range(3):
        ids = (f"price-{number}-{at}" for at in range(20))
        made.log.append([given.price(id, "2025-01-01", input="1") for id in ids], origin=RELEASED)
        position = made.head().position
        root = made.log.root(position)
        listed.append(Release(f"0.{number + 1}.0", f"2026-11-{number + 1:02}", position, root))
    texts = [line.text for line in made.log.lines()]
    (folder / "log.jsonl").write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    (folder / RELEASES).write_text(
        "".join(f"{json.dumps(asdict(each))}\n" for each in listed), encoding="utf-8"
    )
    made.log.database.close()
    monkeypatch.setattr(paths, "seeds", lambda: folder)
    return released_log()


def fill_draft(released: Path, folder: Path) -> None:
    """A database filled from the release and with what the checkout's seeds hold beyond it."""
    opened = Timeline.open(shutil.copy(released, folder / "ecosys.db"))
    _draft.fill(opened, released_log().parent)
    opened.log.database.close()


@pytest.fixture(scope="session")
def drafted(
    released_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Timeline]:
    """The log as the next release makes it, to be read: the released one where none is due."""
    folder = once(tmp_path_factory, "drafted", partial(fill_draft, released_database))
    opened = Timeline.open(folder / "ecosys.db")
    yield opened
    opened.log.database.close()


@pytest.fixture
def own(released_database: Path, tmp_path: Path) -> Iterator[Timeline]:
    """A copy of the released log, to be written."""
    path = tmp_path / "own.db"
    shutil.copy(released_database, path)
    opened = Timeline.open(path)
    yield opened
    opened.log.database.close()


@contextmanager
def opened_once() -> Iterator[None]:
    """One timeline for each database, however often it is opened: its log is read only once."""
    timelines: dict[str, Timeline] = {}
    really = Timeline.open

    def open_once(database: str | Path, clock: Clock = clocks.system) -> Timeline:
        if str(database) not in timelines:
            timelines[str(database)] = really(database, clock)
        return timelines[str(database)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Timeline, "open", open_once)
        yield
    for timeline in timelines.values():
        timeline.log.database.close()
