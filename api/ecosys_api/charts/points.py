"""points: any metric as a picture: lines where it ran through time, else bars."""

from collections.abc import Iterator, Mapping, Sequence

from ecosys.answers.picture import (
    grouped,
    is_through_time,
    namer,
    of_one_unit,
    start_of,
    with_unit,
)
from ecosys.projection import Point
from ecosys.values import words
from ecosys_api.charts.bars import Bar, bar_chart
from ecosys_api.charts.chart import Chart
from ecosys_api.charts.steps import Line, Step, step_chart
from ecosys_api.page.addresses import Addresses


def picture(
    title: str,
    points: Sequence[Point],
    links: Addresses,
    as_of: int,
    now: Sequence[Point] = (),
) -> Chart | None:
    """The picture of a metric's points in their most common unit; None, where none has a value.

    Lines have those beside them that are known otherwise `now`.
    """
    drawn = of_one_unit(points)
    if not drawn:
        return None
    named = with_unit(title, drawn)
    name = namer(drawn)
    series = grouped(drawn, name)
    if is_through_time(drawn, series):
        longest = sorted(series, key=lambda name: (-len(series[name]), name))
        lines = [Line(name, [step_of(each, links) for each in series[name]]) for name in longest]
        latest = grouped((point for point in of_one_unit(now) if point.unit == drawn[0].unit), name)
        return step_chart(named, [*lines, *_otherwise(lines, latest, links)], as_of)
    bars = [_bar(name, members[-1], links) for name, members in series.items()]
    return bar_chart(named, bars)


def _otherwise(
    lines: Sequence[Line], latest: Mapping[str, Sequence[Point]], links: Addresses
) -> Iterator[Line]:
    """What is known now of those lines that are known otherwise."""
    for line in lines:
        steps = [step_of(each, links) for each in latest.get(line.name, ())]
        if steps and steps != line.steps:
            yield Line(line.name, steps, is_other=True)


def step_of(point: Point, links: Addresses) -> Step:
    """A point as a step, with what is told of it."""
    value = float(point.value) if point.value is not None else None
    return Step(start_of(point), value, told(point), _event(point, links), _high(point))


def _bar(name: str, point: Point, links: Addresses) -> Bar:
    value = float(point.value or 0)
    sign = point.comparator or ""
    return Bar(name, value, told(point), _event(point, links), _high(point), sign)


def _high(point: Point) -> float | None:
    return None if point.high is None else float(point.high)


def told(point: Point) -> str:
    """A point in words."""
    sign = f"{point.comparator} " if point.comparator else ""
    low = "unknown" if point.value is None else words.number(point.value)
    value = low if point.high is None else f"{low} to {words.number(point.high)}"
    return f"{point.subject} {point.at}: {sign}{value} {point.unit}"


def _event(point: Point, links: Addresses) -> str:
    return links.event(point.events[0]) if point.events else ""
