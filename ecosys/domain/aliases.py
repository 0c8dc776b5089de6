"""Aliases: where moving names pointed, how often they moved, and which model took whose place."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from operator import itemgetter
from typing import cast

from ecosys.domain.endings import endings
from ecosys.event import FIRST_PARTY
from ecosys.event.subject import provider_of, within
from ecosys.events.alias_moved import AliasMoved
from ecosys.moment import Held, View
from ecosys.projection import in_valid_time


@dataclass(frozen=True, slots=True)
class AliasStep:
    """What a name pointed to from an instant on."""

    start: int
    target: str | None
    """None: from here on nobody says what it points to."""
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
    def facts(self) -> tuple[Held, ...]:
        """The statements that it rests on."""
        return tuple(step.held for step in self.steps)

    def moves(self, *, in_use_before: bool) -> int:
        """How often it was pointed elsewhere, as far as is said: at least so often.

        A target that ends counts only when the name itself went on. The first target counts when
        what came before it is named, or the name was in use before as something else.
        """
        named = [step.target for step in self.steps if step.target is not None]
        moves = sum(before != after for before, after in pairwise(named))
        first = self.steps[0].held.event
        came_from = isinstance(first, AliasMoved) and first.from_ is not None
        return moves + (came_from or in_use_before) + (self.target is None)


def aliases(view: View, channel: str = FIRST_PARTY) -> dict[str, Alias]:
    """The names that ever pointed to a model by a moment, at one channel.

    >>> from ecosys.testing import given
    >>> alias = {"type": "alias_moved", "alias": "acme/newest", "sources": [{"source": "acme"}]}
    >>> names = aliases(given(
    ...     {**alias, "id": "a", "occurred": "2024-01-01", "to": "acme/one"},
    ...     {**alias, "id": "b", "occurred": "2025-01-01", "to": "acme/two"}).view())
    >>> names["acme/newest"].target, names["acme/newest"].moves(in_use_before=False)
    ('acme/two', 1)
    """
    return dict(chain.from_iterable(view.parts.each(_aliases, channel)))


def _aliases(view: View, channel: str) -> Iterable[tuple[str, Alias]]:
    names: dict[str, Alias] = {}
    for stated in view.of(AliasMoved, channel={channel}).series.values():
        _, (name, _) = cast("tuple[str, tuple[str, str]]", stated[0].series)
        steps: list[AliasStep] = []
        for start, choice in view.steps(stated):
            if choice is not None:
                target = choice.statement.value
                steps.append(AliasStep(start, str(target) if target else None, choice.held))
            elif steps:
                steps.append(AliasStep(start, None, steps[-1].held))
        if steps:
            names[name] = Alias(name, tuple(steps))
    return sorted(names.items())


def targets(view: View) -> set[str]:
    """All that some name is or was said to point to."""
    return set(chain.from_iterable(view.parts.each(_targets)))


def _targets(view: View) -> set[str]:
    pointed = {step.target for _, alias in _aliases(view, FIRST_PARTY) for step in alias.steps}
    before = {held.field("from_") for held in view.of(AliasMoved).facts}
    return {each for each in pointed | before if each is not None}


@dataclass(frozen=True, slots=True)
class Succession:
    """One subject in another one's place, as an announcement or an alias has it."""

    before: str
    after: str
    """The name as it was given, where no subject bears it."""
    by: str
    """replacement: an announced end recommends it; alias: a name was moved to it."""
    held: Held


def successions(view: View, known: Iterable[str]) -> list[Succession]:
    """The successions that were stated by a moment at the providers' own channel, each once.

    A replacement is the subject of that id: of the same provider, else the one of that full name.
    Display names are no ids and are not guessed at.
    """
    pairs: dict[tuple[str, str], Succession] = {}
    for each in (*_recommended(view, set(known)), *_moved(view)):
        if each.before != each.after:
            pairs.setdefault((each.before, each.after), each)
    return [pairs[key] for key in sorted(pairs)]


def mentioned(view: View, asked: str | None = None) -> set[str]:
    """All that may be before or after in a succession; of a subject, to what is beneath it."""
    ended = (names for *names, _ in chain.from_iterable(view.parts.each(_replacements)))
    moved = ([each.before, each.after] for _, each in chain.from_iterable(view.parts.each(_moves)))
    return {
        name
        for before, *after in (*ended, *moved)
        if any(within(each, asked) for each in after)
        for name in (before, *after)
    }


def _recommended(view: View, subjects: set[str]) -> Iterator[Succession]:
    for before, own, name, held in chain.from_iterable(view.parts.each(_replacements)):
        after = name if name in subjects and own not in subjects else own
        yield Succession(before, after, "replacement", held)


def _replacements(view: View) -> list[tuple[str, str, str, Held]]:
    """What ends, the name that is recommended instead, with its provider and alone."""
    return [
        (subject, f"{provider_of(subject)}/{name}", name, ending.facts[-1])
        for ending in endings(view)
        for subject in (ending.place[0],)
        for name in ending.replacements
    ]


def _moved(view: View) -> Iterator[Succession]:
    moves = chain.from_iterable(view.parts.each(_moves))
    yield from (move for _, move in sorted(moves, key=itemgetter(0)))


def _moves(view: View) -> Sequence[tuple[tuple[int, ...], Succession]]:
    """What a name was moved to, with its place in the order of valid time."""
    moves = []
    for held in view.of(AliasMoved, channel={FIRST_PARTY}).begun().facts:
        event = held.event
        if isinstance(event, AliasMoved) and event.from_ is not None and event.to is not None:
            move = Succession(event.from_, event.to, "alias", held)
            moves.append((in_valid_time(held), move))
    return moves
