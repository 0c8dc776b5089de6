"""Sources: who is cited, how much, and when last; and what has not been read for long."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from ecosys.answers.answer import Answer
from ecosys.answers.changes import first_since
from ecosys.answers.registered import registered
from ecosys.answers.sold import end_of, is_over
from ecosys.domain.endings import Ended, Ending, endings
from ecosys.domain.prices import Price, in_force
from ecosys.event import ANY_CHANNEL, FIRST_PARTY, Fact
from ecosys.events.registered import Registered
from ecosys.moment import Held, Moment
from ecosys.moment.series import Statement
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.amount import Number, ratio
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, DayText

STALE_DAYS = 45
"""For how many days nobody has said or confirmed what is stale."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source and how much rests on it."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    source: str
    """Its slug."""
    name: str
    """Its name as people say it."""
    kind: str
    """provider: speaks of its own; secondary: reports; mirror: copies what others publish."""
    rank: int
    """Among sources that differ the lowest rank answers."""
    licence: str | None
    """The licence of its data, where it names one."""
    url: str | None
    """Its address."""
    events: int
    """How many events that hold cite it or are its statement."""
    last_stated: DayText | None
    """The day of its newest statement."""
    last_read: DayText | None
    """The day on which it was last read."""
    alone: int
    """How many facts rest on it and no other source."""


@dataclass(frozen=True, slots=True)
class Support:
    """On what the facts rest that hold at a moment."""

    primary: int
    """How many rest on the word of whom they are about: a source of the kind provider."""
    secondary: int
    """How many on reports, and no such word."""
    mirror: int
    """How many on copies of what others publish alone."""
    single: int
    """How many of all of them on a single source."""


@dataclass(frozen=True, slots=True)
class StaleRow:
    """A price or an end that nobody has said or confirmed for long."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    subject: str
    """The subject."""
    channel: str
    """Where."""
    what: str
    """price_changed or deprecated."""
    voice: str
    """Whose word on it was the last: its own voice, or another that says the same."""
    last_stated: DayText
    """The day on which that voice last said or confirmed it."""
    last_read: DayText | None
    """The date of the newest copy that was read of it."""
    age_days: int
    """Days since it was last said or confirmed; that we read it again is no confirmation."""
    events: tuple[str, ...]
    """Ids of the events that state it, then of those by which another voice says the same."""


def sources(timeline: Timeline, moment: Moment, since: str | None = None) -> Answer[SourceRow]:
    """All registered sources: the last read or heard of first, of equal ones the most cited.

    With `since` (`30d`, a date) only what was read or said something since.
    """
    cited = cited_by_source(timeline, moment)
    rows = [_row(event, cited[slug]) for slug, event in registered(timeline, moment).items()]
    if since is not None:
        first = instant.day_of(first_since(since, moment))
        rows = [row for row in rows if _last_day(row) >= first]
    rows.sort(key=lambda row: (-row.events, row.source))
    rows.sort(key=_last_day, reverse=True)
    return Answer(rows, SourceRow)


def source_row(timeline: Timeline, moment: Moment, slug: str) -> SourceRow | None:
    """What the list says of one source; None: it is not registered."""
    event = registered(timeline, moment).get(slug)
    return _row(event, cited_by_source(timeline, moment)[slug]) if event else None


def cited_by_source(timeline: Timeline, moment: Moment) -> dict[str, list[Held]]:
    """The events that cite each source or are its statement."""
    cited: dict[str, list[Held]] = defaultdict(list)
    for held in timeline.held(moment):
        names = {reference.source for reference in held.event.sources}
        for name in names | {held.voice}:
            cited[name].append(held)
    return cited


def _last_day(row: SourceRow) -> str:
    """The day on which a source was last read or said something; empty: never."""
    return max(row.last_read or "", row.last_stated or "")


def stale(
    timeline: Timeline, moment: Moment, older_than_days: int, subject: str | None = None
) -> Answer[StaleRow]:
    """Prices in force and coming ends that nobody has said or confirmed for so many days.

    Nobody is no voice at all: who says the same of them, as a mirror does, confirms them too.
    """
    resolved = timeline.resolve(subject, moment) if subject is not None else None
    stated = _in_force(timeline, moment, resolved.subject if resolved else None)
    return Answer(_stale_rows(stated, moment, older_than_days), StaleRow, resolved)


def stale_among(
    prices: Sequence[Price], ends: Sequence[Ending], moment: Moment, older_than_days: int
) -> list[StaleRow]:
    """The same of prices and ends that are known already."""
    return _stale_rows(_last_words(prices, ends, moment), moment, older_than_days)


def _stale_rows(
    stated: Iterable[tuple[Held, Held]], moment: Moment, older_than_days: int
) -> list[StaleRow]:
    rows = []
    for held, last in stated:
        age = _age(last, moment)
        if age >= older_than_days:
            rows.append(_stale_row(held, last, age))
    rows.sort(key=lambda row: (-row.age_days, row.subject, row.channel, row.what))
    return rows


@dataclass(frozen=True, slots=True)
class Freshness:
    """How much of what is asked most was said or confirmed lately."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    facts: int
    """Prices in force and coming ends."""
    stale: int
    """How many of them nobody has said or confirmed for 45 days."""
    share_stale: Number
    """The second as a part of the first; 0 where there are none."""


