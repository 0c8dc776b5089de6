"""The roles that the guide makes: a writer who appends and changes nothing, a reader who asks."""

import os
from itertools import count

import psycopg
import pytest

from ecosys.errors import Unwritable
from ecosys.timeline import Timeline
from tests.documents import GUIDE, blocks
from tests.given import price

A, B, C = (price(id, "2025-01-01", input="1") for id in "abc")
numbers = count()
(GRANTS,) = [
    block.text
    for block in blocks(GUIDE / "postgresql.md")
    if (block.language, block.file) == ("pgsql", "roles")
]
pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@pytest.fixture
def log_as(new_database):
    """Opens a log of one event as a role of the guide; roles are of a whole server."""
    url, opened, own = new_database(), [], f"test{os.getpid()}_{next(numbers)}_"
    owner = Timeline.open(url)
    owner.append([A])
    owner.log.database.close()
    with psycopg.connect(url) as connection:
        connection.execute(GRANTS.replace("ecosys_", own))

    def open_as(role: str) -> Timeline:
        user = role.replace("ecosys_", own)
        opened.append(Timeline.open(f"{url}{'&' if '?' in url else '?'}user={user}"))
        return opened[-1]

    yield open_as
    for each in opened:
        each.log.database.close()
    with psycopg.connect(url) as connection:
        for role in ("reader", "writer"):
            connection.execute(f"DROP OWNED BY {own}{role} CASCADE")
            connection.execute(f"DROP ROLE {own}{role}")


def test_the_writer_appends_and_makes_read_models_anew(log_as):
    writer = log_as("ecosys_writer")
    assert writer.append([B]).positions == (2,)
    writer.rebuild()
    assert writer.append([C]).positions == (3,)
    assert [held.id for held in writer.held(writer.moment())] == ["a", "b", "c"]
    assert writer.read_models.catch_up(3)
    assert writer.log.check() == 3


def test_the_reader_asks_what_the_writer_wrote_and_writes_nothing(log_as):
    log_as("ecosys_writer").rebuild()
    reader = log_as("ecosys_reader")
    assert [held.id for held in reader.held(reader.moment())] == ["a"]
    assert reader.read_models.catch_up(1)
    with pytest.raises(Unwritable, match="a user who may write"):
        reader.append([B])
    with pytest.raises(Unwritable):
        reader.rebuild()


FORBIDDEN = [
    "UPDATE event SET body = ''",
    "DELETE FROM event",
    "TRUNCATE event",
    "DROP TABLE event",
    "ALTER TABLE event DISABLE TRIGGER ALL",
    "DROP TRIGGER event_is_never_updated ON event",
    "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RETURN NULL; END $$",
    "SET session_replication_role = replica",
    "CREATE TRIGGER swallows BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION refuse('')",
    "CREATE RULE swallows AS ON INSERT TO event DO INSTEAD NOTHING",
    "DELETE FROM log_head",
    "INSERT INTO log_head VALUES (2, 0, 0, '', '', '')",
    "UPDATE log_origin SET origin = ''",
    "DROP TABLE read_model",
]


def test_the_writer_may_not_change_what_is_recorded_nor_what_guards_it(log_as):
    writer = log_as("ecosys_writer")
    with psycopg.connect(writer.log.database.address.url, autocommit=True) as other:
        allowed = [sql for sql in FORBIDDEN if may_run(other, sql)]
    assert allowed == []
    assert writer.append([B]).positions == (2,)
    assert writer.log.check() == 2


def may_run(connection, sql):
    try:
        connection.execute(sql)
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True
