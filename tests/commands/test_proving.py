"""The commands by which a log is proved, verified, published and followed."""

import shutil
import sqlite3

import pytest

from ecosys.errors import Damaged, InvalidInput, NotFound, Unavailable
from ecosys.log.proof import note
from ecosys.log.proof.note import COSIGNATURE, Signer, Verifier
from ecosys.log.release import follow, read_lines
from ecosys.timeline import Timeline


@pytest.fixture(autouse=True)
def data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def own(small_release, tmp_path):
    """The database of the command line holds the release already: a short one, of prices of o3."""
    path = tmp_path / "own.db"
    opened = Timeline.open(path)
    follow(opened.log, list(read_lines(small_release)))
    opened.log.database.close()
    return path


@pytest.fixture
def key(own, run):
    return run("key").output.strip()


def last(output):
    return output.strip().splitlines()[-1]


def test_an_honest_log_is_in_order_and_is_remembered(own, run, tmp_path):
    done = run("verify --log-only")
    assert done.exit_code == 0
    assert "events in order, root " in done.output
    assert (tmp_path / "own-keys" / "checkpoint").is_file()
    whole = run("verify")
    assert "events, the index and the read models in order, root " in whole.output


def test_what_is_not_in_order_is_told_line_by_line_with_status_1(own, run):
    with sqlite3.connect(own) as connection:
        connection.execute("DROP TRIGGER event_is_never_updated")
        connection.execute("UPDATE event SET leaf = zeroblob(32) WHERE position <= 25")
    connection.close()
    done = run("verify --log-only")
    assert done.exit_code == 1
    lines = done.output.strip().splitlines()
    assert lines[0] == "Position 1 does not hold the bytes that were recorded."
    assert len(lines) == 21
    assert lines[-1] == "... and 6 more"


def test_a_log_that_was_rolled_back_is_missed(own, run, tmp_path):
    before = tmp_path / "own.sqlite"  # its keys are those of own.db
    shutil.copy(own, before)
    with sqlite3.connect(own) as connection:
        ((end,),) = connection.execute("SELECT position FROM log_head")
    connection.close()
    assert run("verify --log-only").exit_code == 0
    run("retract price-0-7 --fault ours --why test --to-log")
    assert run("verify --log-only").exit_code == 0
    done = run("verify --log-only --database", str(before))
    assert done.exit_code == 1
    assert f"ends at {end}, and a checkpoint was signed of {end + 1} events" in done.output


def test_tiles_are_verified_from_a_folder_and_followed_by_a_mirror(own, run, key, tmp_path):
    tiles, mirror = tmp_path / "tiles", tmp_path / "mirror.db"
    assert "written to" in run("export --tiles", str(tiles)).output
    done = run("verify --remote", str(tiles), "--key", key)
    name = Verifier.read(key).name
    assert f"events of {name} in order" in done.output
    assert f"signed by {name}" in done.output
    unchecked = run("verify --remote", str(tiles))
    assert "Who signed it was not checked" in unchecked.output
    options = ["--tiles", str(tiles), "--key", key, "--database", str(mirror)]
    copied, verified = run("import ecosys", *options), run("verify --log-only")
    assert last(copied.output).split("root ")[1] == last(verified.output).split("root ")[1]
    assert "0 events copied" in run("import ecosys", *options).output
    (tiles / "tile/0/000.p/60").write_bytes(bytes(60 * 32))
    with pytest.raises(Damaged, match="entry 1 is not that of its hash and place"):
        run("verify --remote", str(tiles), "--key", key)


def test_a_remote_log_that_takes_another_way_is_found_the_next_time(own, run, key, tmp_path):
    tiles, old = tmp_path / "tiles", tmp_path / "old"
    run("export --tiles", str(tiles))
    shutil.copytree(tiles, old)
    run("retract price-0-7 --fault ours --why test --to-log")
    run("export --tiles", str(tiles))
    assert run("verify --remote", str(tiles), "--key", key).exit_code == 0
    shutil.rmtree(tiles)
    shutil.copytree(old, tiles)
    with pytest.raises(Damaged, match="do not begin with"):
        run("verify --remote", str(tiles), "--key", key)


def test_an_event_is_proved_by_id_and_by_position_in_a_file(own, run, key, tmp_path):
    path = tmp_path / "o3.tlog-proof"
    done = run("proof price-0-7 --output", str(path))
    assert f"proved in {path}" in done.output
    checked = run("verify --proof", str(path), "--key", key)
    assert '"id":"price-0-7"' in checked.output
    assert f"signed by {Verifier.read(key).name}:" in checked.output
    shown = run("proof 42").output
    assert "index 41\n" in shown
    for wrong in ("nobody", "0", "99999999"):
        with pytest.raises(NotFound, match="neither an event of the log nor the position"):
            run(f"proof {wrong}")


def test_a_key_is_rotated_and_the_old_one_stays_listed(own, run, key):
    done = run("key --rotate --name example.com/log")
    new, old = done.output.split()
    assert old == key
    assert Verifier.read(new).name == "example.com/log"
    assert "example.com/log" in run("checkpoint").output
    with pytest.raises(InvalidInput, match="--name goes with --rotate"):
        run("key --name other")


def test_witnesses_are_trusted_and_their_signatures_taken_from_a_file(own, run, tmp_path):
    witness = Signer.made("witness.example", COSIGNATURE)
    signed = note.parse(run("checkpoint").output)
    cosigned = note.Note(signed.text, (*signed.signatures, witness.sign(signed.text, 7)))
    path = tmp_path / "cosigned"
    path.write_text(cosigned.content)
    with pytest.raises(Damaged, match="None of these signatures is by a witness"):
        run("checkpoint --add", str(path))
    run("checkpoint --trust", str(witness.verifier))
    assert run("checkpoint --add", str(path)).output == cosigned.content
    assert run("checkpoint").output == cosigned.content
    with pytest.raises(Unavailable, match="No witness has signed"):
        run("checkpoint --ask")


def test_a_text_is_withheld_only_when_that_is_said_twice_and_verify_tells(own, run):
    line = "withhold price-0-3 --reason personal"
    with pytest.raises(InvalidInput, match="would be gone for ever"):
        run(line)
    assert "withheld" not in run("verify --log-only").output
    assert "is withheld: personal" in run(f"{line} --yes").output
    done = run("verify --log-only")
    assert done.exit_code == 0
    assert "The texts of 1 are withheld, at 4; their hashes stand." in done.output
    told = run("price openai/o3 --as-of 2025-05-01 --format json")
    assert '"withheld":[4]' in told.output.replace(" ", "")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("export", "Name one: --output FILE, or --tiles FOLDER"),
        ("export --output a --tiles b", "Name one"),
        ("import litellm --tiles b", "--tiles goes with ecosys"),
        ("import ecosys", "Name the files"),
        ("checkpoint --at http://x", "--at goes with --trust"),
        ("checkpoint --trust nonsense", "is no verifier key"),
    ],
)
def test_what_does_not_go_together_is_refused(own, run, line, told):
    with pytest.raises(InvalidInput, match=told):
        run(line)


def test_a_folder_with_something_else_is_not_written_to(own, run, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("x")
    with pytest.raises(InvalidInput, match="does not hold the tiles of this log"):
        run("export --tiles", str(tmp_path / "full"))
