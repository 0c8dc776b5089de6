"""Picture: what of a metric's answer is drawn, and by what its series are told apart."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from ecosys.projection import Point
from ecosys.values import when, words

MAX_KINDS = 12
"""How many values a label may have that tells series apart; with more it tells of points."""
MIN_DATES = 3
"""At how many dates a metric has to stand to be drawn as lines."""


def of_one_unit(points: Iterable[Point]) -> list[Point]:
    """The points that have a date and a value, of those in the most common unit."""
    valued = [point for point in points if point.value is not None and point.at != "unknown"]
    units = Counter(point.unit for point in valued).most_common(1)
    return [point for point in valued if point.unit == units[0][0]]


def with_unit(title: str, points: Sequence[Point]) -> str:
    """A title that says what is counted, unless it does so already."""
    unit = points[0].unit
    return title if unit in title.lower() else f"{title}, {unit}"


def is_through_time(points: Sequence[Point], series: Mapping[str, Sequence[Point]]) -> bool:
    """Whether a metric ran through time, so that lines show it; none of it may be negative."""
    dates = {point.at for point in points}
    runs = len(dates) >= MIN_DATES and len(series) < len(points)
    return runs and all((point.value or 0) >= 0 for point in points)


def grouped(points: Iterable[Point], name: Callable[[Point], str]) -> dict[str, list[Point]]:
    """Points by the names of their series, the earliest first."""
    series: dict[str, list[Point]] = defaultdict(list)
    for point in sorted(points, key=start_of):
        series[name(point)].append(point)
    return series


def namer(*answers: Sequence[Point]) -> Callable[[Point], str]:
    """Names points by what tells their series apart: the subject, and labels of few values.

    Numbers among the labels do so only where words alone do not, in one of the answers.
    """
    points = [point for answer in answers for point in answer]
    kinds = defaultdict(set)
    for point in points:
        for label, value in point.labels.items():
            kinds[label].add(value)
    telling = [label for label, values in kinds.items() if 1 < len(values) <= MAX_KINDS]
    words_alone = [label for label in telling if not all(map(_is_number, kinds[label]))]
    if all(_tells(words_alone, answer) for answer in answers):
        telling = words_alone
    is_of_one = bool(telling) and len({point.subject for point in points}) == 1

    def name(point: Point) -> str:
        labels = (words.label(point.labels.get(label, "")) for label in telling)
        return " ".join(filter(None, ("" if is_of_one else point.subject, *labels)))

    return name


def _tells(names: Sequence[str], points: Sequence[Point]) -> bool:
    """Whether no two points of one date are alike in their subject and these labels."""
    seen = Counter((p.subject, p.at, *(p.labels.get(name) for name in names)) for p in points)
    return len(seen) == len(points)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def start_of(point: Point) -> int:
    """From when a point is so."""
    return when.parse(point.at).start
