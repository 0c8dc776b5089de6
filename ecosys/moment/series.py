"""Series: which of several statements of the same thing is in force, and who says otherwise.

Within one source the statement with the latest valid time not after `as_of` answers. Of equal ones
the latest said does, then the highest position. After its `until` the next older one answers.

Between sources the best rank answers among those that vouch for `as_of`. If none vouches, the
latest valid time answers, then the rank. Nothing is averaged.
- A source vouches from its first statement to the last time it said or confirmed one.
- A mirror vouches from its first snapshot. Between two snapshots with different values it does not
  vouch.
- What a user appended to an own log ranks above all from its valid day on.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from ecosys.moment.held import Held, Unread
from ecosys.values.cached import cached_property

OWN = -1
"""The rank of what a user appended to an own log."""
UNRANKED = 500
"""The rank of a voice that no source was registered for."""
_ORDER = attrgetter("order")


class Statement(NamedTuple):
    """One value of one series, with the event that states it.

    >>> from ecosys.testing import given
    >>> licence = {"type": "described", "subject": "acme/m", "attribute": "licence", "id": "a",
    ...            "occurred": "2024-01-01", "value": "MIT", "sources": [{"source": "acme"}]}
    >>> [[statement]] = statements(given(licence).view().facts).values()
    >>> statement.series, statement.value
    (('described', ('acme/m', 'first_party', 'licence')), 'MIT')
    >>> statement.holds(statement.start - 1), statement.holds(statement.start)
    (False, True)
    """

    series: Hashable
    stated: object
    """The value, or what is to be read for it."""
    start: int
    """The first instant at which it holds."""
    until: int
    """The first instant at which it no longer holds."""
    held: Held

    @property
    def value(self) -> object:
        """What it says."""
        return self.stated.event if isinstance(self.stated, Unread) else self.stated

    @property
    def order(self) -> tuple[int, int, int]:
        """The greatest is the one in force."""
        return (self.start, self.held.known_from, self.held.position)

    def holds(self, as_of: int) -> bool:
        """Whether it holds at a valid time, were it alone."""
        return self.start <= as_of < self.until


class Choice(NamedTuple):
    """The statement that answers for a series, and what other voices say of it.

    >>> from ecosys.testing import given
    >>> view = given({"type": "described", "id": "a", "subject": "acme/m", "attribute": "licence",
    ...     "value": "MIT", "occurred": "2024", "sources": [{"source": "acme"}]}).view()
    >>> [choice] = view.in_force()
    >>> choice.statement.value, choice.held.id, choice.rivals
    ('MIT', 'a', ())
    """

    statement: Statement
    rivals: tuple[Statement, ...] = ()
    """Those that differ."""
    agreeing: tuple[Statement, ...] = ()
    """Those that say the same."""

    @property
    def held(self) -> Held:
        """The event that states what answers."""
        return self.statement.held


def rank_of(held: Held, ranks: Mapping[str, int]) -> int:
    """How far a statement counts among others: the lowest rank answers.

    >>> from ecosys.testing import given
    >>> view = given({"type": "described", "id": "a", "subject": "acme/m", "attribute": "licence",
    ...     "value": "MIT", "occurred": "2024", "sources": [{"source": "acme"}]}).view()
    >>> rank_of(view.facts[0], {"acme": 10}), rank_of(view.facts[0], {})
    (10, 500)
    """
    return OWN if held.own else ranks.get(held.voice, UNRANKED)


def by_voice(rivals: Iterable[Statement]) -> dict[tuple[bool, str], list[Statement]]:
    """The statements of each voice; what a user appended is a voice of its own.

    >>> from ecosys.testing import given
    >>> view = given({"type": "described", "id": "a", "subject": "acme/m", "attribute": "licence",
    ...     "value": "MIT", "occurred": "2024", "sources": [{"source": "acme"}]}).view()
    >>> list(by_voice(next(iter(view.series.values()))))
    [(False, 'acme')]
    """
    voices: dict[tuple[bool, str], list[Statement]] = defaultdict(list)
    for statement in rivals:
        voices[statement.held.own, statement.held.voice].append(statement)
    return voices


def statements(facts: Iterable[Held]) -> dict[Hashable, list[Statement]]:
    """What the facts state, by series; what is only "not before" a date states nothing yet.

    A series is of one type of event: a model's end and what its name points to are never one.

    >>> from ecosys.testing import given
    >>> list(statements(given(
    ...     {"type": "described", "id": "a", "subject": "acme/m", "attribute": "licence",
    ...      "occurred": "not before 2030-01-01", "value": "MIT", "sources": [{"source": "acme"}]}
    ... ).view().facts))
    []
    """
    series: dict[Hashable, list[Statement]] = defaultdict(list)
    for held in facts:
        if (start := held.start) is None:
            continue
        for name, value in held.stated():
            key = held.type, name
            series[key].append(Statement(key, value, start, held.until, held))
    return series


@dataclass(frozen=True)
class _Voice:
    """What one voice says of a series."""

    statements: Sequence[Statement]
    rank: int

    @cached_property
    def covered(self) -> tuple[int, int]:
        """From its first statement to its last word on it."""
        first = min(map(_vouched_from, self.statements))
        return first, max(each.held.last_stated for each in self.statements)

    def current(self, as_of: int) -> Statement | None:
        """Its statement in force at a valid time."""
        holding = [each for each in self.statements if each.start <= as_of < each.until]
        if len(holding) > 1:
            return max(holding, key=_ORDER)
        return holding[0] if holding else None

    def vouches_for(self, current: Statement, as_of: int) -> bool:
        """Whether it is known to say so at a valid time; an own word always counts."""
        first, last = self.covered
        return self.rank == OWN or (
            first <= as_of <= last and not _may_have_changed(current, self.statements, as_of)
        )


def choose(rivals: Sequence[Statement], as_of: int, ranks: Mapping[str, int]) -> Choice | None:
    """The statement of one series that is in force at a valid time; None when nothing is.

    Two sources differ on a licence. The one of lower rank answers, the other is its rival.

    >>> from ecosys.testing import given
    >>> licence = {"type": "described", "subject": "acme/m", "attribute": "licence",
    ...            "occurred": "2024-01-01"}
    >>> view = given({**licence, "id": "a", "value": "MIT", "sources": [{"source": "acme"}]},
    ...              {**licence, "id": "b", "value": "GPL", "sources": [{"source": "blog"}]}).view()
    >>> [stated] = statements(view.facts).values()
    >>> choice = choose(stated, stated[0].start, {"acme": 1, "blog": 2})
    >>> choice.statement.value, [rival.value for rival in choice.rivals]
    ('MIT', ['GPL'])
    >>> choose(stated, stated[0].start - 1, {}) is None
    True
    """
    if len(rivals) == 1:  # as of most series
        (only,) = rivals
        return Choice(only) if only.holds(as_of) else None
    return _chosen(_voices(rivals, ranks), as_of)


def _chosen(voices: Iterable[_Voice], as_of: int) -> Choice | None:
    """The statement of one of these voices that is in force at a valid time."""
    said = [(voice, current) for voice in voices if (current := voice.current(as_of)) is not None]
    if len(said) < 2:  # nobody says otherwise
        return Choice(said[0][1]) if said else None
    vouching = [(voice.rank, each) for voice, each in said if voice.vouches_for(each, as_of)]
    return choose_among([(voice.rank, each) for voice, each in said], vouching)


Ranked = tuple[int, Statement]
"""What a voice says at a valid time, and the rank of the voice."""


def choose_among(said: Sequence[Ranked], vouching: Sequence[Ranked]) -> Choice:
    """The statement that is in force, of what several voices say; some of them vouch for it.

    >>> from ecosys.testing import given
    >>> licence = {"type": "described", "subject": "acme/m", "attribute": "licence",
    ...            "occurred": "2024-01-01"}
    >>> view = given({**licence, "id": "a", "value": "MIT", "sources": [{"source": "acme"}]},
    ...              {**licence, "id": "b", "value": "GPL", "sources": [{"source": "blog"}]}).view()
    >>> [[first, second]] = statements(view.facts).values()
    >>> choose_among([(1, first), (2, second)], [(2, second)]).statement.value
    'GPL'
    """
    if len(vouching) == 1:
        ((_, best),) = vouching
    elif vouching:
        _, best = min(vouching, key=lambda each: (each[0], *_latest_first(each[1])))
    else:
        _, best = min(said, key=lambda each: (-each[1].start, each[0], *_latest_first(each[1])))
    rivals: list[Statement] = []
    agreeing: list[Statement] = []
    for _, each in said:
        if each is not best:
            (agreeing if _agree(each, best) else rivals).append(each)
    return Choice(best, _in_log_order(rivals), _in_log_order(agreeing))


def _agree(one: Statement, other: Statement) -> bool:
    """Whether two voices say the same; what is one object need not be compared."""
    return one.stated is other.stated or _compared(one) == _compared(other)


def _in_log_order(stated: list[Statement]) -> tuple[Statement, ...]:
    if len(stated) > 1:
        stated.sort(key=lambda each: each.held.position)
    return tuple(stated)


def steps(
    rivals: Sequence[Statement], ranks: Mapping[str, int], upto: int
) -> list[tuple[int, Choice | None]]:
    """How a series ran: the instants, up to one, at which another statement came into force.

    >>> from ecosys.testing import given
    >>> licence = {"type": "described", "subject": "acme/m", "attribute": "licence",
    ...            "sources": [{"source": "acme"}]}
    >>> view = given(
    ...     {**licence, "id": "a", "occurred": "2024-01-01", "value": "MIT"},
    ...     {**licence, "id": "b", "occurred": "2025-01-01", "until": "2025-07-01", "value": "GPL"},
    ... ).view()
    >>> [stated] = statements(view.facts).values()
    >>> from ecosys.values.instant import day_of
    >>> [(day_of(at), choice.statement.value) for at, choice in steps(stated, {}, view.as_of)]
    [('2024-01-01', 'MIT'), ('2025-01-01', 'GPL'), ('2025-07-01', 'MIT')]
    """
    voices = _voices(rivals, ranks)
    is_alone = len(voices) == 1
    boundaries = {boundary for each in rivals for boundary in _boundaries(each, is_alone=is_alone)}
    course: list[tuple[int, Choice | None]] = []
    for boundary in sorted(each for each in boundaries if each <= upto):
        choice = _chosen(voices, boundary)
        if not course and choice is None:
            continue  # announced, not yet in force
        if not course or _statement(course[-1][1]) is not _statement(choice):
            course.append((boundary, choice))
    return course


def _voices(rivals: Sequence[Statement], ranks: Mapping[str, int]) -> list[_Voice]:
    """What each voice says of a series."""
    of_each = by_voice(rivals).values() if len(rivals) > 1 else (rivals,)
    return [_Voice(said, rank_of(said[0].held, ranks)) for said in of_each if said]


def _compared(statement: Statement) -> object:
    """What two voices must agree on: a value may name it, else all of it."""
    stated = statement.stated
    if isinstance(stated, Unread) and (dates := stated.kind.compared_dates):
        return tuple(stated.date(name) for name in dates)
    return getattr(statement.value, "compared", statement.value)


def _boundaries(statement: Statement, *, is_alone: bool) -> tuple[int, ...]:
    """The instants at which a statement may come into force, or go out of it.

    Whether it is vouched for counts only where its voice is not alone.
    """
    if is_alone:
        return statement.start, statement.until
    vouched = (_vouched_from(statement), statement.held.last_stated + 1)
    earliest = statement.held.earliest
    return (statement.start, statement.until, *vouched, *(() if earliest is None else (earliest,)))


def _statement(choice: Choice | None) -> Statement | None:
    return choice.statement if choice else None


# Why a voice may be silent in the middle of what it covers: a mirror read on 1 May lists 10, read
# on 1 June lists 2. The second statement is dated `2025-05-01..2025-06-01`: it holds from 1 June
# on, the latest day on which the price can have moved. On 15 May the mirror may list either, so it
# does not vouch for 10 then, and a worse-ranked source that states the day, 10 May, answers 2.


def _may_have_changed(current: Statement, stated: Iterable[Statement], as_of: int) -> bool:
    """Whether another value of the same voice may hold already, before it surely does."""
    return any(
        (earliest := each.held.earliest) is not None
        and earliest <= as_of < each.start
        and not _agree(each, current)
        for each in stated
    )


def _vouched_from(statement: Statement) -> int:
    """Since when a statement is vouched for.

    A seller's own word covers the past that it speaks of: said on 5 March, "since 1 January" counts
    from 1 January. A mirror's counts from the day on which it was first seen to say so.
    """
    return (
        statement.start
        if statement.held.own_word
        else max(statement.start, statement.held.known_from)
    )


def _latest_first(statement: Statement) -> tuple[int, int, int]:
    start, known_from, position = statement.order
    return -start, -known_from, -position
