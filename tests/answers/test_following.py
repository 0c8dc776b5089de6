"""Who looks again and again is told all that became otherwise since, each thing once."""

import pytest

from ecosys.answers.changes import changes
from ecosys.answers.events import events_after, recorded_moment
from ecosys.errors import InvalidCoordinate
from ecosys.moment import Moment
from tests.given import event, last, plain_price, price

SAID = {"stated": "2026-11-01", "stated_basis": "announced"}


@pytest.fixture
def log(timeline):
    timeline.append(
        [price("old", "2025-04-16", input="10"), price("new", "2026-11-20", input="2", **SAID)]
    )
    return timeline


def at(log, day, known=None):
    return Moment(last(day), last(known or day), log.head().position)


def told(log, moment, **asked):
    answer = changes(log, moment, **asked)
    return [(row.words, row.news) for row in answer.rows], answer.poll


def test_a_look_tells_what_came_into_force_since_the_last_one_though_it_was_known(log):
    rows, look = told(log, at(log, "2026-11-10"), since="2026-10-15")
    assert rows == [("o3 input announced at 2 from 2026-11-20, −80 %", "learned")]
    assert told(log, at(log, "2026-11-19"), **look)[0] == []
    rows, look = told(log, at(log, "2026-11-20"), **look)
    assert rows == [("o3 input 10 → 2, price −80 %", "occurred")]
    assert told(log, at(log, "2026-11-21"), **look)[0] == []


def test_a_look_tells_what_the_log_took_late_though_it_was_said_before_the_last_one(log):
    _, look = told(log, at(log, "2026-11-21"))
    late = event("launched", "late", subject="openai/o9", what="model", occurred="2026-11-18",
                 stated="2026-11-18")  # fmt: skip
    log.append([late])
    rows, after = told(log, at(log, "2026-11-21"), **look)
    assert [words for words, _ in rows] == ["o9 launched"]
    assert told(log, at(log, "2026-11-21"), **after)[0] == []
    assert told(log, at(log, "2026-11-21"), since=look["since"])[0] == []


def test_what_was_learned_of_a_past_day_is_asked_by_knowledge_alone(log):
    wrong = event("corrected", "c", event="old", statement=plain_price("old", input="9"),
                  fault="source", why="a typo", stated="2026-11-15")  # fmt: skip
    log.append([wrong])
    then = at(log, "2025-07-01", known="2026-11-21")
    learned = [("o3 input corrected: 10 → 9", "learned")]
    assert told(log, then, updated_after="2026-11-10")[0] == learned
    assert told(log, then, updated_after="2026-11-16")[0] == []
    now = at(log, "2026-11-21")
    assert told(log, now, updated_after="2026-11-10")[0] == []  # another price is in force
    came = [("o3 input 10 → 2, price −80 %", "occurred")]
    assert told(log, now, since="2026-11-19", updated_after="2026-11-10")[0] == came


def test_a_length_of_time_counts_back_from_what_is_known_not_from_a_past_day(log):
    past = at(log, "2026-11-10", known="2026-11-21")
    assert told(log, past, updated_after="14d")[0] == []
    assert [news for _, news in told(log, past, updated_after="21d")[0]] == ["learned"]


def test_an_old_log_is_asked_what_came_since_this_morning(log):
    old = at(log, "2026-11-21", known="2026-11-10")
    assert told(log, old, since="2026-11-21T08:00Z")[0] == []
    with pytest.raises(InvalidCoordinate, match="does not lie before"):
        changes(log, old, "2026-11-22")


def test_a_copy_of_the_log_that_lacks_what_was_seen_last_has_no_news(log):
    assert told(log, at(log, "2026-11-21"), after=9, since="2026-11-21")[0] == []


# Events, page by page


def page(log, after, limit, position=None):
    return events_after(log, recorded_moment(log, position), after, limit)


def test_a_full_page_is_settled_at_its_last_event_and_another_is_not(log):
    assert page(log, 0, 1).settled_at == recorded_moment(log, 1)
    assert page(log, 0, 2).settled_at is None  # it ends where the log does: more may come
    assert page(log, 0, 1, position=2).settled_at is None  # who names a position is given that
