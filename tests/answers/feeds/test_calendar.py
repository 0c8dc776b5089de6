"""A calendar keeps each date by one identity, through moves, to its end; others read it back."""

from datetime import UTC, date, datetime, timedelta

import pytest
import vobject

from ecosys.answers.feeds.calendar import calendar
from ecosys.answers.feeds.icalendar_form import to_icalendar
from ecosys.errors import NotFound
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import instant
from tests.given import NOW, at, event, last, plain_price, price

SAID = {"stated_basis": "announced"}
RELEASED = 10_845
"""The last position of a release: what lies before it stays as it is."""


def end(id="end", shutdown="2026-12-01", **fields):
    """The end of o3, said on March 1."""
    said = {"subject": "openai/o3", "announced": "2026-03-01", "stated": "2026-03-01"}
    return event("deprecated", id, shutdown=shutdown, **{**said, **fields})


def moved(id, stated, **to):
    return event("rescheduled", id, event="end", stated=stated, **to)


def shown(timeline, known="2026-11-22", position=None, **asked):
    """The dates as another library reads them, by the first word of what they are about."""
    upto = timeline.head().position if position is None else position
    moment = Moment(last(known), last(known), upto)
    return read(to_icalendar(calendar(timeline, moment, **asked), "dates"))


def read(text):
    found = vobject.readOne(text.decode())
    return [each for each in found.components() if each.name == "VEVENT"]


def test_a_move_raises_the_sequence_of_the_same_date(timeline):
    timeline.append([end(), moved("move", "2026-05-01", shutdown="2027-02-01")])
    (before,), (after,) = shown(timeline, "2026-04-01"), shown(timeline, "2026-06-01")
    assert after.uid.value == before.uid.value
    assert (before.dtstart.value, after.dtstart.value) == (date(2026, 12, 1), date(2027, 2, 1))
    assert int(after.sequence.value) > int(before.sequence.value) == 0
    assert after.status.value == before.status.value == "CONFIRMED"


def test_what_is_called_off_is_cancelled_and_rings_no_more(timeline):
    timeline.append([end(), moved("off", "2026-05-01", cancelled=True)])
    (before,), (after,) = shown(timeline, "2026-04-01"), shown(timeline, "2026-06-01")
    assert after.uid.value == before.uid.value
    assert after.status.value == "CANCELLED"
    assert after.summary.value == "Called off: o3 stops answering"
    assert int(after.sequence.value) > int(before.sequence.value)
    assert [len(list(each.components())) for each in (before, after)] == [2, 0]


def test_what_its_source_withdraws_is_cancelled(timeline):
    gone = event("retracted", "gone", event="end", fault="source", why="no", stated="2026-05-01")
    timeline.append([end(), gone])
    (before,), (after,) = shown(timeline, "2026-04-01"), shown(timeline, "2026-06-01")
    assert (after.uid.value, after.status.value) == (before.uid.value, "CANCELLED")
    assert int(after.sequence.value) > int(before.sequence.value)


def test_another_announcement_of_the_same_end_is_the_same_date(timeline):
    timeline.append(
        [end(), end("again", "2027-03-01", announced="2026-09-01", stated="2026-09-01")]
    )
    (before,), (after,) = shown(timeline, "2026-04-01"), shown(timeline)
    assert (before.dtstart.value, after.dtstart.value) == (date(2026, 12, 1), date(2027, 3, 1))
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)


def test_what_was_put_right_by_us_is_a_newer_state_of_the_log_alone(timeline):
    right = {**end().model_dump(mode="json", exclude_defaults=True), "shutdown": "2026-12-10"}
    right |= {"type": "deprecated", "id": "end"}
    right.pop("version", None)
    timeline.append([end()])
    timeline.append(
        [event("corrected", "c", event="end", statement=right, fault="ours", why="misread")]
    )
    (before,), (after,) = shown(timeline, position=1), shown(timeline)
    assert (before.dtstart.value, after.dtstart.value) == (date(2026, 12, 1), date(2026, 12, 10))
    assert int(after.sequence.value) > int(before.sequence.value)


