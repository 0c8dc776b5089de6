"""points: any metric as a picture: lines where it ran through time, else bars."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from ecosys.projection import Point
from ecosys.values import instant, when, words
from ecosys_api.charts.bars import Bar, bar_chart
from ecosys_api.charts.chart import Chart
from ecosys_api.charts.steps import Line, Step, step_chart
from ecosys_api.page import cells
from ecosys_api.page.addresses import Addresses

MAX_KINDS = 12
"""How many values a label may have that tells series apart; with more it tells of points."""
MIN_DATES = 3
"""At how many dates a metric has to stand to be drawn as lines."""


def picture(title: str, points: Sequence[Point], links: Addresses, as_of: int) -> Chart | None:
    """The picture of a metric's points in their most common unit; None, where none has a value."""
    valued = [point for point in points if point.value is not None and point.at != "unknown"]
    if not valued:
        return None
    unit = Counter(point.unit for point in valued).most_common(1)[0][0]
    drawn = [point for point in valued if point.unit == unit]
    series = _series(drawn)
    dates = {point.at for point in drawn}
    runs = len(dates) >= MIN_DATES and len(series) < len(drawn)
    named = title if unit in title.lower() else f"{title}, {unit}"
    if runs and all((point.value or 0) >= 0 for point in drawn):
        longest = sorted(series, key=lambda name: (-len(series[name]), name))
        lines = [Line(name, [_step(each, links) for each in series[name]]) for name in longest]
        return step_chart(named, lines, as_of)
    bars = [_bar(name, members[-1], links) for name, members in series.items()]
    return bar_chart(named, bars)


def _series(points: Sequence[Point]) -> Mapping[str, Sequence[Point]]:
    """Points by what tells their series apart: the subject, and labels of few values.

    Numbers among the labels do so only where words alone do not.
    """
    kinds = defaultdict(set)
    for point in points:
        for name, value in point.labels.items():
            kinds[name].add(value)
    telling = [name for name, values in kinds.items() if 1 < len(values) <= MAX_KINDS]
    words_alone = [name for name in telling if not all(map(_is_number, kinds[name]))]
    is_of_one = len({point.subject for point in points}) == 1
    if _tells(words_alone, points):
        telling = words_alone
    series: dict[str, list[Point]] = defaultdict(list)
    for point in sorted(points, key=_when):
        labels = (cells.label(point.labels.get(name, "")) for name in telling)
        subject = "" if is_of_one and telling else point.subject
        series[" ".join(filter(None, (subject, *labels)))].append(point)
    return series


def _tells(names: Sequence[str], points: Sequence[Point]) -> bool:
    """Whether no two points of one date are alike in their subject and these labels."""
    seen = Counter((p.subject, p.at, *(p.labels.get(name) for name in names)) for p in points)
    return max(seen.values()) == 1


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _when(point: Point) -> int:
    return when.parse(point.at).start


def _step(point: Point, links: Addresses) -> Step:
    value = float(point.value) if point.value is not None else None
    at = max(_when(point), instant.BEFORE_ALL)
    return Step(at, value, told(point), _event(point, links))


def _bar(name: str, point: Point, links: Addresses) -> Bar:
    return Bar(name, float(point.value or 0), told(point), _event(point, links))


def told(point: Point) -> str:
    """A point in words."""
    low = "unknown" if point.value is None else words.number(point.value)
    value = low if point.high is None else f"{low} to {words.number(point.high)}"
    return f"{point.subject} {point.at}: {value} {point.unit}"


def _event(point: Point, links: Addresses) -> str:
    return links.event(point.events[0]) if point.events else ""