def newest(timeline: Timeline, moment: Moment) -> int:
    """The last instant at which something known was publicly said: how old the knowledge is."""
    latest_first = sorted(timeline.held(moment), key=lambda held: held.known_from, reverse=True)
    dated = (held for held in latest_first if held.event.statement_time[0] is not None)
    return next((held.known_from for held in dated), 0)


def freshness(timeline: Timeline, moment: Moment) -> Freshness:
    """How much of what is asked most was said or confirmed lately."""
    ages = [_age(last, moment) for _, last in _in_force(timeline, moment, None)]
    old = sum(age >= STALE_DAYS for age in ages)
    share = ratio(Decimal(old), Decimal(len(ages)), 4) if ages else Decimal(0)
    return Freshness(len(ages), old, share)


def _age(held: Held, moment: Moment) -> int:
    return (moment.as_of - held.last_stated) // instant.DAY


def support(timeline: Timeline, moment: Moment) -> Support:
    """On what the facts rest that hold at a moment."""
    kinds = {slug: event.kind for slug, event in registered(timeline, moment).items()}
    cited = [
        {reference.source for reference in held.event.sources}
        for held in timeline.held(moment)
        if issubclass(held.kind, Fact)
    ]
    best = Counter(_best_kind({kinds.get(each, "") for each in sources}) for sources in cited)
    single = sum(len(sources) == 1 for sources in cited)
    return Support(best["provider"], best["secondary"], best["mirror"], single)


def _best_kind(kinds: Collection[str]) -> str:
    return next((each for each in ("provider", "secondary") if each in kinds), "mirror")


def _in_force(timeline: Timeline, moment: Moment, about: str | None) -> list[tuple[Held, Held]]:
    """The events that state present prices and coming ends, each with the last word on it.

    A price list is as fresh as the line of it on which nobody has spoken for longest.
    """
    prices = in_force(timeline.view(moment, "price_changed", subject=about), ANY_CHANNEL)
    ends = endings(timeline.view(moment, "deprecated", subject=about), ANY_CHANNEL)
    return _last_words(prices, ends, moment)


def _last_words(
    prices: Sequence[Price], ends: Sequence[Ending], moment: Moment
) -> list[tuple[Held, Held]]:
    gone = Ended(ends, moment.as_of)
    sold = [price for price in prices if not is_over(end_of(price, gone))]
    coming = [end for end in ends if end.shutdown is None or end.shutdown.start > moment.as_of]
    stated = [(price.held, _last_word(price.held, price.agreeing)) for price in sold]
    stated += [(end.held, _last_word(end.held, end.choice.agreeing)) for end in coming]
    oldest: dict[tuple[int, ...], tuple[Held, Held]] = {}
    for held, last in stated:
        _, before = oldest.setdefault(held.because, (held, last))
        if last.last_stated < before.last_stated:
            oldest[held.because] = held, last
    return list(oldest.values())


def _last_word(held: Held, agreeing: Iterable[Statement]) -> Held:
    """The statement last said or confirmed: its own, or that of a voice that says the same."""
    return max((held, *(each.held for each in agreeing)), key=lambda each: each.last_stated)


def _stale_row(held: Held, last: Held, age: int) -> StaleRow:
    read = last_read([held, last])
    return StaleRow(
        subject=held.subjects[0],
        channel=getattr(held.event, "channel", FIRST_PARTY),
        what=held.type,
        voice=last.voice,
        last_stated=instant.day_of(last.last_stated),
        last_read=instant.day_of(read) if read else None,
        age_days=age,
        events=held.events if last is held else held.events + last.events,
    )


def _row(event: Registered, cited: list[Held]) -> SourceRow:
    stated = [held.last_stated for held in cited if held.voice == event.source]
    read = last_read(cited, event.source)
    return SourceRow(
        source=event.source,
        name=event.name,
        kind=event.kind,
        rank=event.effective_rank,
        licence=event.licence,
        url=event.url,
        events=len(cited),
        last_stated=instant.day_of(max(stated)) if stated else None,
        last_read=instant.day_of(read) if read else None,
        alone=sum(_rests_alone_on(event.source, held) for held in cited),
    )


def _rests_alone_on(source: str, held: Held) -> bool:
    return issubclass(held.kind, Fact) and {each.source for each in held.event.sources} == {source}


def last_read(facts: list[Held], source: str | None = None) -> int:
    """The last day on which a source of the facts was read; 0: none says."""
    days = [
        reference.read.start
        for held in facts
        for reference in held.event.sources
        if reference.read is not None and source in (None, reference.source)
    ]
    return max(days, default=0)
