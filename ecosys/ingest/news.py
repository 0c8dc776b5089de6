"""News: what sources say now, or of a time to come, and the log does not answer.

That is another price of what it has a price for, another end, or an end or a launch that it does
not hold. What it heard before is none, unless it is dated after what answers: mirrors lag behind.
Of a model that the log does not know two sources must say the same, and its maker must be known.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ecosys.event import FIRST_PARTY, Fact
from ecosys.event.subject import provider_of
from ecosys.events.deprecated import Deprecated
from ecosys.events.launched import Launched
from ecosys.events.price_changed import Component
from ecosys.log.log import RELEASED
from ecosys.moment import Held, Moment
from ecosys.moment.series import Choice, Statement, choose, statements
from ecosys.timeline import Timeline
from ecosys.values.when import When

TYPES = ("price_changed", "deprecated", "launched")
"""The types of events that can be news."""
Series = Mapping[Hashable, Sequence[Statement]]


@dataclass(frozen=True, slots=True)
class News:
    """One thing that sources say and the log did not answer."""

    statements: Mapping[Hashable, Statement]
    """What is stated, by series: of a price list the lines that are new."""
    answered: Mapping[Hashable, Statement]
    """What the log answers instead, as far as it does."""
    by: tuple[Held, ...]
    """The statement of each source, that with the best date first."""

    @property
    def event(self) -> Fact:
        """What the first of them states."""
        event = self.by[0].event
        assert isinstance(event, Fact)
        return event

    @property
    def subject(self) -> str:
        """What it is about."""
        return self.event.subjects[0]

    @property
    def channel(self) -> str:
        """Where it is so."""
        return getattr(self.event, "channel", FIRST_PARTY)

    def is_that_of(self, other: "News") -> bool:
        """Whether both speak of the same and agree on all of which both speak."""
        shared = self.statements.keys() & other.statements.keys()
        return bool(shared) and all(
            _agree(self.statements[series].value, other.statements[series].value)
            for series in shared
        )

    def with_(self, other: "News") -> "News":
        """The same, said by more sources."""
        voices = {held.voice for held in self.by}
        return News(
            {**other.statements, **self.statements},
            {**other.answered, **self.answered},
            (*self.by, *(held for held in other.by if held.voice not in voices)),
        )


def news(timeline: Timeline, before: Moment, after: Moment) -> list[News]:
    """What importers appended between two positions and is news, by subject, each thing once."""
    log = _Log.at(timeline, before)
    candidates = list(_merged(_each(timeline, log, after)))
    believed = log.subjects | {
        each.subject
        for each in candidates
        if len(each.by) > 1 and provider_of(each.subject) in log.makers
    }
    return [each for each in candidates if each.subject in believed]


def _each(timeline: Timeline, log: "_Log", after: Moment) -> Iterator[News]:
    """The news of each source, by the events that state them."""
    by_event: dict[str, dict[Hashable, Statement]] = defaultdict(dict)
    for series, rivals in _statements(timeline.held(after, *TYPES)).items():
        for statement in _standing(rivals, after.as_of):
            held = statement.held
            new = max(held.because) > log.moment.position and not held.unstated
            if new and not log.knows(series, statement):
                by_event[held.id][series] = statement
    for lines in by_event.values():
        answers = {series: log.answer(series, each) for series, each in lines.items()}
        answered = {series: each.statement for series, each in answers.items() if each}
        yield News(lines, answered, (next(iter(lines.values())).held,))


def _standing(rivals: Iterable[Statement], as_of: int) -> Iterator[Statement]:
    """Of each source what it says of now, and of later."""
    by_voice: dict[str, list[Statement]] = defaultdict(list)
    for each in rivals:
        by_voice[each.held.voice].append(each)
    for own in by_voice.values():
        if choice := choose(own, as_of, {}):
            yield choice.statement
        yield from (each for each in own if each.start > as_of)


def _merged(candidates: Iterable[News]) -> Iterator[News]:
    """Each thing once, with all sources that say it; things that differ stay apart."""
    by_place: dict[tuple[str, str, str], list[News]] = defaultdict(list)
    for each in sorted(candidates, key=_best_dated):
        others = by_place[each.subject, each.channel, each.event.type]
        for at, other in enumerate(others):
            if other.is_that_of(each):
                others[at] = other.with_(each)
                break
        else:
            others.append(each)
    for _, merged in sorted(by_place.items()):
        yield from merged


def _best_dated(each: News) -> tuple[bool, int, str]:
    date = each.event.occurred
    return not date.plain, date.start, each.by[0].voice


def _statements(facts: Iterable[Held]) -> dict[Hashable, list[Statement]]:
    """What facts state, by series; launches by what was launched."""
    facts = list(facts)
    by_series = defaultdict(list, statements(facts))
    for held in facts:
        event = held.event
        # where a reseller lists a model, the date is the model's and not that of its arrival there
        if isinstance(event, Launched) and event.channel == FIRST_PARTY and held.start is not None:
            series = ("launched", event.subject)
            by_series[series].append(Statement(series, event, held.start, held.until, held))
    return by_series


def _agree(new: object, known: object) -> bool:
    """Whether what is said anew contradicts nothing: dates that may be one day are one."""
    if isinstance(new, Component) and isinstance(known, Component):
        return new.compared == known.compared
    date, other = date_of(new), date_of(known)
    return date is None or (other is not None and date.start < other.end and other.start < date.end)


def date_of(value: object) -> When | None:
    """The date that is compared: of an end the shutdown."""
    return value.shutdown if isinstance(value, Deprecated) else getattr(value, "occurred", None)


@dataclass(frozen=True, slots=True)
class _Log:
    """What the log says at a moment, as far as something can be news to it."""

    moment: Moment
    subjects: frozenset[str]
    """What the release or the checkout speaks of; what importers appended is no part of that."""
    makers: frozenset[str]
    """The providers of which it knows a model."""
    ranks: Mapping[str, int]
    held: Series
    heard: Series
    """The same, and all that no longer stands."""

    @classmethod
    def at(cls, timeline: Timeline, moment: Moment) -> "_Log":
        """The log at a moment."""
        seeds = [
            record.event
            for record in timeline.records()
            if record.position <= moment.position and record.origin == RELEASED
        ]
        return cls(
            moment,
            subjects=frozenset(subject for event in seeds for subject in event.subjects),
            makers=frozenset(
                provider_of(event.subject)
                for event in seeds
                if isinstance(event, Launched) and event.is_model
            ),
            ranks=timeline.ranks(moment),
            held=_statements(timeline.held(moment, *TYPES)),
            heard=_statements(timeline.held(moment, *TYPES, history=True)),
        )

    def answer(self, series: Hashable, statement: Statement) -> Choice | None:
        """What it answers of a series, now or at the time to come that a statement is of."""
        at = max(statement.start, self.moment.as_of)
        return choose(self.held.get(series, ()), at, self.ranks)

    def knows(self, series: Hashable, statement: Statement) -> bool:
        """Whether a statement is no news."""
        answer = self.answer(series, statement)
        if isinstance(statement.value, Component) and self._is_no_price(statement, answer):
            return True
        if answer is None:
            known = self.heard.get(series, ())
        elif self._is_earlier_past_end(statement, answer.statement):
            return True
        else:
            later = statement.start > answer.statement.start
            heard = () if later else self.heard.get(series, ())
            known = (answer.statement, *answer.rivals, *heard)
        return any(_agree(statement.value, each.value) for each in known)

    def _is_no_price(self, statement: Statement, answer: Choice | None) -> bool:
        """What a mirror does not list may be sold all the same; nor is every line of interest."""
        assert isinstance(statement.value, Component)
        is_known = statement.held.subjects[0] in self.subjects
        return statement.value.price is None or (answer is None and is_known)

    def _is_earlier_past_end(self, statement: Statement, answer: Statement) -> bool:
        """Whether a statement gives an end that has passed, and an earlier date than is known.

        Mirrors lag behind. Where the log says that a model ended on 1 October, an end on
        1 September is what they heard before; one on 1 November is news.
        """
        date, known = date_of(statement.value), date_of(answer.value)
        if not (isinstance(statement.value, Deprecated) and date and known):
            return False
        return date.end <= self.moment.as_of and date.start < known.start
