"""Compare: what differs between two moments, in people's words."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ecosys.domain.endings import Ending, endings
from ecosys.domain.prices import Price, PriceLines, in_force, price_lines, scheduled
from ecosys.event import ANY_CHANNEL, Event
from ecosys.events.deprecated import Deprecated
from ecosys.events.price_changed import NONE, Component, PriceChanged
from ecosys.events.rescheduled import Rescheduled
from ecosys.moment import Held, Moment
from ecosys.values import instant, words
from ecosys.values.when import When


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two moments."""

    kind: str
    """price, scheduled_price, shutdown, deprecated, launched ..., changed, corrected, retracted."""
    subject: str
    channel: str
    words: str
    """The change in people's words: `o3 input 10 → 2, −80 %`."""
    before: str | None
    after: str | None
    because: tuple[int, ...]
    events: tuple[str, ...]


@dataclass(frozen=True)
class View:
    """What holds at one moment, as far as it is compared."""

    moment: Moment
    facts: Sequence[Held]
    """Facts that hold, of all types."""
    ranks: Mapping[str, int]

    @cached_property
    def prices(self) -> dict[Hashable, Price]:
        """The lines in force, by series."""
        found = in_force(self._price_series, self.moment, self.ranks)
        return {price.statement.series: price for price in found}

    @cached_property
    def scheduled(self) -> dict[Hashable, Price]:
        """The lines that will change, each with the one in force that it will replace."""
        found: dict[Hashable, Price] = {}
        for price in scheduled(self._price_series, self.moment):
            current = self.prices.get(price.statement.series)
            replaced = (current.statement,) if current else ()
            found[price.held.id, price.component.key] = Price(price.statement, replaced)
        return found

    @cached_property
    def endings(self) -> dict[tuple[str, str], Ending]:
        """What is known of every end, by subject and channel."""
        facts = [held for held in self.facts if isinstance(held.event, Deprecated)]
        return {
            (ending.event.subject, ending.event.channel): ending
            for ending in endings(facts, self.moment, self.ranks, ANY_CHANNEL)
        }

    @cached_property
    def _price_series(self) -> PriceLines:
        facts = [held for held in self.facts if isinstance(held.event, PriceChanged)]
        return price_lines(facts, ANY_CHANNEL)


def compare(before: View, after: View, called_off: Mapping[str, Rescheduled]) -> list[Change]:
    """What differs between two views, by subject. `called_off` holds the cancellations known."""
    return sorted(
        [
            *_prices(before, after),
            *_scheduled(before, after, called_off),
            *_endings(before, after, called_off),
            *_told(before, after),
        ],
        key=lambda change: (change.subject, change.kind, change.words),
    )


def _prices(before: View, after: View) -> Iterator[Change]:
    old, new = before.prices, after.prices
    fresh: dict[str, list[Price]] = defaultdict(list)
    for key in sorted({*old, *new}, key=str):
        was, now = old.get(key), new.get(key)
        if was is None and now is not None:
            fresh[now.held.id].append(now)
        elif was is not None and _amount(was) != _amount(now):
            yield _price_change(was, now)
    for prices in fresh.values():
        yield _first_priced(prices)


def _first_priced(prices: Sequence[Price]) -> Change:
    """The lines of one price list that were not sold, or not known, before."""
    first = prices[0]
    lines = ", ".join(f"{price.component.describe()} {price.component.amount}" for price in prices)
    text = f"{_name(first)} first priced: {lines}"
    return _change("price", first, text, None, lines)


def _price_change(was: Price, now: Price | None) -> Change:
    line = was.component.describe()
    before = was.component.amount
    if now is None:
        return _change("price", was, f"{_name(was)} {line} no longer sold", before, None)
    after = now.component.amount
    if _corrected(was.held, now.held):
        text = f"{_name(now)} {line} corrected: {before} → {after}"
        return _change("corrected", now, text, before, after)
    old, new = was.component.per_million, now.component.per_million
    if old is None or new is None:
        text = f"{_name(now)} {line} {before} → {after}"
    else:
        shift = words.percent(old, new)
        text = f"{_name(now)} {line} {words.number(old)} → {words.number(new)}, price {shift}"
    return _change("price", now, text, before, after)


def _change(kind: str, price: Price, text: str, before: str | None, after: str | None) -> Change:
    event, held = price.event, price.held
    return Change(
        kind, event.subject, event.channel, text, before, after, held.because, held.events
    )


def _scheduled(
    before: View, after: View, called_off: Mapping[str, Rescheduled]
) -> Iterator[Change]:
    old, new = before.scheduled, after.scheduled
    now = {price.held.id for price in after.prices.values()}
    for key in sorted({*old, *new}, key=str):
        was, coming = old.get(key), new.get(key)
        if was is None and coming is not None:
            if _amount(after.prices.get(coming.statement.series)) != _amount(coming):
                yield _announced(coming, after)
        elif coming is None and was is not None and was.held.id not in now:
            yield _cancelled(was, called_off)


def _announced(price: Price, after: View) -> Change:
    current = after.prices.get(price.statement.series)
    amount = price.component.amount
    old = current.component.per_million if current else None
    new = price.component.per_million
    shift = f", {words.percent(old, new)}" if old is not None and new is not None else ""
    line = price.component.describe()
    text = f"{_name(price)} {line} announced at {amount} from {price.event.occurred}{shift}"
    if amount == NONE:
        text = f"{_name(price)} {line} no longer sold from {price.event.occurred}, as announced"
    before = current.component.amount if current else None
    return _change("scheduled_price", price, text, before, amount)


