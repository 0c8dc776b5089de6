"""A log is moved to PostgreSQL and back: positions, times, bytes and roots stay."""

import pytest
from typer.testing import CliRunner

from ecosys.__main__ import build
from ecosys.timeline import Timeline
from tests.given import NOW, event, price

pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


def run(*words):
    done = CliRunner().invoke(build(), [*map(str, words)])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_log_goes_to_postgresql_and_back_byte_for_byte(tmp_path, new_database):
    first, server, second = tmp_path / "first.db", new_database(), tmp_path / "second.db"
    timeline = Timeline.open(first, clock=lambda: NOW)
    timeline.log.append([price("released", "2025-01-01", input="1")], origin="ecosys")
    said = event("described", "own", subject="a/m", attribute="note", value="ä☃𝄞", occurred="2025")
    timeline.append([said])
    timeline.log.append([price("later", "2025-03-01", input="3")], origin="ecosys")
    timeline.log.database.close()
    files = [tmp_path / f"{name}.jsonl" for name in ("there", "back", "again")]
    told = [run("export", "--output", files[0], "--database", first)]
    told.append(run("import", "ecosys", files[0], "--database", server))
    told.append(run("export", "--output", files[1], "--database", server))
    run("import", "ecosys", files[1], "--database", second)
    told.append(run("export", "--output", files[2], "--database", second))
    assert len({file.read_bytes() for file in files}) == 1
    assert len({each.split()[-1] for each in told}) == 1  # the root
    timelines = [Timeline.open(each) for each in (first, server, second)]
    moments = [each.moment("2026-11-22", "2026-11-22", 3) for each in timelines]
    held = [each.held(moment) for each, moment in zip(timelines, moments, strict=True)]
    assert held[0] == held[1] == held[2]
    assert {each.log.origin(3) for each in timelines} == {timelines[0].log.origin(2)}
    assert "3 events checked" in run("rebuild", "--database", server)
    for each in timelines:
        each.log.database.close()


def test_commands_answer_from_postgresql(new_database):
    server = new_database()
    timeline = Timeline.open(server, clock=lambda: NOW)
    timeline.append([price("p", "2025-01-01", input="1")])
    timeline.log.database.close()
    pinned = ["--as-of", "2025-06-01", "--known-at", "2026-11-22", "--position", "1"]
    shown = run("price", "openai/o3", *pinned, "--format", "csv", "--database", server)
    assert "openai/o3" in shown
    query = "SELECT subject, amount, per_million FROM price"
    told = run("sql", query, *pinned, "--format", "csv", "--database", server)
    assert told.splitlines() == ["subject,amount,per_million", "openai/o3,1,1.0"]
    assert "CREATE TEMP VIEW price AS" in run("sql", "--views", *pinned, "--database", server)
    assert "read models" in run("plugins", "--database", server).replace("_", " ")
