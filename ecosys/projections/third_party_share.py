"""third_party_share: which part of what is built on a provider others have built."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ecosys.domain.launches import first_launches
from ecosys.event.subject import provider_of
from ecosys.events.integrated import Integrated
from ecosys.events.launched import Launched
from ecosys.moment import Held, View
from ecosys.projection import Context, Coverage, Parameters, Point, projection, rests_on
from ecosys.projection.groups import MIN_MEMBERS, too_few
from ecosys.values import amount
from ecosys.values.instant import day_of

BUILT = ("product", "app", "plugin")
"""Categories of ties that are a thing built for users."""


@dataclass(slots=True)
class Built:
    """What is built on a provider: the names, each with what says so."""

    others: dict[str, list[Held]] = field(default_factory=lambda: defaultdict(list))
    own: dict[str, list[Held]] = field(default_factory=lambda: defaultdict(list))

    @property
    def count(self) -> int:
        """How many are known; of one side alone nothing is known of both."""
        return len(self.others) + len(self.own) if self.others and self.own else 0


@projection(takes=["integrated", "launched"], unit="ratio", version=1, per="all")
def third_party_share(
    events: Sequence[Held], context: Context[Parameters]
) -> Iterator[Point | Coverage]:
    """Which part of the products known to build on a provider others have built, at `as_of`.

    Share = others' products / (others' products + the provider's own). Others' are the distinct
    integrators of the categories product, app and plugin that belong to another provider; its own
    are the products that it launched itself, announcements aside, and ties of its own. The counts
    are points beside the share. Where no product of its own is recorded that number is unknown,
    not zero, and so is the share. Companies tied by investment count as others. Below three
    products there are not enough facts. It is a share of what the log names: no market total is
    known, and others' products are far more often left unnamed than a provider's own.
    Definition: ours.
    """
    asked = context.parameters.subject
    few: list[str] = []
    most = 0
    for provider, built in sorted(_built(context.view(events)).items()):
        if not built.others or (asked is not None and provider != provider_of(asked)):
            continue
        most = max(most, built.count)
        if built.count < MIN_MEMBERS:
            few.append(provider)
        yield from _points(provider, built, context)
    yield Coverage(
        definition="products named in the log: a share of examples, not of all that is built",
        missing=tuple(few),
        reason=too_few(most, "products of others and of the provider's own"),
    )


def _built(view: View) -> dict[str, Built]:
    by: dict[str, Built] = defaultdict(Built)
    for held in view.begun().facts:
        event = held.of(Integrated)
        if event is None or event.category not in BUILT:
            continue
        provider = provider_of(event.subject)
        own = provider_of(event.integrator) == provider
        kept = by[provider].own if own else by[provider].others
        kept[event.integrator].append(held)
    products = view.of(Launched).only(lambda held: held.field("what") == "product")
    for subject, held in first_launches(products).items():
        by[provider_of(subject)].own[subject].append(held)
    return by


def _points(provider: str, built: Built, context: Context[Parameters]) -> Iterator[Point]:
    others = [held for those in built.others.values() for held in those]
    own = [held for those in built.own.values() for held in those]
    share = None
    if built.count >= MIN_MEMBERS:
        share = amount.ratio(Decimal(len(built.others)), Decimal(built.count))
    for statistic, value, unit, rest in (
        ("share", share, "ratio", [*others, *own]),
        ("others", Decimal(len(built.others)), "products", others),
        ("own", Decimal(len(built.own)) if own else None, "products", own),
    ):
        yield Point(
            subject=provider,
            at=day_of(context.moment.as_of),
            value=value,
            unit=unit,
            **rests_on(rest),
            labels={"statistic": statistic},
        )
