"""Calendar: the dates that were set ahead: when something ends, and when it costs something else.

Each date has an identity for ever, that of what it is a date of: of an end what ends and where, of
a price the announcement. So who has it in a calendar sees it move, and sees it called off.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from ecosys.answers.feeds.entries import uuid_of
from ecosys.domain.endings import Ending, EndPlace, endings
from ecosys.event import ANY_CHANNEL, FIRST_PARTY, Event, Recorded
from ecosys.events.corrected import Corrected
from ecosys.events.deprecated import Deprecated
from ecosys.events.price_changed import Component, PriceChanged
from ecosys.events.rescheduled import Rescheduled
from ecosys.events.retracted import Retracted
from ecosys.log.bulk import gc_paused
from ecosys.moment import Held, Moment, View
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.when import When

Kind = Literal["end", "price"]


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A date that was set ahead, as it stands at a moment."""

    uid: str
    """Its identity for ever, a UUID."""
    kind: Kind
    """What comes: an end, or a price."""
    subject: str
    """What it is about."""
    date: When
    """The date that stands; of what was called off the last one."""
    sequence: int
    """How many statements about it followed the first: a move raises it, and nothing lowers it. It
    stays where another source comes to answer for the same end, without a new word."""
    called_off: bool
    """Whether it will not come, or nobody says it any more."""
    is_past: bool
    """Whether it lies before the day of the moment."""
    summary: str
    """What comes, in a line."""
    details: tuple[str, ...]
    """What else is said of it, line by line."""
    replacements: tuple[str, ...]
    """What is recommended instead of what ends."""
    url: str | None
    """Where it was read."""
    recorded_at: int
    """When the log took the last statement about it."""

    @property
    def is_firm(self) -> bool:
        """Whether the day is known and a promise."""
        return self.date.plain


@dataclass(frozen=True, slots=True)
class _Draft:
    """A date, and what it rests on, before the events are read for it."""

    identity: str
    kind: Kind
    subject: str
    date: When
    called_off: bool
    summary: str
    details: tuple[str, ...]
    replacements: tuple[str, ...]
    because: tuple[int, ...]
    """The positions of what stands."""
    first: frozenset[int]
    """The positions of all that ever stated it, as it was first stated."""


@gc_paused()
def calendar(
    timeline: Timeline,
    moment: Moment,
    names: Sequence[str] = (),
    channel: str | None = None,
    within_days: int | None = None,
) -> list[CalendarEntry]:
    """The dates set ahead that are known at a moment, past and coming, the first to come first.

    `names` are models or providers, none: all; one that is not known is NotFound. Without a channel
    the dates are those at the provider itself, or at the channel whose id a name is. `within_days`:
    only from the day of the moment on, and so many days.
    """
    wanted = _within(moment, within_days)
    drafts: dict[str, _Draft] = {}
    for name in names or (None,):
        resolved = timeline.resolve(name, moment, channel) if name is not None else None
        about = resolved.subject if resolved else None
        place = channel or (resolved.channel if resolved else FIRST_PARTY)
        for each in (
            *(each for each in _ends(timeline, moment, about, place) if wanted(each.date)),
            *_prices(timeline, moment, about, place, wanted),
        ):
            drafts.setdefault(each.identity, each)
    return _with_records(timeline, moment, drafts.values())


def _within(moment: Moment, days: int | None) -> Callable[[When], bool]:
    """Whether a date comes within so many days, from the day of the moment on; None: every one."""
    if days is None:
        return lambda _: True
    first, last = instant.midnight(moment.as_of), moment.as_of + days * instant.DAY
    return lambda date: first <= date.start <= last


