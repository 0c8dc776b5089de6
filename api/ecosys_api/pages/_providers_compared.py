"""Providers side by side: what they launched, what of it ends, what is measured of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ecosys.answers.metric import metric
from ecosys.answers.subjects import SubjectRow
from ecosys.moment import Moment
from ecosys.projection import Point
from ecosys.values import words
from ecosys_api.page import cells
from ecosys_api.page.table import Cell
from ecosys_api.page.visit import Visit
from ecosys_api.tables.traits import Trait, told_of, trait


@dataclass(frozen=True)
class Measure:
    """A point of a metric that is told of each provider."""

    name: str
    metric: str
    labels: dict[str, str] = field(default_factory=dict)
    """What tells the point from others of the same provider."""


MEASURES = (
    Measure("share of downloads", "provider_share"),
    Measure("who builds on it", "ecosystem_depth", {"category": "all"}),
    Measure("median notice of an end", "deprecation_notice", {"statistic": "median"}),
    Measure("of its models end in a year", "deprecation_risk", {"statistic": "share_ending"}),
    Measure("of its names may move", "alias_exposure", {"statistic": "share_moving"}),
    Measure("of its price changes went down", "price_direction", {"statistic": "share_down"}),
    Measure("output against input", "output_input_ratio", {"statistic": "median"}),
)
"""What is measured of providers, in the order in which it is told."""


def traits(visit: Visit, moment: Moment, rows: Sequence[SubjectRow]) -> list[Trait]:
    """What is told of providers; traits of which nothing is known are left out."""
    return told_of(
        (
            trait("name", rows, lambda row: row.as_provider.name if row.as_provider else ""),
            trait("first spoken of", rows, lambda row: row.first_stated),
            trait("first launch", rows, lambda row: _of(row, "first_launch")),
            trait("latest launch", rows, lambda row: _latest(visit, row)),
            trait("models known", rows, lambda row: _count(row, "models")),
            trait("events", rows, lambda row: _count(row, "events")),
            trait("sold at", rows, _sold_at),
            *(_measured(visit, moment, rows, measure) for measure in MEASURES),
        )
    )


def _of(row: SubjectRow, name: str) -> str:
    return str(getattr(row.as_provider, name) or "") if row.as_provider else ""


def _count(row: SubjectRow, name: str) -> str:
    return cells.number(getattr(row.as_provider, name)) if row.as_provider else ""


def _latest(visit: Visit, row: SubjectRow) -> Cell:
    about = row.as_provider
    if about is None or about.latest is None:
        return Cell("")
    return replace(visit.subject(about.latest), note=about.latest_launch or "")


def _sold_at(row: SubjectRow) -> str:
    return ", ".join(map(cells.channel, row.as_provider.channels)) if row.as_provider else ""


def _measured(visit: Visit, moment: Moment, rows: Sequence[SubjectRow], measure: Measure) -> Trait:
    points = {
        point.subject: point
        for point in metric(visit.timeline, moment, measure.metric, {}).rows
        if measure.labels.items() <= point.labels.items()
    }
    made = trait(measure.name, rows, lambda row: _value(points.get(row.subject)))
    return replace(made, href=visit.links.page(f"/metrics/{measure.metric}"))


def _value(point: Point | None) -> Cell:
    """A value; a part of a whole in per cent."""
    if point is None or point.value is None:
        return Cell("")
    is_part = point.unit == "ratio" and Decimal(0) <= point.value <= 1
    if is_part:
        return Cell(f"{point.value:.1%}")
    unit = "" if point.unit == "ratio" else cells.plain(point.unit)
    return Cell(f"{words.number(round(point.value, 2))} {unit}".strip())
