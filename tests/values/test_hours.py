import copy
import pickle

import pytest

from ecosys.errors import InvalidInput
from ecosys.values import hours
from ecosys.values.instant import parse


def test_a_span_may_run_past_midnight():
    night = hours.parse("16:30-00:30")
    assert night.covers(parse("2025-03-01T16:30:00Z"))
    assert night.covers(parse("2025-03-01T00:29:59Z"))
    assert not night.covers(parse("2025-03-01T00:30:00Z"))
    assert night.weight == 7 * 8 * 60


def test_days_of_the_week_limit_a_span():
    peak = hours.parse("mon-fri 01:00-04:00,06:00-10:00")
    assert peak.covers(parse("2026-08-24T03:59:00Z"))  # a Monday
    assert not peak.covers(parse("2026-08-23T03:00:00Z"))  # a Sunday
    assert not peak.covers(parse("2026-08-24T05:00:00Z"))
    assert peak.weight == 5 * 7 * 60


def test_a_span_of_the_last_day_runs_into_the_next_week():
    assert hours.parse("sun 23:00-01:00").covers(parse("2026-08-24T00:30:00Z"))


def test_a_week_may_begin_on_any_day():
    assert hours.parse("sat-mon 00:00-24:00").weight == 3 * 1440


def test_hours_turned_last_where_a_span_began_or_ended():
    night = hours.parse("16:30-00:30")
    for now, turn in [
        ("2025-03-02T00:29:59Z", "2025-03-01T16:30Z"),
        ("2025-03-02T00:30:00Z", "2025-03-02T00:30Z"),
        ("2025-03-02T16:29:00Z", "2025-03-02T00:30Z"),
    ]:
        assert night.last_turn(parse(now)) == parse(turn)


def test_hours_of_weekdays_turned_last_on_friday():
    peak = hours.parse("mon-fri 01:00-04:00")
    assert peak.last_turn(parse("2026-08-24T00:59Z")) == parse("2026-08-21T04:00Z")  # a Monday


def test_spans_that_meet_do_not_turn_between_them_and_all_hours_never_do():
    assert hours.parse("01:00-02:00,02:00-03:00").last_turn(parse("2026-08-24T02:30Z")) == parse(
        "2026-08-24T01:00Z"
    )
    assert hours.parse("00:00-24:00").last_turn(parse("2026-08-24T02:30Z")) == 0


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))]
)
def test_hours_are_copied_and_pickled_whole(again):
    night = hours.parse("16:30-00:30")
    assert (again(night), again(night).minutes) == (night, night.minutes)


@pytest.mark.parametrize("text", ["", "25:00-26:00", "12:61-13:00", "mo 01:00-02:00", "1-2", "all"])
def test_what_are_no_hours_is_refused(text):
    with pytest.raises(InvalidInput):
        hours.parse(text)
