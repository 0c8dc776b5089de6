"""deprecation_notice: how long before a shutdown it was announced."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import chain
from statistics import median, quantiles
from typing import Literal

from ecosys.domain.endings import Ending, by_date, final_endings
from ecosys.event import ANY_CHANNEL, FIRST_PARTY, Channel
from ecosys.event.subject import provider_of
from ecosys.events.deprecated import Deprecated
from ecosys.moment import Held
from ecosys.projection import Context, Coverage, Parameters, Point, projection, rests_on
from ecosys.values.instant import day_of


class DeprecationNoticeParameters(Parameters):
    """How to count."""

    channel: Channel = FIRST_PARTY
    """Where it ends; `all` for everywhere."""
    per: Literal["id", "announcement"] = "id"
    """id: each id counts; announcement: each pair of announcement and shutdown day counts once."""


def _reads(held: Held, chosen: DeprecationNoticeParameters) -> bool:
    event = held.of(Deprecated)
    return event is not None and chosen.channel in (event.channel, ANY_CHANNEL)


@projection(
    takes=["deprecated"],
    unit="days",
    version=2,
    parameters=DeprecationNoticeParameters,
    reads=_reads,
)
def deprecation_notice(
    events: Sequence[Held], context: Context[DeprecationNoticeParameters]
) -> Iterator[Point | Coverage]:
    """How many days lie between the announcement of an end and the shutdown, by provider.

    Notice = the shutdown that stands at the moment minus the day of that deprecation's own
    announcement; a move of the shutdown does not restart it. The points of each provider are the
    median, the quartiles (inclusive method), the minimum, the number of ids counted, and how many
    are unknown because a date is missing, soft or coarser than a day: unknown is never zero. What
    ends region by region, or deployment by deployment, counts once, with the last of them.
    Definition: ours, after the notice periods that providers promise in days.
    """
    parts = context.view(events).parts
    announced = chain.from_iterable(parts.each(final_endings, context.parameters.channel))
    missing: list[str] = []
    for provider, ended in sorted(_by_provider(announced).items()):
        missing += parts.once((provider, "missing"), ended, partial(_missing, ended))
        yield from parts.once(provider, ended, partial(_points, provider, ended, context))
    yield Coverage(
        definition="ids that a provider has announced the end of, with both dates to the day",
        missing=tuple(missing),
    )


def _missing(ended: Iterable[Ending]) -> list[str]:
    """The ids of which a date is not known to the day."""
    unknown = (ending for ending in ended if ending.notice_days is None)
    return [ending.event.subject for ending in sorted(unknown, key=by_date)]


def _points(
    provider: str, ended: Iterable[Ending], context: Context[DeprecationNoticeParameters]
) -> Iterator[Point]:
    in_order = sorted(ended, key=by_date)
    known = [ending for ending in in_order if ending.notice_days is not None]
    unknown = [ending for ending in in_order if ending.notice_days is None]
    if context.parameters.per == "announcement":
        known = list({_announcement(ending): ending for ending in known}.values())
    days = sorted(ending.notice_days or 0 for ending in known)
    shortest = [ending for ending in known if ending.notice_days == days[0]]
    for name, value, rest in (
        ("median", _number(median(days)) if days else None, known),
        ("lower_quartile", _quartile(days, 0), known),
        ("upper_quartile", _quartile(days, 2), known),
        ("minimum", Decimal(days[0]) if days else None, shortest),
        ("counted", Decimal(len(known)), known),
        ("unknown", Decimal(len(unknown)), unknown),
    ):
        yield Point(
            subject=provider,
            at=day_of(context.moment.as_of),
            value=value,
            unit="ids" if name in ("counted", "unknown") else "days",
            **rests_on(ending.held for ending in rest),
            labels={"statistic": name},
        )


def _by_provider(announced: Iterable[Ending]) -> dict[str, list[Ending]]:
    by: dict[str, list[Ending]] = defaultdict(list)
    for ending in announced:
        by[provider_of(ending.place[0])].append(ending)
    return by


def _announcement(ending: Ending) -> tuple[str, str]:
    return str(ending.event.announced), str(ending.event.shutdown)


def _quartile(days: list[int], which: int) -> Decimal | None:
    if len(days) < 2:
        return None
    return _number(quantiles(days, n=4, method="inclusive")[which])


def _number(value: float) -> Decimal:
    return Decimal(str(value)).normalize()
