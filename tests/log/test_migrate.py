import sqlite3

import pytest

from ecosys.errors import Unavailable
from ecosys.log import migrate
from ecosys.log.sqlite import Sqlite
from ecosys.timeline import Timeline


def shape(path) -> list[tuple]:
    with sqlite3.connect(path) as opened:
        rows = opened.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
    opened.close()
    return rows


def test_tables_go_up_down_and_up_again(tmp_path):
    path = tmp_path / "x.db"
    Timeline.open(path).log.database.close()
    first = shape(path)
    migrate.run(f"sqlite:///{path}", "downgrade", "base")
    left = [name for _, name, _ in shape(path)]
    assert not [name for name in left if "event" in name or "log" in name]
    migrate.run(f"sqlite:///{path}", "upgrade", "head")
    assert shape(path) == first


def test_the_tables_are_what_the_models_declare(tmp_path):
    path = tmp_path / "x.db"
    Timeline.open(path).log.database.close()
    migrate.run(f"sqlite:///{path}", "check")  # raises where a revision is missing


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
    with pytest.raises(Unavailable, match="not a database"):
        Timeline.open(path)
    assert path.read_text().startswith("not a database")
