"""Statements whose outcome nobody waits for are sent with the next one, in their order."""

import pytest

from ecosys.errors import StatementRefused
from ecosys.log.engines import open_database

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


@pytest.mark.parametrize("size", [10, 5_000, 80_000])
def test_however_much_waits_all_of_it_is_sent(database, size):
    with database.writing():
        for id in range(300):
            note(database, id, text="x" * size)
    assert noted(database) == list(range(300))


VALUES = [None, 0, -5, 2**62, -(2**62), "", "it's", "a\\b", "$1 ?", "%s", "ä☃𝄞", "x;\n--"]


@pytest.mark.parametrize("text", VALUES, ids=repr)
def test_a_value_that_waits_is_stored_as_one_that_is_sent_at_once(database, text):
    with database.writing():
        note(database, 1, text=text)
        database.execute("UPDATE noted SET text = ? WHERE text = '?' OR id = ?", (text, 1))
        database.insert("noted", ("id", "text"), [(id, text) for id in range(2, 9)])
    found = database.execute("SELECT DISTINCT text FROM noted")
    assert found == [(None if text is None else str(text),)]


@pytest.mark.parametrize("bytes", [b"", b"\0'\\x", bytes(range(256))], ids=repr)
def test_bytes_that_wait_are_stored_as_they_are(database, bytes):
    with database.writing():
        database.execute("CREATE TABLE kept (bytes BLOB)")
        database.insert("kept", ("bytes",), [(bytes,)])
    assert database.execute("SELECT bytes FROM kept") == [(bytes,)]


def test_a_text_that_no_statement_can_hold_is_refused_and_not_cut(database):
    with pytest.raises(StatementRefused, match="NUL"), database.writing():
        note(database, 1, text="a\0b")
    assert noted(database) == []


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
