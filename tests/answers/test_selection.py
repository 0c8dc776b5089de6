"""Recorded events are chosen by type, subject and time."""

import pytest

from ecosys.answers.events import events_after, recorded_moment
from ecosys.answers.selection import BOUNDS, select
from ecosys.errors import InvalidInput
from ecosys.timeline import Timeline
from tests import given
from tests.given import event, price


@pytest.fixture
def log(tmp_path):
    """Five events: what each is about, when it was so, when it was said, when it was recorded."""
    now = [given.at("2025-01-10")]
    opened = Timeline.open(tmp_path / "x.db", clock=lambda: now[0])
    launch = {"what": "model", "stated": "2024-03-01"}
    opened.append([event("launched", "o", subject="openai/o", occurred="2024-03", **launch)])
    opened.append([event("launched", "a", subject="acme/a", occurred="unknown", **launch)])
    now[0] = given.at("2025-02-20")
    opened.append([price("p", "2024-05-01", subject="openai/o", input="1", stated="2024-04-30")])
    opened.append([price("q", "2025-01-01", subject="acme/a", input="2", stated="2024-12-01")])
    fault = {"fault": "ours", "why": "doubled"}
    opened.append([event("retracted", "r", event="p", **fault)])
    yield opened
    opened.log.database.close()


def chosen(log, types=(), subjects=(), **bounds):
    moment = recorded_moment(log)
    answer = events_after(log, moment, 0, 100, select(types, subjects, bounds))
    return "".join(row.id for row in answer.rows)


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({}, "oapqr"),
        ({"types": ["launched"]}, "oa"),
        ({"types": ["retracted", "launched"]}, "oar"),
        ({"subjects": ["openai"]}, "opr"),  # what is retracted is about what it was about
        ({"subjects": ["acme/a"]}, "aq"),
        ({"subjects": ["acme", "openai", "openai/o"]}, "oapqr"),
        ({"types": ["price_changed"], "subjects": ["acme"]}, "q"),
        ({"stated_from": "2024-04-30"}, "pqr"),
        ({"stated_until": "2024-04-30"}, "oap"),
        ({"stated_from": "2024-05", "stated_until": "2024"}, "q"),
        ({"recorded_until": "2025-01-10"}, "oa"),
        ({"recorded_from": "2025-01-11"}, "pqr"),
        ({"occurred_from": "2024-03-01"}, "opq"),  # unknown lies at no time
        ({"occurred_until": "2024-05-01"}, "op"),
        ({"occurred_from": "2024-03-02"}, "pq"),  # a month begins with its first day
        ({"occurred_until": "2024-05-01", "recorded_from": "2025-02-20T00:00Z"}, "p"),
    ],
)
def test_events_are_chosen_by_what_they_say_of_themselves(log, asked, ids):
    assert chosen(log, **asked) == ids


@pytest.mark.parametrize("name", BOUNDS)
@pytest.mark.parametrize("text", ["soon", "unknown", "not before 2025", "2025-02-30"])
def test_a_bound_that_is_no_date_is_refused_by_its_name(name, text):
    with pytest.raises(InvalidInput, match=f"^{name}: ") as refused:
        select(bounds={name: text})
    assert "2025-06-15" in refused.value.hint


def test_a_window_that_ends_before_it_begins_is_refused():
    with pytest.raises(InvalidInput, match="stated_from 2025-02 lies after stated_until 2025-01"):
        select(bounds={"stated_from": "2025-02", "stated_until": "2025-01"})


def test_pages_of_a_selection_follow_each_other_and_end_where_the_log_ends(log):
    wanted, seen, after = select(subjects=["openai", "acme"]), "", 0
    while True:
        answer = events_after(log, recorded_moment(log), after, 2, wanted)
        seen += "".join(row.id for row in answer.rows)
        if answer.next_after is None:
            break
        after = answer.next_after
    assert seen == "oapqr"
    assert answer.poll == {"after": 5}
