"""head_start: how long before others a provider's API was open."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from ecosys.domain.openings import TAKES, Definition, Opening, first_openings, speaks
from ecosys.event import Subject
from ecosys.event.subject import provider_of
from ecosys.moment import Held
from ecosys.projection import (
    Context,
    Coverage,
    Mark,
    Parameters,
    Point,
    marks,
    projection,
    rests_on,
)
from ecosys.values.span import Span, between

Compared = Literal["beta", "open_sign_up", "general", "open_sign_up_against_beta"]
FIRST = "the first of the others"
"""What stands for the other where it is whoever was first."""

PAIRS: dict[Compared, tuple[Definition, Definition]] = {
    "beta": ("beta", "beta"),
    "open_sign_up": ("open_sign_up", "open_sign_up"),
    "general": ("general", "general"),
    "open_sign_up_against_beta": ("open_sign_up", "beta"),
}
"""Which opening of the one is compared with which of the other."""


class HeadStartParameters(Parameters):
    """What to compare."""

    against: Subject | None = None
    """The other: a provider, or one launch of it; left out: each, and the first of them."""
    what: Literal["api", "platform", "model", "open_weights", "product", "feature", "sdk"] = "api"
    """What kind of launch is compared."""
    definition: Compared | None = None
    """Which opening counts; left out: each in turn."""


def _reads(held: Held, chosen: HeadStartParameters) -> bool:
    return speaks(held, chosen.what)


@projection(
    takes=TAKES,
    unit="days",
    version=1,
    per="all",
    parameters=HeadStartParameters,
    reads=_reads,
)
def head_start(
    events: Sequence[Held], context: Context[HeadStartParameters]
) -> Iterator[Point | Coverage]:
    """How many days a provider's first API was open before another's, by each definition of open.

    Head start = the day of the other's first opening minus the day of the provider's own; less
    than nothing where the other was first. The definitions: beta, any stage but an announcement;
    open_sign_up, the first day on which anyone could sign up without waiting list or application;
    general, the stage general; and open_sign_up_against_beta, which sets the provider's open
    sign-up against the other's first opening of any kind: unlike stages, shown because the
    shortest head starts are counted so. Dates known as a month or between two days give a range,
    those seen "not after" a day a bound. Where nothing says when a provider's first API was open
    in that sense, its next API that was bounds it: between that first launch and that day. A
    provider with neither is missing, not late. `subject` and `against` can name single launches.
    Definition: ours, after "first-mover lead"; what counts as open decides, so all are given.
    """
    missing: list[str] = []
    view, chosen = context.view(events), context.parameters
    for name, (own, other) in PAIRS.items():
        if chosen.definition not in (None, name):
            continue
        theirs = first_openings(view, chosen.what, other, chosen.against)
        begun = first_openings(view, chosen.what, "beta", chosen.against)
        missing += (f"{provider} ({name})" for provider in sorted(set(begun) - set(theirs)))
        ours = first_openings(view, chosen.what, own, chosen.subject)
        for provider, opening in ours.items():
            others = {who: theirs[who] for who in theirs if who != provider}
            yield from _against(opening, others, name, context)
    yield Coverage(
        definition=f"first launches ({context.parameters.what}) at the providers' own channel",
        missing=tuple(missing),
    )


def _against(
    own: Opening, others: Mapping[str, Opening], name: str, context: Context[HeadStartParameters]
) -> Iterator[Point]:
    for other, opening in others.items():
        yield _point(own, (opening,), {"definition": name, "against": other}, context)
    if len(others) > 1:
        first = _may_be_first(tuple(others.values()))
        yield _point(own, first, {"definition": name, "against": FIRST}, context)


def _may_be_first(others: Sequence[Opening]) -> tuple[Opening, ...]:
    """Of several openings those that no other surely came before."""
    lasts = [opening.days.high for opening in others if opening.days.high is not None]
    by = min(lasts, default=None)
    return tuple(
        opening
        for opening in others
        if by is None or opening.days.low is None or opening.days.low <= by
    )


def _point(
    own: Opening,
    others: Sequence[Opening],
    labels: Mapping[str, str],
    context: Context[HeadStartParameters],
) -> Point:
    span = between(own.days, _first_of(others))
    first = min(others, key=lambda other: (other.days.high is None, other.days.high or 0))
    later = max((own.facts[0], first.facts[0]), key=lambda held: held.start or 0)
    return Point(
        subject=provider_of(own.subject),
        at=later.event.when.date if later.event.when else "unknown",
        value=span.value,
        high=span.upto,
        comparator=span.comparator,
        unit="days",
        **rests_on(held for opening in (own, *others) for held in opening.facts),
        labels={
            **labels,
            "launch": own.subject,
            "their_launch": ", ".join(opening.subject for opening in others),
            "years": span.years(),
        },
        marks=_marks((own, *others), context),
    )


def _first_of(others: Sequence[Opening]) -> Span:
    """The days that the first of several openings may have been on."""
    lows = [opening.days.low for opening in others if opening.days.low is not None]
    highs = [opening.days.high for opening in others if opening.days.high is not None]
    low = min(lows) if len(lows) == len(others) else None
    return Span(low, min(highs, default=None))


def _marks(openings: Sequence[Opening], context: Context[HeadStartParameters]) -> tuple[Mark, ...]:
    marked = {mark for opening in openings for mark in marks(opening.facts[0], context.moment)}
    if any(opening.by_a_later_launch for opening in openings):
        marked.add("at_the_latest")
    return tuple(sorted(marked))