def _ends(
    timeline: Timeline, moment: Moment, subject: str | None, channel: str
) -> Iterator[_Draft]:
    """The ends that have a date, or had one."""
    view = timeline.view(moment, "deprecated", "replacement_named", subject=subject)
    standing = {ending.place: ending for ending in endings(view, channel)}
    stated: dict[EndPlace, list[Held]] = defaultdict(list)
    for held in timeline.held(moment, "deprecated", subject=subject, history=True):
        for place in cast("Iterable[EndPlace]", held.series):
            if channel in (place[1], ANY_CHANNEL) and held.date("shutdown"):
                stated[place].append(held)
    for place, versions in stated.items():
        begun = [each for each in versions if view.has_begun(each)]
        if begun:
            yield _end(place, begun, standing.get(place))


def _end(place: EndPlace, dated: Sequence[Held], ending: Ending | None) -> _Draft:
    shutdown = ending.shutdown if ending else None
    if ending is not None and shutdown is not None:
        held, date, facts = ending.held, shutdown, ending.facts
        details, replacements = (*_of_end(ending), *_of_date(shutdown)), ending.replacements
    else:
        held = max(dated, key=lambda each: (max(each.because), not each.superseded))
        date, facts = cast("When", held.date("shutdown")), (held,)
        details, replacements = (), ()
    event = held.event
    assert isinstance(event, Deprecated)
    may = "may stop answering" if date.soft else "stops answering"
    return _Draft(
        f"end:{'|'.join(each or '' for each in place)}",
        "end",
        event.subject,
        date,
        shutdown is None,
        _told(f"{event.offer} {may}", held, called_off=shutdown is None),
        details,
        replacements,
        tuple(position for each in facts for position in each.because),
        frozenset(each.because[0] for each in dated),
    )


def _told(what: str, held: Held, *, called_off: bool) -> str:
    """What comes; or that it does not, by whose doing."""
    if not called_off:
        return what
    return f"Called off: {what}" if held.cancelled else f"Withdrawn: {what}"


def _of_end(ending: Ending) -> Iterator[str]:
    event = ending.event
    if event.announced is not None:
        notice = ending.notice_days
        yield f"Announced {event.announced}" + (f", {notice} days before." if notice else ".")
    if ending.held.unstated:
        yield "Its source no longer says so."
    yield from advice(ending.replacements)
    if event.after is not None and event.after.to is not None:
        what = "Its calls are then answered by" if ending.redirect else "It is moved to"
        yield f"{what} {event.after.to}."


def advice(replacements: Sequence[str]) -> Iterator[str]:
    """What is recommended instead, in a line; nothing: no line.

    >>> list(advice(["openai/o3", "openai/o4"])), list(advice([]))
    (['Recommended instead: openai/o3, openai/o4.'], [])
    """
    if replacements:
        yield f"Recommended instead: {', '.join(replacements)}."


def _of_date(date: When) -> Iterator[str]:
    if date.soft:
        yield "This is the earliest possible day, not a promise."
    elif not date.plain:
        yield f"The day is not known: {date}."


def _prices(
    timeline: Timeline,
    moment: Moment,
    subject: str | None,
    channel: str,
    wanted: Callable[[When], bool],
) -> Iterator[_Draft]:
    """The prices that were announced before they came, and the announced ends of prices.

    Of dates that are not wanted it is not asked what came after them.
    """
    stated: dict[str, list[Held]] = defaultdict(list)
    for held in timeline.held(moment, "price_changed", subject=subject, history=True):
        places = cast("Iterable[tuple[str, ...]]", held.series)
        if any(channel in (place[1], ANY_CHANNEL) for place in places):
            stated[held.id].append(held)
    view = timeline.view(moment, "price_changed", subject=subject)
    for versions in stated.values():
        last = max(versions, key=lambda each: (not each.superseded, max(each.because)))
        for name in (None, "until"):
            date, before = last.date(name), versions[0].date(name)
            if date is None or before is None or not wanted(date):
                continue
            if _was_ahead(versions[0], before):
                yield _price(name, date, last, view)


