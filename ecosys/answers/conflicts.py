"""Conflicts: where sources say different things of the same price, date, figure or property now.

What goes on – a price, a property, an end that was set – is in conflict where the statements in
force differ. What happens once – a launch at its stage, a tie, a round – is in conflict where
sources date it differently; who was heard last is no matter then. Dates differ only where they
exclude each other: a month does not contradict its day, and saying nothing contradicts nobody.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import ClassVar, get_args

from ecosys.answers.answer import Answer
from ecosys.domain.happenings import happening_of
from ecosys.domain.launches import first_of
from ecosys.errors import InvalidInput
from ecosys.event import FIRST_PARTY, ConflictKind, Event, event_types
from ecosys.events.launched import Launched
from ecosys.moment import Held, Moment
from ecosys.moment.names import Resolution
from ecosys.moment.series import Choice, Statement, choose, rank_of, statements
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, DayText
from ecosys.values.span import Span, dated
from ecosys.values.when import When
from ecosys.values.words import suggest

KINDS: tuple[ConflictKind, ...] = get_args(ConflictKind)
"""What sources can disagree on; a type of event says which of these it is."""
OWN_WORD = "what you appended yourself ranks above all"


@dataclass(frozen=True, slots=True)
class Side:
    """What one source says."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    voice: str
    """Whose statement it is."""
    value: str
    """What it states."""
    since: DayText
    """The day since which it is known to say so."""
    last_stated: DayText
    """The last day on which it said so, as far as is known."""
    events: tuple[str, ...]
    """Ids of the events that state it."""


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One thing of which sources say different things."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    kind: str
    """price, date, figure or property."""
    subject: str
    """What it is about."""
    channel: str
    """Where it is sold."""
    what: str
    """Which price, date, figure or property."""
    answers: Side
    """What is answered."""
    why: str
    """Why that answers."""
    others: tuple[Side, ...]
    """What the others say."""


def conflicts(
    timeline: Timeline, moment: Moment, subject: str | None = None, kind: str | None = None
) -> Answer[ConflictRow]:
    """Where the current values of sources differ at a moment; nothing is averaged or dropped."""
    if kind is not None and kind not in KINDS:
        raise InvalidInput(f"{kind} is no kind of conflict.", hint=suggest(kind, KINDS))
    resolved = timeline.resolve(subject, moment) if subject is not None else None
    rows = [
        row
        for each in KINDS
        if kind in (None, each)
        for row in _of_kind(timeline, moment, each, resolved)
    ]
    order = sorted(rows, key=lambda row: (row.subject, row.kind, row.channel, row.what))
    return Answer(order, ConflictRow, resolved)


def _of_kind(
    timeline: Timeline,
    moment: Moment,
    kind: str,
    resolved: Resolution | None,
) -> Iterator[ConflictRow]:
    types = [name for name, cls in event_types.items() if cls.conflict_kind == kind]
    ranks = timeline.ranks(moment)
    facts = timeline.held(moment, *types, subject=resolved.subject if resolved else None)
    for alike in statements(facts).values():
        for series in _parts(alike):
            choice = _in_force(series, moment.as_of, ranks)
            if choice is not None and choice.rivals:
                yield _row(kind, choice, _why_in_force(choice, ranks))
    for dates in _happenings(facts, moment.as_of).values():
        choice = _dated(dates, ranks)
        if choice.rivals:
            yield _row(kind, choice, _why_first(choice, ranks))


def _row(kind: str, choice: Choice, why: str) -> ConflictRow:
    event = choice.statement.held.event
    return ConflictRow(
        kind=kind,
        subject=event.subjects[0],
        channel=getattr(event, "channel", FIRST_PARTY),
        what=_what(choice.statement),
        answers=_side(choice.statement),
        why=OWN_WORD if choice.statement.held.own else why,
        others=tuple(map(_side, choice.rivals)),
    )


def _side(statement: Statement) -> Side:
    held = statement.held
    return Side(
        voice=held.voice,
        value=held.event.conflict_value(statement.value),
        since=instant.day_of(held.known_from),
        last_stated=instant.day_of(held.last_stated),
        events=held.events,
    )


