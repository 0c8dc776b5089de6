"""How rows are sought: no question about one thing, or one moment, scans a table that grows."""

import re

import pytest

from ecosys.answers.answer import Answer, Meta, meta
from ecosys.answers.cost import cost
from ecosys.answers.deprecations import deprecations
from ecosys.answers.prices import prices
from ecosys.domain.prices import in_force, scheduled
from ecosys.log.log import Log
from ecosys.timeline import Timeline
from tests.benchmarks import price_log

GROWING = re.compile(
    r"SCAN (event|event_subject|subject_2|voice_2|turn_1|this|later"
    r"|held|held_5|held_5_\w+|stated|series|voice|one)\b"
)
FEW = {"held_5_rank", "held_5_family"}
"""Tables with a row for each source, or each event about another."""
QUESTIONS = {
    "a price": lambda timeline, moment: prices(timeline, moment, "openai/o3"),
    "a price at a moment long past": lambda timeline, _: prices(
        timeline, timeline.moment("2025-06-30", "2025-06-30"), "o3"
    ),
    "a cost": lambda timeline, moment: cost(timeline, moment, "openai/o3", {"input": 1000}),
    "an end": lambda timeline, moment: deprecations(timeline, moment, subject="openai/o3"),
    "all prices in force": lambda timeline, moment: in_force(
        timeline.view(moment, "price_changed"), "any"
    ),
    "what costs otherwise from some day on": lambda timeline, moment: scheduled(
        timeline.view(moment, "price_changed"), "any"
    ),
    "a name": lambda timeline, moment: timeline.resolve("o3", moment),
    "a moment": lambda timeline, _: timeline.moment(),
    "what stands beside every answer": lambda timeline, moment: meta(
        timeline, moment, Answer((), Meta)
    ),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_about_one_thing_scans_nothing_that_grows(seeded, monkeypatch, question):
    database = seeded.log.database
    asked = []

    def noting(sql, parameters=()):
        asked.append((sql, parameters))
        return execute(sql, parameters)

    execute = database.execute
    timeline = Timeline(Log(database, seeded.log.clock))
    timeline.read_models.catch_up(timeline.head().position)
    monkeypatch.setattr(database, "execute", noting)
    QUESTIONS[question](timeline, timeline.moment())
    assert asked
    scans = {
        step
        for sql, parameters in asked
        if sql.startswith("SELECT")
        for *_, step in execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        if (found := GROWING.match(step)) and found[1] not in FEW
    }
    assert scans == set()


@pytest.mark.parametrize("metric", ["provider_share", "concentration"])
def test_a_share_by_models_reads_no_price_that_is_long_past(tmp_path, monkeypatch, metric):
    """Of each model two prices are in force, be it after ten changes or after fifty."""

    def rows_read(changes):
        timeline = price_log.write(str(tmp_path / f"{changes}.db"), 4, changes)
        end = timeline.moment(price_log.day(changes), price_log.day(changes))
        read: list[int] = []

        def counting(sql, parameters=()):
            rows = execute(sql, parameters)
            read.append(len(rows))
            return rows

        execute = timeline.log.database.execute
        monkeypatch.setattr(timeline.log.database, "execute", counting)
        timeline.project(metric, end, {"basis": "models"})
        timeline.log.database.close()
        return sum(read)

    assert rows_read(50) <= rows_read(10)
