"""An entry of a feed is told once, under one identity, dated by when it became news."""

import pytest

from ecosys.answers.feeds.entries import change_entries, event_entries
from ecosys.answers.selection import Selection
from ecosys.moment import Moment
from ecosys.values import instant
from tests.given import event, last, price

SAID = {"stated": "2026-11-01", "stated_basis": "announced"}


@pytest.fixture
def log(timeline):
    timeline.append(
        [
            price("old", "2025-04-16", input="10", output="40"),
            price("new", "2026-11-20", input="2", output="8", **SAID),
        ]
    )
    return timeline


def entries(log, day="2026-11-22", since="30d", **asked):
    moment = Moment(last(day), last(day), log.head().position)
    return change_entries(log, moment, since, **asked)


def told(found):
    return [(each.title, instant.day_of(each.updated)) for each in found]


def test_the_lines_of_a_price_list_are_one_entry_dated_by_the_day_it_came_into_force(log):
    words = "o3 input 10 → 2, price −80 %; o3 output 40 → 8, price −80 %"
    assert told(entries(log)) == [(words, "2026-11-20")]


def test_what_was_announced_is_another_entry_than_that_it_came(log):
    (announced,) = entries(log, "2026-11-10")
    (came,) = entries(log)
    assert instant.day_of(announced.updated) == "2026-11-01"
    assert announced.id != came.id


def test_an_entry_keeps_its_identity_while_the_time_that_is_asked_about_moves_on(log):
    looks = [entries(log, day, since)[0].id for day in ("2026-11-20", "2026-11-22", "2026-12-24")
             for since in ("60d", "36d")]  # fmt: skip
    assert len(set(looks)) == 1


def test_each_move_of_an_end_is_an_entry_of_its_own(log):
    end = event("deprecated", "end", subject="openai/o3", announced="2026-11-02",
                stated="2026-11-02", shutdown="2026-12-01")  # fmt: skip
    moves = [
        event("rescheduled", f"m{day}", event="end", stated=f"2026-11-{day}",
              shutdown=f"2027-01-{day}")
        for day in ("05", "15")
    ]  # fmt: skip
    log.append([end, *moves])
    first = entries(log, "2026-11-10", "7d", kind="shutdown")
    second = entries(log, "2026-11-19", "7d", kind="shutdown")
    assert [day for _, day in told([*first, *second])] == ["2026-11-05", "2026-11-15"]
    assert first[0].id != second[0].id


def test_an_entry_names_where_it_was_read_and_the_events_that_say_so(log):
    (entry,) = entries(log)
    assert entry.links == (("https://openai.com/pricing", "openai"),)
    assert "Said by new." in entry.lines
    assert entry.tags == ("price", "openai/o3")


def test_of_many_entries_the_newest_are_given(log):
    launches = [
        event("launched", f"l{day}", subject=f"openai/m{day}", what="model",
              occurred=f"2026-11-{day}", stated=f"2026-11-{day}")
        for day in (10, 12, 14)
    ]  # fmt: skip
    log.append(launches)
    found = entries(log, kind="launched", limit=2)
    assert told(found) == [("m14 launched", "2026-11-14"), ("m12 launched", "2026-11-12")]


# Events


def test_the_last_events_come_first_each_by_its_id(log):
    moment = Moment(last("2026-11-22"), last("2026-11-22"), 2)
    found = event_entries(log, moment)
    assert [each.title for each in found] == [
        "price of o3: input 2, output 8",
        "price of o3: input 10, output 40",
    ]
    assert event_entries(log, moment, limit=1) == found[:1]
    earlier = event_entries(log, Moment(moment.as_of, moment.known_at, 1))
    assert earlier == found[1:]


def test_what_stands_far_back_in_the_log_is_found_too(seeded):
    moment = Moment(last("2026-11-30"), last("2026-11-30"), 10_000)
    wanted = Selection(types=("price_changed",), subjects=("openai/text-davinci-003",))
    found = event_entries(seeded, moment, wanted)
    assert found
    assert {each.tags for each in found} == {("price_changed", "openai/text-davinci-003")}
