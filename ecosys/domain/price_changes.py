"""Price changes: what differs between the price lists of two moments, in people's words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ecosys.domain.compared import ChangeRow, State, is_corrected
from ecosys.domain.prices import Price
from ecosys.events.price_changed import NONE, Component
from ecosys.events.rescheduled import Rescheduled
from ecosys.values import words


def price_changes(before: State, after: State) -> Iterator[ChangeRow]:
    """The lines that cost something else, are new, or are no longer sold."""
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
    if is_corrected(was.held, now.held):
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


def scheduled_changes(
    before: State, after: State, called_off: Mapping[str, Rescheduled]
) -> Iterator[ChangeRow]:
    """The prices that were announced, or called off, for a time to come."""
    old, new = before.scheduled, after.scheduled
    now = {price.held.id for price in after.prices.values()}
    for key in sorted({*old, *new}, key=str):
        was, coming = old.get(key), new.get(key)
        if was is None and coming is not None:
            if _amount(after.prices.get(coming.statement.series)) != _amount(coming):
                yield _announced(coming, after)
        elif coming is None and was is not None and was.held.id not in now:
            yield _cancelled(was, called_off)


def _announced(price: Price, after: State) -> ChangeRow:
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


def _amount(price: Price | None) -> tuple[object, ...] | None:
    if price is None or price.component.amount == NONE:
        return None
    return price.component.compared


def _name(price: Price) -> str:
    return words.name(price.event.subject, price.event.channel)
