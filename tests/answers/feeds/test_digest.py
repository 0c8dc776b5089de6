"""A digest tells a week as it was known at its end, and the same whenever it is asked for."""

import pytest

from ecosys.answers.feeds.digest import digest, digest_entries, digests, to_markdown
from ecosys.domain.compared import State
from ecosys.moment import Moment
from tests.given import event, last, plain_price, price

SAID = {"stated_basis": "announced"}
SUNDAY = "2026-11-15"


@pytest.fixture
def log(timeline):
    """A week of November 2026, the 46th, and something before and after it."""
    timeline.append(
        [
            price("a", "2026-01-05", input="10"),
            price("b", "2026-11-11", input="8"),
            price("c", "2026-11-20", input="7"),
            price("later", "2026-12-01", input="5", stated="2026-11-10", **SAID),
            event("launched", "l", subject="openai/o9", what="model", occurred="2026-11-12",
                  stated="2026-11-12"),
            event("launched", "before", subject="openai/o8", what="model", occurred="2026-11-01",
                  stated="2026-11-01"),
            event("deprecated", "soon", subject="openai/o1", shutdown="2026-12-15",
                  announced="2026-06-01", stated="2026-06-01", replacements=["openai/o3"]),
            event("deprecated", "far", subject="openai/o2", shutdown="2026-12-16",
                  announced="2026-11-09", stated="2026-11-09"),
        ]
    )  # fmt: skip
    return timeline


def at(log, as_of, known=None):
    return Moment(last(as_of), last(known or as_of), log.head().position)


def section(found, title):
    (lines,) = [each.lines for each in found.sections if each.title.startswith(title)]
    return lines


def test_a_week_tells_what_ends_what_will_change_what_changed_and_what_was_launched(log):
    week = digest(log, at(log, SUNDAY))
    assert (week.week, week.first, week.last) == ("2026-W46", "2026-11-09", "2026-11-15")
    assert section(week, "Ends in") == (
        "2026-12-15: o1 stops answering. Recommended instead: openai/o3.",
    )
    assert section(week, "Will cost") == ("2026-12-01: price of o3: input 5.",)
    assert section(week, "Prices") == ("o3 input 10 → 8, price −20 %",)
    assert section(week, "Launched") == ("o9 launched",)
    assert section(week, "Announced") == (
        "o2 deprecated, shutdown 2026-12-16",
        "o3 input announced at 5 from 2026-12-01, −37.5 %",
    )


@pytest.mark.parametrize("day", ["2026-11-15", "2026-11-16", "2026-11-20", "2026-11-21"])
def test_a_week_is_the_same_on_every_day_until_the_next_is_over(log, day):
    assert digest(log, at(log, day)) == digest(log, at(log, SUNDAY))
    assert digest(log, at(log, SUNDAY, known="2026-11-22")) == digest(log, at(log, SUNDAY))


def test_what_was_put_right_stands_apart_by_whose_fault_it_was(log):
    log.append(
        [
            event("corrected", "theirs", event="a", statement={**plain_price("a", input="9"),
                  "occurred": "2026-01-05"}, fault="source", why="a typo", stated="2026-11-10"),
            event("retracted", "ours", event="before", fault="ours", why="never so"),
        ]
    )  # fmt: skip
    log.append([event("retracted", "too", event="l", fault="ours", why="never so")])
    week = digest(log, at(log, "2026-11-22"))
    assert section(week, "Put right by us") == ("before retracted by us and 1 others: never so",)
    assert section(week, "Put right by its source") == ()


def test_of_a_long_list_the_rest_is_counted(log):
    many = [
        event("launched", f"m{number}", subject=f"openai/m{number}", what="model",
              occurred="2026-11-13", stated="2026-11-13")
        for number in range(30)
    ]  # fmt: skip
    log.append(many)
    week = digest(log, at(log, SUNDAY))
    assert len(section(week, "Launched")) == 20
    assert "- and 11 more\n" in to_markdown(week).decode()


def test_a_page_says_where_there_is_nothing_and_takes_nothing_for_markup(log):
    log.append([event("retracted", "r", event="l", fault="ours", why="*never* <b>so</b>")])
    page = to_markdown(digest(log, at(log, "2026-11-22"))).decode()
    assert page.startswith("# ecosys: 2026-W47, 2026-11-16 to 2026-11-22\n\n## Ends in")
    assert r"l retracted by us: \*never\* \<b\>so\</b\>" in page
    assert "## Launched\n\nNothing that is known.\n" in page


def test_weeks_are_entries_that_keep_their_identity(log):
    now, later = (digest_entries(log, at(log, day)) for day in (SUNDAY, "2026-11-22"))
    assert [each.title.split()[1] for each in later] == [
        f"2026-W{week}," for week in (47, 46, 45, 44)
    ]
    assert later[1] == now[0]
    assert later[1].updated == last(SUNDAY)


def test_each_state_of_the_world_is_worked_out_once_for_all_weeks(log, monkeypatch):
    asked = []

    def state(view):
        asked.append(view.as_of)
        return State(view)

    monkeypatch.setattr("ecosys.answers.feeds.digest.State", state)
    weeks = digests(log, at(log, "2026-11-22"))
    assert asked == list(dict.fromkeys(asked))
    assert len(asked) == len(weeks) + 1
    digests(log, at(log, "2026-11-29"))
    assert len(asked) == len(weeks) + 3  # a week more, and how it began
    assert weeks[1] == digest(log, at(log, SUNDAY))


def test_the_first_week_of_a_year_is_named_by_its_thursday(log):
    assert digest(log, at(log, "2027-01-03", known="2026-11-22")).week == "2026-W53"
