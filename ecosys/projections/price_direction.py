"""price_direction: which part of all price changes went down."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from statistics import median

from ecosys.domain.price_history import (
    Lines,
    PriceMove,
    Promotions,
    price_histories,
    price_moves,
    reads,
)
from ecosys.event import Subject
from ecosys.event.subject import provider_of
from ecosys.moment import Held
from ecosys.projection import Context, Coverage, Figure, Parameters, Point, projection, rests_on
from ecosys.projection.groups import MARKET, by_group, rounded, too_few
from ecosys.values import amount
from ecosys.values.instant import DAY, day_of
from ecosys.values.when import When


class PriceDirectionParameters(Parameters):
    """Which changes to count."""

    promotions: Promotions = "left_out"
    """left_out: prices given with an end are passed over; counted: they count, and their end."""
    lines: Lines = "base"
    """base: text, at any hour, from the first token on; all: bands, hours, modalities too."""
    since: When | None = None
    """Only changes from this date on: `2023`, `2023-06`."""


def _reads(held: Held, chosen: PriceDirectionParameters) -> bool:
    return reads(held, chosen.lines)


@projection(
    takes=["price_changed"],
    unit="ratio",
    version=1,
    parameters=PriceDirectionParameters,
    reads=_reads,
)
def price_direction(
    events: Sequence[Held], context: Context[PriceDirectionParameters]
) -> Iterator[Point | Coverage]:
    """Which part of all changes of list prices went down, by provider and over all.

    A change is a list price per million tokens that another one followed on the same line: one
    model's input or output at standard tier, of the provider itself; a cut of input and output is
    two changes. share_down = down / (down + up); median_ratio is the median of the new price
    divided by the old. No change: a first price, an end, the same price stated again, a
    correction, another source that differs, a scheduled price. A price given with an end is a
    promotion: it is passed over, so neither its start nor its end counts, and one that becomes
    permanent counts on the day on which it did; a mirror that ends each old price in this way is
    read with promotions=counted. The share is not known below three changes. Successors of a
    model are not its price: see successor_price_ratio. Definition: ours, because a share of
    changes takes no weights, which nobody publishes; a change of each line counts the same.
    """
    chosen = context.parameters
    start = chosen.since.start if chosen.since else None
    view = context.view(events)
    histories = price_histories(view, lines=chosen.lines, promotions=chosen.promotions)
    moves = price_moves(view, lines=chosen.lines, promotions=chosen.promotions)
    changed = [change for change in moves if start is None or change.after.at >= start]
    groups = by_group(changed, _subject, chosen.subject)
    for subject, members in groups.items():
        points = partial(_points, subject, members, context)
        yield from view.parts.once(subject, members, points)
    priced = {provider_of(history.subject) for history in histories}
    yield Coverage(
        definition="input and output lines of providers' own price lists at standard tier, "
        "promotions " + ("counted" if chosen.promotions == "counted" else "left out"),
        included=tuple(_figures(changed, context)),
        missing=tuple(sorted(priced - {provider_of(_subject(each)) for each in changed})),
        reason=too_few(len(changed), "changes of a price"),
    )


def _points(
    subject: Subject, changed: list[PriceMove], context: Context[PriceDirectionParameters]
) -> Iterator[Point]:
    down = [change for change in changed if change.new < change.old]
    up = [change for change in changed if change.new > change.old]
    ratios = [change.ratio for change in changed if change.ratio is not None]
    few = too_few(len(changed), "changes")
    share = None if few else amount.ratio(Decimal(len(down)), Decimal(len(changed)))
    middle = rounded(median(ratios)) if ratios else None
    for name, value, unit, rest in (
        ("share_down", share, "ratio", changed),
        ("down", Decimal(len(down)), "changes", down),
        ("up", Decimal(len(up)), "changes", up),
        ("median_ratio", middle, "ratio", changed),
    ):
        labels = {"statistic": name}
        if value is None and few:
            labels["missing"] = few
        yield Point(
            subject=subject,
            at=day_of(context.moment.as_of),
            value=value,
            unit=unit,
            labels=labels,
            **rests_on(held for change in rest for held in change.facts),
        )


def _figures(
    changed: list[PriceMove], context: Context[PriceDirectionParameters]
) -> Iterator[Figure]:
    for provider, members in by_group(changed, _subject, context.parameters.subject).items():
        if provider == MARKET:
            continue
        last = max(change.after.at for change in members)
        age = (context.moment.as_of - last) // DAY
        yield Figure(provider, day_of(last), Decimal(len(members)), age)


def _subject(change: PriceMove) -> str:
    return change.history.subject
