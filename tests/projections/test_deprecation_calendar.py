"""The calendar: what stops answering, and when."""

from datetime import date, timedelta

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from tests.given import event
from tests.projections.conftest import set_by
from tests.projections.folding import points
from tests.properties import examples

ANNOUNCED = date(2025, 1, 1)


def ended(subject, announced, shutdown, **fields):
    return event("deprecated", f"{subject}-deprecated", subject=subject, announced=announced,
                 shutdown=shutdown, stated=announced, **fields)  # fmt: skip


def calendar(*facts, **asked):
    found = points("deprecation_calendar", *facts, **asked)
    return [(each.at, each.subject, each.value) for each in found]


def move(target, stated, **dates):
    return event("rescheduled", f"{target}-{stated}", event=target, stated=stated, **dates)


# By hand


def test_ends_stand_in_the_order_of_their_shutdowns_with_the_notice_given():
    facts = (
        ended("openai/gpt-4", "2025-01-01", "2025-12-27"),
        ended("anthropic/claude-2", "2025-02-01", "2025-03-03"),
    )
    assert calendar(*facts) == [
        ("2025-03-03", "anthropic/claude-2", 30),
        ("2025-12-27", "openai/gpt-4", 360),
    ]


def test_what_is_still_to_come_is_scheduled_and_an_earliest_date_is_soft():
    facts = (
        ended("openai/past", "2025-01-01", "2025-03-01"),
        ended("openai/coming", "2025-01-01", "2025-09-01"),
        ended("openai/perhaps", "2025-01-01", "not before 2025-10-01"),
    )
    found = points("deprecation_calendar", *facts, as_of="2025-06-30")
    assert [(each.at, each.value, each.marks) for each in found] == [
        ("2025-03-01", 59, ()),
        ("2025-09-01", 243, ("scheduled",)),
        ("2025-10-01", None, ("soft", "scheduled")),
    ]


def test_an_end_without_a_date_is_left_out_and_one_of_a_month_has_no_notice():
    undated = event("deprecated", "undated", subject="openai/a", announced="2025-01-01")
    assert calendar(undated, ended("openai/b", "2025-01-01", "2025-06")) == [
        ("2025-06", "openai/b", None)
    ]
    (within,) = points(
        "deprecation_calendar", ended("openai/b", "2025-01-01", "2025-06"), as_of="2025-06-10"
    )
    assert within.marks == ("approximate",)


def test_a_moved_end_stands_at_its_new_day_and_one_called_off_no_more():
    facts = (
        ended("openai/a", "2025-01-01", "2025-03-01"),
        ended("openai/b", "2025-01-01", "2025-03-01"),
        move("openai/a-deprecated", "2025-02-01", shutdown="2025-05-01"),
        move("openai/b-deprecated", "2025-02-15", cancelled=True),
    )
    assert calendar(*facts) == [("2025-05-01", "openai/a", 120)]
    assert calendar(*facts, as_of="2025-02-10", known_at="2025-01-31") == [
        ("2025-03-01", "openai/a", 59),
        ("2025-03-01", "openai/b", 59),
    ]


def test_the_end_at_another_seller_is_another_end():
    azure = event("deprecated", "azure", subject="openai/a", announced="2025-01-01",
                  shutdown="2025-08-01", channel="azure")  # fmt: skip
    facts = (ended("openai/a", "2025-01-01", "2025-03-01"), azure)
    assert [at for at, *_ in calendar(*facts)] == ["2025-03-01"]
    assert [at for at, *_ in calendar(*facts, channel="azure")] == ["2025-08-01"]
    assert [at for at, *_ in calendar(*facts, channel="all")] == ["2025-03-01", "2025-08-01"]


# By property

ENDS = st.dictionaries(
    st.sampled_from([f"openai/m{n}" for n in range(9)]), st.integers(0, 700), max_size=9
)


def ends(drawn, announced=ANNOUNCED):
    return [
        ended(subject, str(announced), str(announced + timedelta(days=days)))
        for subject, days in drawn.items()
    ]


@examples(150)
@given(ENDS)
def test_the_calendar_lists_each_end_once_sorted_by_shutdown(drawn):
    found = calendar(*ends(drawn))
    assert found == sorted(found)
    assert found == sorted(
        (str(ANNOUNCED + timedelta(days=days)), subject, days) for subject, days in drawn.items()
    )


@examples(100)
@given(ENDS, st.integers(0, 700))
def test_what_is_scheduled_is_exactly_what_comes_after_the_day(drawn, days):
    day = str(ANNOUNCED + timedelta(days=days))
    for each in points("deprecation_calendar", *ends(drawn), as_of=day):
        assert ("scheduled" in each.marks) == (each.at > day)


@examples(100)
@given(ENDS, ENDS)
def test_what_is_announced_later_changes_no_calendar_of_before(drawn, later):
    again = [
        each.model_copy(update={"id": f"{each.id}-again"}) for each in ends(later, date(2026, 2, 1))
    ]
    asked = {"as_of": "2025-12-31", "known_at": "2025-12-31"}
    before = calendar(*ends(drawn), **asked)
    assert len(before) == len(drawn)
    assert calendar(*ends(drawn), *again, **asked) == before


# Over the released log


def test_gpt_4_0314_stopped_on_26_march_2026_after_181_days(seeded):
    # Announced on 2025-09-26; the shutdown of 2023-09-13 announced in June 2023 had not come.
    assert (date(2026, 3, 26) - date(2025, 9, 26)).days == 181
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
    asked = {"subject": "openai/gpt-4-0314"}
    (found,) = seeded.project("deprecation_calendar", moment, asked).points
    assert (found.at, found.value, found.marks) == ("2026-03-26", 181, ())
    before = seeded.moment(as_of="2025-12-31", known_at="2026-11-22")
    (coming,) = seeded.project("deprecation_calendar", before, asked).points
    assert (coming.at, coming.marks) == ("2026-03-26", ("scheduled",))


def test_pandas_finds_the_same_shutdowns_of_anthropic(seeded, exported):
    said = exported[(exported.type == "deprecated") & exported.channel.isna()]
    said = said.assign(occurred=set_by(said))
    said = said[said.subject.str.startswith("anthropic/") & (said.occurred <= "2026-10-31")]
    moves = exported[exported.type == "rescheduled"].dropna(subset=["shutdown"])
    moved = moves.sort_values("stated").groupby("event").shutdown.last()
    newest = said.sort_values("occurred").drop_duplicates("subject", keep="last")
    days = newest.id.map(moved).fillna(newest.shutdown).str.removeprefix("not before ")
    expected = pd.Series(list(days), list(newest.subject)).to_dict()
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
    found = seeded.project("deprecation_calendar", moment, {"subject": "anthropic"}).points
    assert {each.subject: each.at for each in found} == expected
    assert [each.at for each in found] == sorted(expected.values())
