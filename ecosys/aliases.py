"""Aliases: where moving names pointed, and how often they were pointed elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ecosys.event import FIRST_PARTY
from ecosys.events.alias_moved import AliasMoved
from ecosys.moment import Held
from ecosys.moment.series import statements, steps


@dataclass(frozen=True, slots=True)
class Step:
    """What a name pointed to from an instant on; None: nothing is said of it any more."""

    start: int
    target: str | None
    held: Held


@dataclass(frozen=True, slots=True)
class Alias:
    """A name with every target that it was said to have had, up to a moment."""

    name: str
    steps: tuple[Step, ...]

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
        ran: list[Step] = []
        for turn, choice in steps(said, ranks, as_of):
            if choice is not None:
                target = choice.statement.value
                ran.append(Step(turn, str(target) if target else None, choice.statement.held))
            elif ran:
                ran.append(Step(turn, None, ran[-1].held))
        if ran:
            found[event.alias] = Alias(event.alias, tuple(ran))
    return dict(sorted(found.items()))


def targets(found: Iterable[Alias], facts: Sequence[Held]) -> set[str]:
    """All that some name is or was said to point to."""
    said = {step.target for each in found for step in each.steps if step.target is not None}
    named = {held.event.from_ for held in facts if isinstance(held.event, AliasMoved)}
    return said | {each for each in named if each is not None}
