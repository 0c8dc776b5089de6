"""ecosystem_depth: how many others build on a provider, by the kind of tie."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from ecosys.event.subject import provider_of, within
from ecosys.events.integrated import Integrated
from ecosys.moment import Held
from ecosys.projection import Context, Coverage, Parameters, Point, projection, rests_on
from ecosys.values.instant import day_of

ALL = "all"
"""The category of what is counted over all categories."""


class EcosystemDepthParameters(Parameters):
    """What to count."""

    category: (
        Literal[
            "app",
            "compatibility",
            "framework",
            "hub",
            "platform",
            "plugin",
            "product",
            "protocol",
        ]
        | None
    ) = None
    """Only ties of this kind; left out: each kind, and all together."""


@projection(
    takes=["integrated"],
    unit="integrators",
    version=1,
    per="all",
    parameters=EcosystemDepthParameters,
)
def ecosystem_depth(
    events: Sequence[Held], context: Context[EcosystemDepthParameters]
) -> Iterator[Point | Coverage]:
    """How many others are known to build on a provider at `as_of`, by the kind of tie.

    Counts the distinct integrators named in the log, whatever they build on beneath the provider;
    one that builds on several of its products, or says so twice, counts once in each category and
    once in all. What a provider builds on its own is left out, and so is what builds on it through
    another: a customer of Azure is a tie of Azure. A tie has no end in the log: what was built is
    not known to be in use still. The log names examples, not all: every count is a lower bound and
    says so. Unit: integrators. Definition: ours, after "complementors" in the study of platforms.
    """
    asked = context.parameters.subject
    ties: dict[str, dict[str, list[Held]]] = defaultdict(lambda: defaultdict(list))
    for held in events:
        event = held.event
        if not isinstance(event, Integrated) or not _counts(held, event, context):
            continue
        about = asked or provider_of(event.subject)
        ties[about][event.category].append(held)
        if context.parameters.category is None:
            ties[about][ALL].append(held)
    for subject, by in sorted(ties.items()):
        for category, facts in sorted(by.items()):
            yield _point(subject, category, facts, context)
    yield Coverage(
        definition="integrations that the log names; none of them is a census, and how many are "
        "named depends on what was read: compare providers with care"
    )


def _counts(held: Held, event: Integrated, context: Context[EcosystemDepthParameters]) -> bool:
    chosen = context.parameters
    so = held.start is not None and held.start <= context.moment.as_of
    others = provider_of(event.integrator) != provider_of(event.subject)
    wanted = chosen.category in (None, event.category) and within(event.subject, chosen.subject)
    return so and others and wanted


def _point(
    subject: str, category: str, ties: Sequence[Held], context: Context[EcosystemDepthParameters]
) -> Point:
    integrators = {held.event.integrator for held in ties if isinstance(held.event, Integrated)}
    return Point(
        subject=subject,
        at=day_of(context.moment.as_of),
        value=Decimal(len(integrators)),
        unit="integrators",
        comparator=">=",
        **rests_on(ties),
        labels={"category": category},
    )
