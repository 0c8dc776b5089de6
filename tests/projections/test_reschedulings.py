"""How often announced dates were moved or called off."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.given import AUDITED, event, price
from tests.projections.folding import fold
from tests.properties import examples

RANKS = {"openai": 10, "litellm": 90}


def ending(id, shutdown="2025-06-30", announced="2025-01-01", subject=None, **fields):
    return event(
        "deprecated", id, subject=subject or f"openai/{id}", announced=announced, shutdown=shutdown,
        stated=announced, **fields,
    )  # fmt: skip


def move(target, stated, **dates):
    return event("rescheduled", f"{target}-moved-{stated}", event=target, stated=stated, **dates)


def counted(*events, **asked):
    points, _ = fold("reschedulings", *events, ranks=RANKS, **asked)
    return {point.labels["statistic"]: point.value for point in points}


THREE = (ending("a"), ending("b"), ending("c"), ending("d"))


def test_a_shift_runs_from_the_first_date_announced_to_the_one_that_stands():
    found = counted(
        *THREE,
        move("a", "2025-02-01", shutdown="2025-07-30"),  # 30 days later,
        move("a", "2025-03-01", shutdown="2025-07-10"),  # of which 20 were taken back
        move("b", "2025-02-01", shutdown="2025-06-10"),  # 20 days earlier
        move("c", "2025-02-01", cancelled=True),
    )
    assert found["announcements"] == 4
    assert found["changed"] == 3
    assert found["cancelled"] == 1
    assert found["moved"] == 2
    assert found["moves"] == 3
    assert (found["later"], found["earlier"], found["back"]) == (1, 1, 0)
    assert found["share_changed"] == Decimal("0.75")
    assert found["median_shift"] == -5  # of 10 and -20


def test_a_move_to_an_earliest_possible_date_is_a_move_by_unknown_days():
    found = counted(*THREE, move("a", "2025-02-01", shutdown="not before 2025-12-01"))
    assert found["moved"] == found["shift_unknown"] == 1
    assert found["median_shift"] is None


def test_a_slip_of_the_source_that_was_corrected_moved_nothing():
    right = {
        "type": "deprecated", "id": "a", "subject": "openai/a", "announced": "2025-01-01",
        "shutdown": "2025-06-29", "sources": [{"source": "openai"}],
    }  # fmt: skip
    slip = event("corrected", "fix", event="a", statement=right, fault="ours", why="A slip.")
    assert counted(*THREE, slip)["changed"] == 0


def test_what_was_retracted_was_never_announced():
    gone = event("retracted", "gone", event="a", fault="ours", why="Not so.")
    assert counted(*THREE, gone)["announcements"] == 3


def test_a_mirror_that_repeats_an_announcement_does_not_make_it_two():
    copied = ending("copy", subject="openai/a", voice="litellm")
    assert counted(*THREE, copied)["announcements"] == 4


def test_a_mirror_s_date_does_not_stand_in_for_one_that_the_seller_has_not_set():
    own = ending("own", shutdown="not before 2025-06-30")
    copied = ending("copy", subject="openai/own", voice="litellm")
    assert counted(*THREE, own, copied)["announcements"] == 4


def test_a_move_is_not_seen_before_it_was_said():
    history = (*THREE, move("a", "2025-02-01", shutdown="2025-07-30"))
    assert counted(*history, as_of="2025-03-01", known_at="2025-01-31")["moved"] == 0
    assert counted(*history, as_of="2025-03-01", known_at="2025-02-01")["moved"] == 1


def test_an_announcement_after_the_moment_is_not_counted():
    late = ending("late", announced="2025-05-01")
    assert counted(*THREE, late, as_of="2025-04-30")["announcements"] == 4


def test_a_price_counts_when_it_was_said_before_the_day_it_was_to_take_effect():
    events = (
        price("ahead", "2025-06-10", stated="2025-06-01", input="2"),
        price("same-day", "2025-07-10", stated="2025-07-10", input="3"),
        move("ahead", "2025-06-05", cancelled=True),
    )
    points, coverage = fold("reschedulings", *events)
    found = {point.labels["statistic"]: point.value for point in points}
    assert found["announcements"] == found["cancelled"] == 1
    assert found["share_changed"] is None  # one announcement is not enough
    assert coverage is not None
    assert coverage.reason == "not enough facts: 1 announcements, 3 are needed"


def test_each_changed_announcement_can_be_listed_with_its_dates():
    points, _ = fold(
        "reschedulings", *THREE, move("a", "2025-02-01", shutdown="2025-07-30"), per="announcement"
    )
    (point,) = points
    assert (point.subject, point.value) == ("openai/a", Decimal(30))
    assert (point.labels["from"], point.labels["to"]) == ("2025-06-30", "2025-07-30")
    assert point.events == ("a", "a-moved-2025-02-01")


@examples(100)
@given(st.lists(st.lists(st.integers(-50, 400), max_size=3), min_size=3, max_size=6))
def test_counts_agree_with_one_another_and_shifts_with_the_days_they_were_moved_by(moves):
    first = date(2025, 6, 30)
    events = [ending(f"m{index}", str(first)) for index, _ in enumerate(moves)]
    for index, days in enumerate(moves):
        for month, shift in enumerate(days, start=2):
            to = str(first + timedelta(days=shift))
            events.append(move(f"m{index}", f"2025-0{month}-01", shutdown=to))
    found = counted(*events)
    assert found["changed"] == found["cancelled"] + found["moved"] <= found["announcements"]
    assert found["moved"] == sum(
        found[part] for part in ("later", "earlier", "back", "shift_unknown")
    )
    assert found["later"] == sum(1 for days in moves if days and days[-1] > 0)
    assert found["moves"] >= found["moved"]


def test_in_the_released_log_of_openai_s_192_dated_shutdowns_twelve_were_changed(seeded):
    # 192 statements by OpenAI itself with a firm first date, counted from the YAML apart; the
    # shifts of eight in days: 27, 44, 44, 44, 69, 69, 69, 366.
    at = seeded.moment(as_of="2026-10-31", known_at="2026-11-22", position=AUDITED)
    points = seeded.project("reschedulings", at, {"subject": "openai"}).points
    found = {
        point.labels["statistic"]: point.value
        for point in points
        if point.labels["kind"] == "shutdown"
    }
    assert found["announcements"] == 192
    assert (found["changed"], found["cancelled"], found["moved"]) == (12, 2, 10)
    assert found["moves"] == 14
    assert found["shift_unknown"] == 2
    assert found["share_changed"] == Decimal("0.0625")
    assert found["median_shift"] == Decimal("56.5")
