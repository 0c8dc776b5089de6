import gc
import threading
import weakref

import pytest

from ecosys.errors import InvalidInput, Unavailable
from ecosys.log import engines
from ecosys.log.sqlite import Sqlite
from ecosys.timeline import Timeline
from tests.given import price


@pytest.mark.parametrize(
    ("database", "path"),
    [
        ("log.db", "log.db"),
        ("/var/log.db", "/var/log.db"),
        ("sqlite:///log.db", "log.db"),
        ("sqlite:////var/log.db", "/var/log.db"),
        ("sqlite://log.db", "log.db"),
    ],
)
def test_a_path_and_a_url_mean_a_file(database, path):
    assert str(engines.path_of(database)) == path


def test_the_home_of_a_user_is_known_in_a_path(monkeypatch):
    monkeypatch.setenv("HOME", "/home/somebody")
    assert str(engines.path_of("~/log.db")) == "/home/somebody/log.db"


def test_the_home_of_nobody_is_refused():
    with pytest.raises(InvalidInput, match=r"~no-such-user/log\.db: .* Give the whole path"):
        engines.url_of("~no-such-user/log.db")


def test_a_path_and_its_url_open_one_log(tmp_path):
    path = tmp_path / "new" / "folder" / "log.db"
    opened = Timeline.open(path)
    opened.append([price("a", "2025-01-01", input="1")])
    again = Timeline.open(f"sqlite:///{path}")
    assert [record.id for record in again.records()] == ["a"]
    opened.log.database.close()
    again.log.database.close()


@pytest.mark.parametrize("url", ["mysql://host/log", "SQLITE:///log.db", "://"])
def test_an_unknown_scheme_is_refused_with_what_can_be_opened(url):
    with pytest.raises(
        Unavailable, match=r"is not a database .* Give a path, sqlite:///path, or postgresql"
    ):
        Timeline.open(url)


def test_another_engine_is_a_line_in_the_table(tmp_path, monkeypatch):
    opened = []

    def open_other(url):
        opened.append(url)
        return Sqlite(tmp_path / "other.db")

    monkeypatch.setattr(engines, "ENGINES", {**engines.ENGINES, "other": open_other})
    timeline = Timeline.open("other://host/log")
    assert opened == ["other://host/log"]
    assert timeline.append([price("a", "2025-01-01", input="1")]).positions == (1,)
    timeline.log.database.close()


def test_the_connection_of_a_thread_that_has_ended_is_closed(tmp_path):
    database = Sqlite.open(f"sqlite:///{tmp_path / 'log.db'}")
    connections: list[weakref.ref] = []

    def ask():
        database.execute("SELECT 1")
        connections.extend(map(weakref.ref, database._all))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    gc.collect()
    (connection,) = connections
    assert connection() is None