def test_it_is_stamped_when_the_log_took_it_and_not_by_the_clock(tmp_path):
    clock = [NOW]
    timeline = Timeline.open(tmp_path / "log.db", clock=lambda: clock[0])
    timeline.append([end()])
    clock[0] += 5 * instant.DAY
    timeline.append([moved("move", "2026-11-23", shutdown="2027-02-01")])
    clock[0] += 5 * instant.DAY
    (before,) = shown(timeline, position=1)
    (after,) = shown(timeline, "2026-11-27")
    first = instant.to_datetime(NOW)
    assert before.dtstamp.value == first
    assert after.dtstamp.value == after.last_modified.value == first + timedelta(days=5)
    timeline.log.database.close()


@pytest.mark.parametrize(
    ("shutdown", "start", "status"),
    [
        ("2026-12-01", date(2026, 12, 1), "CONFIRMED"),
        ("2026-12-01T16:00Z", datetime(2026, 12, 1, 16, tzinfo=UTC), "CONFIRMED"),
        ("not before 2026-12-15", date(2026, 12, 15), "TENTATIVE"),
        ("2026-12", date(2026, 12, 1), "TENTATIVE"),
    ],
)
def test_a_date_is_as_exact_as_its_source_and_firm_only_where_it_is_a_promise(
    timeline, shutdown, start, status
):
    timeline.append([end(shutdown=shutdown)])
    (found,) = shown(timeline)
    assert (found.dtstart.value, found.status.value) == (start, status)


def test_an_end_without_a_date_is_in_no_calendar(timeline):
    timeline.append([end(shutdown=None)])
    assert shown(timeline) == []


# Prices


def promotion(until="2026-12-15"):
    return price("promo", "2026-10-01", input="1", until=until, stated="2026-09-20", **SAID)


def dates(timeline, **asked):
    found = shown(timeline, **asked)
    return [(each.dtstart.value, each.status.value, each.summary.value) for each in found]


def test_a_price_that_was_announced_ahead_is_a_date_and_one_that_just_came_is_not(timeline):
    timeline.append(
        [
            price("now", "2026-01-05", input="10"),
            price("later", "2026-12-24", input="2", stated="2026-11-01", **SAID),
        ]
    )
    assert dates(timeline) == [(date(2026, 12, 24), "CONFIRMED", "price of o3: input 2")]


def test_the_end_of_a_promotion_is_a_date_unless_the_price_stays(timeline):
    timeline.append([price("list", "2026-01-05", input="2"), promotion()])
    _, ends = dates(timeline)
    assert ends == (date(2026, 12, 15), "CONFIRMED", "price of o3: input 1 ends")
    timeline.append([price("stays", "2026-11-20", input="1")])
    _, stays = dates(timeline)
    assert stays == (date(2026, 12, 15), "CANCELLED", "price of o3: input 1 does not end")
    sequences = [int(shown(timeline, position=at)[-1].sequence.value) for at in (2, 3)]
    assert sequences == [0, 1]


def test_a_price_that_was_announced_and_called_off_is_cancelled(timeline):
    later = price("end", "2026-12-24", input="20", stated="2026-10-01", **SAID)
    timeline.append([later, moved("off", "2026-11-01", cancelled=True)])
    assert dates(timeline) == [
        (date(2026, 12, 24), "CANCELLED", "Called off: price of o3: input 20")
    ]


# What is asked for


@pytest.fixture
def market(timeline):
    timeline.append(
        [
            end(),
            end("azure", "2027-05-01", channel="azure"),
            end("other", "2026-11-22", subject="anthropic/claude-3"),
            end("past", "2026-06-01", subject="anthropic/claude-2"),
        ]
    )
    return timeline


@pytest.mark.parametrize(
    ("asked", "summaries"),
    [
        ({}, ["claude-2", "claude-3", "o3"]),
        ({"within_days": 30}, ["claude-3", "o3"]),
        ({"within_days": 0}, ["claude-3"]),
        ({"names": ["openai"], "channel": "all"}, ["o3", "o3 at azure"]),
        ({"names": ["o3", "claude-2"]}, ["claude-2", "o3"]),
        ({"channel": "azure"}, ["o3 at azure"]),
        ({"names": ["openai", "openai/o3"]}, ["o3"]),
    ],
)
def test_dates_are_chosen_by_name_time_and_channel(market, asked, summaries):
    found = [each.summary.value for each in shown(market, **asked)]
    assert found == [f"{each} stops answering" for each in summaries]


