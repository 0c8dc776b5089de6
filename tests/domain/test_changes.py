import pytest

from ecosys.answers.changes import between, changes
from ecosys.errors import InvalidCoordinate
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from tests import given
from tests.given import event, last, plain_price, price


@pytest.fixture
def log(timeline: Timeline) -> Timeline:
    timeline.append(
        [
            price("a", "2025-04-16", input="10", output="40"),
            price("b", "2025-06-10", input="2", output="8"),
            event("deprecated", "d", subject="openai/gpt-x", announced="2025-01-10",
                  stated="2025-01-10", shutdown="2025-07-01"),
            event("rescheduled", "m", event="d", stated="2025-06-12", shutdown="2025-12-31"),
            price("intro", "2026-06-30", subject="anthropic/claude-sonnet-5", input="2"),
            price("rise", "2026-09-01", subject="anthropic/claude-sonnet-5", input="3",
                  stated="2026-06-30"),
            event("rescheduled", "off", event="rise", stated="2026-09-01", cancelled="true"),
            event("launched", "l", subject="openai/o9", what="model", occurred="2026-08-15",
                  stated="2026-08-15"),
        ]
    )  # fmt: skip
    return timeline


def words(log: Timeline, since: str, until: str) -> list[str]:
    moment = Moment(last(until), last(until), log.head().position)
    return [row.words for row in changes(log, moment, since).rows]


def test_a_price_cut_is_told_with_its_share(log):
    found = words(log, "2025-06-05", "2025-06-11")
    assert found == ["o3 input 10 → 2, price −80 %", "o3 output 40 → 8, price −80 %"]


def test_a_moved_shutdown_is_told_with_its_days(log):
    assert words(log, "2025-06-11", "2025-06-13") == ["gpt-x shutdown moved +183 d to 2025-12-31"]


def test_an_announced_increase_and_its_cancellation_are_told(log):
    assert words(log, "2026-06-29", "2026-07-01") == [
        "claude-sonnet-5 first priced: input 2",
        "claude-sonnet-5 input announced at 3 from 2026-09-01, +50 %",
    ]
    assert words(log, "2026-08-31", "2026-09-02") == [
        "claude-sonnet-5 input: announced increase to 3 cancelled"
    ]


def test_a_launch_is_told_as_it_is(log):
    assert words(log, "2026-08-14", "2026-08-20") == ["o9 launched"]


def test_a_quiet_week_has_no_changes(log):
    assert words(log, "2025-10-01", "2025-10-08") == []


def test_what_we_put_right_is_told_apart(log):
    wrong = plain_price("b", input="2.5", output="8")
    log.append([event("corrected", "c", event="b", statement=wrong, fault="ours", why="misread")])
    now = Moment(last("2026-11-22"), last("2026-11-22"), log.head().position)
    found = [row.words for row in changes(log, now, "7d", bookkeeping=True).rows]
    assert found == ["b corrected by us: misread"]


def test_two_positions_show_what_an_edit_changes(log):
    before = Moment(given.NOW, given.NOW, log.head().position)
    log.append([price("new", "2026-11-01", input="1")])
    after = Moment(given.NOW, given.NOW, log.head().position)
    assert [each.words for each in between(log, before, after)] == ["o3 input 2 → 1, price −50 %"]


@pytest.mark.parametrize("since", ["soon", "2030-01-01", "unknown", "-7d", "7", "not before 2025"])
def test_since_is_a_time_before_the_moment(log, since):
    with pytest.raises(InvalidCoordinate, match="since"):
        changes(log, log.moment(), since)


def test_a_source_that_puts_its_price_right_changes_no_price(log):
    right = plain_price("b", input="2.5", output="8")
    log.append(
        [
            event(
                "corrected",
                "c",
                event="b",
                statement=right,
                fault="source",
                why="its page said otherwise",
                stated="2025-07-01",
            )
        ]
    )
    assert words(log, "2025-06-30", "2025-07-02") == ["o3 input corrected: 2 → 2.5"]


def test_a_source_that_puts_a_date_right_moves_no_shutdown(log):
    right = event(
        "deprecated",
        "d",
        subject="openai/gpt-x",
        announced="2025-01-10",
        stated="2025-01-10",
        shutdown="2025-08-01",
    )
    log.append(
        [
            event(
                "corrected",
                "c",
                event="d",
                statement=right.model_dump(exclude_defaults=True),
                fault="source",
                why="a slip of its page",
                stated="2025-02-01",
            )
        ]
    )
    assert words(log, "2025-01-31", "2025-02-02") == [
        "gpt-x shutdown corrected: 2025-07-01 → 2025-08-01"
    ]
