"""Changes: what differs between two moments, in people's words."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import ClassVar

from ecosys.domain.endings import Ending, endings
from ecosys.domain.prices import Price, in_force, scheduled
from ecosys.event import ANY_CHANNEL, FIRST_PARTY, Event
from ecosys.event.citation import ON_REQUEST, Citations
from ecosys.events.price_changed import NONE, Component, PriceChanged
from ecosys.events.rescheduled import Rescheduled
from ecosys.moment import Held, View
from ecosys.values import instant, words
from ecosys.values.schema import DOCSTRINGS_DESCRIBE
from ecosys.values.when import When


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One difference between then and now."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    kind: str
    """price, scheduled_price, shutdown, deprecated, launched ..., changed, corrected, retracted."""
    subject: str
    """What changed."""
    channel: str
    """Where."""
    words: str
    """The change in people's words: `o3 input 10 → 2, price −80 %`."""
    before: str | None
    """What was so then."""
    after: str | None
    """What is so now."""
    because: tuple[int, ...]
    """Positions of the events that made the change."""
    events: tuple[str, ...]
    """Ids of these events."""
    sources: Citations = field(default=None, metadata=ON_REQUEST)
    """Where these events were read, in the order of `because`; only with include=sources."""


@dataclass(frozen=True)
class _State:
    """What holds at one moment, as far as it is compared."""

    view: View

    @cached_property
    def prices(self) -> dict[Hashable, Price]:
        """The lines in force, by series."""
        return {price.statement.series: price for price in in_force(self._priced, ANY_CHANNEL)}

    @cached_property
    def scheduled(self) -> dict[Hashable, Price]:
        """The lines that will change, each with the one in force that it will replace."""
        lines: dict[Hashable, Price] = {}
        for price in scheduled(self._priced, ANY_CHANNEL):
            current = self.prices.get(price.statement.series)
            replaced = (current.statement,) if current else ()
            lines[price.held.id, price.component.key] = Price(price.statement, replaced)
        return lines

    @cached_property
    def endings(self) -> dict[tuple[str, str], Ending]:
        """What is known of every end, by subject and channel."""
        return {
            (ending.event.subject, ending.event.channel): ending
            for ending in endings(self.view, ANY_CHANNEL)
        }

    @cached_property
    def news(self) -> dict[str, Held]:
        """The facts that are told as they are and are so at the moment, by id.

        Of what was only read nobody knows since when it was said: it is no news.
        """
        return {
            held.id: held
            for held in self.view.begun().facts
            if held.event.is_news and held.event.statement_time[1] != "read"
        }

    @cached_property
    def _priced(self) -> View:
        return self.view.of(PriceChanged)


def compare(before: View, after: View, called_off: Mapping[str, Rescheduled]) -> list[ChangeRow]:
    """What differs between two views, by subject. `called_off` holds the cancellations known."""
    then, now = _State(before), _State(after)
    return sorted(
        [
            *_prices(then, now),
            *_scheduled(then, now, called_off),
            *_endings(then, now, called_off),
            *_news(then, now),
        ],
        key=lambda change: (change.subject, change.kind, change.words),
    )


def _prices(before: _State, after: _State) -> Iterator[ChangeRow]:
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


def _first_priced(prices: Sequence[Price]) -> ChangeRow:
    """The lines of one price list that were not sold, or not known, before."""
    first = prices[0]
    lines = ", ".join(f"{price.component.describe()} {price.component.amount}" for price in prices)
    text = f"{_name(first)} first priced: {lines}"
    return _change("price", first, text, None, lines)


def _price_change(was: Price, now: Price | None) -> ChangeRow:
    line = was.component.describe()
    before = was.component.amount
    if now is None:
        return _change("price", was, f"{_name(was)} {line} no longer sold", before, None)
    after = now.component.amount
    if _is_corrected(was.held, now.held):
        text = f"{_name(now)} {line} corrected: {before} → {after}"
        return _change("corrected", now, text, before, after)
    old, new = was.component.per_million, now.component.per_million
    if old is None or new is None:
        text = f"{_name(now)} {line} {before} → {after}"
    else:
        shift = words.percent(old, new)
        text = f"{_name(now)} {line} {words.number(old)} → {words.number(new)}, price {shift}"
    return _change("price", now, text, before, after)


