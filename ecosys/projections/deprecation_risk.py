"""deprecation_risk: how many of a provider's models are announced to end soon."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import chain
from statistics import median
from typing import Annotated

from pydantic import Field

from ecosys.domain.aliases import aliases
from ecosys.domain.endings import Ending, ended, ending_of, endings, notice
from ecosys.domain.listings import listed, other_than_models, own_launches
from ecosys.domain.scoring import Weighed, scores
from ecosys.event import FIRST_PARTY
from ecosys.event.subject import provider_of
from ecosys.events.deprecated import Deprecated
from ecosys.events.launched import Launched
from ecosys.events.price_changed import PriceChanged
from ecosys.moment import Held, View
from ecosys.projection import Context, Coverage, Point, projection, rests_on
from ecosys.projection.groups import too_few
from ecosys.values import amount
from ecosys.values.instant import DAY, day_of


class DeprecationRiskParameters(Weighed):
    """How far to look ahead."""

    within: Annotated[int, Field(ge=1, le=3650)] = 365
    """Days from the moment in which an announced end counts."""


KINDS = ("models", "ending", "ending_through_alias", "ending_soft")
"""How ids are counted: all that can be called, and those of them that are announced to end."""
Part = Mapping[str, list[Held]]
"""Ids with what is said of them."""
Lives = Mapping[str, tuple[int | None, list[Held]]]
"""Ids that have ended, each with its days from launch to shutdown."""


def _reads(held: Held, _: DeprecationRiskParameters) -> bool:
    event = held.of(Deprecated) or held.of(PriceChanged)
    return event is None or event.channel == FIRST_PARTY


@projection(
    takes=["deprecated", "price_changed", "launched", "alias_moved"],
    unit="ratio",
    version=1,
    per="provider",
    parameters=DeprecationRiskParameters,
    reads=_reads,
)
def deprecation_risk(
    events: Sequence[Held], context: Context[DeprecationRiskParameters]
) -> Iterator[Point | Coverage]:
    """Which part of a provider's models is announced to end within a year, and how long ids lived.

    models: those with a list price in force at the provider's own channel that were not shut
    down. ending: those of them with a firm shutdown announced for the days (365) after `as_of`;
    ending_through_alias: those that only point to such an id; ending_soft: those with no more than
    an earliest possible date in that time. share_ending = ending / models, share_with_aliases =
    (ending + ending_through_alias) / models; None below three models. median_lifetime: the median
    of days from launch to shutdown, both at the own channel, over ids that have ended; lifetimes
    counts them, lifetime_unknown those that ended without both dates to the day; shortest and
    longest are the ends of the range. Ids that still answer are left out, so the median is that
    of the departed, not of all. A score of the parts exists only for `weights` of the
    asker's own: the sum of weight * figure. Definition: ours, after the
    survival of products: who is announced to go, and how old those became who went.
    """
    asked = provider_of(context.parameters.subject) if context.parameters.subject else None
    view = context.view(events)
    models = _models(view, context.parameters.within)
    lifetimes = _lifetimes(view)
    shown = 0
    named: list[tuple[str, Point]] = []
    for provider in sorted({*models, *lifetimes}):
        if asked not in (None, provider):
            continue
        shown += len(models[provider]["models"])
        told = models[provider], lifetimes[provider]
        figures = view.parts.once(provider, told, partial(_figures, provider, *told, context))
        yield from figures
        named += [(point.labels["statistic"], point) for point in figures]
    yield from scores(named, context.parameters.weights, context)
    yield Coverage(
        definition="ids with a list price at the provider's own channel, aliases among them; a "
        "share of ids says nothing about use",
        missing=tuple(
            sorted(each for provider in lifetimes for each in _unknown(lifetimes[provider]))
        ),
        reason=too_few(shown, "models with a price"),
    )


def _figures(
    provider: str,
    models: Mapping[str, Part],
    lives: Lives,
    context: Context[DeprecationRiskParameters],
) -> Iterator[Point]:
    yield from _risks(provider, models, context)
    yield from _lives(provider, lives, context)


def _models(view: View, within_days: int) -> dict[str, dict[str, dict[str, list[Held]]]]:
    """By provider the ids that can be called, and those of them that are announced to end."""
    ends = dict(chain.from_iterable(view.parts.each(_soon, within_days)))
    pointing = aliases(view)
    by: dict[str, dict[str, dict[str, list[Held]]]] = defaultdict(
        lambda: {kind: {} for kind in KINDS}
    )
    for name, price in listed(view).items():
        parts = by[provider_of(name)]
        parts["models"][name] = [price]
        target = pointing[name].target if name in pointing else None
        if name in ends:
            kind = "ending_soft" if _soft(ends[name]) else "ending"
            parts[kind][name] = [price, ends[name].held]
        elif target is not None and target in ends and not _soft(ends[target]):
            grounds = [price, ends[target].held, pointing[name].steps[-1].held]
            parts["ending_through_alias"][name] = grounds
    return by


def _soon(view: View, within_days: int) -> list[tuple[str, Ending]]:
    found = ending_of(view).items()
    return [(name, each) for name, each in found if _is_soon(each, view.as_of, within_days)]


def _is_soon(ending: Ending, as_of: int, within_days: int) -> bool:
    date = ending.shutdown
    return date is not None and as_of < date.start <= as_of + within_days * DAY


def _soft(ending: Ending) -> bool:
    return ending.shutdown is not None and ending.shutdown.soft


def _risks(
    provider: str, parts: Mapping[str, Part], context: Context[DeprecationRiskParameters]
) -> Iterator[Point]:
    models, firm = parts["models"], parts["ending"]
    through, soft = parts["ending_through_alias"], parts["ending_soft"]
    for statistic, part in (
        ("models", models),
        ("ending", firm),
        ("ending_through_alias", through),
        ("ending_soft", soft),
    ):
        yield _point(provider, statistic, Decimal(len(part)), "models", _all(part), context)
    for statistic, going in (("share_ending", firm), ("share_with_aliases", {**firm, **through})):
        share = None
        if too_few(len(models), "models") is None:
            share = amount.ratio(Decimal(len(going)), Decimal(len(models)))
        yield _point(provider, statistic, share, "ratio", _all({**models, **going}), context)


def _lifetimes(view: View) -> dict[str, dict[str, tuple[int | None, list[Held]]]]:
    """By provider the ids that have ended, each with its days from launch to shutdown."""
    by: dict[str, dict[str, tuple[int | None, list[Held]]]] = defaultdict(dict)
    for name, life in chain.from_iterable(view.parts.each(_lifetimes_of)):
        by[provider_of(name)][name] = life
    return by


def _lifetimes_of(view: View) -> list[tuple[str, tuple[int | None, list[Held]]]]:
    lives = []
    over = ended(endings(view), view.as_of)
    launches = view.about(Launched, over)
    launched, other = own_launches(launches), other_than_models(launches.facts)
    for name, ending in over.items():
        if name in other:
            continue
        launch = launched.get(name)
        days = notice(launch.when, ending.shutdown) if launch else None
        lived = days if days is None or days >= 0 else None
        lives.append((name, (lived, [ending.held, *([launch] if launch else [])])))
    return lives


def _lives(
    provider: str,
    lives: Lives,
    context: Context[DeprecationRiskParameters],
) -> Iterator[Point]:
    known = sorted((days, name) for name, (days, _) in lives.items() if days is not None)
    days = [Decimal(each) for each, _ in known]
    rest = _all({name: lives[name][1] for _, name in known})
    missing = _all({name: lives[name][1] for name in _unknown(lives)})
    yield _point(provider, "median_lifetime", median(days) if days else None, "days", rest, context)
    for statistic, ends in (("shortest_lifetime", known[:1]), ("longest_lifetime", known[-1:])):
        held = _all({name: lives[name][1] for _, name in ends})
        yield _point(
            provider, statistic, Decimal(ends[0][0]) if ends else None, "days", held, context
        )
    yield _point(provider, "lifetimes", Decimal(len(days)), "ids", rest, context)
    unknown = Decimal(len(lives) - len(days))
    yield _point(provider, "lifetime_unknown", unknown, "ids", missing, context)


def _unknown(lives: Mapping[str, tuple[int | None, list[Held]]]) -> list[str]:
    return sorted(name for name, (days, _) in lives.items() if days is None)


def _all(part: Part) -> list[Held]:
    return [held for facts in part.values() for held in facts]


def _point(
    provider: str,
    statistic: str,
    value: Decimal | None,
    unit: str,
    held: Iterable[Held],
    context: Context[DeprecationRiskParameters],
) -> Point:
    return Point(
        subject=provider,
        at=day_of(context.moment.as_of),
        value=value,
        unit=unit,
        **rests_on(held),
        labels={"statistic": statistic},
    )
