"""reschedulings: how often announced dates were moved or called off, and by how many days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import chain
from statistics import median
from typing import Literal

from ecosys.domain.schedules import Schedule, schedules
from ecosys.event import ANY_CHANNEL, FIRST_PARTY, Channel
from ecosys.event.subject import provider_of
from ecosys.events.deprecated import Deprecated
from ecosys.events.price_changed import PriceChanged
from ecosys.moment import Held
from ecosys.projection import Context, Coverage, Parameters, Point, projection, rests_on
from ecosys.projection.groups import too_few
from ecosys.values import amount
from ecosys.values.instant import day_of


class ReschedulingsParameters(Parameters):
    """What to count."""

    channel: Channel = FIRST_PARTY
    """Where it was to happen; `all` for everywhere."""
    per: Literal["provider", "announcement"] = "provider"
    """provider: counts, shares and medians; announcement: each one that was moved or called off."""


def _reads(held: Held, chosen: ReschedulingsParameters) -> bool:
    event = held.of(Deprecated) or held.of(PriceChanged)
    return event is not None and chosen.channel in (event.channel, ANY_CHANNEL)


@projection(
    takes=["deprecated", "price_changed"],
    unit="announcements",
    version=1,
    history=True,
    parameters=ReschedulingsParameters,
    reads=_reads,
)
def reschedulings(
    events: Sequence[Held], context: Context[ReschedulingsParameters]
) -> Iterator[Point | Coverage]:
    """How often shutdowns and prices that were announced ahead were moved or called off.

    For each provider and kind (shutdown, price): the announcements, how many of them changed, of
    these how many were cancelled and how many moved (later, earlier, back to where they were, or
    by an unknown number of days), all moves counted one by one, the share that changed = changed /
    announcements, and the median shift in days. A shift is net: from the first date announced to
    the one that stands; it is unknown where one of them is soft or coarser than a day. An
    announcement counts once, by its best voice; one made anew for the same subject is another. Left
    out: earliest possible dates (no promise was broken), the close to new uses, the ends of
    promotions, and corrections of slips, which changed nothing in the world. `as_of` chooses the
    announcements, `known_at` the moves. Definition: ours; what a calendar keeper calls slippage.
    """
    parts = context.view(events).parts
    announced = list(chain.from_iterable(parts.each(schedules, context.parameters.channel)))
    missing: set[str] = set()
    for (provider, kind), group in sorted(_grouped(announced).items()):
        missing |= {*parts.once((provider, kind, "missing"), group, partial(_missing, group))}
        if context.parameters.per == "provider":
            points = partial(_points, provider, kind, group, context)
            yield from parts.once((provider, kind), group, points)
    if context.parameters.per == "announcement":
        changed = (schedule for schedule in announced if schedule.changed)
        yield from (_each(schedule, context) for schedule in sorted(changed, key=_said))
    yield Coverage(
        definition="shutdowns with a firm first date and prices said a day ahead or more",
        missing=tuple(sorted(missing)),
        reason=too_few(len(announced), "announcements"),
    )


def _missing(announced: Iterable[Schedule]) -> list[str]:
    """What was moved by an unknown number of days."""
    return [_subject(each) for each in announced if _moved(each) and each.shift is None]


def _points(
    provider: str, kind: str, announced: list[Schedule], context: Context[ReschedulingsParameters]
) -> Iterator[Point]:
    changed = [each for each in announced if each.changed]
    shifted = [each for each in changed if _moved(each) and each.shift is not None]
    days = [Decimal(each.shift or 0) for each in shifted]
    moves = sum(each.moves for each in changed)
    for statistic, value, unit, rest in (
        ("announcements", Decimal(len(announced)), "announcements", announced),
        *_counts(announced),
        ("moves", Decimal(moves), "moves", [each for each in changed if each.moves]),
        ("share_changed", _share(changed, announced), "ratio", announced),
        ("median_shift", median(days) if days else None, "days", shifted),
    ):
        yield Point(
            subject=provider,
            at=day_of(context.moment.as_of),
            value=value,
            unit=unit,
            **rests_on(each.held for each in rest),
            labels={"kind": kind, "statistic": statistic},
        )


def _counts(announced: list[Schedule]) -> Iterator[tuple[str, Decimal, str, list[Schedule]]]:
    for statistic, picked in (
        ("changed", [each for each in announced if each.changed]),
        ("cancelled", [each for each in announced if each.cancelled]),
        ("moved", [each for each in announced if _moved(each)]),
        ("later", [each for each in announced if _moved(each) and (each.shift or 0) > 0]),
        ("earlier", [each for each in announced if _moved(each) and (each.shift or 0) < 0]),
        ("back", [each for each in announced if _moved(each) and each.shift == 0]),
        ("shift_unknown", [each for each in announced if _moved(each) and each.shift is None]),
    ):
        yield statistic, Decimal(len(picked)), "announcements", picked


def _each(schedule: Schedule, context: Context[ReschedulingsParameters]) -> Point:
    return Point(
        subject=_subject(schedule),
        at=day_of(context.moment.as_of),
        value=None if schedule.shift is None else Decimal(schedule.shift),
        unit="days",
        **rests_on([schedule.held]),
        labels={
            "kind": schedule.kind,
            "channel": getattr(schedule.held.event, "channel", FIRST_PARTY),
            "from": str(schedule.dates[0]),
            "to": "cancelled" if schedule.cancelled else str(schedule.dates[-1]),
            "moves": str(schedule.moves),
        },
    )


def _said(schedule: Schedule) -> tuple[int, str]:
    return schedule.held.known_from, schedule.held.id


def _moved(schedule: Schedule) -> bool:
    return schedule.moves > 0 and not schedule.cancelled


def _share(changed: list[Schedule], announced: list[Schedule]) -> Decimal | None:
    if too_few(len(announced), "announcements"):
        return None
    return amount.ratio(Decimal(len(changed)), Decimal(len(announced)))


def _subject(schedule: Schedule) -> str:
    return schedule.place[0]


def _grouped(announced: Iterable[Schedule]) -> dict[tuple[str, str], list[Schedule]]:
    by: dict[tuple[str, str], list[Schedule]] = defaultdict(list)
    for each in announced:
        by[provider_of(_subject(each)), each.kind].append(each)
    return by
