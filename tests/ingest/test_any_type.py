"""An importer may state facts of any type: what it said before is known at the next reading."""

import itertools
import json
from collections.abc import Iterator
from typing import Any, ClassVar, Literal

import pytest

from ecosys.event import Fact, Subject, codec, event_types
from ecosys.importer import Importer, Row
from ecosys.ingest.run import take
from ecosys.ingest.snapshots import Snapshot
from ecosys.log import decoding
from ecosys.timeline import Timeline
from ecosys.values import when
from ecosys.values.when import When
from tests.given import event
from tests.ingest.test_mapping import RULES, declare

FIRST, SECOND, THIRD, FOURTH = "2025-09-01", "2025-10-01", "2025-11-01", "2025-12-01"
KNOWN = ("2025-09-15", "2025-10-15", "2025-11-15", "2025-12-15")
"""Days of knowledge, each after one of the readings."""


class Certified(Fact):
    """Something was found to meet a standard; a type of another package."""

    movable_dates: ClassVar[tuple[str, ...]] = ("occurred", "until")
    schedule: ClassVar[tuple[str, ...]] = ("until",)

    type: Literal["certified"]
    version: Literal[1]
    subject: Subject
    standard: str
    until: When | None = None

    @property
    def subjects(self) -> tuple[str, ...]:
        return (self.subject,)


FACTS: dict[str, dict[str, dict[str, Any]]] = {
    "integrated": {
        "zed on o3": {"integrator": "zed", "subject": "openai/o3", "category": "app",
                      "what": "a chat", "occurred": "2025-05-01"},
        "cursor on o3": {"integrator": "cursor", "subject": "openai/o3", "category": "app",
                         "occurred": "2025-06"},
    },
    "partnered": {
        "one": {"parties": [{"party": "microsoft", "role": "investor"}, {"party": "openai"}],
                "kind": "investment", "what": "a stake", "amount": "1000000000",
                "occurred": "2019-07-22"},
        "two": {"parties": [{"party": "google"}, {"party": "anthropic"}], "kind": "cloud",
                "what": "chips", "occurred": "2025-10"},
    },
    "funded": {
        "one": {"recipient": "anthropic", "investors": ["amazon", "google"], "amount": "4000000000",
                "occurred": "2023-09-25"},
        "two": {"recipient": "mistral", "stage": "paid", "occurred": "2024"},
    },
    "certified": {
        "one": {"subject": "openai/o3", "standard": "SOC 2", "occurred": "2025-02-01"},
        "two": {"subject": "openai/o1", "standard": "SOC 2", "occurred": "2025-02-01"},
    },
}  # fmt: skip
"""Rows of a file by the type of what they state."""

ORDERS = [
    order if at % 4 == 3 else pytest.param(order, marks=pytest.mark.endurance)
    for at, order in enumerate(itertools.permutations(range(4)))
]
"""Every order of four files; a run of all tests tries a quarter of them."""


@pytest.fixture(autouse=True)
def certified(monkeypatch):
    """The type of another package, for the time of a test."""
    monkeypatch.setitem(event_types.members, "certified", Certified)
    yield
    codec._one.cache_clear()
    decoding.events.clear()


def read(payload: bytes, stated: str) -> Iterator[Row]:
    for name, fields in json.loads(payload).items():
        yield Row(name, {name: fields})


DATED = Importer(source="made", read=read, dated=True)
UNDATED = Importer(source="made", read=read, dated=False)


def rows(type, *names):
    return {name: {"type": type, **FACTS[type][name]} for name in names or FACTS[type]}


def taken(timeline, day, given, importer=DATED):
    return take(timeline, importer, Snapshot(day, when.read(day), json.dumps(given).encode()))


def types(timeline, after=0):
    return [each.event.type for each in timeline.records()[after:]]


def said(timeline, type):
    """What the source is known to state on each day, without who said it and when."""
    apart = {"id", "stated", "sources"}
    return [
        sorted(str(held.event.model_dump(exclude=apart)) for held in facts)
        for day in KNOWN
        for facts in [timeline.held(timeline.moment("2026-06-01", day, source="made"), type)]
    ]


@pytest.mark.parametrize("type", FACTS)
@pytest.mark.parametrize("importer", [DATED, UNDATED], ids=["dated", "undated"])
def test_what_is_said_again_is_known_and_what_is_not_is_unstated(timeline, type, importer):
    one, _ = FACTS[type]
    first = taken(timeline, FIRST, rows(type), importer)
    assert (first.taken, first.known, first.held_back, first.events) == (2, 0, 0, 3)
    second = taken(timeline, SECOND, rows(type), importer)
    assert (second.taken, second.known, second.events) == (0, 2, 1)  # the reading alone
    third = taken(timeline, THIRD, rows(type, one), importer)
    assert (third.taken, third.known, third.events) == (0, 1, 2)
    fourth = taken(timeline, FOURTH, rows(type), importer)
    assert (fourth.taken, fourth.known, fourth.events) == (1, 1, 2)
    assert types(timeline, 4) == ["unstated", "confirmed", "confirmed", "confirmed"]
    assert [len(facts) for facts in said(timeline, type)] == [2, 2, 1, 2]


def test_another_value_of_the_same_time_was_wrong_before(timeline):
    given = rows("funded", "one")
    taken(timeline, FIRST, given)
    given["one"]["amount"] = "8000000000"
    assert taken(timeline, SECOND, given).taken == 1
    assert types(timeline) == ["funded", "confirmed", "corrected", "confirmed"]
    assert ["8000000000" in fact for (fact,) in said(timeline, "funded")] == [
        False, True, True, True
    ]  # fmt: skip


