"""ecosys key: API keys on the command line."""

import sqlite3

import pytest

from ecosys.errors import Conflict, InvalidInput, NotFound
from ecosys.log.api_keys import ApiKeys
from ecosys.log.engines import open_database
from ecosys.timeline import Timeline
from tests.given import price


@pytest.fixture(autouse=True)
def database(empty_database, tmp_path):
    path = tmp_path / "own.db"
    path.write_bytes(empty_database.read_bytes())
    return path


@pytest.fixture
def keys(database):
    opened = ApiKeys(open_database(database))
    yield opened
    opened.database.close()


def test_a_key_is_written_alone_to_standard_output_and_never_again(run, keys, database):
    done = run("key create anna --scope events:write --expires 90d")
    text = done.stdout.removesuffix("\n")
    assert keys.find(text).name == "anna"
    assert "anna: events:write; valid until " in done.stderr
    secret = text.split("_", 2)[2]
    assert secret not in done.stderr
    assert secret not in run("key list").output
    assert secret.encode() not in database.read_bytes()


def test_keys_are_listed_with_what_they_allow_and_their_state(run):
    assert run("key list").output == "No API key was made: nobody can write over HTTP.\n"
    run("key create anna --scope events:write --scope corrections:write --expires 2099-12-31")
    run("key create ben --scope admin")
    run("key revoke ben")
    shown = [" ".join(line.split()) for line in run("key list").output.splitlines()]
    (anna,) = (line for line in shown if line.startswith("anna"))
    (ben,) = (line for line in shown if line.startswith("ben"))
    assert "corrections:write events:write valid" in anna
    assert anna.endswith("2099-12-31")
    assert "admin revoked" in ben


def test_a_key_is_rotated_at_once_or_with_time_to_change_over(run, keys):
    first = run("key create anna --scope events:write").stdout.strip()
    second = run("key rotate anna --keep 24h").stdout.strip()
    assert keys.find(first)
    assert keys.find(second)
    third = run("key rotate anna").stdout.strip()
    assert keys.find(third)
    assert not keys.find(first)
    assert not keys.find(second)
    done = run("key revoke anna")
    assert done.output == f"anna: revoked {third.split('_')[1]}; refused from now on\n"
    assert not keys.find(third)
    assert "nothing was valid any more" in run("key revoke anna").output


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("key creat anna", "Did you mean create"),
        ("key create", "ecosys key create needs a NAME"),
        ("key list anna", "ecosys key list lists all keys"),
        ("key create anna", "A key allows something. Scopes: events:write"),
        ("key create anna --scope events", "events is no scope. Did you mean events:write"),
        ("key create anna --scope admin --expires 2020", "past already"),
        ("key create anna --scope admin --expires soon", "soon"),
        ("key create anna --scope admin --keep 1d", "ecosys key create takes no --keep"),
        ("key revoke anna --expires 1d", "ecosys key revoke takes no --expires"),
        ("key rotate anna --scope admin", "ecosys key rotate takes no --scope"),
        ("key rotate anna --rotate", "--rotate is of the key that signs the log"),
        ("key --scope admin", "--scope, --expires and --keep are of API keys"),
        ("key list --name x", "--name goes with --rotate"),
    ],
)
def test_what_means_nothing_is_refused_and_says_what_is_meant(run, line, says):
    with pytest.raises(InvalidInput, match=says):
        run(line)


def test_a_name_is_given_once_and_only_one_that_was_given_has_a_key(run):
    run("key create anna --scope admin")
    with pytest.raises(Conflict, match="ecosys key rotate anna"):
        run("key create anna --scope admin")
    with pytest.raises(NotFound, match="Did you mean anna"):
        run("key revoke ana")


def test_keys_are_no_part_of_what_is_exported_copied_or_published(run, tmp_path, database):
    timeline = Timeline.open(database)
    timeline.append([price("a", "2025-01-01", input="1")])
    timeline.log.database.close()
    key = run("key create some-writer --scope admin").stdout.strip()
    run("key revoke some-writer")
    other = run("key create other-writer --scope admin").stdout.strip()
    written = tmp_path / "written"
    written.mkdir()
    run("export --output", str(written / "log.jsonl"))
    run("export --tiles", str(written / "tiles"))
    run("export --format sqlite --format ndjson --output", str(written / "tables"))
    run("import ecosys", str(written / "log.jsonl"), "--database", str(written / "copy.db"))
    files = [path for path in written.rglob("*") if path.is_file()]
    assert len(files) > 4
    for path in files:
        content = path.read_bytes()
        for hidden in (b"some-writer", b"other-writer", *(k.encode()[20:] for k in (key, other))):
            assert hidden not in content, path
    with sqlite3.connect(written / "copy.db") as copy:
        assert copy.execute("SELECT count(*) FROM api_key").fetchone() == (0,)
    copy.close()
