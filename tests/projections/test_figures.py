"""figures: what was measured or stated, as it was."""

from hypothesis import given as given_that
from hypothesis import strategies as st

from ecosys.moment.hold import hold
from ecosys.projection import Context
from ecosys.projections.figures import FiguresParameters, figures
from tests.given import event, log, moment
from tests.properties import examples


def stated(id, day, value, metric="users_monthly", **more):
    return event("observed", id, subject="openai/chatgpt", metric=metric, value=value,
                 kind="stock", unit="users", occurred=day, **more)  # fmt: skip


def points(records, at, **parameters):
    held = hold(records, at)
    return list(figures.fold(held, Context(at, FiguresParameters(**parameters))))


def test_each_figure_is_told_as_it_was_stated():
    records = log(
        stated("a", "2022-12-05", "1000000"),
        stated("b", "2023-01", "100000000", comparator="~", method="an estimate"),
    )
    first, second = points(records, moment())
    assert (first.at, str(first.value), first.unit) == ("2022-12-05", "1000000", "users")
    assert (second.comparator, second.labels["method"]) == ("~", "an estimate")


def test_figures_of_other_metrics_and_of_later_days_do_not_count():
    records = log(stated("a", "2022-12-05", "1"), stated("b", "2023-01-01", "2"),
                  stated("c", "2022-12-05", "3", metric="users_weekly"))  # fmt: skip
    found = points(records, moment("2022-12-31"), metric="users_monthly")
    assert [point.events for point in found] == [("a",)]


@given_that(st.lists(st.integers(0, 10**12), min_size=1, max_size=8))
@examples(100)
def test_nothing_is_added_or_averaged(values):
    records = log(*(stated(f"s{n}", "2023-01-01", str(value)) for n, value in enumerate(values)))
    assert sorted(point.value for point in points(records, moment())) == sorted(values)


def test_chatgpt_s_users_are_those_that_were_stated(seeded):
    at = seeded.moment(as_of="2023-12-31", known_at="2026-11-22")
    found = seeded.project("figures", at, {"subject": "openai/chatgpt"}).points
    told = [(point.at, str(point.value), point.labels["metric"]) for point in found]
    assert told == [
        ("2022-12-05", "1000000", "users_total"),
        ("2023-01", "100000000", "users_monthly"),
        ("2023-02-01", "2", "months_to_100m_users"),
        ("2023-11-06", "100000000", "users_weekly"),
    ]