def test_a_source_that_names_another_party_did_not_name_it_before(timeline):
    given = rows("funded", "one")
    taken(timeline, FIRST, given)
    given["one"]["investors"] = ["amazon", "google", "spark"]
    assert taken(timeline, SECOND, given).taken == 1
    assert taken(timeline, THIRD, given).events == 1
    assert ["spark" in fact for (fact,) in said(timeline, "funded")] == [False, True, True, True]


def test_of_a_source_without_dates_another_value_came_between_two_readings(timeline):
    given = rows("integrated", "zed on o3")
    given["zed on o3"]["occurred"] = "unknown"
    taken(timeline, FIRST, given, UNDATED)
    given["zed on o3"]["category"] = "plugin"
    taken(timeline, SECOND, given, UNDATED)
    facts = timeline.held(timeline.moment(source="made"), "integrated")
    assert [(held.event.category, held.event.occurred) for held in facts] == [
        ("app", "unknown"),
        ("plugin", "2025-09-01..2025-10-01"),
    ]


def test_a_date_that_its_type_calls_scheduled_is_moved_while_it_lies_ahead(timeline):
    given = rows("certified", "one")
    for day, until in ((FIRST, "2026-01-01"), (SECOND, "2026-03-01"), (THIRD, "2026-02-01")):
        given["one"]["until"] = until
        taken(timeline, day, given)
    assert types(timeline) == [
        "certified", "confirmed", "rescheduled", "confirmed", "rescheduled", "confirmed"
    ]  # fmt: skip


@pytest.mark.parametrize("type", FACTS)
@pytest.mark.parametrize("order", ORDERS)
def test_in_whatever_order_files_are_read_each_day_is_as_it_was(tmp_path, type, order):
    one, two = FACTS[type]
    changed = rows(type)
    changed[two]["occurred"] = "2022-02-02"
    files = [rows(type), changed, rows(type, one), rows(type)]
    logs = {}
    for name, places in (("in-order", range(4)), ("other", order)):
        logs[name] = Timeline.open(tmp_path / f"{name}.db")
        for place in places:
            day = (FIRST, SECOND, THIRD, FOURTH)[place]
            assert taken(logs[name], day, files[place]).held_back == 0
    assert said(logs["other"], type) == said(logs["in-order"], type)
    assert [len(facts) for facts in said(logs["other"], type)] == [2, 2, 1, 2]
    again = [taken(logs["other"], day, file).events
             for day, file in zip((FIRST, SECOND, THIRD, FOURTH), files, strict=True)]  # fmt: skip
    assert again == [0, 0, 0, 0]


def test_whoever_a_fact_names_is_named_as_we_do(timeline, tmp_path, monkeypatch):
    (tmp_path / "identity").mkdir()
    (tmp_path / "identity" / "made.yaml").write_text("names: {gemini: google}", "utf-8")
    monkeypatch.setattr("ecosys.paths.seeds", lambda: tmp_path)
    given = {
        **rows("partnered", "two"),
        "money": {"type": "funded", "recipient": "anthropic", "investors": ["gemini", "amazon"],
                  "occurred": "2025-01-01"},
        "moved": {"type": "alias_moved", "alias": "gemini/latest", "from": "gemini/a",
                  "to": "gemini/b", "occurred": "2025-01-01"},
    }  # fmt: skip
    given["two"]["parties"][0]["party"] = "gemini"
    outcome = taken(timeline, FIRST, given)
    assert (outcome.taken, outcome.problems) == (3, [])
    named = {each.event.type: each.event.subjects for each in timeline.records()}
    assert named["partnered"] == ("google", "anthropic")
    assert named["funded"] == ("anthropic", "google", "amazon")
    assert named["alias_moved"] == ("google/latest", "google/b", "google/a")


def test_a_figure_has_no_channel_whatever_its_subject_is_called(timeline, tmp_path, monkeypatch):
    declare(tmp_path, monkeypatch, "names: {}")
    timeline.append([RULES, event("launched", "l", subject="openai/o3", what="model",
                                  occurred="2025-01-01", stated="2025-01-01")])  # fmt: skip
    figure = {"type": "observed", "subject": "azure/o3", "metric": "calls", "value": "3",
              "kind": "stock", "unit": "calls", "occurred": "2025-08-01"}  # fmt: skip
    assert taken(timeline, FIRST, {"azure/o3": figure}).taken == 1
    (held,) = timeline.held(timeline.moment(source="made"), "observed")
    assert held.event.subject == "azure/o3"


def test_parts_of_an_unreadable_row_stay_whatever_its_importer_calls_them(timeline):
    def with_parts(payload: bytes, stated: str) -> Iterator[Row]:
        fields = {"type": "certified", **FACTS["certified"]["one"]}
        says = {"openai/o3/certificate": fields} if payload == b"right" else {}
        yield Row("openai/o3", says, problem=None if says else "it is blurred")

    importer = Importer(source="made", read=with_parts, dated=True, parts="certificate")
    take(timeline, importer, Snapshot("a", when.read(FIRST), b"right"))
    take(timeline, importer, Snapshot("b", when.read(SECOND), b"blurred"))
    assert types(timeline) == ["certified", "confirmed", "quarantined", "confirmed"]
