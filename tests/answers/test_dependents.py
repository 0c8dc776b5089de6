"""What rests on an event is found without asking every metric."""

import pytest

from ecosys.answers.dependents import dependents
from ecosys.projection import projections

pytestmark = pytest.mark.no_cover


@pytest.mark.parametrize(
    "id",
    [
        *("openai-o3-price-2025-06-10", "openai-api-developers-2023-11-06"),
        "openai-o3-price-2025-06-10-corrected-2026-11-30",
    ],
)
def test_what_is_found_is_what_any_metric_rests_on(seeded, id):
    moment = seeded.moment()
    found = {
        (row.name, row.subject, row.at)
        for row in dependents(seeded, moment, id).rows
        if row.kind == "metric"
    }
    everything = {
        (name, point.subject, point.at)
        for name in projections
        for point in seeded.project(name, moment).points
        if id in point.events
    }
    assert found == everything
