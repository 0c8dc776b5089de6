"""Access: who had to wait before using something, and from which day on it was open to whom."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

from ecosys.domain.launches import first_of
from ecosys.event import FIRST_PARTY
from ecosys.event.subject import provider_of, within
from ecosys.events.described import Described
from ecosys.events.launched import Launched
from ecosys.moment import Held
from ecosys.moment.series import Statement, choose, statements
from ecosys.values import when
from ecosys.values.instant import DAY, midnight
from ecosys.values.span import Span, dated
from ecosys.values.when import When

_OPEN = re.compile(r"self-serve|sign-up|all api developers|api key", re.IGNORECASE)
_BARRED = re.compile(
    r"wait(ing )?list|application|invitation|private beta|review|on request", re.IGNORECASE
)


def barred(wording: str) -> bool | None:
    """Whether access is by waiting list or application, not by sign-up; None: it does not say."""
    if _OPEN.search(wording):
        return False
    return True if _BARRED.search(wording) else None


@dataclass(frozen=True, slots=True)
class Wait:
    """A time in which one had to wait for access."""

    statements: tuple[Statement, ...]
    """Those that say so, the first first."""
    began: When
    ended: When | None
    """None: it had not ended."""
    after: Statement | None = None
    """What was said of the access that followed."""

    @property
    def held(self) -> Iterator[Held]:
        """What it rests on."""
        yield from (each.held for each in self.statements)
        if self.after:
            yield self.after.held

    def days(self, as_of: int) -> tuple[int, int | None]:
        """The least and the most days that it lasted, of what is known; None: no upper limit."""
        first, last = days_of(self.began)
        if self.began.unknown:  # already so when first said
            first, last = None, self.statements[0].held.known_from // DAY
        if self.ended is None:
            return max(0, as_of // DAY - last), None
        over, surely_over = days_of(self.ended)
        least = 0 if over is None else max(0, over - last)
        return least, None if first is None else surely_over - first


def days_of(date: When) -> tuple[int | None, int]:
    """The first and the last day, as numbers, that a date can mean; None: no first is known."""
    last = midnight(date.end - 1) // DAY
    if date.bound is None and not date.unknown:
        return midnight(date.start) // DAY, last
    early, between, _ = date.partition("..")
    return (midnight(when.parse(early).start) // DAY if between else None), last


def waits(said: Iterable[Statement], as_of: int) -> list[Wait]:
    """The waits in the statements of one series that had begun by a valid time."""
    known = sorted((each for each in said if each.start <= as_of), key=attrgetter("order"))
    spells: list[list[Statement]] = []
    after: list[Statement | None] = []
    running = False
    for each in known:
        closed = barred(str(each.value))
        if closed is False and after and after[-1] is None:
            after[-1], running = each, False
        elif closed and running:
            spells[-1].append(each)
        elif closed:
            spells.append([each])
            after.append(None)
            running = True
        if closed and each.until <= as_of:
            running = False
    return [_wait(*each, as_of) for each in zip(spells, after, strict=True)]


def _wait(spell: Sequence[Statement], after: Statement | None, as_of: int) -> Wait:
    last = spell[-1]
    end: When | None = getattr(last.held.event, "until", None)
    if end is None or last.until > as_of:
        end = after.held.event.when if after else None
    began = spell[0].held.event.when
    assert began is not None
    return Wait(tuple(spell), began, end, after)


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
