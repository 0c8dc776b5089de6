"""Changes tell the news of the world; what we had wrong is bookkeeping."""

import pytest

from ecosys.answers.changes import changes
from ecosys.errors import InvalidInput
from ecosys.moment import Moment
from tests.given import event, last, plain_price, price

NOW = last("2026-11-22")


@pytest.fixture
def log(timeline):
    timeline.append(
        [
            price("a", "2025-04-16", input="10"),
            price("b", "2025-06-10", input="2"),
            event("launched", "l", subject="openai/o9", what="model", occurred="2026-08-15",
                  stated="2026-08-15"),
        ]
    )  # fmt: skip
    return timeline


def told(log, *, since="2026-11-15", **options):
    moment = Moment(NOW, NOW, log.head().position)
    answer = changes(log, moment, since, **options)
    return [(row.kind, row.words) for row in answer.rows], answer.left_out


def correct(log, fault, **stated):
    wrong = plain_price("b", input="2.5")
    log.append(
        [event("corrected", "c", event="b", statement=wrong, fault=fault, why="misread", **stated)]
    )


def test_our_own_corrections_are_counted_and_told_only_when_asked_for(log):
    correct(log, "ours")
    assert told(log) == ([], 1)
    assert told(log, bookkeeping=True) == ([("corrected", "b corrected by us: misread")], 0)


def test_our_own_retractions_are_bookkeeping_too(log):
    log.append([event("retracted", "r", event="l", fault="ours", why="never so")])
    assert told(log) == ([], 1)


def test_a_source_that_puts_its_price_right_is_news(log):
    correct(log, "source", stated="2026-11-20")
    assert told(log) == ([("corrected", "o3 input corrected: 2 → 2.5")], 0)


def test_a_source_that_withdraws_a_launch_is_news(log):
    log.append([event("retracted", "r", event="l", fault="source", why="no", stated="2026-11-20")])
    assert told(log) == ([("retracted", "no longer holds: o9 launched")], 0)


def test_a_move_in_the_world_is_news_beside_our_bookkeeping(log):
    correct(log, "ours")
    log.append([price("n", "2026-11-18", input="1")])
    assert told(log) == ([("price", "o3 input 2.5 → 1, price −60 %")], 1)


def test_what_we_put_right_later_is_no_news_of_a_past_day(log):
    correct(log, "ours")
    assert told(log, bookkeeping=True)[0]
    past = Moment(last("2026-09-01"), last("2026-09-01"), log.head().position)
    rows = changes(log, past, "2026-08-20", bookkeeping=True).rows
    assert rows == []


def test_what_we_put_right_beneath_a_model_is_told_of_the_model(log):
    part = event("launched", "part", subject="openai/o3/part", what="feature",
                 occurred="2025-05-01", stated="2025-05-01")  # fmt: skip
    log.append([part])
    log.append([event("retracted", "r", event="part", fault="ours", why="never so")])
    about = [("retracted", "part retracted by us: never so")]
    assert told(log, subject="openai/o3/part", bookkeeping=True)[0] == about
    assert told(log, subject="openai/o3", bookkeeping=True)[0] == about
    assert told(log, subject="openai/o9", bookkeeping=True)[0] == []


def dated(log, since, until="2026-11-22"):
    moment = Moment(last(until), last(until), log.head().position)
    rows = changes(log, moment, since).rows
    return [(row.words, row.occurred, row.learned, row.news) for row in rows]


def test_what_was_announced_and_has_come_is_told_apart_from_what_was_learned(log):
    announced = {"stated": "2026-10-01", "stated_basis": "announced"}
    log.append([price("n", "2026-11-18", input="1", **announced)])
    coming = "o3 input announced at 1 from 2026-11-18, −50 %"
    come = "o3 input 2 → 1, price −50 %"
    assert dated(log, "2026-09-15", "2026-10-15") == [
        (coming, "2026-11-18", "2026-10-01", "learned")
    ]
    assert dated(log, "2026-11-15") == [(come, "2026-11-18", "2026-10-01", "occurred")]
    assert dated(log, "2026-09-15") == [(come, "2026-11-18", "2026-10-01", "both")]