def _cancelled(price: Price, called_off: Mapping[str, Rescheduled]) -> Change:
    by = called_off.get(price.held.id)
    what = "increase" if _is_increase(price) else "change"
    amount = price.component.amount
    text = f"{_name(price)} {price.component.describe()}: announced {what} to {amount} cancelled"
    change = _change("scheduled_price", price, text, amount, None)
    return replace(change, events=(*change.events, by.id)) if by else change


def _is_increase(price: Price) -> bool:
    """Whether a scheduled price lies above the one that it would have replaced."""
    rivals = [rival.value for rival in price.rivals if isinstance(rival.value, Component)]
    below = [line.per_million for line in rivals if line.per_million is not None]
    mine = price.component.per_million
    return mine is not None and bool(below) and below[0] < mine


def _endings(before: View, after: View, called_off: Mapping[str, Rescheduled]) -> Iterator[Change]:
    old, new = before.endings, after.endings
    for key in sorted({*old, *new}):
        was, now = old.get(key), new.get(key)
        if was is None and now is not None:
            yield _ending("deprecated", now, now.event.describe(), None, now.shutdown)
        elif now is None and was is not None:
            what = "withdrawn" if was.held.id in called_off else "no longer stated"
            text = f"{_short(was)} deprecation {what} (shutdown was {was.shutdown})"
            yield _ending("deprecated", was, text, was.shutdown, None)
        elif was is None or now is None or was.shutdown == now.shutdown:
            continue
        elif _corrected(was.held, now.held):
            text = f"{_short(now)} shutdown corrected: "
            text += f"{was.shutdown or 'none'} → {now.shutdown or 'none'}"
            yield _ending("corrected", now, text, was.shutdown, now.shutdown)
        else:
            yield _ending("shutdown", now, _moved(was, now), was.shutdown, now.shutdown)


def _corrected(was: Held, now: Held) -> bool:
    """Whether the same event now says otherwise: the world did not change, its source did."""
    return was.id == now.id and was.position != now.position


def _moved(was: Ending, now: Ending) -> str:
    name = _short(now)
    if was.shutdown is None or now.shutdown is None:
        return f"{name} shutdown set to {now.shutdown}" if now.shutdown else f"{name} shutdown open"
    shift = (now.shutdown.start - was.shutdown.start) // instant.DAY
    if shift == 0:
        return f"{name} shutdown {was.shutdown} → {now.shutdown}"
    return f"{name} shutdown moved {words.days(shift)} to {now.shutdown}"


def _ending(
    kind: str, ending: Ending, text: str, before: When | None, after: When | None
) -> Change:
    held = ending.held
    event = ending.event
    return Change(
        kind, event.subject, event.channel, text, before, after, held.because, held.events
    )


def _told(before: View, after: View) -> Iterator[Change]:
    known = {held.id: held for held in _so(before)}
    for held in _so(after):
        was = known.get(held.id)
        if was is None:
            yield _told_change(held.event.type, held, held.event.describe(), None)
        elif (old := was.event.describe()) != (new := held.event.describe()):
            if _corrected(was, held):
                yield _told_change("corrected", held, f"corrected: {new}", old)
            else:
                text = new if new.startswith(old) else f"{old} → {new}"
                yield _told_change("changed", held, text, old)
    gone = {held.id for held in _so(before)} - {held.id for held in _so(after)}
    for held in _so(before):
        if held.id in gone:
            yield _told_change("retracted", held, f"no longer holds: {held.event.describe()}", None)


def _told_change(kind: str, held: Held, text: str, before: str | None) -> Change:
    subject = held.event.subjects[0]
    channel = getattr(held.event, "channel", "first_party")
    after = held.event.describe() if before else None
    return Change(kind, subject, channel, text, before, after, held.because, held.events)


def _so(view: View) -> list[Held]:
    """Events of the types that are told, as far as they are so at the view's moment."""
    return [
        held
        for held in view.facts
        if held.event.is_news
        and held.event.statement_time[1]
        != "read"  # nobody knows since when it was said: it is no news
        and held.start is not None
        and held.start <= view.moment.as_of
    ]


def _amount(price: Price | None) -> tuple[object, ...] | None:
    if price is None or price.component.amount == NONE:
        return None
    return price.component.compared


def _name(price: Price) -> str:
    return words.name(price.event.subject, price.event.channel)


def _short(ending: Ending) -> str:
    return words.name(ending.event.subject, ending.event.channel)


def corrections(revisions: Sequence[tuple[int, Event, str]]) -> Iterator[Change]:
    """What was put right in the log itself: (position, the correction, what it is about)."""
    for position, event, subject in revisions:
        fault = "by us" if getattr(event, "fault", "") == "ours" else "by its source"
        what = "corrected" if event.type == "corrected" else "retracted"
        yield Change(
            what,
            subject,
            "first_party",
            f"{event.targets[0]} {what} {fault}: {getattr(event, 'why', '')}",
            None,
            None,
            (position,),
            (event.id,),
        )
