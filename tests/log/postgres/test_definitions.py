"""Whether the tables and triggers of a database on a server are those that the migrations make."""

import psycopg
import pytest

from ecosys.log.definitions import CORE
from ecosys.log.engines import open_database
from ecosys.log.postgres.definitions import definitions, made
from ecosys.timeline import verification
from tests.given import price

pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
A = price("a", "2025-01-01", input="1")
SWALLOWED = """
    CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF NEW.id LIKE 'secret%' THEN RETURN NULL; END IF; RETURN NEW; END $$;
    CREATE TRIGGER quiet BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION swallow()"""
HARMLESS = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
UPDATED = "trigger event_is_never_updated on event"
FORGED = [
    (
        "DROP TRIGGER event_is_never_updated ON event",
        f"function refuse_updates_but_withheld(): missing; {UPDATED}: missing",
    ),
    ("ALTER TABLE event DISABLE TRIGGER event_is_never_updated", f"{UPDATED}: altered"),
    ("ALTER TABLE event ENABLE REPLICA TRIGGER event_is_never_updated", f"{UPDATED}: altered"),
    (
        f"CREATE OR REPLACE FUNCTION refuse_updates_but_withheld() {HARMLESS}",
        "function refuse_updates_but_withheld(): altered",
    ),
    ("ALTER FUNCTION refuse() SET search_path = other", "function refuse(): altered"),
    (SWALLOWED, "function swallow(): altered; trigger quiet on event: altered"),
    (
        "CREATE RULE quiet AS ON INSERT TO event WHERE NEW.id LIKE 'secret%' DO INSTEAD NOTHING",
        "rule quiet on event: altered",
    ),
    (
        "DROP TRIGGER log_head_only_moves_on ON log_head; CREATE TRIGGER log_head_only_moves_on"
        " BEFORE UPDATE ON log_head FOR EACH ROW WHEN (NEW.position < 0)"
        " EXECUTE FUNCTION refuse('the head of the log only moves on')",
        "trigger log_head_only_moves_on on log_head: altered",
    ),
    (
        "CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON log_origin"
        " EXECUTE FUNCTION refuse('?')",
        "trigger event_is_never_updated on log_origin: altered",
    ),
    (
        "ALTER TABLE event DROP CONSTRAINT uq_event_id",
        "constraint uq_event_id on event: missing; index uq_event_id: missing",
    ),
    ("ALTER TABLE event ENABLE ROW LEVEL SECURITY", "table event: altered"),
    ("CREATE TABLE more () INHERITS (event)", "child more: altered"),
    (
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET session_replication_role = replica',"
        " current_database()); END $$",
        "setting session_replication_role: altered",
    ),
]


def faults(timeline):
    """What verification tells, in short."""
    told = "; ".join(verification.faults(timeline))
    for long, short in ((" it is missing.", " missing"), (" it was added or altered.", " altered")):
        told = told.replace(f" is not what the migrations make:{long}", f":{short}")
    return told


@pytest.mark.parametrize(("sql", "told"), FORGED, ids=[told for _, told in FORGED])
def test_what_is_done_to_what_keeps_the_history_is_told(timeline, sql, told):
    timeline.append([A])
    assert faults(timeline) == ""
    with psycopg.connect(str(timeline.log.database)) as other:
        other.execute(sql)
    timeline.log.database.close()
    assert faults(timeline) == told


def test_tables_and_views_of_ones_own_are_no_concern(timeline):
    timeline.append([A])
    with psycopg.connect(str(timeline.log.database)) as other:
        other.execute("CREATE TABLE own (x TEXT); CREATE VIEW mine AS SELECT id FROM event")
    assert faults(timeline) == ""


def test_what_is_kept_of_the_migrations_is_what_they_make(new_database):
    """Where it is not: python -m tests.log.postgres.definitions."""
    database = open_database(new_database())
    told = definitions(database, CORE)
    database.close()
    assert told == dict(made())
