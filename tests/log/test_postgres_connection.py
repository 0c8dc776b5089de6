"""Statements whose outcome nobody waits for are sent with the next one, in their order."""

import pytest

from ecosys.errors import StatementRefused
from ecosys.log.engines import open_database
from ecosys.log.postgres.connection import MAX_WAITING, Connection

pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@pytest.fixture
def database(new_database):
    opened = open_database(new_database())
    with opened.writing():
        opened.execute("CREATE TABLE noted (id INTEGER PRIMARY KEY, text TEXT)")
    yield opened
    opened.close()


def note(database, *ids, text=""):
    database.insert("noted", ("id", "text"), [(id, text) for id in ids])


def noted(database):
    return [id for (id,) in database.execute("SELECT id FROM noted ORDER BY id")]


def test_what_is_written_is_seen_by_what_is_read_next(database):
    with database.writing():
        note(database, 1)
        database.execute("UPDATE noted SET id = id + ?", (1,))
        note(database, *range(10, 20))
        database.execute("DELETE FROM noted WHERE id >= ?", (12,))
        note(database, 3)
        assert noted(database) == [2, 3, 10, 11]
    assert noted(database) == [2, 3, 10, 11]


@pytest.mark.parametrize("size", [10, MAX_WAITING // 3, MAX_WAITING * 5])
def test_however_much_waits_all_of_it_is_sent(database, size):
    with database.writing():
        for id in range(300):
            note(database, id, text="x" * size)
    assert noted(database) == list(range(300))


def test_no_more_waits_than_a_socket_takes_at_once(database, monkeypatch):
    waited = []
    later = Connection.later

    def noting(connection, query, given=()):
        later(connection, query, given)
        waited.append(sum(len(each) + len(text) for each, (_, text) in connection.waiting))

    monkeypatch.setattr(Connection, "later", noting)
    with database.writing():
        for id in range(100):
            note(database, id, text="x" * 1000)
    assert MAX_WAITING / 2 < max(waited) <= MAX_WAITING


def note_each(within, database, *ids, then=lambda: None):
    """Note ids one by one within a transaction, or a part of one."""
    with within:
        for id in ids:
            note(database, id)
        then()


def stop():
    raise KeyboardInterrupt


def test_what_is_wrong_undoes_what_was_tried_and_nothing_else(database):
    with database.writing():
        note(database, 1)
        with pytest.raises(StatementRefused):
            note_each(database.trying(), database, 2, 1)
        note_each(database.trying(), database, 3)
    assert noted(database) == [1, 3]


def test_what_is_wrong_before_the_end_undoes_everything(database):
    with pytest.raises(StatementRefused):
        note_each(database.writing(), database, 1, 1)
    assert noted(database) == []


def test_nothing_of_what_waited_is_sent_after_an_error(database):
    with pytest.raises(KeyboardInterrupt):
        note_each(database.writing(), database, 1, then=stop)
    assert noted(database) == []
    note(database, 2)
    assert noted(database) == [2]
