import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest

from ecosys import paths
from ecosys.errors import InvalidInput, Unavailable, Unwritable
from ecosys.log import migrate
from ecosys.log.sqlite import Sqlite
from ecosys.log.sqlite import file as sqlite_file
from ecosys.timeline import Timeline
from tests.given import price

A = price("a", "2025-01-01", input="1")


def shape(path) -> list[tuple]:
    with sqlite3.connect(path) as opened:
        rows = opened.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
    opened.close()
    return rows


def test_tables_go_up_down_and_up_again(tmp_path):
    path = tmp_path / "x.db"
    Timeline.open(path).log.database.close()
    first = shape(path)
    migrate.run(Sqlite(path), "downgrade", "base")
    left = [name for _, name, _ in shape(path)]
    assert not [name for name in left if "event" in name or "log" in name]
    migrate.run(Sqlite(path), "upgrade", "head")
    assert shape(path) == first


def test_the_tables_are_what_the_models_declare(tmp_path):
    path = tmp_path / "x.db"
    Timeline.open(path).log.database.close()
    migrate.run(Sqlite(path), "check")  # raises where a revision is missing


def test_no_table_uses_an_enum_or_a_sequence(tmp_path):
    path = tmp_path / "x.db"
    Timeline.open(path).log.database.close()
    assert not [sql for *_, sql in shape(path) if sql and ("AUTOINCREMENT" in sql or "ENUM" in sql)]


def test_an_up_to_date_database_is_left_alone(tmp_path):
    path = tmp_path / "x.db"
    Timeline.open(path).log.database.close()
    before = path.read_bytes()
    migrate.upgrade(Sqlite(path))
    assert path.read_bytes() == before


def test_a_database_of_a_newer_version_is_not_touched(tmp_path):
    path = tmp_path / "x.db"
    Timeline.open(path).log.database.close()
    with sqlite3.connect(path) as opened:
        opened.execute("UPDATE alembic_version SET version_num = '9999'")
    opened.close()
    with pytest.raises(Unavailable, match="newer ecosys"):
        Timeline.open(path)


def test_a_file_that_is_no_database_is_not_touched(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("not a database\n" * 50)
    with pytest.raises(InvalidInput, match="not a database"):
        Timeline.open(path)
    assert path.read_text().startswith("not a database")


def test_a_migration_that_is_stopped_in_its_midst_leaves_nothing(tmp_path, monkeypatch):
    path = tmp_path / "x.db"
    with monkeypatch.context() as patch:
        patch.setattr("secrets.token_hex", stop)  # asked for when the tables are made
        with pytest.raises(KeyboardInterrupt):
            Timeline.open(path)
    assert shape(path) == []
    assert Timeline.open(path).append([A]).positions == (1,)


def stop(*_):
    raise KeyboardInterrupt


@pytest.mark.parametrize("made", range(1, 6))
def test_a_database_that_an_old_version_left_half_made_is_mended(tmp_path, made):
    Timeline.open(tmp_path / "whole.db").log.database.close()
    whole = shape(tmp_path / "whole.db")
    path = tmp_path / "half.db"
    first = (row for row in whole if row[0] == "table" and row[1] in migrate._FIRST)
    tables = [sql for _, _, sql in sorted(first, key=lambda row: row[1])]
    with closing(sqlite3.connect(path)) as other:
        for sql in tables[:made]:
            other.execute(sql)
    opened = Timeline.open(path)
    assert shape(path) == whole
    assert opened.append([A]).positions == (1,)


def altered(path: Path, sql: str) -> bytes:
    """The bytes of a log of one event after something was changed in it."""
    opened = Timeline.open(path)
    opened.append([A])
    opened.log.database.close()
    with closing(sqlite3.connect(path)) as other:
        other.execute(sql)
        other.commit()
    return path.read_bytes()


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE alembic_version SET version_num = '0000'", "revision 0000 is none"),
        ("UPDATE alembic_version SET version_num = 'abc'", "revision abc is none"),
        ("DELETE FROM alembic_version", "nothing tells which version"),
    ],
)
def test_a_log_whose_revision_is_not_known_is_refused_and_left_alone(tmp_path, sql, says):
    path = tmp_path / "x.db"
    before = altered(path, sql)
    with pytest.raises(Unavailable, match=says):
        Timeline.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("mode", ["delete", "wal"])
@pytest.mark.parametrize("table", ["notes", "event", "alembic_version, notes"])
def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path, mode, table):
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA journal_mode = {mode}")
        for name in table.split(", "):
            other.execute(f"CREATE TABLE {name} (position INTEGER)")
    before = path.read_bytes()
    with pytest.raises(InvalidInput, match=r"is no log of ecosys: it holds .* Name another file"):
        Timeline.open(path)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["x.db"]


def test_several_that_make_one_log_at_once_wait_for_each_other(tmp_path):
    path = tmp_path / "x.db"
    together = Barrier(4)

    def start(number: int) -> int:
        together.wait()
        opened = Timeline.open(path)
        opened.append([price(f"p{number}", "2025-01-01", input="1")])
        opened.log.database.close()
        return number

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(start, range(4))) == [0, 1, 2, 3]
    assert Timeline.open(path).log.check() == 4


LATER = """
from alembic import op

revision, down_revision = "0005", "0004"


def upgrade():
    op.execute("CREATE TABLE later (position INTEGER)")
"""


def test_an_older_log_that_cannot_be_written_is_told_from_one_of_today(tmp_path, monkeypatch):
    path = tmp_path / "x.db"
    Timeline.open(path).log.database.close()
    folder = tmp_path / "migrations"
    shutil.copytree(paths.migrations(), folder)
    (folder / "versions" / "0005_later.py").write_text(LATER)
    monkeypatch.setattr(paths, "migrations", lambda: folder)
    monkeypatch.setattr(sqlite_file, "_connect", reading_only(sqlite_file._connect))
    with pytest.raises(Unwritable, match=r"older ecosys \(revision 0004, not 0005\) and cannot"):
        Timeline.open(path)


def test_a_log_from_before_read_models_that_can_only_be_read_answers(tmp_path, monkeypatch):
    path = tmp_path / "x.db"
    timeline = Timeline.open(path)
    timeline.append([A])
    timeline.log.database.close()
    migrate.run(Sqlite(path), "downgrade", "0001")
    assert "read_model" not in Sqlite(path).tables()
    monkeypatch.setattr(sqlite_file, "_connect", reading_only(sqlite_file._connect))
    timeline = Timeline.open(path)
    assert [held.id for held in timeline.held(timeline.moment())] == ["a"]


def reading_only(connect):
    """Connects as if files could only be read."""
    return lambda path, mode: connect(path, mode.replace("rwc", "ro"))
