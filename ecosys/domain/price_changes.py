"""Price changes: what differs between the price lists of two moments, in people's words."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ecosys.domain.compared import ChangeRow, Comparison, is_corrected
from ecosys.domain.prices import Price
from ecosys.events.price_changed import NONE, Component
from ecosys.values import words


def price_changes(compared: Comparison) -> Iterator[ChangeRow]:
    """The lines that cost something else, are new, or are no longer sold."""
    old, new = compared.before.prices, compared.after.prices
    fresh: dict[str, list[Price]] = defaultdict(list)
    for key in sorted({*old, *new}, key=str):
        was, now = old.get(key), new.get(key)
        if was is None and now is not None:
            fresh[now.held.id].append(now)
        elif was is not None and _amount(was) != _amount(now):
            yield _price_change(was, now, compared)
    for prices in fresh.values():
        yield _first_priced(prices, compared)


def _first_priced(prices: Sequence[Price], compared: Comparison) -> ChangeRow:
    """The lines of one price list that were not sold, or not known, before."""
    first = prices[0]
    lines = ", ".join(f"{price.component.describe()} {price.component.amount}" for price in prices)
    text = f"{_name(first)} first priced: {lines}"
    return compared.row("price", first.held, text, first.event.occurred, (None, lines))


def _price_change(was: Price, now: Price | None, compared: Comparison) -> ChangeRow:
    line = was.component.describe()
    before = was.component.amount
    if now is None:
        text = f"{_name(was)} {line} no longer sold"
        return compared.row("price", was.held, text, was.event.until, (before, None))
    after = now.component.amount
    if is_corrected(was.held, now.held):
        text = f"{_name(now)} {line} corrected: {before} → {after}"
        return compared.row("corrected", now.held, text, now.event.occurred, (before, after))
    old, new = was.component.per_million, now.component.per_million
    if old is None or new is None:
        text = f"{_name(now)} {line} {before} → {after}"
    else:
        shift = words.percent(old, new)
        text = f"{_name(now)} {line} {words.number(old)} → {words.number(new)}, price {shift}"
    if now.statement.start <= compared.before.view.as_of and (ended := was.event.until):
        return compared.row("price", now.held, text, ended, (before, after), was.held)
    return compared.row("price", now.held, text, now.event.occurred, (before, after))


def scheduled_changes(compared: Comparison) -> Iterator[ChangeRow]:
    """The prices that were announced, or called off, for a time to come."""
    before, after = compared.before, compared.after
    old, new = before.scheduled, after.scheduled
    now = {price.held.id for price in after.prices.values()}
    for key in sorted({*old, *new}, key=str):
        was, coming = old.get(key), new.get(key)
        if was is None and coming is not None:
            if _amount(after.prices.get(coming.statement.series)) != _amount(coming):
                yield _announced(coming, compared)
        elif coming is None and was is not None and was.held.id not in now:
            yield _cancelled(was, compared)


def _announced(price: Price, compared: Comparison) -> ChangeRow:
    current = compared.after.prices.get(price.statement.series)
    amount = price.component.amount
    old = current.component.per_million if current else None
    new = price.component.per_million
    shift = f", {words.percent(old, new)}" if old is not None and new is not None else ""
    line = price.component.describe()
    text = f"{_name(price)} {line} announced at {amount} from {price.event.occurred}{shift}"
    if amount == NONE:
        text = f"{_name(price)} {line} no longer sold from {price.event.occurred}, as announced"
    before = current.component.amount if current else None
    return compared.row("scheduled_price", price.held, text, price.event.occurred, (before, amount))


def _cancelled(price: Price, compared: Comparison) -> ChangeRow:
    by = compared.revisions.called_off.get(price.held.id)
    what = "increase" if _is_increase(price) else "change"
    amount = price.component.amount
    text = f"{_name(price)} {price.component.describe()}: announced {what} to {amount} cancelled"
    return compared.row(
        "scheduled_price", price.held, text, price.event.occurred, (amount, None), by
    )


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
