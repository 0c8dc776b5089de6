"""A small log, published once."""

import shutil
from pathlib import Path

import pytest

from ecosys import Timeline
from ecosys.log.log import RELEASED
from ecosys_api.publishing import publish
from tests import given as made
from tests.answers.dataset.conftest import LOG


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the log."""
    path = tmp_path_factory.mktemp("published") / "log.db"
    timeline = Timeline.open(path, clock=lambda: made.NOW)
    timeline.log.append(LOG, origin=RELEASED)
    timeline.log.database.close()
    return path


@pytest.fixture(scope="session")
def site(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of its site, to be read."""
    folder = tmp_path_factory.mktemp("site") / "site"
    publish(database, folder, clock=lambda: made.NOW)
    return folder


@pytest.fixture
def own_site(site: Path, database: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the site and of its database, to be changed."""
    folder, copied = tmp_path / "site", tmp_path / "log.db"
    shutil.copytree(site, folder, symlinks=True)
    shutil.copy(database, copied)
    shutil.copytree(database.parent / "log-keys", tmp_path / "log-keys")
    return folder, copied
