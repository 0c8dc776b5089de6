"""What an event would change, in sentences, before it is written anywhere."""

import pytest

from ecosys.answers.effect import effect
from ecosys.log.log import RELEASED
from tests.given import event, plain_price, price

END = {"subject": "openai/o3", "announced": "2025-01-01", "shutdown": "2025-07-01"}


@pytest.fixture
def known(timeline):
    """A log of o3: its price on two days, and a source."""
    timeline.log.append(
        [
            event("registered", "source-openai", source="openai", name="OpenAI", kind="provider"),
            event("launched", "l", subject="openai/o3", what="model", occurred="2025-04-16"),
            price("first", "2025-04-16", input="10", output="40"),
            price("cut", "2025-06-10", input="2", output="8"),
        ],
        origin=RELEASED,
    )
    return timeline


def told_of(timeline, event):
    return effect(timeline, timeline.moment(), event)


def test_a_price_is_told_with_what_it_was_before(known):
    assert told_of(known, price("new", "2026-11-01", input="1")) == [
        "openai/o3’s input price becomes 1 USD per 1M tokens from 2026-11-01; before it was 2.",
        "Among today’s answers: o3 input 2 → 1, price −50 %.",
    ]


def test_a_price_of_a_past_day_is_compared_with_that_day_and_leaves_today_as_it_is(known):
    assert told_of(known, price("between", "2025-05-01", input="9")) == [
        "openai/o3’s input price becomes 9 USD per 1M tokens from 2025-05-01; before it was 10.",
        "Today’s answers stay as they are.",
    ]


def test_an_announced_price_changes_nothing_until_its_day(known):
    told = told_of(known, price("later", "2027-01-01", input="3", stated="2026-11-20"))
    assert told == [
        "openai/o3’s input price becomes 3 USD per 1M tokens from 2027-01-01; before it was 2.",
        "Among today’s answers: o3 input announced at 3 from 2027-01-01, +50 %.",
    ]


def test_a_first_price_a_same_price_and_the_end_of_one_are_told_as_such(known):
    lines = [
        {"direction": "cache_read", "amount": "0.5"},
        {"direction": "output", "amount": "none"},
    ]
    told = told_of(known, price("new", "2026-11-01", input="2", components=lines))
    assert told[:3] == [
        "openai/o3’s input price becomes 2 USD per 1M tokens from 2026-11-01; as it was before.",
        "openai/o3’s cache read price becomes 0.5 USD per 1M tokens from 2026-11-01; before none "
        "was known.",
        "openai/o3’s output price is no longer sold from 2026-11-01; before it was 8.",
    ]


def test_an_end_is_told_with_its_notice_and_what_was_known_of_it(known):
    [told, today] = told_of(known, event("deprecated", "e", **END))
    # from January 1st to July 1st, 2025: 31 + 28 + 31 + 30 + 31 + 30 days
    assert (
        told == "o3 ends 2025-07-01, 181 days after it is announced; before no end of it was known."
    )
    assert "shutdown 2025-07-01" in today
    known.log.append([event("deprecated", "e", **END)], origin=RELEASED)
    later = event("deprecated", "f", **{**END, "announced": "2025-06-01", "shutdown": "2026-01-01"})
    assert "before it was to end 2025-07-01." in told_of(known, later)[0]


def test_a_correction_is_told_by_what_it_puts_right(known):
    right = event(
        "corrected", "c", event="cut", fault="ours", why="?",
        statement=plain_price("cut", input="3", output="8"),
    )  # fmt: skip
    told = told_of(known, right)
    assert told[0] == (
        "openai/o3’s input price becomes 3 USD per 1M tokens from 2025-06-10; before it was 2."
    )
    assert told[-1] == "Among today’s answers: o3 input corrected: 2 → 3."


def test_a_retraction_is_told_by_what_holds_without_it(known):
    told = told_of(known, event("retracted", "r", event="cut", fault="ours", why="?"))
    assert told[0].startswith("From 2025-06-10: o3 price withdrawn")
    assert "input 10, output 40 hold" in told[0]


def test_a_move_is_told_for_the_days_between(known):
    told = told_of(known, event("rescheduled", "m", event="cut", occurred="2025-07-01"))
    assert "From 2025-06-10: o3 input 2 → 10, price +400 %." in told
    assert told[-1] == "Today’s answers stay as they are."


def test_what_is_no_price_and_no_end_is_told_as_it_is(known):
    new = event("launched", "n", subject="openai/o4", what="model", occurred="2026-11-01")
    assert told_of(known, new) == ["From 2026-11-01: o4 launched."]
    again = event("confirmed", "a", source="openai", stated="2026-11-20")
    assert told_of(known, again) == ["The log takes note: confirmed a."]


def test_a_word_that_counts_for_less_changes_nothing(known):
    mirror = event("registered", "s2", source="blog", name="Blog", kind="mirror")
    still = event("confirmed", "still", source="openai", stated="2026-11-20")
    known.log.append([mirror, still], origin=RELEASED)
    weak = price("w", "2026-11-01", input="7", voice="blog", sources=[{"source": "blog"}])
    assert told_of(known, weak)[0].endswith("stays as it is on 2026-11-01: another word counts.")


def test_nothing_is_written(known):
    before = known.head()
    told_of(known, price("new", "2026-11-01", input="1"))
    assert known.head() == before
