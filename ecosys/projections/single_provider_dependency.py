"""single_provider_dependency: which part of those who say what they build on name one provider."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from ecosys.domain.figures import figure, figures, survey_point
from ecosys.event.subject import provider_of
from ecosys.events.integrated import Integrated
from ecosys.events.observed import Observed
from ecosys.moment import Held
from ecosys.projection import Context, Coverage, Parameters, Point, projection, rests_on
from ecosys.projection.groups import MARKET, too_few
from ecosys.values import amount
from ecosys.values.instant import day_of

SURVEYED = (
    "multi_homing",
    "multi_model_3plus",
    "multi_model_5plus",
    "pays_provider",
    "provider_share_customers",
    "share_using_openai",
    "uses_provider",
)
"""Stated shares of those who use a provider, or several."""


class SingleProviderDependencyParameters(Parameters):
    """Whom to ask, and who counts as the provider."""

    category: Literal["product", "framework", "both"] = "both"
    """Products, frameworks, or both. What stands inside another product (plugins) never counts."""
    platforms: Literal["as_named", "followed"] = "as_named"
    """as_named: who sells it is the provider; followed: a platform with the models of one provider
    alone (Azure OpenAI Service) counts as that provider."""


@dataclass(slots=True)
class Builder:
    """Somebody who builds on something, with the providers that are named."""

    providers: set[str] = field(default_factory=set)
    facts: list[Held] = field(default_factory=list)


def _reads(held: Held, _: SingleProviderDependencyParameters) -> bool:
    figure = held.of(Observed)
    return figure is None or figure.metric in SURVEYED


@projection(
    takes=["integrated", "observed"],
    unit="ratio",
    version=1,
    per="all",
    parameters=SingleProviderDependencyParameters,
    reads=_reads,
)
def single_provider_dependency(
    events: Sequence[Held], context: Context[SingleProviderDependencyParameters]
) -> Iterator[Point | Coverage]:
    """Which part of the products and frameworks that state what they build on name one provider.

    share_alone = those that name one provider / those that name any, over all (subject market)
    and, for each provider, among those that name it. Below three there is no share. Whoever names
    one may use others in silence, and no statement says when somebody left: the share is one of
    public statements so far, mostly case studies that the sellers chose, and an upper bound rather
    than a measure of the market. What surveys state on the use of one or several providers stands
    beside it (statistic: survey), each figure with its population, never mixed in. Left out:
    plugins, apps, platforms, compatibility layers; who names no provider is listed as missing.
    Definition: ours; dependency on a single supplier as purchasing departments count it.
    """
    builders = _builders(events, context)
    named = {name: each for name, each in builders.items() if each.providers}
    asked = context.parameters.subject
    if named and asked in (None, MARKET):
        yield from _shares(MARKET, named, context)
    for provider in sorted({each for builder in named.values() for each in builder.providers}):
        if asked is None or provider_of(asked) == provider:
            naming = {n: each for n, each in named.items() if provider in each.providers}
            yield from _shares(provider, naming, context)
    surveyed = [
        held
        for held in figures(context.view(events), SURVEYED)
        if asked is None or provider_of(held.subjects[0]) == provider_of(asked)
    ]
    yield from (survey_point(held, context, "survey") for held in surveyed)
    yield Coverage(
        definition="products and frameworks with a public statement of what they build on; not a "
        "share of all applications",
        included=tuple(figure(held, context.moment.as_of) for held in surveyed),
        missing=tuple(sorted(set(builders) - set(named))),
        reason=too_few(len(named), "builders that name a provider"),
    )


def _builders(
    events: Sequence[Held], context: Context[SingleProviderDependencyParameters]
) -> dict[str, Builder]:
    chosen = context.parameters.category
    categories = ("product", "framework") if chosen == "both" else (chosen,)
    known = context.view(events).of(Integrated).begun().facts
    followed = _platforms(known) if context.parameters.platforms == "followed" else {}
    builders: dict[str, Builder] = defaultdict(Builder)
    for held in known:
        event = held.event
        if isinstance(event, Integrated) and event.category in categories:
            builder = builders[event.integrator]
            builder.facts += [held, *followed.get(event.subject, ("", []))[1]]
            provider = followed.get(event.subject, (provider_of(event.subject), []))[0]
            builder.providers |= {provider} - {MARKET}
    return builders


def _platforms(known: Sequence[Held]) -> Mapping[str, tuple[str, list[Held]]]:
    """Platforms that are only said to serve the models of one provider, and that provider."""
    served: dict[str, list[Held]] = defaultdict(list)
    for held in known:
        if isinstance(held.event, Integrated) and held.event.category == "platform":
            served[held.event.integrator].append(held)
    makers = {
        platform: {provider_of(held.subjects[0]) for held in facts}
        for platform, facts in served.items()
    }
    return {
        platform: (next(iter(makers[platform])), facts)
        for platform, facts in served.items()
        if len(makers[platform]) == 1
    }


def _shares(
    subject: str,
    builders: Mapping[str, Builder],
    context: Context[SingleProviderDependencyParameters],
) -> Iterator[Point]:
    alone = {name: each for name, each in builders.items() if len(each.providers) == 1}
    share = None
    if too_few(len(builders), "builders") is None:
        share = amount.ratio(Decimal(len(alone)), Decimal(len(builders)))
    for statistic, value, part in (
        ("named", Decimal(len(builders)), builders),
        ("named_alone", Decimal(len(alone)), alone),
        ("share_alone", share, builders),
    ):
        yield Point(
            subject=subject,
            at=day_of(context.moment.as_of),
            value=value,
            unit="ratio" if statistic == "share_alone" else "builders",
            **rests_on(held for each in part.values() for held in each.facts),
            labels={"statistic": statistic},
        )
