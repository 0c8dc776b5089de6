"""expansions: how many began to build on a provider before and after its platform grew."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from ecosys.event import FIRST_PARTY
from ecosys.event.subject import provider_of, within
from ecosys.events.integrated import Integrated
from ecosys.events.launched import Launched
from ecosys.moment import Held
from ecosys.projection import Context, Coverage, Mark, Parameters, Point, projection, rests_on
from ecosys.values.instant import DAY, midnight

KINDS = ("api", "platform", "feature", "product", "sdk")
"""Kinds of launches by which a platform grows; a model is not one."""


class ExpansionsParameters(Parameters):
    """How long before and after."""

    days: Annotated[int, Field(ge=1, le=3650)] = 365
    """Days before an expansion, and as many from its day on."""


@dataclass(frozen=True, slots=True)
class Tie:
    """An integrator that began to build on a provider."""

    integrator: str
    start: int
    held: Held


def _reads(held: Held, _: ExpansionsParameters) -> bool:
    launch = held.of(Launched)
    return launch is None or _is_expansion(launch)


def _is_expansion(launch: Launched) -> bool:
    """Whether a platform grows by it, whenever it is."""
    kind = launch.what in KINDS and launch.stage != "announced" and launch.channel == FIRST_PARTY
    return kind and launch.occurred.plain and launch.subject != provider_of(launch.subject)


@projection(
    takes=["launched", "integrated"],
    unit="integrators",
    version=1,
    per="all",
    parameters=ExpansionsParameters,
    reads=_reads,
)
def expansions(
    events: Sequence[Held], context: Context[ExpansionsParameters]
) -> Iterator[Point | Coverage]:
    """How many began to build on a provider in the year before and after it expanded its platform.

    An expansion is a launch of an api, platform, feature, product or sdk at the provider's own
    channel, on a known day; what was only announced is none, and each stage with a day of its own
    is one. Counted are the distinct integrators, other than the provider itself, with a tie to the
    provider or anything beneath it that begins in the `days` before that day, and in the `days`
    from it on; a coarse date begins with its first day. Change = after - before; it has no value
    until the time after is over. Expansions of one year share the same integrators, and one tied
    before counts again with a new tie: no change shows what an expansion caused. The log names
    examples, more of some years than of others, so each count is a lower bound and a change may
    lie on either side of the true one. Unit: integrators. Definition: ours, after the event study
    of economics, without its comparison group.
    """
    ties = _ties(events, context)
    unnamed: set[str] = set()
    for launch, event in _expansions(events, context):
        provider = provider_of(event.subject)
        if provider not in ties:
            unnamed.add(provider)
        yield from _points(launch, event, ties.get(provider, ()), context)
    yield Coverage(
        definition="integrations that the log names: examples, not all, and how many are named of "
        "a year depends on what was read",
        missing=tuple(sorted(unnamed)),
    )


def _ties(
    events: Iterable[Held], context: Context[ExpansionsParameters]
) -> Mapping[str, list[Tie]]:
    """By provider."""
    ties: dict[str, list[Tie]] = defaultdict(list)
    for held in events:
        event = held.event
        if not isinstance(event, Integrated) or held.start is None:
            continue
        provider = provider_of(event.subject)
        if held.start <= context.moment.as_of and provider_of(event.integrator) != provider:
            ties[provider].append(Tie(event.integrator, held.start, held))
    return ties


def _expansions(
    events: Iterable[Held], context: Context[ExpansionsParameters]
) -> Iterator[tuple[Held, Launched]]:
    """The first statement of each subject and day."""
    seen: set[tuple[str, int]] = set()
    for held in events:
        event = held.event
        if not isinstance(event, Launched) or not _expands(event, context):
            continue
        key = (event.subject, midnight(event.occurred.start))
        if key not in seen:
            seen.add(key)
            yield held, event


def _expands(event: Launched, context: Context[ExpansionsParameters]) -> bool:
    begun = event.occurred.start <= context.moment.as_of
    return _is_expansion(event) and begun and within(event.subject, context.parameters.subject)


def _points(
    launch: Held, event: Launched, ties: Iterable[Tie], context: Context[ExpansionsParameters]
) -> Iterator[Point]:
    day, length = midnight(event.occurred.start), context.parameters.days * DAY
    before = [tie for tie in ties if day - length <= tie.start < day]
    after = [tie for tie in ties if day <= tie.start < day + length]
    over = day + length - 1 <= context.moment.as_of
    so_far: tuple[Mark, ...] = () if over else ("approximate",)
    change = _count(after) - _count(before) if over else None
    missing = {} if over else {"missing": "the time after is not over"}
    for statistic, value, counted, comparator, marked in (
        ("before", _count(before), before, ">=", ()),
        ("after", _count(after), after, ">=", so_far),
        ("change", change, [*before, *after], "~" if over else None, ()),
    ):
        yield Point(
            subject=event.subject,
            at=event.occurred.date,
            value=value,
            unit="integrators",
            comparator=comparator,
            **rests_on((launch, *(tie.held for tie in counted))),
            labels={"statistic": statistic, **(missing if statistic == "change" else {})},
            marks=marked,
        )


def _count(ties: Iterable[Tie]) -> Decimal:
    return Decimal(len({tie.integrator for tie in ties}))
