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


# Each thing once, and the news first


def launch(id, day, **fields):
    fields = {"subject": "openai/o1", "what": "model", "stated": "2026-11-20", **fields}
    return event("launched", id, occurred=day, **fields)


def test_a_launch_that_two_sources_tell_is_one_change_and_names_both(log):
    log.append([launch("one", "2026-11-18"), launch("two", "2026-11-17", voice="blog")])
    [row] = changes(log, Moment(NOW, NOW, log.head().position), "2026-11-15").rows
    assert (row.words, sorted(row.events)) == ("o1 launched", ["one", "two"])


def test_a_launch_that_was_told_before_is_no_news_when_another_source_tells_it(log):
    log.append([launch("again", "2026-08-15", subject="openai/o9", voice="blog")])
    assert told(log) == ([], 0)


def test_of_a_figure_that_was_measured_every_day_the_last_is_told(log):
    stars = {"subject": "openai/whisper", "metric": "github_stars", "kind": "stock",
             "unit": "stars"}  # fmt: skip
    days = {"2026-11-17": "103", "2026-11-18": "106", "2026-11-19": "107"}
    log.append([event("observed", day, occurred=day, value=value, **stars)
                for day, value in days.items()])  # fmt: skip
    assert told(log) == ([("observed", "whisper: 107 stars (github_stars)")], 0)


def test_a_property_that_another_source_states_too_is_no_news_but_its_return_is(log):
    def said(id, day, value, **fields):
        return event("described", id, subject="openai/o3", attribute="licence", value=value,
                     occurred=day, stated=day, **fields)  # fmt: skip

    log.append([said("mit", "2025-01-01", "MIT"), said("too", "2026-11-18", "MIT", voice="blog")])
    assert told(log) == ([], 0)
    log.append([said("gpl", "2026-02-01", "GPL"), said("back", "2026-11-19", "MIT")])
    assert told(log) == ([("described", "o3 licence: MIT")], 0)


def test_lines_that_are_no_longer_sold_are_one_change(log):
    lines = [{"direction": name, "amount": "none"} for name in ("input", "output")]
    log.append([price("p", "2026-10-01", subject="openai/o4", input="1", output="4")])
    log.append([price("n", "2026-11-18", subject="openai/o4", components=lines)])
    assert told(log) == ([("price", "o4 input, output no longer sold")], 0)
    assert dated(log, "2026-11-15")[0][1:] == ("2026-11-18", "2026-11-18", "both")


def test_the_same_price_list_of_two_regions_is_one_change(log):
    for region in ("eu", "us"):
        log.append([price(region, "2026-11-18", subject="openai/o4", region=region, input="1")])
    log.append([price("asia", "2026-11-18", subject="openai/o4", region="asia", input="2")])
    assert [words for _, words in told(log)[0]] == [
        "o4 (asia) first priced: input 2",
        "o4 (eu, us) first priced: input 1",
    ]


def test_the_first_price_that_we_learn_of_an_older_model_is_told_only_when_asked_for(log):
    late = price("late", "2026-08-20", subject="openai/o9", input="5", stated="2026-11-20")
    seen = price("seen", "not after 2026-11-20", subject="openai/o9", components=[
        {"direction": "input", "amount": "2.5", "tier": "batch"}], stated="2026-11-20")  # fmt: skip
    log.append([late, seen])
    assert told(log) == ([], 2)
    assert told(log, bookkeeping=True) == (
        [
            ("price", "o9 first priced: batch input 2.5"),
            ("price", "o9 first priced: input 5"),
        ],
        0,
    )


def test_the_first_price_of_a_new_model_and_a_new_price_of_an_old_one_are_news(log):
    log.append([launch("new", "2026-11-18"),
                price("seen", "not after 2026-11-20", subject="openai/o1", input="5",
                      stated="2026-11-20"),
                price("fresh", "2026-11-19", subject="openai/o9", input="6")])  # fmt: skip
    assert [words for kind, words in told(log, kind="price")[0]] == [
        "o1 first priced: input 5",
        "o9 first priced: input 6",
    ]


def test_what_happens_on_the_day_itself_is_told_since_that_day(log):
    log.append([price("n", "2026-11-18", input="1")])
    change = ("price", "o3 input 2 → 1, price −50 %")
    assert told(log, since="2026-11-18") == ([change], 0)
    assert told(log, since="2026-11") == ([change], 0)
    assert told(log, since="2026-11-18T00:00Z") == ([], 0)
    assert told(log, since="2026-11-19") == ([], 0)
