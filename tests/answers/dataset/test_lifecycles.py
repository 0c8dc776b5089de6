"""Ends in the terms of CLE and OpenEoX: what they say follows from the log and never changes."""

import json
from datetime import datetime

import pytest

from ecosys.answers.dataset.lifecycles import lifecycles
from ecosys.answers.dataset.source import Source
from ecosys.answers.deprecations import deprecations
from tests.answers.dataset.conftest import O3

EXACT = "openai/exact"
FIELDS = {
    "released": {"version"},
    "endOfMarketing": {"versions"},
    "endOfLife": {"versions"},
    "withdrawn": {"eventId", "reason"},
}
"""The fields that ECMA-428 gives each type of event beside those of all, where nothing else may
stand."""
CORE = {"$schema", "end_of_life", "end_of_security_support", "end_of_sales", "last_updated"}
"""The fields of the core schema of OpenEoX 1.0; all but `end_of_sales` are required."""


def cle(folder, subject):
    """The document of a subject."""
    return json.loads((folder / "cle" / f"{subject}.json").read_text())


@pytest.fixture
def documents(folder):
    """All documents by subject."""
    listed = json.loads((folder / "cle" / "index.json").read_text())["documents"]
    return {name.removesuffix(".json"): cle(folder, name.removesuffix(".json")) for name in listed}


def test_a_moved_end_is_withdrawn_and_said_anew(folder):
    newest_first = [
        (each["id"], each["type"], each["effective"][:10], each["published"][:10])
        for each in cle(folder, O3)["events"]
    ]
    assert newest_first == [
        (4, "endOfLife", "2027-01-15", "2026-10-01"),
        (3, "withdrawn", "2026-10-01", "2026-10-01"),
        (2, "endOfLife", "2026-12-11", "2026-06-11"),
        (1, "released", "2025-04-16", "2025-04-16"),
    ]
    assert cle(folder, O3)["events"][1]["eventId"] == 2


def test_closed_to_new_customers_is_the_end_of_marketing(folder):
    [life, marketing] = cle(folder, EXACT)["events"]
    assert (marketing["type"], marketing["effective"][:10]) == ("endOfMarketing", "2025-08-01")
    assert (life["type"], life["effective"][:10]) == ("endOfLife", "2025-10-01")


def test_what_is_only_an_earliest_date_is_not_said(folder, documents):
    assert set(documents) == {O3, EXACT}
    statements = json.loads((folder / "openeox.json").read_text())["statements"]
    assert {each["product"]["product_name"] for each in statements} == {O3, EXACT}


def test_events_have_the_fields_that_the_standard_gives_their_types(documents):
    for document in documents.values():
        assert set(document) == {"$schema", "identifier", "updatedAt", "events", "definitions"}
        ids = [event["id"] for event in document["events"]]
        assert ids == list(range(len(ids), 0, -1))
        for event in document["events"]:
            assert set(event) == {"id", "type", "effective", "published"} | FIELDS[event["type"]]
            for name in ("effective", "published"):
                assert event[name].endswith("Z")
                datetime.fromisoformat(event[name])


def test_nothing_can_be_taken_for_the_word_of_the_vendor(folder, documents):
    for document in documents.values():
        [policy] = document["definitions"]["support"]
        assert policy["id"] == "third-party"
        assert policy["description"].startswith("No policy of openai")
    for name in ("cle/index.json", "openeox.json"):
        publisher = json.loads((folder / name).read_text())["publisher"]
        assert publisher == {"name": "ecosys", "category": "third_party"}


def test_cores_have_the_fields_of_the_standard(folder):
    statements = json.loads((folder / "openeox.json").read_text())["statements"]
    by_name = {each["product"]["product_name"]: each["core"] for each in statements}
    assert by_name[O3]["end_of_life"] == "2027-01-15T00:00:00.000000Z"
    assert by_name[EXACT]["end_of_sales"] == "2025-08-01T00:00:00.000000Z"
    for core in by_name.values():
        assert CORE - {"end_of_sales"} <= set(core) <= CORE
        assert core["$schema"] == "https://docs.oasis-open.org/openeox/v1.0/schema/core.json"


def test_ends_are_those_of_the_answer(seeded):
    moment = seeded.moment()
    found = lifecycles(Source(seeded, moment))
    rows = [
        row
        for row in deprecations(seeded, moment).rows
        if row.deployment is None and row.region is None
    ]
    assert len(rows) > 400
    for row in rows:
        stages = found[row.subject][-1].stages if row.subject in found else {}
        firm = row.shutdown if row.bound is None else None
        ended = stages.get("ended")
        assert (ended is None) == (firm is None), row.subject
        if ended and firm:
            assert ended.at[:10].startswith(firm[:10]), row.subject


def test_what_was_said_of_a_shorter_log_is_said_of_a_longer_one(seeded):
    moment = seeded.moment()
    now = lifecycles(Source(seeded, moment))
    then = lifecycles(Source(seeded, seeded.moment(position=5716)))
    assert len(then) > 200
    for subject, turns in then.items():
        assert now[subject][: len(turns)] == turns, subject
