"""ecosys export and ecosys publish, as they are called."""

import json
import sqlite3
import sys
from contextlib import closing

import pytest

from ecosys.errors import Damaged, InvalidInput


@pytest.fixture
def filled(run, checkout):
    """A database of one's own, filled from a small checkout."""
    run("seed --draft --database own.db")
    return checkout.parent


def test_files_of_several_formats_are_written_and_told_of(run, filled):
    told = run("export --format csv --format ndjson --output data --database own.db").output
    folder = filled / "data"
    package = json.loads((folder / "datapackage.json").read_text())
    assert {each["path"] for each in package["resources"]} >= {"price_all.csv", "events.ndjson"}
    assert told.startswith(f"{sum(1 for path in folder.iterdir())} files of 3 events written to")
    assert told.strip().endswith(package["ecosys"]["root"])


def test_a_format_may_stand_before_the_command(run, filled):
    run("--format csv export --output data --database own.db")
    assert (filled / "data" / "price_all.csv").is_file()


def test_without_a_format_the_log_is_written_as_lines_as_ever(run, filled):
    run("export --output log.jsonl --database own.db")
    assert len((filled / "log.jsonl").read_text().splitlines()) == 3


@pytest.mark.parametrize("output", ["log.jsonl", "-"])
def test_bytes_that_are_not_those_that_were_recorded_are_not_exported_as_if(run, filled, output):
    (filled / "log.jsonl").write_text("of before")
    with closing(sqlite3.connect(filled / "own.db")) as database, database:
        guards = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in guards.fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE event SET body = replace(body, '1', '2') WHERE position = 2")
    with pytest.raises(Damaged, match="not what was recorded"):
        run(f"export --output {output} --database own.db")
    assert (filled / "log.jsonl").read_text() == "of before"


def test_tiles_have_no_format(run, filled):
    with pytest.raises(InvalidInput, match="Tiles have no --format"):
        run("export --format csv --tiles tiles --database own.db")


def test_who_lacks_a_package_is_told_which_and_how_to_get_it(run, filled, monkeypatch):
    monkeypatch.delitem(sys.modules, "ecosys.answers.dataset.formats.parquet", raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InvalidInput, match=r"(?s)pyarrow, which is not installed.*analytics"):
        run("export --format parquet --output data --database own.db")
    assert not (filled / "data").exists()


def test_a_site_is_published_and_told_of(run, filled):
    told = run("publish site --format csv --database own.db").output
    assert "files as 3-20" in told
    assert (filled / "site" / "v1" / "prices.json").is_file()
    assert "0 of them new" in run("publish site --format csv --database own.db").output