def _price(name: str | None, date: When, last: Held, view: View) -> _Draft:
    event = last.event
    assert isinstance(event, PriceChanged)
    is_off = last.cancelled or last.superseded
    what, followers = event.describe(), frozenset[int]()
    if name is not None:
        followers = _followers(last, date, view)
        what = f"{what} does not end" if followers and not is_off else f"{what} ends"
    return _Draft(
        f"price:{last.id}:{name or 'occurred'}",
        "price",
        event.subject,
        date,
        is_off or bool(followers),
        _told(what, last, called_off=is_off),
        (f"{event.currency}, per million tokens where nothing else is said.", *_of_date(date)),
        (),
        (*last.because, *sorted(followers - {*last.because})),
        frozenset({last.because[0]}),
    )


def _followers(ending: Held, date: When, view: View) -> frozenset[int]:
    """The positions of what states the same prices after the end of some; none: they change."""
    positions: set[int] = set()
    after = view.at(date.start)
    for series, value in ending.statements():
        choice = after.choose(after.series.get((ending.type, series), ()))
        now = choice.statement.value if choice else None
        if choice is None or choice.held.id == ending.id:
            return frozenset()
        if cast("Component", now).compared != cast("Component", value).compared:
            return frozenset()
        positions.update(choice.held.because)
    return frozenset(positions)


def _was_ahead(held: Held, date: When) -> bool:
    """Whether a date lay ahead when it was first said."""
    is_date = not (date.bound == "not_after" or date.unknown)
    return is_date and instant.midnight(held.known_from) < date.start


def _with_records(
    timeline: Timeline, moment: Moment, drafts: Collection[_Draft]
) -> list[CalendarEntry]:
    positions = {at for each in drafts for at in (*each.first, *each.because)}
    records = {record.position: record for record in timeline.at(positions)}
    revisions = _revisions(timeline, moment)
    today = instant.midnight(moment.as_of)
    entries = [_entry(each, records, revisions, today) for each in drafts]
    return sorted(entries, key=lambda each: (each.date.start, each.subject, each.uid))


def _revisions(timeline: Timeline, moment: Moment) -> Mapping[str, list[Recorded]]:
    """What is known to revise each event, be it that it was revised itself.

    What we had wrong counts whenever it is asked: it was never right.
    """
    by_target: dict[str, list[Recorded]] = defaultdict(list)
    for record in timeline.revisions():
        event = record.event
        if isinstance(event, Corrected | Rescheduled | Retracted):
            is_ours = getattr(event, "fault", "") == "ours"
            if moment.knows(record) or (is_ours and record.position <= moment.position):
                by_target[event.event].append(record)
    return by_target


def _all_of(first: Recorded, revisions: Mapping[str, list[Recorded]]) -> Iterator[Recorded]:
    """A statement with all that revised it, or revised what did."""
    yield first
    for each in revisions.get(first.id, ()):
        yield from _all_of(each, revisions)


def _entry(
    draft: _Draft,
    records: Mapping[int, Recorded],
    revisions: Mapping[str, list[Recorded]],
    today: int,
) -> CalendarEntry:
    standing = [records[at] for at in draft.because]
    said = {each.position: each for each in standing}
    for at in draft.first:
        said |= {each.position: each for each in _all_of(records[at], revisions)}
    events = [record.event for record in standing]
    return CalendarEntry(
        uid=uuid_of(draft.identity),
        kind=draft.kind,
        subject=draft.subject,
        date=draft.date,
        sequence=len(said) - 1,
        called_off=draft.called_off,
        is_past=draft.date.start < today,
        summary=draft.summary,
        details=(*draft.details, *_cited(events)),
        replacements=draft.replacements,
        url=next((url for event in reversed(events) for url in _urls(event)), None),
        recorded_at=max(record.recorded_at for record in said.values()),
    )


def _cited(events: Sequence[Event]) -> Iterator[str]:
    """Which events say so, and where they were read."""
    yield f"Said by {', '.join(event.id for event in events)}."
    yield from dict.fromkeys(url for event in events for url in _urls(event))


def _urls(event: Event) -> Iterator[str]:
    return (each.url for each in event.sources if each.url is not None)