def _what(statement: Statement) -> str:
    event = statement.held.event
    if event.conflict_dates:
        return str(statement.series)
    return event.conflict_topic(statement.value)


# What goes on


def _parts(series: list[Statement]) -> Iterator[list[Statement]]:
    """A series as it is compared: an end date by date, anything else as it is."""
    dates = series[0].held.kind.conflict_dates
    if not dates:
        yield series
    for name in dates:
        yield [each._replace(series=name, stated=each.held.date(name)) for each in series]


def _in_force(series: list[Statement], as_of: int, ranks: Mapping[str, int]) -> Choice | None:
    """The statement that answers, and those of other voices that cannot be right beside it."""
    choice = choose(series, as_of, ranks)
    if choice is None or not choice.statement.held.kind.conflict_dates:
        return choice
    date = choice.statement.value
    return Choice(
        choice.statement, tuple(each for each in choice.rivals if _exclude(date, each.value))
    )


def _why_in_force(choice: Choice, ranks: Mapping[str, int]) -> str:
    """Why the statement chosen answers, in words."""
    voice = choice.statement.held.voice
    rank, best_other = _ranks(choice, ranks)
    if rank < best_other:
        return f"{voice} ranks first among those that vouch for the day: {rank}"
    if rank == best_other:
        return f"of equal rank ({rank}), {voice} states the latest change"
    return f"{voice} vouches for the day, others of better rank do not"


# What happens once


def _happenings(facts: Iterable[Held], as_of: int) -> Mapping[Hashable, list[Statement]]:
    """What had happened by a moment, each with the statements that date it."""
    happenings: dict[Hashable, list[Statement]] = defaultdict(list)
    for held in facts:
        if held.kind.happening is Event.happening:
            continue  # what goes on does not happen
        one, start = happening_of(held), held.start
        if one is not None and start is not None and start <= as_of:
            happenings[one].append(Statement(one, held.when, start, held.until, held))
    return happenings


def _dated(dates: list[Statement], ranks: Mapping[str, int]) -> Choice:
    """The date that answers, and those of the voices that give no day which its voice gives."""
    by_voice: dict[tuple[bool, str], list[Statement]] = defaultdict(list)
    for each in dates:
        by_voice[each.held.own, each.held.voice].append(each)
    first = _first(dates, ranks)
    its_own = by_voice.pop((first.held.own, first.held.voice))
    rivals = (
        _first(theirs, ranks)
        for theirs in by_voice.values()
        if all(_exclude(one.value, other.value) for one, other in product(its_own, theirs))
    )
    return Choice(first, tuple(rivals))


def _first(dates: list[Statement], ranks: Mapping[str, int]) -> Statement:
    """The best rank answers: of launches its earliest, as everywhere; else what it said first."""
    if issubclass(dates[0].held.kind, Launched):
        held = first_of([each.held for each in dates], ranks)
        return next(each for each in dates if each.held is held)
    return min(
        dates,
        key=lambda each: (rank_of(each.held, ranks), each.held.known_from, each.held.position),
    )


def _why_first(choice: Choice, ranks: Mapping[str, int]) -> str:
    held = choice.statement.held
    rank, best_other = _ranks(choice, ranks)
    if rank < best_other:
        return f"{held.voice} ranks first: {rank}"
    first = "gives the earliest day" if issubclass(held.kind, Launched) else "said it first"
    return f"of equal rank ({rank}), {held.voice} {first}"


# Both


def _ranks(choice: Choice, ranks: Mapping[str, int]) -> tuple[int, int]:
    """The rank of the statement that answers, and the best of the others."""
    return rank_of(choice.held, ranks), min(rank_of(each.held, ranks) for each in choice.rivals)


def _exclude(one: object, other: object) -> bool:
    """Whether two dates have no day in common; what is not given excludes nothing."""
    if not (isinstance(one, When) and isinstance(other, When)):
        return False
    return _before(dated(one), dated(other)) or _before(dated(other), dated(one))


def _before(one: Span, other: Span) -> bool:
    """Whether one surely ends before the other begins."""
    return one.high is not None and other.low is not None and one.high < other.low
