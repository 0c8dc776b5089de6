"""Openings: from which day on something was open, and to whom."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ecosys.access import barred
from ecosys.event import FIRST_PARTY
from ecosys.event.subject import provider_of, within
from ecosys.events.described import Described
from ecosys.events.launched import Launched
from ecosys.launches import first_of
from ecosys.moment import Held
from ecosys.moment.series import Statement, choose, statements
from ecosys.values.span import Span, dated

Definition = Literal["beta", "open_sign_up", "general"]
"""beta: to anybody at all, by invitation too; open_sign_up: to all who sign up; general: stage."""
Ranks = Mapping[str, int]

TAKES = ("launched", "described")
"""The types of events that tell of openings."""
STAGES = {
    "beta": ("private_preview", "preview", "api", "general"),
    "open_sign_up": ("preview", "general"),
    "general": ("general",),
}
"""Stages that are an opening; `api` does not say whether everybody could sign up."""
ACCESS = "access"
"""The attribute that says who gets in."""


@dataclass(frozen=True, slots=True)
class Opening:
    """When a provider's first launch of a kind was open, as exactly as is known."""

    subject: str
    """The launch."""
    days: Span
    """The first and the last day that it may have been, counted from 1970."""
    held: tuple[Held, ...]
    """What says so; the opening itself comes first."""

    @property
    def narrower(self) -> bool:
        """Whether only another launch of the provider is known to have been open."""
        return len(self.held) > 1


def first_openings(
    facts: Sequence[Held],
    what: str,
    definition: Definition,
    ranks: Ranks,
    as_of: int,
    among: str | None = None,
) -> dict[str, Opening]:
    """Each provider's first opening by a moment, among a subject and all beneath it.

    It is that of the provider's first launch of the kind. Where nothing says when that one was
    open, the provider's next that was open bounds it: from the first launch to that day.
    """
    begun = _by_provider(openings(facts, what, "beta", ranks, as_of), among)
    opened = _by_provider(openings(facts, what, definition, ranks, as_of), among)
    found = {}
    for provider, those in sorted(opened.items()):
        first = next(iter(begun.get(provider, those)))
        found[provider] = _opening(first, begun.get(provider, those), those)
    return found


def _opening(first: str, begun: Mapping[str, Held], opened: Mapping[str, Held]) -> Opening:
    if first in opened:
        return Opening(first, _days(opened[first]), (opened[first],))
    subject, held = next(iter(opened.items()))
    days = Span(_days(begun[first]).low, _days(held).high)
    return Opening(subject, days, (held, begun[first]))


def _days(held: Held) -> Span:
    when = held.event.when
    return dated(when) if when else Span(None, None)


def _by_provider(found: Mapping[str, Held], among: str | None) -> dict[str, dict[str, Held]]:
    """The openings of each provider, the first of them first."""
    by: dict[str, dict[str, Held]] = defaultdict(dict)
    for subject, held in sorted(found.items(), key=lambda each: (each[1].start or 0, each[0])):
        if within(subject, among):
            by[provider_of(subject)][subject] = held
    return by


def openings(
    facts: Sequence[Held], what: str, definition: Definition, ranks: Ranks, as_of: int
) -> dict[str, Held]:
    """The first opening of each subject of a kind by a moment, at the provider's own channel."""
    launched = [
        held
        for held in facts
        if isinstance(held.event, Launched)
        and held.event.what == what
        and held.event.channel == FIRST_PARTY
    ]
    found = [held for held in launched if getattr(held.event, "stage", "") in STAGES[definition]]
    if definition == "open_sign_up":
        access = _access(facts)
        found = [held for held in found if not _closed(held, access, ranks)]
        found += _opened(access, {held.event.subjects[0] for held in launched})
    stated: dict[str, list[Held]] = defaultdict(list)
    for held in found:
        if held.start is not None and held.start <= as_of:
            stated[held.event.subjects[0]].append(held)
    return {subject: first_of(said, ranks) for subject, said in stated.items()}


def _access(facts: Iterable[Held]) -> dict[Hashable, list[Statement]]:
    said = (
        held
        for held in facts
        if isinstance(held.event, Described)
        and held.event.attribute == ACCESS
        and held.event.channel == FIRST_PARTY
    )
    return {stated[0].held.event.subjects[0]: stated for stated in statements(said).values()}


def _closed(launch: Held, access: Mapping[Hashable, Sequence[Statement]], ranks: Ranks) -> bool:
    """Whether only some got in on the day of a launch."""
    said = access.get(launch.event.subjects[0], ())
    choice = choose(said, launch.start or 0, ranks)
    return choice is not None and barred(str(choice.statement.value)) is True


def _opened(access: Mapping[Hashable, Iterable[Statement]], subjects: Iterable[str]) -> list[Held]:
    """What states that everybody could sign up from a day on."""
    return [
        stated.held
        for subject in sorted(subjects)
        for stated in access.get(subject, ())
        if barred(str(stated.value)) is False
    ]
