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


# Dates: of what happens once, and of ends


def launch(id, day, voice=None, **fields):
    said = {"voice": voice, "stated": "2025-01-31"} if voice else {"stated": "2025-01-01"}
    what = {"subject": "openai/o3", "what": "model", "occurred": day}
    return event("launched", id, **what, **said, **fields)


def dates(timeline, *given):
    return found(timeline, *SOURCES, *given, kind="date")


def test_a_launch_that_two_sources_date_differently_is_answered_by_rank_however_long_ago(timeline):
    theirs = launch("b", "2024-06-01", voice="litellm")
    (row,) = dates(timeline, launch("a", "2025-01-01"), theirs)
    assert (row.kind, row.subject, row.what) == ("date", "openai/o3", "launch")
    assert (row.answers.voice, row.answers.value, row.answers.since) == (
        "openai", "2025-01-01", "2025-01-01",
    )  # fmt: skip
    assert [(side.voice, side.value) for side in row.others] == [("litellm", "2024-06-01")]
    assert row.why == "openai ranks first: 10"


def test_the_stage_of_a_launch_in_conflict_is_named(timeline):
    ours = launch("a", "2025-01-01", stage="private_preview")
    theirs = launch("b", "2025-01-02", voice="litellm", stage="private_preview")
    (row,) = dates(timeline, ours, theirs)
    assert row.what == "launch (private preview)"


@pytest.mark.parametrize(
    "theirs",
    [
        {"day": "2024-12-01", "stage": "preview"},
        {"day": "2024-12-01", "channel": "azure"},
        {"day": "2025-01"},
        {"day": "unknown"},
        {"day": "not after 2025-01-20"},
        {"day": "2024-12-01..2025-01-20"},
    ],
    ids=lambda theirs: " at ".join(theirs.values()),
)
def test_another_stage_another_channel_and_a_date_less_exact_are_no_conflict(timeline, theirs):
    assert dates(timeline, launch("a", "2025-01-01"), launch("b", voice="litellm", **theirs)) == []


@pytest.mark.parametrize("day", ["not after 2024-12-20", "2024-11-01..2024-12-20", "2024"])
def test_a_bound_that_shuts_the_other_date_out_is_a_conflict(timeline, day):
    rows = dates(timeline, launch("a", "2025-01-01"), launch("b", day, voice="litellm"))
    assert [row.answers.value for row in rows] == ["2025-01-01"]


def test_a_source_that_gives_two_days_contradicts_neither_itself_nor_who_gives_one_of_them(
    timeline,
):
    ours = (launch("a", "2024-12-01"), launch("a2", "2025-01-01"))
    assert dates(timeline, *ours) == []
    assert dates(timeline, *ours, launch("b", "2025-01-01", voice="litellm")) == []


def test_a_launch_that_is_to_come_is_in_no_conflict_yet(timeline):
    theirs = launch("b", "2025-03-01", voice="litellm")
    assert dates(timeline, launch("a", "2025-01-01"), theirs) == []


def test_of_equal_rank_a_launch_has_the_earliest_day_and_a_tie_who_said_it_first(timeline):
    def tie(id, day, voice, what="first investment", **said):
        parties = [{"party": "openai"}, {"party": "microsoft"}]
        return event("partnered", id, parties=parties, kind="investment", what=what,
                     occurred=day, voice=voice, **said)  # fmt: skip

    rows = dates(
        timeline,
        launch("b", "2024-11-01", voice="zdnet"),
        launch("c", "2024-10-01", voice="yahoo"),
        tie("t", "2024-01-23", "zdnet", stated="2024-01-23"),
        tie("u", "2023-01-23", "yahoo", stated="2025-01-20"),
        tie("w", "2021-01-23", "yahoo", what="another investment", stated="2021-01-23"),
    )
    assert [(row.what, row.answers.voice, row.why) for row in rows] == [
        ("investment", "zdnet", "of equal rank (500), zdnet said it first"),
        ("launch", "yahoo", "of equal rank (500), yahoo gives the earliest day"),
    ]


def test_a_round_of_money_is_dated_once_where_it_has_a_name(timeline):
    def funded(id, day, voice, **named):
        return event("funded", id, recipient="openai", occurred=day, voice=voice,
                     stated="2025-01-30", **named)  # fmt: skip

    named = {"round": "Series A"}
    rows = dates(
        timeline,
        *(funded("a", "2024-12-01", "zdnet"), funded("b", "2024-12-31", "yahoo")),
        *(funded("c", "2024-12-01", "zdnet", **named), funded("d", "2024-12-31", "yahoo", **named)),
    )
    assert [(row.subject, row.what) for row in rows] == [("openai", "Series A")]


def test_each_date_of_an_end_is_compared_and_what_is_left_out_contradicts_nothing(timeline):
    def end(id, voice=None, **days):
        said = {"voice": voice} if voice else {}
        return event("deprecated", id, subject="openai/o3", stated="2025-01-01",
                     **{"occurred": "2025-01-01", **days, **said})  # fmt: skip

    ours = end("a", announced="2025-01-01", legacy="2025-03-01", shutdown="2026-01-01")
    theirs = end("b", "litellm", announced="2025-01-05", legacy="2025-03", deprecated="2025-06-01")
    rows = dates(timeline, ours, theirs)
    assert [(row.what, row.answers.value) for row in rows] == [("announced", "2025-01-01")]


def test_an_earliest_date_of_an_end_is_in_conflict_only_with_one_before_it(timeline):
    def end(id, subject, day, **more):
        return event("deprecated", id, subject=subject, announced="2025-01-01", shutdown=day,
                     stated="2025-01-01", **more)  # fmt: skip

    rows = dates(
        timeline,
        end("a", "openai/o3", "not before 2026-05-14"),
        end("b", "openai/o3", "2026-06-15", voice="litellm"),
        end("c", "openai/o1", "not before 2026-05-14"),
        end("d", "openai/o1", "2026-04-01", voice="litellm"),
    )
    assert [(row.subject, row.what) for row in rows] == [("openai/o1", "shutdown")]
