"""A metric at the end of each month or year is what the metric says at each of these moments."""

from dataclasses import fields, replace

import pytest

from ecosys.answers.metric import metric
from ecosys.answers.moments import MAX_MOMENTS, moments
from ecosys.errors import InvalidInput
from ecosys.projection import Point
from ecosys.values import instant
from tests.given import last

YEARS = ("2023-12-31", "2024-12-31", "2025-12-31", "2026-10-15")


@pytest.fixture(scope="module")
def moment(seeded):
    return seeded.moment("2026-10-15", "2026-11-01")


def plain(point):
    return {each.name: getattr(point, each.name) for each in fields(Point)}


@pytest.mark.parametrize("name", ["provider_share", "ranking", "third_party_share"])
def test_each_moment_has_the_points_of_the_question_asked_there(seeded, moment, name):
    rows = moments(seeded, moment, name, {}, "year", "2023").rows
    for day in YEARS:
        asked = metric(seeded, replace(moment, as_of=last(day)), name, {}).rows
        assert [plain(row) for row in rows if row.as_of == day] == [plain(each) for each in asked]
    assert {row.as_of for row in rows} <= set(YEARS)


def test_what_is_known_stays_what_is_known_at_the_question(seeded, moment):
    early = replace(moment, known_at=instant.parse("2024-06-01T00:00Z"))
    rows = moments(seeded, early, "provider_share", {}, "year", "2023").rows
    latest = {at for row in rows if row.as_of == "2025-12-31" for at in row.because}
    said = [record.known_from for record in seeded.records() if record.position in latest]
    assert said
    assert max(said) <= early.known_at


def test_where_nobody_says_since_when_it_is_the_last_year(seeded, moment):
    rows = moments(seeded, moment, "third_party_share", {}).rows
    assert len({row.as_of for row in rows}) == 13
    assert {row.as_of[:7] for row in rows} >= {"2025-10", "2026-01", "2026-10"}


def test_a_metric_that_runs_through_time_by_itself_says_how_it_is_asked(seeded, moment):
    with pytest.raises(InvalidInput, match=r"runs through time by itself.*every"):
        moments(seeded, moment, "concentration", {}, "year")


def test_more_moments_than_are_answered_at_once_are_refused(seeded, moment):
    with pytest.raises(InvalidInput, match=rf"moments; at most {MAX_MOMENTS:,}"):
        moments(seeded, moment, "provider_share", {}, "month", "1900")
