"""What every command says of the log that it is given."""

import errno
import sys

import pytest
from typer.testing import CliRunner

from ecosys.__main__ import build, main
from ecosys.errors import InvalidInput
from ecosys.log.release import RELEASES, follow, read_lines, releases
from ecosys.seeding import write
from ecosys.timeline import Timeline
from ecosys_api.app import create
from tests.api.conftest import ready
from tests.fixtures import opened_once
from tests.given import event, price
from tests.permissions import only_read

OLDER = "This log is of an older release than the installed "
ADDED = "--input 1 --from 2025-07-01 --stated 2025-07-01 --source-slug contract"
COMMANDS = [
    "",
    "price openai/o3",
    "metric",
    "log --limit 1",
    "quarantine",
    "export --output -",
    "rebuild",
]


@pytest.fixture
def older(small_release, tmp_path):
    """A log that ends where the release before the last did."""
    path = tmp_path / "older" / "log.db"
    path.parent.mkdir()
    end = releases(small_release.with_name(RELEASES))[-2].position
    opened = Timeline.open(path)
    follow(opened.log, list(read_lines(small_release))[:end])
    opened.log.database.close()
    return path


@pytest.fixture
def used(timeline):
    """A log with an event of its own."""
    timeline.append([price("first", "2025-01-01", input="2")])
    return timeline


def run(path, line):
    return CliRunner().invoke(build(), line.split(), env={"ECOSYS_DATABASE": str(path)})


def test_every_command_that_answers_says_that_the_log_is_of_an_older_release(older):
    with opened_once():
        for line in COMMANDS:
            done = run(older, line)
            assert done.exit_code == 0, line
            assert done.stderr.startswith(OLDER), line


def test_it_says_so_until_the_log_is_brought_up_to_date(older):
    assert run(older, "metric").stderr.startswith(OLDER)
    assert run(older, "seed").exit_code == 0
    assert run(older, "metric").stderr == ""


def test_a_server_that_cannot_bring_its_log_up_to_date_says_so(older, small_release):
    with only_read(older, older.parent):
        told = ready(create(older))
        newest = releases(small_release.with_name(RELEASES))[-1].version
        assert told.get("/readyz").json()["older_than"] == newest
        told.__exit__(None, None, None)
    told = ready(create(older))
    assert "older_than" not in told.get("/readyz").json()
    told.__exit__(None, None, None)


@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal"])
@pytest.mark.parametrize("way", ["{path}{end}", "{folder}/../{name}/log.db{end}", "{link}"])
def test_an_export_is_not_written_over_the_log_itself(timeline, tmp_path, end, way):
    path = timeline.log.database.path.rename(tmp_path / "log.db")
    link = tmp_path / "link"
    link.symlink_to(f"{path}{end}")
    output = way.format(path=path, end=end, folder=tmp_path, name=tmp_path.name, link=link)
    before = path.read_bytes()
    with pytest.raises(InvalidInput, match=r"is the log itself\. Name another file"):
        raise run(path, f"export --output {output}").exception
    assert path.read_bytes() == before


def test_what_the_system_refuses_is_one_line(monkeypatch, capsys):
    def refuse(**_):
        raise OSError(errno.ENOSPC, "No space left on device", "/archive/x.json")

    monkeypatch.setattr("ecosys.__main__.build", lambda _: refuse)
    monkeypatch.setattr("sys.stdout", sys.stdout)  # it is replaced: what is left of it is lost
    with pytest.raises(SystemExit, match="1"):
        main()
    assert capsys.readouterr().err == "ecosys: /archive/x.json: No space left on device.\n"


def test_what_is_laid_over_every_question_hinders_nobody_from_writing(used, tmp_path, monkeypatch):
    overlay = tmp_path / "mine.yaml"
    overlay.write_text(write.block(price("mine", "2025-07-01", input="1")))
    monkeypatch.setenv("ECOSYS_OVERLAY", str(overlay))
    path = used.log.database.path
    position = used.head().position
    added = run(path, f"add price openai/o3 {ADDED} --to-log")
    assert added.stdout.endswith(f"stands at position {position + 1} of your log\n")
    for line in ("rebuild", f"export --output {tmp_path / 'log.jsonl'}"):
        assert run(path, line).stdout.startswith(f"{position + 1} events ")


def test_what_is_laid_over_every_question_hinders_no_decision(used, tmp_path, monkeypatch):
    overlay = tmp_path / "mine.yaml"
    overlay.write_text(write.block(price("mine", "2025-07-01", input="1")))
    odd = event("quarantined", "odd", source="acme", row="r", reason="odd", given="?",
                stated="2025-07-01")  # fmt: skip
    used.append([odd])
    line = ["quarantine", "odd", "--reject", "--why", "no"]
    monkeypatch.setenv("ECOSYS_OVERLAY", str(overlay))
    path = used.log.database.path
    decided = CliRunner().invoke(build(), line, env={"ECOSYS_DATABASE": str(path)})
    position = used.head().position
    assert decided.stdout == f"odd-rejected stands at position {position} of your log\n"


@pytest.fixture
def told(monkeypatch, capsys):
    """Run a command as a person does: its status, and the lines on standard error."""

    def invoke(line, path):
        monkeypatch.setattr("sys.argv", ["ecosys", *line.split(), "--database", str(path)])
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code, capsys.readouterr().err.splitlines()

    return invoke


EVERY = ["", "price o3", "seed", f"add price a/b {ADDED} --to-log", "rebuild", "export --output x"]


@pytest.mark.parametrize("line", EVERY)
def test_what_is_no_database_is_refused_by_every_command_in_one_line(told, line, tmp_path):
    notes = tmp_path / "notes.txt"
    notes.write_text("no database")
    for path in (":memory:", tmp_path, "/dev/null", notes, notes / "x.db", "~no-such-user/x.db"):
        status, lines = told(line, path)
        assert (status, len(lines)) == (2, 1), lines
        assert "Name another file" in lines[0] or "Give the whole path" in lines[0]
    assert [each.name for each in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("line", EVERY)
def test_a_folder_that_may_not_be_written_is_told_by_every_command_in_one_line(
    told, line, tmp_path
):
    folder = tmp_path / "folder"
    folder.mkdir()
    with only_read(folder):
        for path in (folder / "new.db", folder / "new" / "log.db"):
            status, lines = told(line, path)
            assert (status, len(lines)) == (1, 1), lines
            assert "cannot be opened" in lines[0]
            assert "Name another file" in lines[0]


def test_a_log_that_can_only_be_read_answers_and_takes_nothing(used, told):
    path = used.log.database.path
    used.log.database.close()
    with only_read(path, path.parent):
        for line in ("price openai/o3", "export --output -", ""):
            assert run(path, line).exit_code == 0
        for line in (f"add price a/b {ADDED} --to-log", "rebuild"):
            status, lines = told(line, path)
            assert (status, len(lines)) == (1, 1), lines
            assert f"{path} cannot be written" in lines[0]
