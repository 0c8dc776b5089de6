"""vintages: what a metric said with the knowledge of several days, as a fan or as steps."""

from collections.abc import Sequence
from dataclasses import dataclass

from ecosys.answers.picture import grouped, is_through_time, namer, of_one_unit, with_unit
from ecosys.projection import Point
from ecosys.values import instant
from ecosys_api.charts.chart import Chart
from ecosys_api.charts.points import step_of, told
from ecosys_api.charts.steps import MAX_LINES, Line, Step, step_chart
from ecosys_api.page.addresses import Addresses


@dataclass(frozen=True, slots=True)
class Vintage:
    """What a metric said with the knowledge of a day."""

    known_at: int
    """The last instant of that day."""
    points: Sequence[Point]

    @property
    def day(self) -> str:
        """The day."""
        return instant.day_of(self.known_at)


def vintage_chart(
    title: str, vintages: Sequence[Vintage], links: Addresses, as_of: int
) -> Chart | None:
    """The picture of what was known when, the earliest vintage first; None without a value.

    A metric that runs through time is a fan: its longest series, a line for each vintage that says
    another thing than the one before. Others are steps: a line for each series, by the day of
    knowledge.
    """
    known = [Vintage(each.known_at, of_one_unit(each.points)) for each in vintages]
    drawn = [point for each in known for point in each.points]
    if not drawn:
        return None
    name = namer(*(each.points for each in known))
    last = grouped(known[-1].points, name)
    named = with_unit(title, drawn)
    if is_through_time(known[-1].points, last):
        chosen = max(last, key=lambda series: (len(last[series]), series))
        of_one = [
            Vintage(each.known_at, [p for p in each.points if name(p) == chosen]) for each in known
        ]
        return step_chart(f"{named}: {chosen} as it was known", _fan(of_one, links), as_of)
    by_name = [(each, grouped(each.points, name)) for each in known]
    names = dict.fromkeys(series for _, groups in reversed(by_name) for series in groups)
    lines = [
        Line(series, _steps([(each, groups.get(series)) for each, groups in by_name], links))
        for series in names
    ]
    day = instant.day_of(as_of)
    moved = sorted(lines, key=lambda line: -len(line.steps))
    return step_chart(f"{named}: of {day}, by the day of knowledge", moved, known[-1].known_at)


def _fan(vintages: Sequence[Vintage], links: Addresses) -> list[Line]:
    """The latest vintages that differ from the one before, each as a line, the latest first."""
    lines: list[Line] = []
    before: list[tuple[int, float | None]] = []
    for each in vintages:
        steps = [step_of(point, links) for point in each.points]
        said = [(step.at, step.value) for step in steps]
        if said and said != before:
            lines.append(Line(f"known {each.day}", steps))
        before = said
    return lines[::-1][:MAX_LINES]


def _steps(known: Sequence[tuple[Vintage, Sequence[Point] | None]], links: Addresses) -> list[Step]:
    """The last value of a series with the knowledge of each day on which that became another."""
    steps: list[Step] = []
    for vintage, points in known:
        at = instant.midnight(vintage.known_at)
        if points is None:
            step = Step(at, None, f"known {vintage.day}: nothing", "")
        else:
            made = step_of(points[-1], links)
            step = Step(at, made.value, f"known {vintage.day}: {told(points[-1])}", made.href)
        if step.value != (steps[-1].value if steps else None):
            steps.append(step)
    return steps
