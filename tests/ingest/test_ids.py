"""Ids of imported events as they stand in logs, written down by hand: they never change."""

import json

from ecosys.errors import InvalidInput
from ecosys.importer import Importer, Row
from ecosys.ingest.run import take
from ecosys.ingest.snapshots import Snapshot
from ecosys.values import when
from tests.ingest.test_history import notices
from tests.ingest.test_mapping import RULES, declare
from tests.ingest.test_readings import PLAIN, read, reading


def ids(timeline, after=0):
    return [each.id for each in timeline.records()[after:]]


def added(timeline, importer, snapshot):
    before = timeline.head().position
    take(timeline, importer, snapshot)
    return ids(timeline, before)


def test_what_is_stated_is_gone_and_is_there_again(timeline):
    one, two = {"input": 10}, {"input": 20}
    assert added(timeline, PLAIN, reading("2025-09-01", o1=one, o3=two)) == [
        "plain/openai/o1@2025-09-01",
        "plain/openai/o3@2025-09-01",
        "plain/~read@2025-09-01",
    ]
    assert added(timeline, PLAIN, reading("2025-10-01", o3={"input": 21})) == [
        "plain/openai/o3@2025-10-01",
        "plain/~gone@2025-10-01",
        "plain/~read@2025-10-01",
    ]
    assert added(timeline, PLAIN, reading("2025-11-01", o1=one, o3={"input": 21})) == [
        "plain/~again@2025-11-01",
        "plain/~read@2025-11-01",
    ]


def test_what_comes_in_later_is_replayed(timeline):
    one, two = {"input": 10}, {"input": 20}
    take(timeline, PLAIN, reading("2025-09-01", o1=one, o3=two))
    take(timeline, PLAIN, reading("2025-11-01", o4={"input": 1}))
    assert added(timeline, PLAIN, reading("2025-10-01", o1={"input": 11}, o3=two)) == [
        "plain/openai/o1@2025-10-01",
        "plain/~read@2025-10-01",
        "plain/~undone/~gone@2025-11-01@2025-10-01",
        "plain/~rest/~gone@2025-11-01~after-2025-10-01@2025-11-01",
        "plain/~gone~after-2025-10-01@2025-11-01",
    ]


def test_a_statement_of_a_later_day_is_told_anew(timeline):
    for day, price in (("2025-09-01", 10), ("2025-11-01", 8)):
        take(timeline, PLAIN, reading(day, o3={"input": price}))
    assert added(timeline, PLAIN, reading("2025-10-01", o3={"input": 9})) == [
        "plain/openai/o3@2025-10-01",
        "plain/~read@2025-10-01",
        "plain/~undone/openai/o3@2025-11-01@2025-10-01",
        "plain/openai/o3~after-2025-10-01@2025-11-01",
    ]


def test_what_is_held_back_bears_the_name_of_the_statement(timeline):
    take(timeline, PLAIN, reading("2025-09-01", o3={"input": 10}))
    assert added(timeline, PLAIN, reading("2025-10-01", o3={"input": 9000})) == [
        "plain/~held/openai/o3@2025-10-01",
        "plain/~read@2025-10-01",
    ]


def test_a_commit_that_cannot_be_read_is_a_file(timeline):
    def none(payload, stated):
        raise InvalidInput("none")

    broken = Importer(source="plain", read=none, dated=False)
    commit = Snapshot("c", when.read("2025-08-20T22:26:19Z"), b"", of_history=True)
    assert added(timeline, broken, commit) == ["plain/~held/~file@2025-08-20T22:26:19Z"]


def test_dates_that_are_moved_and_are_no_longer(timeline):
    name = "deprecations-info/openai/o1-mini"
    said = [("2025-09-01", "2025-10-01"), ("2025-09-15", "2025-12-01"), ("2025-10-01", None)]
    found = [added(timeline, *notices(*each))[:-1] for each in said]
    assert found == [
        [f"{name}@2025-09-01"],
        [f"{name}~moved@2025-09-15"],
        [f"{name}~moved-no-longer-0@2025-10-01", f"{name}@2025-10-01"],
    ]


def test_a_part_of_a_row_is_withdrawn_by_its_own_name(timeline):
    def parts(payload, stated):
        for row in read(payload, stated):
            (fields,) = row.says.values()
            later = {f"{row.key}/from-2026-01-01": {**fields, "occurred": "2026-01-01"}}
            yield Row(row.key, {**row.says, **(later if stated < "2025-10" else {})})

    dated = Importer(source="plain", read=parts, dated=True)
    take(timeline, dated, reading("2025-09-01", o3={"input": 10}))
    assert added(timeline, dated, reading("2025-10-01", o3={"input": 10})) == [
        "plain/openai/o3/from-2026-01-01@2025-10-01",
        "plain/~read@2025-10-01",
    ]


def test_own_names_and_a_name_that_means_another_subject(timeline, tmp_path, monkeypatch):
    declare(tmp_path, monkeypatch, "names: {ms: azure}")

    def sold(day):
        return Snapshot(day, when.read(day), json.dumps({"ms/o3": {"input": 11}}).encode())

    assert added(timeline, PLAIN, sold("2025-09-01")) == [
        "plain/ms/o3@2025-09-01",
        "plain/~names/ms@2025-09-01",
        "plain/~read@2025-09-01",
    ]
    timeline.append([RULES])
    assert added(timeline, PLAIN, sold("2025-10-01")) == [
        "plain/ms/o3@2025-10-01",
        "plain/ms/o3~renamed-0@2025-10-01",
        "plain/~read@2025-10-01",
    ]


def test_names_of_other_characters_and_long_ones(timeline):
    def named(payload, stated):
        fields = {"type": "launched", "subject": "openai/gpt-4", "what": "model",
                  "occurred": "2023-03-14"}  # fmt: skip
        return [Row(name, {name: fields}) for name in ("openai/gpt 4", f"openai/{'o' * 180}")]

    importer = Importer(source="plain", read=named, dated=True)
    short, long, _ = added(timeline, importer, Snapshot("x", when.read("2025-09-01"), b""))
    assert short == "plain/openai/gpt~20.4@2025-09-01"
    assert long.startswith(f"plain/openai/{'o' * 140}~")
    assert len(long) == len("plain/") + 160 + len("@2025-09-01")


def test_a_decision_on_what_was_held_back_is_no_statement(timeline):
    from ecosys.answers.quarantine import decide

    take(timeline, PLAIN, reading("2025-09-01", o3={"input": 10}))
    take(timeline, PLAIN, reading("2025-10-01", o3={"input": 9000}))
    held = "plain/~held/openai/o3@2025-10-01"
    timeline.append(decide(timeline, held, "rejected", "a slip"))
    assert added(timeline, PLAIN, reading("2026-11-22", o3={"input": 9000})) == [
        "plain/~read@2026-11-22"
    ]
