"""Whether the tables and triggers of a file are those that the migrations make."""

import pytest

from ecosys.log.definitions import definition_faults
from ecosys.timeline import Timeline
from tests.given import price

TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"


@pytest.fixture
def database(timeline):
    timeline.append([price("a", "2025-01-01", input="1")])
    return timeline.log.database


@pytest.fixture
def fresh(tmp_path):
    opened = Timeline.open(tmp_path / "fresh.db")
    yield opened.log.database
    opened.log.database.close()


def test_a_log_is_defined_as_the_migrations_make_it_whatever_is_beside_it(database, fresh):
    database.execute("CREATE TABLE own (x)")
    database.execute("CREATE VIEW mine AS SELECT x FROM own")
    assert definition_faults(database, fresh) == []


def test_each_trigger_that_is_missing_is_named(database, fresh):
    for (name,) in database.execute(TRIGGERS):
        ((text,),) = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,))
        database.execute(f"DROP TRIGGER {name}")
        told = f"trigger {name} is not what the migrations make: it is missing."
        assert definition_faults(database, fresh) == [told]
        database.execute(text)


def test_a_table_made_otherwise_is_named(database, fresh):
    database.execute("ALTER TABLE log_origin ADD COLUMN more TEXT")
    (told,) = definition_faults(database, fresh)
    assert told.startswith("table log_origin is not what the migrations make: it was added or alt")
