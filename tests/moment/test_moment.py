import pytest

from ecosys.errors import InvalidCoordinate
from ecosys.event import Head
from ecosys.moment import Moment
from ecosys.moment.moment import read_as_of, read_known_at, read_position
from ecosys.values import instant
from tests.given import at, last

NOW = instant.parse("2026-11-22T15:30Z")
HEAD = Head(40, instant.parse("2026-11-20T09:00Z"))


def test_a_date_means_its_last_instant():
    assert read_as_of("2025-06-15", NOW, 0) == (last("2025-06-15"), True)
    assert read_as_of("2025", NOW, 0) == (last("2025-12-31"), True)
    assert instant.to_text(last("2025-06-15")) == "2025-06-15T23:59:59.999999Z"


def test_now_counts_as_its_midnight_while_nothing_turns():
    for text in (None, "now", "today", "2026-11-22"):
        assert read_as_of(text, NOW, 0) == (at("2026-11-22"), False)


def test_now_counts_as_the_last_turn_after_midnight():
    turn = instant.parse("2026-11-22T12:00Z")
    assert read_as_of(None, NOW, turn) == (turn, False)


def test_as_of_may_lie_in_the_future():
    assert read_as_of("2027-01-01", NOW, 0) == (last("2027-01-01"), True)


def test_knowledge_is_that_of_the_head_unless_asked_otherwise():
    assert read_known_at(None, NOW, HEAD) == (HEAD.recorded_at, False)
    assert read_known_at("today", NOW, HEAD) == (HEAD.recorded_at, False)
    assert read_known_at("2023-07-01", NOW, HEAD) == (last("2023-07-01"), True)


def test_what_will_be_known_cannot_be_asked():
    with pytest.raises(InvalidCoordinate, match="after today, 2026-11-22"):
        read_known_at("2026-11-23", NOW, HEAD)


def test_a_position_beyond_the_head_cannot_be_asked():
    assert read_position(None, HEAD) == (40, False)
    assert read_position(0, HEAD) == (0, True)
    with pytest.raises(InvalidCoordinate, match="0 to 40"):
        read_position(41, HEAD)
    with pytest.raises(InvalidCoordinate):
        read_position(-1, HEAD)


@pytest.mark.parametrize(
    "text", ["unknown", "not before 2025-01-01", "2025-01-01..2025-02-01", "x"]
)
def test_a_moment_is_one_moment(text):
    with pytest.raises(InvalidCoordinate):
        read_as_of(text, NOW, 0)


def test_a_time_of_day_is_meant_only_where_one_is_given():
    assert Moment(last("2025-06-15"), 0, 0).time_of_day is None
    assert Moment(at("2025-06-15"), 0, 0).time_of_day == at("2025-06-15")  # midnight, or now
    noon = instant.parse("2025-06-15T12:00Z")
    assert Moment(noon, 0, 0).time_of_day == noon
