"""Series: which of several statements of the same thing is in force, and who says otherwise.

Within one source the holding statement with the latest valid time not after `as_of` answers, then
the latest said, then the highest position; after its `until`, the next older one. Between sources:
a source vouches from its first statement to the last time it said or confirmed one, a mirror from
when it was first seen to say so, and none while it is only known that its value changed between two
days; among those that vouch for `as_of` the best rank answers; if none
does, the latest valid time, then the rank. What a user appended to an own log ranks above all from
its valid day on. Nothing is averaged.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from ecosys.moment.hold import Held

OWN = -1
"""The rank of what a user appended to an own log."""
UNRANKED = 500
"""The rank of a voice that no source was registered for."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of one series, with the event that states it."""

    series: Hashable
    value: object
    start: int
    """The first instant at which it holds."""
    until: int
    """The first instant at which it no longer holds."""
    held: Held

    @property
    def order(self) -> tuple[int, int, int]:
        """The greatest is the one in force."""
        return (self.start, self.held.known_from, self.held.position)

    def holds(self, as_of: int) -> bool:
        """Whether it holds at a valid time, were it alone."""
        return self.start <= as_of < self.until


@dataclass(frozen=True, slots=True)
class Choice:
    """The statement that answers for a series, and those of other voices that differ."""

    statement: Statement
    rivals: tuple[Statement, ...] = ()


def statements(facts: Iterable[Held]) -> dict[Hashable, list[Statement]]:
    """What the facts state, by series; what is only "not before" a date states nothing yet."""
    found: dict[Hashable, list[Statement]] = defaultdict(list)
    for held in facts:
        if (start := held.start) is None:
            continue
        for series, value in held.event.statements():
            found[series].append(Statement(series, value, start, held.until, held))
    return found


def choose(rivals: Sequence[Statement], as_of: int, ranks: Mapping[str, int]) -> Choice | None:
    """The statement of one series that is in force at a valid time; None when nothing is."""
    by_voice: dict[tuple[bool, str], list[Statement]] = defaultdict(list)
    for statement in rivals:
        by_voice[statement.held.own, statement.held.voice].append(statement)
    current = []
    for (own, voice), stated in by_voice.items():
        holding = [each for each in stated if each.holds(as_of)]
        if holding:
            rank = OWN if own else ranks.get(voice, UNRANKED)
            current.append((max(holding, key=attrgetter("order")), rank, stated))
    if len(current) < 2:  # nobody says otherwise
        return Choice(current[0][0]) if current else None
    vouching = [
        each
        for each in current
        if each[1] == OWN
        or (_vouches(each[2], as_of) and not _may_have_changed(each[0], each[2], as_of))
    ]
    if vouching:
        best = min(vouching, key=lambda each: (each[1], *_backwards(each[0])))
    else:
        best = min(current, key=lambda each: (-each[0].start, each[1], *_backwards(each[0])))
    said = _compared(best[0])
    differing = [each[0] for each in current if _compared(each[0]) != said]
    return Choice(best[0], tuple(sorted(differing, key=lambda each: each.held.position)))


def steps(
    rivals: Sequence[Statement], ranks: Mapping[str, int], upto: int
) -> list[tuple[int, Choice | None]]:
    """How a series ran: the instants, up to one, at which another statement came into force."""
    turns = sorted({turn for each in rivals for turn in _boundaries(each) if turn <= upto})
    ran: list[tuple[int, Choice | None]] = []
    for turn in turns:
        choice = choose(rivals, turn, ranks)
        if not ran and choice is None:
            continue  # announced, not yet in force
        if not ran or _in_force(ran[-1][1]) is not _in_force(choice):
            ran.append((turn, choice))
    return ran


def _compared(statement: Statement) -> object:
    """What two voices must agree on: a value may name it, else all of it."""
    return getattr(statement.value, "compared", statement.value)


def _boundaries(statement: Statement) -> tuple[int, ...]:
    heard = (_vouched_from(statement), statement.held.last_stated + 1)
    maybe = _maybe_from(statement)
    return (statement.start, statement.until, *heard, *(() if maybe is None else (maybe,)))


def _in_force(choice: Choice | None) -> Statement | None:
    return choice.statement if choice else None


def _vouches(said: Iterable[Statement], as_of: int) -> bool:
    said = list(said)
    first = min(map(_vouched_from, said))
    return first <= as_of <= max(each.held.last_stated for each in said)


def _may_have_changed(now: Statement, said: Iterable[Statement], as_of: int) -> bool:
    """Whether another value of the same voice may hold already, before it surely does."""
    return any(
        (maybe := _maybe_from(each)) is not None
        and maybe <= as_of < each.start
        and _compared(each) != _compared(now)
        for each in said
    )


def _maybe_from(statement: Statement) -> int | None:
    """The first instant at which a statement may hold, where that is not when it surely does."""
    when = statement.held.event.when
    return when.earliest.end if when is not None and when.earliest else None


def _vouched_from(statement: Statement) -> int:
    """An own word covers the past that it speaks of; a mirror's counts from when it said so."""
    own_word = statement.held.event.voice is None
    return statement.start if own_word else max(statement.start, statement.held.known_from)


def _backwards(statement: Statement) -> tuple[int, ...]:
    return tuple(-part for part in statement.order)
