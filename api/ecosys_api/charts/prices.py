"""prices: how prices ran, as lines."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ecosys.projection import Point
from ecosys.values import instant, when
from ecosys_api.charts.steps import Line, Step
from ecosys_api.page import cells
from ecosys_api.page.addresses import Addresses

PER_MILLION = "per 1M tokens"


def lines_of(points: Iterable[Point], links: Addresses, *, is_other: bool = False) -> list[Line]:
    """The points of `price_history` as lines: those of prices per million tokens."""
    lines: dict[str, list[Step]] = defaultdict(list)
    for point in points:
        if point.unit.endswith(PER_MILLION):
            lines[name_of(point)].append(step_of(point, links))
    return [Line(name, _in_order(steps), is_other) for name, steps in sorted(lines.items())]


def name_of(point: Point) -> str:
    """What tells a line from the others: what is counted, where, in which currency."""
    currency = point.unit.partition(" ")[0]
    channel = cells.channel(point.labels["channel"])
    parts = (
        point.labels["line"],
        "" if channel == cells.OWN_CHANNEL else f"at {channel}",
        point.labels.get("region", ""),
        "" if currency == "USD" else currency,
    )
    return " ".join(filter(None, parts))


def step_of(point: Point, links: Addresses) -> Step:
    """A point as a step, with what is told of it."""
    date = when.parse(point.at)
    at = instant.BEFORE_ALL if date.unknown else date.start
    amount = cells.money(point.value, point.unit.partition(" ")[0]) or "no list price"
    text = f"{point.at}: {name_of(point)} {amount}"
    href = links.event(point.events[0]) if point.events else ""
    value = None if point.value is None else float(point.value)
    return Step(at, value, text, href)


def _in_order(steps: Sequence[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: step.at)
