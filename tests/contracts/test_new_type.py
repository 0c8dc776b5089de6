"""A new type of event says itself where it takes part: one class, and nothing else is edited."""

import json
from typing import Literal

import pytest
from typer.testing import CliRunner

from ecosys.__main__ import build
from ecosys.answers.conflicts import conflicts
from ecosys.errors import Refused
from ecosys.event import Fact, Subject, Text, event_types
from ecosys.event.ids import nouns
from ecosys.events.rescheduled import DATES
from ecosys.timeline import Timeline
from ecosys.values.when import When
from tests import given
from tests.given import event


class Inspected(Fact):
    """Somebody inspected something and came to a verdict."""

    noun = "inspection"
    movable_dates = ("occurred", "until")
    conflict_kind = "property"

    type: Literal["inspected"]
    version: Literal[1]
    subject: Subject
    """What was inspected."""
    verdict: Text
    """What was found."""
    until: When | None = None
    """When the verdict expires."""

    @property
    def subjects(self):
        return (self.subject,)

    @classmethod
    def id_words(cls, data):
        return (data["verdict"],)

    def statements(self):
        yield self.subject, self.verdict


@pytest.fixture(autouse=True)
def inspected(monkeypatch):
    """The type, as if it stood in `ecosys/events/`."""
    monkeypatch.setitem(event_types.members, "inspected", Inspected)


@pytest.fixture
def inspection():
    return event("inspected", "i", subject="openai/o3", verdict="sound", occurred="2025-01-01",
                 until="2027-01-01", stated="2025-01-01")  # fmt: skip


def test_it_is_added_by_its_noun(tmp_path):
    path = tmp_path / "own.db"
    Timeline.open(path, clock=lambda: given.NOW).append([event(
        "launched", "o3", subject="openai/o3", what="model", occurred="2025-04-16",
        stated="2025-04-16")])  # fmt: skip
    words = (
        "add inspection openai/o3 --verdict sound --from 2025-05-01 --stated 2025-05-01"
        f" --source-slug openai --to-log --database {path}"
    )
    done = CliRunner().invoke(build(), words.split())
    assert done.exit_code == 0, done.output
    ask = ["log", "--type", "inspected", "--format", "json", "--database", str(path)]
    (added,) = json.loads(CliRunner().invoke(build(), ask).output)["data"]
    assert added["id"] == "openai-o3-inspection-sound-2025-05-01"


def test_sources_that_differ_on_it_are_a_conflict(timeline, inspection):
    other = event("inspected", "j", subject="openai/o3", verdict="faulty", voice="azure",
                  occurred="2025-01-01", stated="2025-01-01")  # fmt: skip
    timeline.append([inspection, other])
    (row,) = conflicts(timeline, timeline.moment(), kind="property").rows
    assert row.what == "inspection"
    assert {row.answers.value, *(side.value for side in row.others)} == {"sound", "faulty"}
    assert not conflicts(timeline, timeline.moment(), kind="price").rows


def test_its_dates_can_be_moved(timeline, inspection):
    move = event("rescheduled", "m", event="i", stated="2026-02-01", until="2028-01-01")
    timeline.append([inspection, move])
    (held,) = timeline.held(timeline.moment(), "inspected")
    assert str(held.event.until) == "2028-01-01"


def test_a_date_that_it_does_not_name_cannot(timeline, inspection):
    move = event("rescheduled", "m", event="i", stated="2026-02-01", shutdown="2028-01-01")
    with pytest.raises(Refused, match="inspected has no such date"):
        timeline.append([inspection, move])


@pytest.mark.parametrize("name", sorted(event_types))
def test_what_a_type_declares_are_fields_of_its_own(name):
    cls = event_types[name]
    assert set(cls.movable_dates) <= set(DATES)
    fields = set(cls.model_fields)
    assert {*cls.movable_dates, *cls.conflict_dates} <= fields
    assert cls.main_field in fields or cls.main_field in ("", "subject")


def test_no_two_types_have_the_same_noun():
    named = [cls.noun for cls in event_types.values() if cls.noun]
    assert len(named) == len(set(named)) == len(nouns())