def test_what_happened_long_ago_and_was_learned_now_is_told_with_both_days(log):
    log.append(
        [
            event("launched", "old", subject="openai/o1", what="model", occurred="2024-12-05",
                  stated="2026-11-20"),
        ]
    )  # fmt: skip
    assert dated(log, "2026-11-15") == [("o1 launched", "2024-12-05", "2026-11-20", "learned")]


def test_what_was_only_seen_on_a_day_may_be_older(log):
    seen = {"stated": "2026-11-20", "subject": "openai", "attribute": "free_tier", "value": "no"}
    log.append(
        [
            event("described", "seen", occurred="not after 2026-11-20", **seen),
            event(
                "described", "between", occurred="2026-11-17..2026-11-20", **seen, channel="azure"
            ),
        ]
    )
    assert [row[1:] for row in dated(log, "2026-11-15")] == [
        ("2026-11-17..2026-11-20", "2026-11-20", "both"),
        ("not after 2026-11-20", "2026-11-20", "learned"),
    ]


def test_a_moved_shutdown_is_learned_on_the_day_of_the_move(log):
    end = event("deprecated", "d", subject="openai/o3", announced="2026-05-01",
                stated="2026-05-01", shutdown="2026-12-01")  # fmt: skip
    move = event("rescheduled", "m", event="d", stated="2026-11-20", shutdown="2026-12-11")
    log.append([end, move])
    words = "o3 shutdown moved +10 d to 2026-12-11"
    assert dated(log, "2026-11-15") == [(words, "2026-12-11", "2026-11-20", "learned")]


def test_after_a_promotion_the_old_price_is_back_from_the_day_of_its_end(log):
    log.append([price("promo", "2026-10-01", input="1", until="2026-11-18")])
    assert dated(log, "2026-11-15") == [
        ("o3 input 1 → 2, price +100 %", "2026-11-18", "2026-10-01", "occurred")
    ]


def test_the_end_that_a_page_shows_without_the_day_of_its_announcement_has_no_day(log):
    end = event("deprecated", "d", subject="openai/o3", shutdown="2026-12-01",
                stated="2026-11-20", stated_basis="observed")  # fmt: skip
    log.append([end])
    words = "o3 deprecated, shutdown 2026-12-01"
    assert dated(log, "2026-11-15") == [(words, None, "2026-11-20", "learned")]


def test_only_the_changes_of_one_kind_are_told_when_asked_for(log):
    correct(log, "ours")
    log.append([price("n", "2026-11-18", input="1")])
    assert told(log, kind="price") == ([("price", "o3 input 2.5 → 1, price −60 %")], 0)
    assert told(log, kind="corrected") == ([], 1)
    assert told(log, kind="launched") == ([], 0)
    assert told(log, since="2026-08-01", kind="launched") == ([("launched", "o9 launched")], 0)


def test_a_kind_that_does_not_exist_names_those_that_do(log):
    with pytest.raises(InvalidInput, match="Did you mean launched"):
        told(log, kind="launch")
    with pytest.raises(InvalidInput, match="Allowed: price, scheduled_price, deprecated, shutdown"):
        told(log, kind="zzz")


# What was withdrawn, put right or moved


def retract(log, event_id, **stated):
    log.append([event("retracted", f"no-{event_id}", event=event_id, fault="source", why="no",
                      **(stated or {"stated": "2026-11-20"}))])  # fmt: skip


def test_a_withdrawn_price_is_no_increase(log):
    log.append([price("cache", "2025-04-16", cache_read="0.5")])
    log.append([price("slip", "2026-10-01", cache_read="0.1")])
    retract(log, "slip")
    assert told(log) == (
        [("retracted", "o3 price withdrawn: cache read 0.1; cache read 0.5 holds")],
        0,
    )
    [row] = changes(log, Moment(NOW, NOW, log.head().position), "2026-11-15").rows
    assert row.events == ("slip", "no-slip")
    assert (row.occurred, row.learned, row.news) == (None, "2026-11-20", "learned")