def _change(kind: str, price: Price, text: str, before: str | None, after: str | None) -> ChangeRow:
    event, held = price.event, price.held
    return ChangeRow(
        kind, event.subject, event.channel, text, before, after, held.because, held.events
    )


def _scheduled(
    before: _State, after: _State, called_off: Mapping[str, Rescheduled]
) -> Iterator[ChangeRow]:
    old, new = before.scheduled, after.scheduled
    now = {price.held.id for price in after.prices.values()}
    for key in sorted({*old, *new}, key=str):
        was, coming = old.get(key), new.get(key)
        if was is None and coming is not None:
            if _amount(after.prices.get(coming.statement.series)) != _amount(coming):
                yield _announced(coming, after)
        elif coming is None and was is not None and was.held.id not in now:
            yield _cancelled(was, called_off)


def _announced(price: Price, after: _State) -> ChangeRow:
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


def _cancelled(price: Price, called_off: Mapping[str, Rescheduled]) -> ChangeRow:
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


def _endings(
    before: _State, after: _State, called_off: Mapping[str, Rescheduled]
) -> Iterator[ChangeRow]:
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
        elif _is_corrected(was.held, now.held):
            text = f"{_short(now)} shutdown corrected: "
            text += f"{was.shutdown or 'none'} → {now.shutdown or 'none'}"
            yield _ending("corrected", now, text, was.shutdown, now.shutdown)
        else:
            yield _ending("shutdown", now, _moved(was, now), was.shutdown, now.shutdown)


def _is_corrected(was: Held, now: Held) -> bool:
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
) -> ChangeRow:
    held = ending.held
    event = ending.event
    return ChangeRow(
        kind, event.subject, event.channel, text, before, after, held.because, held.events
    )


def _news(before: _State, after: _State) -> Iterator[ChangeRow]:
    for id, held in after.news.items():
        was = before.news.get(id)
        if was is None:
            yield _news_change(held.event.type, held, held.event.describe(), None)
        elif (old := was.event.describe()) != (new := held.event.describe()):
            if _is_corrected(was, held):
                yield _news_change("corrected", held, f"corrected: {new}", old)
            else:
                text = new if new.startswith(old) else f"{old} → {new}"
                yield _news_change("changed", held, text, old)
    for id, held in before.news.items():
        if id not in after.news:
            yield _news_change("retracted", held, f"no longer holds: {held.event.describe()}", None)


def _news_change(kind: str, held: Held, text: str, before: str | None) -> ChangeRow:
    subject = held.event.subjects[0]
    channel = getattr(held.event, "channel", FIRST_PARTY)
    after = held.event.describe() if before else None
    return ChangeRow(kind, subject, channel, text, before, after, held.because, held.events)


def _amount(price: Price | None) -> tuple[object, ...] | None:
    if price is None or price.component.amount == NONE:
        return None
    return price.component.compared


def _name(price: Price) -> str:
    return words.name(price.event.subject, price.event.channel)


def _short(ending: Ending) -> str:
    return words.name(ending.event.subject, ending.event.channel)


def corrections(revisions: Sequence[tuple[int, Event, str]]) -> Iterator[ChangeRow]:
    """What was put right in the log itself: (position, the correction, what it is about)."""
    for position, event, subject in revisions:
        fault = "by us" if getattr(event, "fault", "") == "ours" else "by its source"
        what = "corrected" if event.type == "corrected" else "retracted"
        yield ChangeRow(
            what,
            subject,
            FIRST_PARTY,
            f"{event.targets[0]} {what} {fault}: {getattr(event, 'why', '')}",
            None,
            None,
            (position,),
            (event.id,),
        )
