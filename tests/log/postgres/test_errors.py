"""What goes wrong with a server is told in words that say what to do, never with a password."""

import sys
from contextlib import suppress

import psycopg
import pytest

from ecosys.errors import (
    Damaged,
    EcosysError,
    InvalidInput,
    Locked,
    StatementRefused,
    Unavailable,
    Unwritable,
)
from ecosys.log import engines
from ecosys.log.engines import open_database
from ecosys.log.postgres import errors
from ecosys.log.postgres.address import Address
from ecosys.timeline import Timeline
from tests.engines import named
from tests.given import price

A, B = (price(id, "2025-01-01", input="1") for id in "ab")
on_postgres = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@pytest.fixture
def timeline(new_database):
    opened = Timeline.open(new_database())
    yield opened
    opened.log.database.close()


def test_a_server_that_does_not_answer_is_named_without_its_password():
    with pytest.raises(Unavailable, match=r"postgresql://me@127\.0\.0\.1:1/log cannot be") as told:
        Timeline.open("postgresql://me:secret@127.0.0.1:1/log")
    assert "Is the server running" in str(told.value)
    assert "secret" not in str(told.value)


def test_of_several_servers_each_is_named():
    with pytest.raises(Unavailable, match=r"postgresql://127\.0\.0\.1:1,localhost:2/log cannot"):
        Timeline.open("postgres://127.0.0.1:1,localhost:2/log")


def test_of_several_servers_that_one_is_meant_that_can_be_written_to():
    several = Address.read("postgresql://one,two/log")
    assert several.options({})["target_session_attrs"] == "read-write"
    other = Address.read("postgresql://one,two/log?target_session_attrs=any")
    assert other.options({})["target_session_attrs"] == "any"
    assert "target_session_attrs" not in Address.read("postgresql://one/log").options({})


def test_options_of_the_url_come_after_ours():
    address = Address.read("postgresql://one/log?options=-c%20lock_timeout%3D5")
    assert address.options({"lock_timeout": 9})["options"].endswith(
        "-c lock_timeout=9 -c lock_timeout=5"
    )


def test_an_address_that_cannot_be_read_is_not_repeated():
    with pytest.raises(InvalidInput, match="no address of PostgreSQL") as told:
        Timeline.open("postgresql://me:secret@[one/log")
    assert "secret" not in str(told.value)


def test_without_its_driver_it_says_what_to_install(monkeypatch):
    for name in [each for each in sys.modules if each.startswith("ecosys.log.postgres")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(Unavailable, match=r"pip install 'ecosys\[postgres\]'"):
        Timeline.open("postgresql://one/log")


@on_postgres
def test_a_database_that_is_not_there_is_told(engine, postgres):
    with pytest.raises(Unavailable, match=r"/nowhere does not exist\. Make it first: createdb"):
        Timeline.open(named(postgres, "nowhere"))


SAID = {
    psycopg.errors.DiskFull: (Unavailable, "no room left"),
    psycopg.errors.ReadOnlySqlTransaction: (Unwritable, "cannot be written"),
    psycopg.errors.InsufficientPrivilege: (Unwritable, "a user who may write"),
    psycopg.errors.LockNotAvailable: (Locked, "locked by another writer for 30 s"),
    psycopg.errors.DeadlockDetected: (Locked, "Try again"),
    psycopg.errors.SerializationFailure: (Unavailable, "It is a replica"),
    psycopg.errors.TooManyConnections: (Unavailable, "when others are done"),
    psycopg.errors.InvalidPassword: (Unavailable, "refused the password"),
    psycopg.errors.DataCorrupted: (Damaged, "is damaged"),
    psycopg.errors.UniqueViolation: (StatementRefused, "here"),
    psycopg.errors.UndefinedTable: (StatementRefused, "here"),
    psycopg.errors.AdminShutdown: (Unavailable, "ended the connection"),
}


@pytest.mark.parametrize("kind", SAID, ids=lambda kind: kind.__name__)
def test_what_a_server_says_becomes_an_error_of_ours(kind):
    expected, words = SAID[kind]
    with pytest.raises(EcosysError, match=words) as told, errors.translating("here"):
        raise kind("?")
    assert type(told.value) is expected


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ('FATAL:  password authentication failed for user "me"', "refused the password"),
        ("fe_sendauth: no password supplied", "asks for a password"),
        ('FATAL:  database "log" does not exist', "does not exist"),
        ("", "cannot be reached: OperationalError"),
    ],
)
def test_what_is_said_before_there_is_a_connection_is_understood_too(words, says):
    with pytest.raises(Unavailable, match=says), errors.translating("here"):
        raise psycopg.OperationalError(words)


