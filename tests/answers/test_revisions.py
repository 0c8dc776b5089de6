"""What was said of a subject and is not so: in the world, or by a mistake."""

import pytest

from ecosys.answers.revisions import revisions
from tests.given import event, price

ACME = [{"source": "acme"}]
MODEL = "acme/m"


@pytest.fixture
def told(timeline):
    timeline.append(
        [
            event("registered", "s", source="acme", name="Acme", kind="provider"),
            event("launched", "launch", subject=MODEL, what="model", occurred="2025-01-05",
                  stated="2025-01-05", sources=ACME),
            price("rise", "2025-09-01", subject=MODEL, input="3", stated="2025-06-01",
                  sources=ACME),
            event("rescheduled", "withdrawn", event="rise", cancelled=True, stated="2025-08-10",
                  why="Customers asked.", sources=ACME),
            event("deprecated", "end", subject=MODEL, shutdown="2025-10-01", stated="2025-03-01",
                  announced="2025-03-01", sources=ACME),
            event("rescheduled", "moved", event="end", shutdown="2025-12-01", stated="2025-05-01",
                  sources=ACME),
            price("typo", "2025-01-05", subject=MODEL, input="20", stated="2025-01-05",
                  sources=ACME),
            event("corrected", "put-right", event="typo", fault="ours", why="A slip.",
                  statement=price("typo", "2025-01-05", subject=MODEL, input="2",
                                  stated="2025-01-05", sources=ACME)),
            price("other", "2025-01-05", subject="acme/n", input="1", sources=ACME),
            event("rescheduled", "of-another", event="other", occurred="2025-02-01",
                  stated="2025-01-20", sources=ACME),
        ]
    )  # fmt: skip
    return timeline


def rows(timeline, **coordinates):
    return revisions(timeline, timeline.moment(**coordinates), MODEL)


def kinds(timeline, **coordinates):
    return {row.events: row.kind for row in rows(timeline, **coordinates)}


def test_what_was_called_off_moved_or_wrong_is_told_and_nothing_of_others(told):
    assert kinds(told) == {
        ("rise", "withdrawn"): "cancelled",
        ("end", "moved"): "moved",
        ("typo", "put-right"): "corrected",
    }


def test_a_rise_that_was_called_off_says_for_when_it_was_announced_and_since_when_it_is_off(told):
    (row,) = [each for each in rows(told) if each.kind == "cancelled"]
    assert (row.at, row.known, row.why, row.fault) == (
        "2025-09-01", "2025-08-10", "Customers asked.", None,
    )  # fmt: skip
    assert row.what == "price of m: input 3"
    assert row.becomes is None


def test_what_stands_instead_is_told_in_words(told):
    instead = {row.kind: row.becomes for row in rows(told)}
    assert instead["moved"] == "shutdown 2025-12-01"
    assert instead["corrected"] == "price of m: input 2"


def test_before_it_was_said_a_move_is_not_known_but_a_mistake_of_ours_is(told):
    assert set(kinds(told, known_at="2025-04-01").values()) == {"corrected"}
    assert set(kinds(told, known_at="2025-06-15").values()) == {"corrected", "moved"}


def test_a_revision_that_was_taken_back_is_none(told):
    told.append([event("retracted", "back", event="withdrawn", fault="ours", why="Another model.")])
    assert "cancelled" not in kinds(told).values()


def test_of_a_statement_that_was_taken_back_only_that_is_told(told):
    told.append([event("retracted", "gone", event="end", fault="ours", why="It never was.")])
    assert kinds(told)["end", "gone"] == "retracted"
    assert ("end", "moved") not in kinds(told)
