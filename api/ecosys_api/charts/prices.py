"""prices: how prices ran, as lines."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ecosys.answers.revisions import RevisionRow
from ecosys.events.price_changed import PriceChanged
from ecosys.projection import Point
from ecosys.values import instant, when
from ecosys_api.charts.steps import Line, Step
from ecosys_api.page import cells
from ecosys_api.page.addresses import Addresses

PER_MILLION = "per 1M tokens"
A_WHILE = 30 * instant.DAY
"""How long a price that never came is drawn."""


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


def withdrawn(
    said: PriceChanged, row: RevisionRow, tier: str | None, links: Addresses
) -> Iterator[Line]:
    """What was said of prices and is not so, for a while from the day on that it was said for."""
    for component in said.components:
        if component.per_million is None or tier not in (None, component.tier):
            continue
        region = {"region": said.region} if said.region else {}
        labels = {"line": component.describe(), "channel": said.channel, **region}
        unit = f"{said.currency} {PER_MILLION}"
        date = said.occurred.date
        point = Point(said.subject, date, component.per_million, unit, (), row.events, labels)
        step = step_of(point, links)
        told = replace(step, text=f"{step.text}: {row.kind}, as is known since {row.known}")
        yield Line(name_of(point), [told, Step(step.at + A_WHILE, None, "", "")], is_other=True)


def _in_order(steps: Sequence[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: step.at)
