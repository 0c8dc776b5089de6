"""Openings: when a provider's first launch of a kind was open, and to whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ecosys.domain.access import ACCESS, barred
from ecosys.domain.launches import first_of
from ecosys.event import FIRST_PARTY
from ecosys.event.subject import provider_of, within
from ecosys.events.described import Described
from ecosys.events.launched import Launched
from ecosys.moment import Held, View
from ecosys.moment.series import Statement
from ecosys.values.span import Span, dated

Definition = Literal["beta", "open_sign_up", "general"]
"""beta: to anybody at all, by invitation too; open_sign_up: to all who sign up; general: stage."""
TAKES = ("launched", "described")
"""The types of events that tell of openings."""
STAGES = {
    "beta": ("private_preview", "preview", "api", "general"),
    "open_sign_up": ("preview", "general"),
    "general": ("general",),
}
"""Stages that are an opening; `api` does not say whether everybody could sign up."""


@dataclass(frozen=True, slots=True)
class Opening:
    """When a provider's first launch of a kind was open, as exactly as is known."""

    subject: str
    """The launch."""
    days: Span
    """The first and the last day that it may have been, counted from 1970."""
    facts: tuple[Held, ...]
    """What states it; the opening itself comes first."""

    @property
    def by_a_later_launch(self) -> bool:
        """Whether nothing says when the first launch was open, only when a later one was.

        The first launch was open by then at the latest.
        """
        return len(self.facts) > 1


def speaks(held: Held, what: str) -> bool:
    """Whether a fact says something of when something of a kind was open."""
    if issubclass(held.kind, Launched):
        return _is_launch(held, what)
    described = held.of(Described)
    return described is not None and described.attribute == ACCESS


def first_openings(
    view: View, what: str, definition: Definition, among: str | None = None
) -> dict[str, Opening]:
    """Each provider's first opening by a moment, among a subject and all beneath it.

    It is that of the provider's first launch of the kind. Where nothing says when that one was
    open, the provider's next that was open bounds it: from the first launch to that day.
    """
    begun = _by_provider(view.once(openings, what, "beta"), among)
    opened = _by_provider(view.once(openings, what, definition), among)
    return {
        provider: _opening(begun.get(provider, launches), launches)
        for provider, launches in sorted(opened.items())
    }


# A provider's first API came in private beta on 11 June 2020; nothing says when everybody could
# sign up for it. Its second API was open to all on 18 November 2021. Then the first opening lies
# between the two days, and both facts are its grounds.


def _opening(begun: Mapping[str, Held], opened: Mapping[str, Held]) -> Opening:
    first = next(iter(begun))
    if first in opened:
        return Opening(first, _days(opened[first]), (opened[first],))
    subject, held = next(iter(opened.items()))
    days = Span(_days(begun[first]).low, _days(held).high)
    return Opening(subject, days, (held, begun[first]))


def _days(held: Held) -> Span:
    when = held.when
    return dated(when) if when else Span(None, None)


def _by_provider(opened: Mapping[str, Held], among: str | None) -> dict[str, dict[str, Held]]:
    """The openings of each provider, the first of them first."""
    by: dict[str, dict[str, Held]] = defaultdict(dict)
    for subject, held in sorted(opened.items(), key=lambda each: (each[1].start or 0, each[0])):
        if within(subject, among):
            by[provider_of(subject)][subject] = held
    return by


def openings(view: View, what: str, definition: Definition) -> dict[str, Held]:
    """The first opening of each subject of a kind by a moment, at the provider's own channel."""
    launches = view.of(Launched).only(lambda held: _is_launch(held, what)).facts
    opened = [held for held in launches if held.field("stage") in STAGES[definition]]
    if definition == "open_sign_up":
        access = _access(view)
        opened = [held for held in opened if not _closed(held, access, view)]
        opened += _opened(access, {held.subject for held in launches})
    by: dict[str, list[Held]] = defaultdict(list)
    for held in opened:
        if view.has_begun(held):
            by[held.subject].append(held)
    return {subject: first_of(facts, view.ranks) for subject, facts in by.items()}


def _is_launch(held: Held, what: str) -> bool:
    """Whether something of a kind was launched at its provider's own channel."""
    return bool(held.field("what") == what and held.field("channel") == FIRST_PARTY)


def _access(view: View) -> dict[str, Sequence[Statement]]:
    described = view.of(Described, attribute={ACCESS}, channel={FIRST_PARTY})
    return {stated[0].held.subjects[0]: stated for stated in described.series.values()}


def _closed(launch: Held, access: Mapping[str, Sequence[Statement]], view: View) -> bool:
    """Whether only some got in on the day of a launch."""
    choice = view.at(launch.start or 0).choose(access.get(launch.subjects[0], ()))
    return choice is not None and barred(str(choice.statement.value)) is True


def _opened(access: Mapping[str, Iterable[Statement]], subjects: Iterable[str]) -> list[Held]:
    """What states that everybody could sign up from a day on."""
    return [
        stated.held
        for subject in sorted(subjects)
        for stated in access.get(subject, ())
        if barred(str(stated.value)) is False
    ]
