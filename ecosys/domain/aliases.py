"""Aliases: where moving names pointed, how often they moved, and which model took whose place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ecosys.domain.endings import endings
from ecosys.event import FIRST_PARTY
from ecosys.event.subject import provider_of
from ecosys.events.alias_moved import AliasMoved
from ecosys.events.deprecated import Deprecated
from ecosys.moment import Held
from ecosys.moment.series import statements, steps
from ecosys.projection import Context


@dataclass(frozen=True, slots=True)
class AliasStep:
    """What a name pointed to from an instant on; None: nothing is said of it any more."""

    start: int
    target: str | None
    held: Held


@dataclass(frozen=True, slots=True)
class Alias:
    """A name with every target that it was said to have had, up to a moment."""

    name: str
    steps: tuple[AliasStep, ...]

    @property
    def target(self) -> str | None:
        """What it points to at the moment; None: that is not said."""
        return self.steps[-1].target

    @property
    def held(self) -> tuple[Held, ...]:
        """The statements that it rests on."""
        return tuple(step.held for step in self.steps)

    def moves(self, *, in_use_before: bool) -> int:
        """How often it was pointed elsewhere, as far as is said: at least so often.

        A target that ends counts only when the name itself went on. The first target counts when
        what came before it is named, or the name was in use before as something else.
        """
        named = [step.target for step in self.steps if step.target is not None]
        turns = sum(before != after for before, after in pairwise(named))
        first = self.steps[0].held.event
        came_from = isinstance(first, AliasMoved) and first.from_ is not None
        return turns + (came_from or in_use_before) + (self.target is None)


def aliases(
    facts: Iterable[Held], as_of: int, ranks: Mapping[str, int], channel: str = FIRST_PARTY
) -> dict[str, Alias]:
    """The names that ever pointed to a model by a moment, at one channel."""
    known = [
        held
        for held in facts
        if isinstance(held.event, AliasMoved) and held.event.channel == channel
    ]
    found: dict[str, Alias] = {}
    for said in statements(known).values():
        event = said[0].held.event
        assert isinstance(event, AliasMoved)
        ran: list[AliasStep] = []
        for turn, choice in steps(said, ranks, as_of):
            if choice is not None:
                target = choice.statement.value
                ran.append(AliasStep(turn, str(target) if target else None, choice.statement.held))
            elif ran:
                ran.append(AliasStep(turn, None, ran[-1].held))
        if ran:
            found[event.alias] = Alias(event.alias, tuple(ran))
    return dict(sorted(found.items()))


def targets(found: Iterable[Alias], facts: Sequence[Held]) -> set[str]:
    """All that some name is or was said to point to."""
    said = {step.target for each in found for step in each.steps if step.target is not None}
    named = {held.event.from_ for held in facts if isinstance(held.event, AliasMoved)}
    return said | {each for each in named if each is not None}


@dataclass(frozen=True, slots=True)
class Succession:
    """One subject in another one's place, as an announcement or an alias has it."""

    before: str
    after: str
    """The name as it was given, where no subject bears it."""
    by: str
    """replacement: an announced end recommends it; alias: a name was moved to it."""
    held: Held


def successions(
    facts: Iterable[Held],
    context: Context[Any],
    known: Iterable[str],
) -> list[Succession]:
    """The successions that were told by a moment at the providers' own channel, each once.

    A replacement is the subject of that id: of the same provider, else the one of that full name.
    Display names are no ids and are not guessed at.
    """
    facts = list(facts)
    subjects = set(known)
    found: dict[tuple[str, str], Succession] = {}
    for each in (*_recommended(facts, context, subjects), *_moved(facts, context)):
        if each.before != each.after:
            found.setdefault((each.before, each.after), each)
    return [found[key] for key in sorted(found)]


def _recommended(
    facts: list[Held],
    context: Context[Any],
    subjects: set[str],
) -> Iterator[Succession]:
    ended = [held for held in facts if isinstance(held.event, Deprecated)]
    for ending in endings(ended, context.moment, context.ranks):
        before = ending.event.subject
        for name in ending.event.replacements:
            own = f"{provider_of(before)}/{name}"
            after = name if name in subjects and own not in subjects else own
            yield Succession(before, after, "replacement", ending.held)


def _moved(
    facts: list[Held],
    context: Context[Any],
) -> Iterator[Succession]:
    for held in facts:
        event = held.event
        if not isinstance(event, AliasMoved) or event.channel != FIRST_PARTY:
            continue
        told = held.start is not None and held.start <= context.moment.as_of
        if told and event.from_ is not None and event.to is not None:
            yield Succession(event.from_, event.to, "alias", held)
