"""Options that stand before a command, after it, or alone."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from ecosys.__main__ import build
from ecosys.errors import InvalidInput, NotFound
from ecosys.timeline import Timeline
from ecosys.values import clock as clocks
from ecosys.values import instant
from tests.given import clock_at, event


@pytest.fixture
def database(released_database, tmp_path):
    """A copy of the released log, named by no environment."""
    path = tmp_path / "chosen.db"
    shutil.copy(released_database, path)
    return path


@pytest.fixture
def ask(tmp_path):
    """Run a command line where the environment names a database that is nowhere."""

    def invoke(*words):
        settings = {"ECOSYS_DATABASE": str(tmp_path / "none" / "none.db")}
        done = CliRunner().invoke(build(), [str(word) for word in words], env=settings)
        assert not (tmp_path / "none").exists()
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.stdout

    return invoke


def test_the_database_is_named_before_or_after_the_command(ask, database):
    before = ask("--database", database, "price", "o3", "--position", 5000, "--format", "json")
    after = ask("price", "o3", "--position", 5000, "--format", "json", "--database", database)
    assert json.loads(before)["data"]
    assert before == after


def test_the_moment_and_the_format_are_given_before_a_question_too(ask, database):
    before = ask(
        *("--as-of", "2025-06-01", "--known-at", "2025-06-01", "--position", 5000),
        *("--source", "openai", "--format", "csv", "--database", database, "price", "openai/o3"),
    )
    after = ask(
        *("price", "openai/o3", "--as-of", "2025-06-01", "--known-at", "2025-06-01"),
        *("--position", 5000, "--source", "openai", "--format", "csv", "--database", database),
    )
    assert ",10,10,1M tokens,USD,2025-04-16,in_force,openai," in before
    assert before == after


def test_what_stands_after_the_command_wins(ask, database):
    before = ("--as-of", "2025-06-01", "--format", "csv", "--database", "/nowhere")
    shown = ask(*before, "cost", "openai/o3", "--input", 1000000, "--as-of", "2025-06-15",
                "--format", "json", "--database", database)  # fmt: skip
    assert json.loads(shown)["data"]["input"] == "2"


def test_the_beginning_of_the_log_is_a_position_too(ask, database):
    shown = ask("--position", 0, "--format", "json", "--database", database, "log")
    assert json.loads(shown)["data"] == []


def test_an_option_that_a_command_does_not_take_is_refused(ask, database):
    with pytest.raises(InvalidInput, match="ecosys plugins takes no --as-of"):
        ask("--as-of", "2025-06-01", "plugins")
    with pytest.raises(InvalidInput, match="ecosys check takes no --database"):
        ask("--database", database, "check")


def test_alone_it_tells_of_the_database_and_the_moment_named(ask, database):
    shown = ask("--database", database, "--as-of", "2025-06-12", "--known-at", "2025-06-12")
    assert "o3 input 10 → 2, price −80 %" in shown
    assert "Ends in 30 days" in shown


@pytest.mark.no_cover
def test_alone_it_says_how_many_changes_it_left_out_and_how_many_it_does_not_show(ask, database):
    moment = ("--as-of", "2026-11-29", "--known-at", "2026-11-27", "--position", 5716)
    shown = ask("--database", database, *moment)
    listed = json.loads(
        ask("--database", database, *moment, "changes", "--all", "--format", "json")
    )["data"]
    ours = [row for row in listed if "corrected by us" in row["words"]]
    assert ours
    news = json.loads(ask("--database", database, *moment, "changes", "--format", "json"))
    left_out = len(listed) - len(news["data"])
    assert news["meta"]["left_out"] == left_out >= len(ours)
    assert f"{left_out} left out, our own corrections" in shown
    ends = json.loads(
        ask("--database", database, *moment, "deprecations", "--within", "30d", "--channel", "all",
            "--format", "json")
    )["data"]  # fmt: skip
    assert f"... and {len(ends) - 15} more: ecosys deprecations --channel all --within 30d" in shown
    assert "corrected by us" not in shown


@pytest.mark.no_cover
def test_alone_there_is_no_body_for_programs(ask, database):
    with pytest.raises(InvalidInput, match="has no --format"):
        ask("--database", database, "--format", "json")
    assert "Ends in 30 days" in ask("--database", database, "--format", "table")


def test_a_log_that_was_written_in_the_future_by_this_clock_is_mentioned(ask, tmp_path):
    for ahead, mentioned in ((30, False), (75 * 366 * 86_400, True)):
        path = tmp_path / f"{ahead}.db"
        written = instant.to_text(clocks.system() + ahead * 1_000_000)
        timeline = Timeline.open(path, clock_at(written))
        timeline.append([event("registered", "s", source="acme", name="Acme", kind="provider")])
        timeline.log.database.close()
        done = CliRunner().invoke(build(), ["log", "--database", str(path)])
        assert ("which is not yet by this clock" in done.stderr) is mentioned
        assert "registered" in done.stdout


def test_a_name_of_a_megabyte_is_cut_where_it_is_refused(ask, database):
    with pytest.raises(NotFound) as refused:
        ask("price", "x" * 1_000_000, "--database", database)
    assert len(str(refused.value)) < 4_000
    assert "characters)" in str(refused.value)


def test_what_the_environment_says_counts_for_every_question_unless_it_is_said_otherwise(
    ask, database, monkeypatch
):
    words = ("--database", database, "price", "openai/o3")
    moment = ("--as-of", "2025-06-01", "--known-at", "2025-06-01", "--position", 5000)
    said = ask(*words, *moment, "--source", "openai", "--format", "csv")
    for name, value in (
        *(("AS_OF", "2025-06-01"), ("KNOWN_AT", "2025-06-01"), ("POSITION", "5000")),
        *(("SOURCE", "openai"), ("FORMAT", "csv")),
    ):
        monkeypatch.setenv(f"ECOSYS_{name}", value)
    assert ask(*words) == said
    later = ("--as-of", "2025-07-01", "--known-at", "2025-07-01")
    assert ask(*words, *later) != said
    assert ask("--as-of", "2025-07-01", "--known-at", "2025-07-01", *words) == ask(*words, *later)


def test_what_the_environment_says_of_questions_is_no_word_on_other_commands(
    ask, database, monkeypatch, tmp_path
):
    monkeypatch.setenv("ECOSYS_FORMAT", "json")
    monkeypatch.setenv("ECOSYS_SOURCE", "nobody")
    ask("--database", database, "export", "--output", tmp_path / "log.jsonl")
    assert (tmp_path / "log.jsonl").stat().st_size > 1_000_000
    monkeypatch.delenv("ECOSYS_SOURCE")
    assert "events" in ask("--database", database)