def test_a_fault_of_ours_stays_one():
    with pytest.raises(psycopg.ProgrammingError), errors.translating("here"):
        raise psycopg.ProgrammingError("the query has 1 placeholders but 2 parameters were passed")


@on_postgres
def test_a_value_that_the_server_cannot_hold_is_refused(timeline):
    database = timeline.log.database
    with pytest.raises(StatementRefused):
        database.execute("SELECT 1 FROM event WHERE id = ?", ("\0",))
    with pytest.raises(StatementRefused, match="keeps 63 bytes"):
        database.execute(f"CREATE TABLE {'long_' * 20} (a TEXT)")


@on_postgres
def test_who_can_only_read_asks_and_is_refused_to_write(timeline):
    timeline.append([A])
    url = timeline.log.database.address.url
    reader = Timeline.open(f"{url}&options=-c%20default_transaction_read_only%3Don")
    assert [held.id for held in reader.held(reader.moment())] == ["a"]
    with pytest.raises(Unwritable, match="cannot be written"):
        reader.append([B])
    reader.log.database.close()


def drop_connections(timeline):
    """End all connections of a log, as a server does that is started anew."""
    with psycopg.connect(timeline.log.database.address.url) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def append_and_lose(timeline, first, second=()):
    """Append in one transaction, and lose the connection within."""
    with timeline.log.database.writing():
        timeline.append(first)
        drop_connections(timeline)
        if second:
            timeline.append(second)


@on_postgres
def test_after_the_server_ended_idle_connections_reading_and_writing_go_on(timeline):
    timeline.append([A])
    drop_connections(timeline)
    assert timeline.head().position == 1
    drop_connections(timeline)
    assert timeline.append([B]).positions == (2,)


@on_postgres
def test_a_connection_that_is_lost_within_a_transaction_leaves_nothing(timeline):
    with pytest.raises(Unavailable):
        append_and_lose(timeline, [A], [B])
    assert timeline.head().position == 0
    assert timeline.append([B]).positions == (1,)


@on_postgres
def test_a_commit_whose_end_nobody_saw_says_that_nobody_knows(timeline):
    with pytest.raises(Unavailable, match="Nobody knows whether it was written"):
        append_and_lose(timeline, [A])
    assert timeline.append([A]).positions == (1,)


@on_postgres
def test_a_commit_with_a_warning_is_not_acknowledged(timeline):
    """So PostgreSQL says that it no longer waits until another server has it too."""
    with psycopg.connect(timeline.log.database.address.url) as other:
        other.execute(
            "CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE WARNING 'canceling wait'; RETURN NULL; END $$"
        )
        other.execute(
            "CREATE CONSTRAINT TRIGGER warns AFTER INSERT ON event DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION warn()"
        )
    with pytest.raises(Unavailable, match=r"canceling wait\. It may be lost"):
        timeline.append([A])


@on_postgres
def test_after_a_statement_that_failed_unseen_nothing_is_committed(timeline):
    with pytest.raises(StatementRefused, match="nothing was written"):
        append_and_pass_over_an_error(timeline)
    assert timeline.head().position == 0


def append_and_pass_over_an_error(timeline):
    with timeline.log.database.writing():
        timeline.append([A])
        with suppress(StatementRefused):
            timeline.log.database.execute("SELECT absent")


@on_postgres
def test_a_stream_within_and_outside_of_a_transaction_gives_all_rows(timeline):
    timeline.append([A, B])
    database = timeline.log.database
    sql = "SELECT position FROM event WHERE position <= ? ORDER BY position"
    outside = database.stream(sql, (2,))
    assert next(outside) == (1,)
    with database.writing():
        timeline.append([price("c", "2025-01-01", input="1")])
        assert [position for (position,) in database.stream(sql, (3,))] == [1, 2, 3]
    assert list(outside) == [(2,)]


def test_what_belongs_to_a_database_on_a_server_is_kept_in_the_data_folder(monkeypatch, tmp_path):
    monkeypatch.setattr("ecosys.paths.default_database", lambda: tmp_path / "ecosys.db")
    found = engines.path_of("postgresql://me:secret@one:5433/log")
    assert found == tmp_path / "postgresql-one-5433-log.db"


@on_postgres
def test_a_database_on_a_server_is_made_once_something_is_in_it(engine, new_database):
    bare = new_database("template0")
    assert not engines.is_made(bare)
    open_database(new_database()).close()
    assert engines.is_made(new_database())
