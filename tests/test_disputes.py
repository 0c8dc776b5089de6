"""Where sources disagree: who says what, which one answers, and why."""

import pytest

from ecosys.answers.conflicts import conflicts
from ecosys.errors import InvalidInput
from tests.given import event, price

OURS = price("a", "2025-01-01", input="2")
THEIRS = price("b", "2025-01-01", input="3", voice="litellm", stated="2025-02-01")
SOURCES = (
    event("registered", "s1", source="openai", name="OpenAI", kind="provider"),
    event("registered", "s2", source="litellm", name="litellm", kind="mirror"),
)


def found(timeline, *given, **asked):
    timeline.log.append(given, origin="ecosys")
    return conflicts(timeline, timeline.moment("2025-02-01", "2025-02-01"), **asked).rows


def test_sources_that_agree_are_in_no_conflict(timeline):
    same = price("b", "2025-01-01", input="2", voice="litellm", stated="2025-02-01")
    assert found(timeline, *SOURCES, OURS, same) == []


def test_both_sides_of_a_price_are_told_with_since_when(timeline):
    (row,) = found(timeline, *SOURCES, OURS, THEIRS)
    assert (row.kind, row.subject, row.channel, row.what) == (
        "price", "openai/o3", "first_party", "input",
    )  # fmt: skip
    sides = (row.answers, *row.others)
    assert {side.voice: (side.value, side.since) for side in sides} == {
        "openai": ("2 per 1M tokens", "2025-01-01"),
        "litellm": ("3 per 1M tokens", "2025-02-01"),
    }


def test_the_better_rank_answers_and_says_so(timeline):
    again = event("confirmed", "c", source="openai", events=["a"], stated="2025-02-01")
    (row,) = found(timeline, *SOURCES, OURS, THEIRS, again)
    assert row.answers.voice == "openai"
    assert row.why == "openai ranks first among those that vouch for the day: 10"


def test_a_source_that_was_last_heard_long_ago_gives_way(timeline):
    (row,) = found(timeline, *SOURCES, OURS, THEIRS)
    assert row.answers.voice == "litellm"
    assert row.why == "litellm vouches for the day, others of better rank do not"


def test_dates_figures_and_properties_can_be_in_conflict_too(timeline):
    def end(id, day, **more):
        return event("deprecated", id, subject="openai/o3", announced="2025-01-01", shutdown=day,
                     stated="2025-01-01", **more)  # fmt: skip

    def users(id, value, **more):
        return event("observed", id, subject="openai", metric="developers", value=value,
                     kind="stock", unit="developers", occurred="2025-01-01", **more)  # fmt: skip

    def access(id, value, **more):
        return event("described", id, subject="openai/api", attribute="access", value=value,
                     occurred="2025-01-01", stated="2025-01-01", **more)  # fmt: skip

    rows = found(
        timeline,
        *(end("e", "2026-01-01"), end("f", "2026-02-01", voice="litellm")),
        *(users("u", "10"), users("v", "20", voice="litellm")),
        *(access("x", "open"), access("y", "closed", voice="litellm")),
    )
    assert {row.kind: row.what for row in rows} == {
        "date": "shutdown",
        "figure": "developers",
        "property": "access",
    }


def test_one_kind_and_one_subject_can_be_asked(timeline):
    assert found(timeline, *SOURCES, OURS, THEIRS, kind="date") == []
    moment = timeline.moment("2025-02-01", "2025-02-01")
    assert conflicts(timeline, moment, subject="openai/o3").rows
    with pytest.raises(InvalidInput, match="no kind of conflict"):
        conflicts(timeline, moment, kind="prices")


def test_the_released_log_tells_who_says_otherwise_of_claude_instant(seeded):
    moment = seeded.moment("2026-11-22", "2026-11-22")
    rows = conflicts(seeded, moment, subject="anthropic/claude-instant-1.2", kind="price").rows
    sides = {(row.what, each.voice): each.value for row in rows for each in row.others}
    assert ("input", "tokencost") in sides
    assert {row.answers.voice for row in rows} == {"anthropic"}
