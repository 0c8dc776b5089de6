"""Share erosion: how fast a provider's share falls or rises."""

from decimal import Decimal

import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from tests import given
from tests.projections.folding import fold, points
from tests.properties import examples


def developers(provider, occurred, value):
    return given.event(
        "observed",
        f"{provider}-{occurred}",
        subject=f"{provider}/api",
        metric="developers",
        kind="stock",
        unit="developers",
        occurred=occurred,
        value=str(value),
    )


def market(occurred, **figures):
    return [developers(provider, occurred, value) for provider, value in figures.items()]


def asked(*events, statistic, **parameters):
    return {
        (point.subject, point.at): point.value
        for point in points("share_erosion", *events, basis="developers", **parameters)
        if point.labels["statistic"] == statistic
    }


TWO_YEARS = [
    *market("2023-06-01", openai=60, google=30, cohere=10),
    *market("2024-06-01", openai=50, google=30, cohere=20),
]


def test_shares_are_taken_at_the_end_of_each_year_and_at_the_moment():
    found = asked(*TWO_YEARS, statistic="share", as_of="2025-03-31")
    assert {at: value for (who, at), value in found.items() if who == "openai"} == {
        "2023-12-31": Decimal("0.6"),
        "2024-12-31": Decimal("0.5"),
        "2025-03-31": Decimal("0.5"),
    }


def test_the_change_is_per_year():
    # -0.1 in the 366 days of 2024: -0.1 / (366 / 365.25)
    found = asked(*TWO_YEARS, statistic="change", as_of="2024-12-31")
    assert found == {
        ("openai", "2024-12-31"): Decimal("-0.099795"),
        ("google", "2024-12-31"): 0,
        ("cohere", "2024-12-31"): Decimal("0.099795"),
    }


def test_a_newly_measured_provider_lowers_the_share_but_not_among_the_same_members():
    events = [
        *market("2023-06-01", openai=60, google=30, cohere=10),
        *market("2024-06-01", mistral=100),
    ]
    there = ("openai", "2024-12-31")
    assert asked(*events, statistic="change", as_of="2024-12-31")[there] == Decimal("-0.299385")
    assert asked(*events, statistic="same_members", as_of="2024-12-31")[there] == 0


def test_below_three_members_there_are_no_shares_to_compare():
    events = [*market("2023-06-01", openai=60, google=30)]
    found, coverage = fold("share_erosion", *events, basis="developers")
    assert found == []
    assert coverage.reason.startswith("not enough facts: 2 providers")


def test_the_whole_time_is_shown_where_it_is_more_than_one_step():
    assert asked(*TWO_YEARS, statistic="whole", as_of="2024-12-31") == {}
    found = asked(*TWO_YEARS, statistic="whole", as_of="2025-12-31")
    assert found["openai", "2025-12-31"] == Decimal("-0.049966")  # -0.1 / (731 / 365.25)


YEARS = st.lists(st.tuples(*[st.integers(1, 10**6)] * 3), min_size=1, max_size=4)


@examples(100)
@tried(YEARS)
def test_what_one_loses_others_win(years):
    events = [
        each
        for n, (openai, google, cohere) in enumerate(years)
        for each in market(f"{2020 + n}-02-01", openai=openai, google=google, cohere=cohere)
    ]
    as_of = f"{2019 + len(years)}-12-31"
    for statistic, whole in (("share", 1), ("change", 0), ("same_members", 0), ("whole", 0)):
        found = asked(*events, statistic=statistic, as_of=as_of)
        for day in {at for _, at in found}:
            total = sum(value for (_, at), value in found.items() if at == day)
            assert abs(total - whole) < Decimal("0.00001")


@examples(100)
@tried(YEARS, st.integers(2, 1000))
def test_only_the_proportions_count(years, factor):
    def found(scale):
        events = [
            each
            for n, values in enumerate(years)
            for each in market(
                f"{2020 + n}-02-01",
                **{f"p{m}": value * scale for m, value in enumerate(values)},
            )
        ]
        return asked(*events, statistic="change")

    assert found(1) == found(factor)


@pytest.fixture
def released(seeded):
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
    points = seeded.project("share_erosion", moment, {"subject": "openai"}).points
    return {(point.labels["statistic"], point.at): point.value for point in points}


def test_openai_s_share_of_client_library_downloads_fell_by_a_fifth_a_year(released):
    """Expected: the newest figure of each library by each date, summed with pandas."""
    near = Decimal("0.00001")
    expected = {
        ("share", "2023-12-31"): "0.937526",
        ("share", "2024-12-31"): "0.768872",
        ("share", "2025-12-31"): "0.321192",
        ("share", "2026-10-31"): "0.359266",
        ("change", "2024-12-31"): "-0.16831",
        ("change", "2025-12-31"): "-0.44799",
        ("change", "2026-10-31"): "0.04575",
        ("whole", "2026-10-31"): "-0.20407",
    }
    assert released.keys() >= expected.keys()
    for key, value in expected.items():
        assert abs(released[key] - Decimal(value)) < near
