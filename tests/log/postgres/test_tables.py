"""The tables of a log on PostgreSQL: how they are made, what they are, and who may do what."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest

from ecosys.errors import InvalidInput, Unavailable
from ecosys.log import migrate
from ecosys.log.engines import open_database
from ecosys.log.postgres.postgres import NOT_TEXT, OF_LOG
from ecosys.timeline import Timeline
from tests.given import price

A = price("a", "2025-01-01", input="1")
pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
SHAPE = """
SELECT 'column', table_name || '.' || column_name, data_type || ' ' || is_nullable || ' '
    || coalesce(collation_name, '') || coalesce(column_default, '')
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', proname, prosrc FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT 'check', conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'type', typname, typtype::text FROM pg_type
    WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')
UNION ALL SELECT 'sequence', relname, '' FROM pg_class WHERE relkind = 'S'
ORDER BY 1, 2, 3
"""


@pytest.fixture
def url(new_database):
    return new_database()


@pytest.fixture
def bare(new_database):
    """A database in which nothing is."""
    return new_database("template0")


def shape(url):
    with psycopg.connect(url) as connection:
        return connection.execute(SHAPE).fetchall()


def run(url, *command):
    database = open_database(url)
    migrate.run(database, *command)
    database.close()


def test_tables_go_up_down_and_up_again(url):
    first = shape(url)
    run(url, "downgrade", "base")
    left = {name for kind, name, _ in shape(url)}
    assert left == {"alembic_version.version_num", "alembic_version_pkc"}
    open_database(url).close()
    assert shape(url) == first


def test_the_tables_are_what_the_models_declare(url):
    run(url, "check")  # raises where a revision is missing


def test_the_columns_that_are_sent_as_they_are_kept_have_the_types_that_are_told(url):
    found = {name: kind.split()[0] for what, name, kind in shape(url) if what == "column"}
    of_log = {name: kind for name, kind in found.items() if name.split(".")[0] in OF_LOG}
    assert len(of_log) == 10
    names = {"bigint": "int8", "bytea": "bytea", "text": "text"}
    for name, kind in of_log.items():
        assert NOT_TEXT.get(name.split(".")[1], "text") == names[kind]


def test_there_are_no_enums_and_no_sequences(url):
    assert not [row for row in shape(url) if row[0] in ("type", "sequence")]


def test_whole_numbers_hold_64_bits_and_text_sorts_by_its_code_points(url):
    timeline = Timeline.open(url)
    timeline.append([A])
    timeline.log.database.close()
    columns = [row for row in shape(url) if row[0] == "column" and "alembic" not in row[1]]
    kinds = {" ".join(told.split()[:-1]) + " " + told.split()[-1] for _, _, told in columns}
    assert {told.replace(" NO", "").replace(" YES", "").strip() for told in kinds} == {
        "bigint",
        "bytea",
        "text C",
    }
    names = ["ab", "aB", "a-b", "a b", "ä", "z", "\U0001f600"]
    execute = timeline.log.database.execute
    execute("CREATE TABLE named (name TEXT)")
    timeline.log.database.insert("named", ("name",), [(name,) for name in names])
    found = execute("SELECT name FROM named ORDER BY name")
    assert [name for (name,) in found] == sorted(names)
    timeline.log.database.close()


def test_a_database_of_a_newer_version_is_not_touched(url):
    with psycopg.connect(url) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Unavailable, match="newer ecosys"):
        Timeline.open(url)


def test_the_database_of_another_program_is_refused_and_left_alone(bare):
    with psycopg.connect(bare) as other:
        other.execute("CREATE TABLE notes (note text)")
    before = shape(bare)
    with pytest.raises(InvalidInput, match="is no log of ecosys: it holds notes"):
        Timeline.open(bare)
    assert shape(bare) == before


def test_a_migration_that_is_stopped_in_its_midst_leaves_nothing(bare, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("secrets.token_hex", stop)  # asked for when the tables are made
        with pytest.raises(KeyboardInterrupt):
            Timeline.open(bare)
    assert shape(bare) == []
    timeline = Timeline.open(bare)
    assert timeline.append([A]).positions == (1,)
    timeline.log.database.close()


def stop(*_):
    raise KeyboardInterrupt


def test_several_that_make_one_log_at_once_wait_for_each_other(bare):
    together = Barrier(4)

    def begin(number: int) -> int:
        together.wait()
        opened = Timeline.open(bare)
        opened.append([price(f"p{number}", "2025-01-01", input="1")])
        opened.log.database.close()
        return number

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(begin, range(4))) == [0, 1, 2, 3]
    opened = Timeline.open(bare)
    assert opened.log.check() == 4
    opened.log.database.close()
