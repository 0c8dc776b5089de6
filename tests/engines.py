"""The engines beneath a log: tests marked `engines` are run on each of them.

`PostgreSQL` is one server for a whole run, with a database for each test.
"""

import itertools
import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import psycopg
import pytest

from ecosys.timeline import Timeline
from tests.log.postgres import server as postgres_server
from tests.once import once

ENGINES = ("sqlite", "postgresql")
SERVER = "postgresql"
"""The name of what is made once for all workers."""
TEMPLATE = "ecosys_template"
"""A database with the tables of an empty log; those of tests are copies of it."""

NewDatabase = Callable[..., str]
"""Makes a database: what `--database` is given."""


def pytest_configure(config: pytest.Config) -> None:
    """Name the mark."""
    config.addinivalue_line("markers", "engines: is run on each engine beneath a log")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is marked so on each engine."""
    marks = [*metafunc.definition.iter_markers("parametrize")]
    is_given = any("engine" in str(mark.args[0]) for mark in marks)
    wanted = metafunc.definition.get_closest_marker("engines")
    if wanted and "engine" in metafunc.fixturenames and not is_given:
        metafunc.parametrize("engine", ENGINES, indirect=True)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None, None, None]:
    """End the server."""
    yield
    if hasattr(session.config, "workerinput"):
        return
    factory = session.config._tmp_path_factory
    if factory._basetemp is not None:
        postgres_server.stop(factory._basetemp / SERVER)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a server, with a database to be copied; one for all workers."""
    if not postgres_server.is_there():
        pytest.skip(postgres_server.NOT_THERE)
    folder = once(tmp_path_factory, SERVER, start)
    return (folder / "url").read_text()


def start(folder: Path) -> None:
    """Start a server, if none was named, and make the database that is copied."""
    url = os.environ.get(postgres_server.RUNNING) or postgres_server.start(folder)
    make(url, TEMPLATE, "template0")
    Timeline.open(named(url, TEMPLATE)).log.database.close()
    (folder / "url").write_text(url)


def make(url: str, name: str, template: str = TEMPLATE) -> str:
    """Make a database anew, as a copy of another; its URL."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        copying = "STRATEGY FILE_COPY" if connection.info.server_version >= 150000 else ""
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} {copying}")
    return named(url, name)


def named(url: str, database: str) -> str:
    """The URL of another database of the same server."""
    address, question, parameters = url.partition("?")
    return f"{address.rpartition('/')[0]}/{database}{question}{parameters}"


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """The engine beneath the logs of a test: SQLite, unless it is marked `engines`."""
    return str(getattr(request, "param", "sqlite"))


_counter = itertools.count()


@pytest.fixture
def new_database(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[NewDatabase]:
    """Makes empty databases, which go when the test ends."""
    if engine == "sqlite":
        yield lambda *_: str(tmp_path / f"ecosys{next(_counter)}.db")
        return
    url = request.getfixturevalue("postgres")
    made: list[str] = []

    def new(template: str = TEMPLATE) -> str:
        made.append(f"test_{os.getpid()}_{next(_counter)}")
        return make(url, made[-1], template)

    yield new
    with psycopg.connect(url, autocommit=True) as connection:
        for name in made:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
