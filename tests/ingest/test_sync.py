"""Keeping current: what a source says now is taken in, and told beforehand if one likes."""

import json

import pytest
from typer.testing import CliRunner

from ecosys.__main__ import build
from ecosys.errors import InvalidInput, Unavailable
from ecosys.importer import Importer, importers
from ecosys.ingest import fetch as fetching
from ecosys.ingest.archive import Archive
from ecosys.ingest.fetch import Fetched
from ecosys.ingest.sync import sync
from ecosys.timeline import Timeline
from tests.given import clock_at
from tests.ingest.feed import each, model, provider

GENAI = importers["genai_prices"]


def sent(*prices, etag=None):
    providers = [provider("openai", model("o3", one)) for one in prices]
    return Fetched(json.dumps(providers).encode(), etag)


@pytest.fixture
def synced(tmp_path):
    """Sync at an hour with what the server sends; gives the outcome and what was asked of it."""

    def once(hour, answer):
        clock = clock_at(f"2026-11-22T{hour:02}:00Z")
        opened = Timeline.open(tmp_path / "log.db", clock)
        asked = []

        def fetch(address, etag):
            asked.append((address, etag))
            return answer

        return sync(opened, GENAI, Archive(tmp_path / "read", clock), fetch), asked, opened

    return once


def test_what_a_source_says_now_is_stated_at_that_instant(synced):
    outcome, asked, opened = synced(8, sent(each(10, 40), etag='"1"'))
    assert (outcome.stated, outcome.taken) == ("2026-11-22T08:00:00Z", 2)
    assert asked == [(GENAI.address, None)]
    (held,) = opened.held(opened.moment(source="genai-prices"), "price_changed")
    assert held.event.stated == "2026-11-22T08:00:00Z"


def test_what_did_not_change_is_confirmed_without_being_sent(synced):
    synced(8, sent(each(10, 40), etag='"1"'))
    outcome, asked, _ = synced(9, None)
    assert asked == [(GENAI.address, '"1"')]
    assert (outcome.stated, outcome.known, outcome.events) == ("2026-11-22T09:00:00Z", 2, 1)


def test_a_server_that_says_unchanged_to_a_stranger_is_not_believed(synced):
    with pytest.raises(InvalidInput, match="nothing was read"):
        synced(8, None)


def test_a_source_that_is_no_single_file_is_imported_from_files(tmp_path):
    whole = Importer(source="whole", read=GENAI.read, dated=True)
    opened = Timeline.open(tmp_path / "log.db")
    with pytest.raises(InvalidInput, match="whole cannot be fetched"):
        sync(opened, whole, Archive(tmp_path / "read"), lambda *_: None)


# The command


@pytest.fixture
def ecosys(tmp_path, released_database, monkeypatch):
    import shutil

    path = tmp_path / "own.db"
    shutil.copy(released_database, path)

    def run(command, answer):
        def fetch(address, etag):
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(fetching, "fetch", fetch)
        env = {"ECOSYS_DATABASE": str(path), "COLUMNS": "200"}
        return CliRunner().invoke(build(), command.split(), env=env)

    run.path = path
    return run


def head(path):
    return Timeline.open(path).head()


def test_a_dry_run_tells_in_words_what_would_change_and_writes_nothing(ecosys):
    before = head(ecosys.path)
    done = ecosys("sync genai-prices --dry-run", sent(each(10, 40)))
    assert done.exit_code == 0
    assert "This is what would change; nothing was written." in done.output
    assert head(ecosys.path) == before
    assert not ecosys.path.with_name("own-read").exists()


def test_a_sync_takes_in_and_keeps_what_was_sent(ecosys):
    before = head(ecosys.path)
    done = ecosys("sync genai-prices", sent(each(10, 40)))
    assert done.exit_code == 0
    assert head(ecosys.path).position == before.position + 3
    assert len(list(ecosys.path.with_name("own-read").rglob("*.gz"))) == 1


def test_a_source_that_cannot_be_had_is_told_and_nothing_is_written(ecosys):
    before = head(ecosys.path)
    done = ecosys("sync genai-prices", Unavailable("it answers with status 404."))
    assert done.exit_code == 1
    assert "genai-prices: it answers with status 404." in done.output
    assert head(ecosys.path) == before


def test_a_source_that_is_none_is_an_error_that_names_those_there_are(ecosys):
    done = ecosys("sync genai-price", sent(each(10, 40)))
    assert done.exit_code != 0
    assert "genai-prices" in str(done.exception)
