"""What the implementation and the model answer, in one form in which the two can be compared."""

from collections.abc import Hashable, Iterable, Mapping, Sequence

from ecosys.event import Event, Recorded
from ecosys.event.codec import canonical, plain
from ecosys.moment import Held, Moment
from ecosys.moment.hold import hold
from ecosys.moment.series import Choice, Statement, choose, statements
from tests.properties import model

Row = tuple[object, ...]
Chosen = tuple[Row, list[Row]] | None
"""A value in force and its rivals; None: nothing is in force."""


def holding(log: Sequence[Recorded], moment: Moment, *, history: bool = False) -> list[Held]:
    """What holds, by the implementation."""
    return hold(log, moment, released=model.RELEASED, history=history, readings=log)


def found(log: Sequence[Recorded], moment: Moment) -> list[Row]:
    """All that an answer may show of what holds, by the implementation."""
    return told(holding(log, moment))


def told(facts: Iterable[Held]) -> list[Row]:
    """All that an answer may show of some facts."""
    return [
        (
            held.id,
            plain(held.event),
            held.unstated,
            held.cancelled,
            held.voice,
            held.own,
            held.known_from,
            held.last_stated,
            held.position,
            frozenset(held.because),
        )
        for held in facts
    ]


def expected(log: Sequence[Recorded], moment: Moment) -> list[Row]:
    """The same by the model."""
    return [
        (
            standing.id,
            plain(standing.event),
            standing.unstated,
            standing.cancelled,
            standing.voice,
            standing.own,
            standing.said.counts,
            standing.vouched - 1,
            standing.position,
            standing.because,
        )
        for standing in model.World(log, moment).holding()
    ]


def found_values(
    facts: Iterable[Held], times: Sequence[int], ranks: Mapping[str, int]
) -> dict[tuple[Hashable, int], Chosen]:
    """The value that answers for each series at each valid time, by the implementation."""
    return {
        (series, as_of): _chosen(choose(said, as_of, ranks))
        for series, said in statements(facts).items()
        for as_of in times
    }


def expected_values(
    facts: Sequence[model.Standing], times: Sequence[int], ranks: Mapping[str, int]
) -> dict[tuple[Hashable, int], Chosen]:
    """The same by the model."""
    return {
        (series, as_of): _answered(model.answer(said, as_of, ranks))
        for series, said in model.values(facts).items()
        for as_of in times
    }


def _chosen(choice: Choice | None) -> Chosen:
    if choice is None:
        return None
    return _stated(choice.statement), sorted(map(_stated, choice.rivals))


def _answered(answer: model.Answer | None) -> Chosen:
    if answer is None:
        return None
    return _valued(answer.value), sorted(map(_valued, answer.rivals))


def _stated(one: Statement) -> Row:
    held = one.held
    return (held.id, held.voice, held.own, one.start, one.until, _plainly(one.value))


def _valued(one: model.Value) -> Row:
    held = one.standing
    return (held.id, held.voice, held.own, one.start, one.until, _plainly(one.value))


def _plainly(value: object) -> str:
    return canonical(value) if isinstance(value, Event) else str(value)
