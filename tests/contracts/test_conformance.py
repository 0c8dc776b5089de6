"""The suite that we give to others, over every projection of our own.

The history of each is drawn from the released log: what some of its present numbers rest on. Some
have one made by hand too, with equal dates, corrections and what was stated late.
"""

from functools import cache

import pytest

from ecosys.event import Event
from ecosys.projection import projections
from ecosys.testing import History, ProjectionSuite, given
from ecosys.timeline import Timeline
from tests.given import event, price

DAY = "2026-11-22"
MOST = 40
"""About how many events a history has."""


def grounds(timeline: Timeline, name: str) -> list[Event]:
    """What the numbers of a metric rest on, those with the fewest grounds first."""
    points = timeline.project(name, timeline.moment(DAY, DAY)).points
    wanted: set[int] = set()
    for point in sorted(points, key=lambda point: len(point.because)):
        if point.value and len(wanted) < MOST:
            wanted |= set(point.because)
    return [record.event for record in timeline.records() if record.position in wanted]


@pytest.fixture(scope="session")
def drawn(seeded):
    return cache(lambda name: grounds(seeded, name))


@pytest.mark.no_cover  # measuring would take most of its time
@pytest.mark.parametrize("name", sorted(projections), scope="module")
class TestEveryProjection(ProjectionSuite):
    @pytest.fixture(autouse=True)
    def of_one(self, name, drawn):
        type(self).projection, type(self).history = name, drawn(name)

    @property
    def given(self) -> History:
        return given(*self.history).when(as_of=DAY)


PRICES = (
    price("a", "2024-05-13", input="5", output="15", subject="openai/gpt-4o"),
    price("b", "2024-10-01", input="2.5", output="10", subject="openai/gpt-4o"),
    price("c", "2024-05-13", input="3", output="15", subject="anthropic/claude"),
    price("d", "2025-01-01", input="1", subject="anthropic/claude", stated="2024-11-01"),
)


def developers(id, day, value, subject="openai/api", **more):
    return event("observed", id, subject=subject, metric="developers", value=value,
                 kind="stock", unit="developers", occurred=day, **more)  # fmt: skip


DEVELOPERS = (
    developers("x", "2021-03-25", "10000"),
    developers("y", "2023-11-06", "2000000"),
    developers("z", "2023-11-06", "1500000", subject="google/gemini-api"),
    developers("late", "2022-01-01", "50000", stated="2024-01-01"),
)
ENDS = (
    event("deprecated", "e", subject="openai/gpt-x", announced="2023-06-13", stated="2023-06-13",
          shutdown="2023-09-13"),
    event("rescheduled", "m", event="e", stated="2023-07-06", shutdown="2024-06-13"),
    event("deprecated", "f", subject="openai/gpt-y", announced="2023-06-13", stated="2023-06-13"),
)  # fmt: skip


class TestPriceHistory(ProjectionSuite):
    projection = "price_history"
    history = PRICES


class TestOutputInputRatio(ProjectionSuite):
    projection = "output_input_ratio"
    history = PRICES


class TestCumulativeDevelopers(ProjectionSuite):
    projection = "cumulative_developers"
    history = DEVELOPERS


class TestFigures(ProjectionSuite):
    projection = "figures"
    history = DEVELOPERS


class TestGrowthRate(ProjectionSuite):
    projection = "growth_rate"
    history = DEVELOPERS


class TestDeprecationNotice(ProjectionSuite):
    projection = "deprecation_notice"
    history = ENDS


class TestDeprecationCalendar(ProjectionSuite):
    projection = "deprecation_calendar"
    history = ENDS


class TestTimeline(ProjectionSuite):
    projection = "timeline"
    history = (*PRICES, *DEVELOPERS, *ENDS)
