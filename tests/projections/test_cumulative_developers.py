"""Developers: how many a provider says have ever built on it."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.given import event
from tests.projections.folding import points
from tests.properties import examples


def stated(id, day, value, metric="developers", subject="openai/api", **more):
    return event("observed", id, subject=subject, metric=metric, value=str(value), kind="stock",
                 unit="developers", occurred=day, **more)  # fmt: skip


def told(*facts, **asked):
    found = points("cumulative_developers", *facts, **asked)
    return [(each.at, each.value) for each in found]


# By hand


def test_figures_are_told_one_by_one_each_as_it_was_meant():
    first, second, third = points(
        "cumulative_developers",
        stated("a", "2021-03-25", 10_000, high="99999", comparator="~"),
        stated("b", "2023-11-06", 2_000_000),
        stated("c", "2025-10", 4_000_000, comparator=">"),
    )
    assert (first.low, first.high, first.comparator) == (10_000, 99_999, "~")
    assert (second.at, second.value, second.comparator) == ("2023-11-06", 2_000_000, None)
    assert (third.at, third.value, third.comparator) == ("2025-10", 4_000_000, ">")
    assert {each.unit for each in (first, second, third)} == {"developers"}


def test_monthly_developers_and_organisations_are_not_mixed_in():
    facts = (
        stated("a", "2023-11-06", 2_000_000),
        stated("b", "2023-12-01", 300_000, metric="developers_monthly"),
        stated("c", "2023-12-01", 92, metric="organisations"),
    )
    assert told(*facts) == [("2023-11-06", 2_000_000)]


def test_a_lower_figure_of_later_does_not_shrink_what_was_said_before():
    facts = (stated("a", "2023-01-01", 500), stated("b", "2024-01-01", 400))
    assert told(*facts) == [("2023-01-01", 500), ("2024-01-01", 400)]


def test_a_figure_counts_from_its_day_and_from_when_it_was_said():
    fact = stated("a", "2024-01-01", 500, stated="2024-02-01")
    assert told(fact, as_of="2023-12-31") == []
    assert told(fact, as_of="2024-01-01", known_at="2024-01-31") == []
    assert told(fact, as_of="2024-01-01", known_at="2024-02-01") == [("2024-01-01", 500)]


def test_a_figure_that_was_corrected_is_told_rightly():
    right = {
        "type": "observed", "id": "a", "subject": "openai/api", "metric": "developers",
        "value": "200", "kind": "stock", "unit": "developers", "occurred": "2024-01-01",
        "sources": [{"source": "openai"}],
    }  # fmt: skip
    fix = event("corrected", "fix", event="a", statement=right, fault="ours", why="A slip.")
    (found,) = points("cumulative_developers", stated("a", "2024-01-01", 2000), fix)
    assert (found.value, found.events) == (200, ("a", "fix"))


# By property

STATED = st.dictionaries(
    st.tuples(
        st.sampled_from(["google/gemini-api", "openai/api"]),
        st.sampled_from(["2021-03-25", "2022-12-31", "2023-11-06", "2024-06-01", "2025-05-20"]),
    ),
    st.integers(0, 10**10),
    max_size=8,
)


def histories(drawn, said=None):
    more = {"stated": said} if said else {}
    return [
        stated(f"{subject}-{day}-{said}", day, value, subject=subject, **more)
        for (subject, day), value in drawn.items()
    ]


@examples(100)
@given(STATED, STATED)
def test_each_figure_is_told_once_as_it_was_stated_and_never_changes(drawn, later):
    asked = {"as_of": "2025-12-31", "known_at": "2025-12-31"}
    found = points("cumulative_developers", *histories(drawn), **asked)
    assert {(each.subject, each.at): each.value for each in found} == drawn
    assert len(found) == len(drawn)
    assert [each.at for each in found] == sorted(each.at for each in found)
    facts = [*histories(drawn), *histories(later, "2026-02-01")]
    assert points("cumulative_developers", *facts, **asked) == found


# Over the released log


def test_openai_and_google_have_said_how_many_developers_built_on_them(seeded):
    # Read from the statements: tens of thousands in 2021, 2 million at DevDay 2023, "more than"
    # 4 million at DevDay 2025, and Google's "over 7 million" at I/O in May 2025.
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
    found = seeded.project("cumulative_developers", moment).points
    assert [(each.subject, each.at, each.value, each.comparator) for each in found] == [
        ("openai/api", "2021-03-25", Decimal(10_000), "~"),
        ("openai/api", "2021-11-18", Decimal(10_000), "~"),
        ("openai/api", "2023-11-06", Decimal(2_000_000), "~"),
        ("google/gemini-api", "2025-05", Decimal(7_000_000), ">"),
        ("openai/api", "2025-10-06", Decimal(4_000_000), ">"),
    ]
    then = seeded.moment(as_of="2023-11-05", known_at="2026-11-22")
    assert {each.high for each in seeded.project("cumulative_developers", then).points} == {99_999}