def test_a_name_that_is_not_known_is_never_left_out_in_silence(market):
    with pytest.raises(NotFound, match="o33 is not known"):
        shown(market, names=["o3", "o33"])


# The whole


def test_the_calendar_reads_back_equal_in_another_library(seeded):
    moment = Moment(last("2026-11-30"), last("2026-11-30"), RELEASED)
    entries = calendar(seeded, moment, channel="all")
    text = to_icalendar(entries, "dates", alarms=(30, 7))
    found = {each.uid.value: each for each in read(text)}
    assert len(found) == len(entries) > 500
    for entry in entries:
        event = found[entry.uid]
        start = instant.to_datetime(entry.date.start)
        assert event.dtstart.value == (start if entry.date.precision == "instant" else start.date())
        if entry.date.precision != "instant":
            assert event.dtend.value - event.dtstart.value == timedelta(days=1)
        assert int(event.sequence.value) == entry.sequence
        assert (event.status.value == "CANCELLED") == entry.called_off
        assert event.summary.value == entry.summary
        assert event.description.value == "\n".join(entry.details)
        assert event.dtstamp.value == instant.to_datetime(entry.recorded_at).replace(microsecond=0)
        rings = [each.trigger.value for each in event.components()]
        is_quiet = entry.called_off or entry.date.start < at("2026-11-30")
        assert rings == ([] if is_quiet else [timedelta(-30), timedelta(-7)])


def test_no_line_is_longer_than_calendars_read_and_every_line_ends_as_they_want(seeded):
    moment = Moment(last("2026-11-30"), last("2026-11-30"), RELEASED)
    lines = to_icalendar(calendar(seeded, moment), "dates").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)


def test_a_correction_of_a_price_is_read_too(timeline):
    timeline.append([price("b", "2026-12-24", input="2", stated="2026-11-01", **SAID)])
    right = {**plain_price("b", input="3"), "occurred": "2026-12-24"}
    right |= {"stated": "2026-11-01", **SAID}
    timeline.append(
        [event("corrected", "c", event="b", statement=right, fault="ours", why="misread")]
    )
    assert dates(timeline) == [(date(2026, 12, 24), "CONFIRMED", "price of o3: input 3")]


KNOWLEDGE = ("2025-06-30", "2026-03-31", "2026-07-31", "2026-09-30", "2026-11-22", "2026-11-30")


@pytest.mark.parametrize(
    "moments",
    [
        [Moment(last(day), last(day), RELEASED) for day in KNOWLEDGE],
        [Moment(last("2026-11-30"), last("2026-11-30"), upto) for upto in (5_716, RELEASED)],
    ],
    ids=["as more is known", "as more is recorded"],
)
def test_no_sequence_ever_falls_and_whatever_moves_has_a_higher_one(seeded, moments):
    moved = 0
    before: dict = {}
    for moment in moments:
        now = {each.uid: each for each in calendar(seeded, moment, channel="all")}
        assert set(before) <= set(now)
        for uid, was in before.items():
            assert now[uid].sequence >= was.sequence
            if (was.date, was.called_off) != (now[uid].date, now[uid].called_off):
                assert now[uid].sequence > was.sequence
                moved += 1
        before = now
    assert moved > 10


def test_what_calendars_cannot_hold_is_written_as_its_number(timeline):
    timeline.append([end(replacements=["\x1b[2Jo4\r\nSTATUS:CANCELLED"], region="eu\x00")])
    (found,) = shown(timeline)
    assert found.status.value == "CONFIRMED"
    assert found.summary.value == r"o3 (eu\x00) stops answering"
    assert r"Recommended instead: \x1b[2Jo4\r\nSTATUS:CANCELLED." in found.description.value