def test_a_price_that_was_withdrawn_whole_is_told_once(log):
    log.append([price("slip", "2026-10-01", subject="openai/o4", input="1", output="4")])
    retract(log, "slip")
    assert told(log) == ([("retracted", "o4 price withdrawn: input 1, output 4")], 0)


def test_a_price_that_comes_while_the_old_one_is_withdrawn_is_a_change(log):
    retract(log, "b")
    log.append([price("n", "2026-11-18", input="1")])
    assert told(log) == ([("price", "o3 input 2 → 1, price −50 %")], 0)


def test_where_a_source_says_that_the_present_price_held_all_along_it_is_no_change(log):
    log.append([price("later", "not after 2026-11-18", input="2.5", stated="2026-11-18")])
    correct(log, "source", stated="2026-11-18")
    assert told(log) == ([("corrected", "o3 input corrected: 2 → 2.5")], 0)


def test_an_announced_price_is_told_when_it_is_moved(log):
    log.append([price("n", "2027-01-01", input="3", stated="2026-10-01")])
    log.append([event("rescheduled", "m", event="n", occurred="2027-02-01", stated="2026-11-20")])
    moved = "o3 input: announced 3 moved from 2027-01-01 to 2027-02-01"
    assert told(log) == ([("scheduled_price", moved)], 0)


def test_an_announced_price_that_may_come_later_is_not_cancelled(log):
    log.append([price("n", "2027-01-01", input="3", stated="2026-10-01")])
    soft = {"occurred": "not before 2027-01-01"}
    log.append([event("rescheduled", "m", event="n", **soft, stated="2026-11-20")])
    moved = "o3 input: announced 3 moved from 2027-01-01 to not before 2027-01-01"
    assert told(log) == ([("scheduled_price", moved)], 0)


def test_an_announced_price_that_came_and_went_was_not_cancelled(log):
    log.append([price("n", "2026-11-16", input="3", stated="2026-10-01")])
    log.append([price("o", "2026-11-18", input="4", stated="2026-11-18")])
    assert told(log) == ([("price", "o3 input 2 → 4, price +100 %")], 0)


def test_an_announced_price_that_its_source_withdraws_is_not_called_off(log):
    log.append([price("n", "2027-01-01", input="3", stated="2026-10-01")])
    retract(log, "n")
    withdrawn = "o3 input: announced increase to 3 withdrawn"
    assert told(log) == ([("retracted", withdrawn)], 0)


def test_a_shutdown_that_its_source_withdraws_is_told_as_that(log):
    end = {"subject": "openai/o3", "announced": "2026-05-01", "shutdown": "2026-12-01"}
    log.append([event("deprecated", "d", **end, stated="2026-05-01")])
    retract(log, "d")
    words = "o3 deprecation withdrawn (shutdown was 2026-12-01)"
    assert told(log) == ([("retracted", words)], 0)


def test_a_shutdown_that_is_withdrawn_for_an_older_one_is_not_moved(log):
    for id, day, end in (("d", "2026-05-01", "2026-12-01"), ("e", "2026-06-01", "2026-12-11")):
        log.append([event("deprecated", id, subject="openai/o3", announced=day, stated=day,
                          shutdown=end)])  # fmt: skip
    retract(log, "e")
    words = "o3 shutdown 2026-12-11 withdrawn: 2026-12-01 holds"
    assert told(log) == ([("retracted", words)], 0)


def test_a_launch_that_was_called_off_or_moved_is_told_as_that(log):
    off = event("rescheduled", "m", event="l", cancelled="true", stated="2026-11-20")
    log.append([off])
    assert told(log) == ([("changed", "called off: o9 launched")], 0)


def test_a_launch_whose_day_is_moved_is_told_with_both_days(log):
    log.append([event("rescheduled", "m", event="l", occurred="2026-09-01", stated="2026-11-20")])
    assert told(log) == ([("changed", "o9 launched, 2026-08-15 → 2026-09-01")], 0)
