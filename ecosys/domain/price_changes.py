"""Price changes: what differs between the price lists of two moments, in people's words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ecosys.domain.compared import ChangeRow
from ecosys.domain.comparison import Comparison, Revised
from ecosys.domain.prices import Price
from ecosys.events.price_changed import NONE, Component
from ecosys.moment import Held
from ecosys.projection import rests_on
from ecosys.values import words
from ecosys.values.when import When

Pair = tuple[Price | None, Price | None]
"""A line then and now."""
_Place = tuple[str, str, str, When, bool]
"""Subject, channel, currency, the day from which a price holds, and whether it was sold before."""


def price_changes(compared: Comparison) -> Iterator[ChangeRow]:
    """The lines that cost something else, are no longer sold, or were put right by their source.

    Lines of one price list that ended or were withdrawn together are one change.
    """
    ended: dict[str, list[Pair]] = defaultdict(list)
    undone: dict[tuple[str, Revised], list[Pair]] = defaultdict(list)
    for was, now in _differing(compared):
        revised = _revised(was, now, compared)
        if revised and revised[0] == "corrected":
            yield _corrected(was, now, revised, compared)
        elif revised and was is not None:
            undone[was.held.id, revised].append((was, now))
        elif was is not None and now is not None and _amount(was) and _amount(now):
            yield _price_change(was, now, compared)
        elif was is not None and _amount(was):
            ended[(now or was).held.id].append((was, now))
    yield from (_ended(lines, compared) for lines in ended.values())
    yield from (_undone(lines, by, compared) for (_, by), lines in undone.items())


def first_prices(compared: Comparison) -> Iterator[tuple[ChangeRow, bool]]:
    """The lines that were not sold, or not known, before; and whether each is news of the world.

    Of what was launched before, a price that did not surely come into force since then is none:
    only we learned of it. The same lines in several regions are one change.
    """
    lists: dict[tuple[_Place, str | None], list[Price]] = defaultdict(list)
    for was, now in _differing(compared):
        if now is not None and not _amount(was) and not _revised(was, now, compared):
            lists[_place(was, now), now.event.region].append(now)
    alike: dict[tuple[_Place, str], list[Price]] = defaultdict(list)
    for (place, _), prices in lists.items():
        prices.sort(key=lambda price: price.component.tier)
        alike[place, _listed(prices)] += prices
    for (place, lines), prices in alike.items():
        yield _first_price(prices, lines, compared, again=place[-1])


def _place(was: Price | None, now: Price) -> _Place:
    event = now.event
    return event.subject, event.channel, event.currency, event.occurred, was is not None


def _first_price(
    prices: Sequence[Price], lines: str, compared: Comparison, *, again: bool
) -> tuple[ChangeRow, bool]:
    first = prices[0]
    text = f"{_name(prices)} {'sold again' if again else 'first priced'}: {lines}"
    row = compared.row("price", first.held, text, first.event.occurred, (None, lines))
    since = compared.came_into_force(first.event.occurred)
    is_news = since or compared.launched_since(first.subject)
    return replace(row, **rests_on(price.held for price in prices)), is_news


def _differing(compared: Comparison) -> Iterator[Pair]:
    """The lines whose amounts differ, in the order of their series."""
    old, new = compared.before.prices, compared.after.prices
    pairs = {key: (old.get(key), new.get(key)) for key in {*old, *new}}
    differing = [key for key, pair in pairs.items() if not _is_same(*pair)]
    return (pairs[key] for key in sorted(differing, key=str))


def _is_same(was: Price | None, now: Price | None) -> bool:
    if was is not None and now is not None and was.component is now.component:
        return True  # as nearly all are: equal lines are one object
    return _amount(was) == _amount(now)


def _revised(was: Price | None, now: Price | None, compared: Comparison) -> Revised | None:
    """What was revised where the amounts differ and the world did not change; None: it did.

    Where what was so then is put right to what is so now, the price was that all along.
    """
    if was and now and (corrected := compared.corrected(was.held.id)):
        event = corrected.event
        stated = {(event.type, name): value for name, value in event.statements()}
        value = stated.get(now.statement.series)  # type: ignore[call-overload]
        if isinstance(value, Component) and value.compared == now.component.compared:
            return "corrected", corrected
    return compared.revised(was.held if was else None, now.held if now else None)


def _price_change(was: Price, now: Price, compared: Comparison) -> ChangeRow:
    line = was.component.describe()
    before, after = was.component.amount, now.component.amount
    old, new = was.component.per_million, now.component.per_million
    if old is None or new is None:
        text = f"{_name([now])} {line} {before} → {after}"
    else:
        shift = words.percent(old, new)
        text = f"{_name([now])} {line} {words.number(old)} → {words.number(new)}, price {shift}"
    if now.statement.start <= compared.before.view.as_of and (ended := was.event.until):
        return compared.row("price", now.held, text, ended, (before, after), was.held)
    return compared.row("price", now.held, text, now.event.occurred, (before, after))


def _corrected(
    was: Price | None, now: Price | None, revised: Revised, compared: Comparison
) -> ChangeRow:
    """A line that its source put right; the world did not change."""
    shown = now or was
    assert shown is not None
    before, after = (price.component.amount if price else None for price in (was, now))
    text = f"{_name([shown])} {shown.component.describe()} corrected: "
    text += f"{before or NONE} → {after or NONE}"
    _, held = revised
    assert isinstance(held, Held)
    return compared.row("corrected", held, text, held.event.when, (before, after))


def _ended(lines: Sequence[Pair], compared: Comparison) -> ChangeRow:
    """The lines of one price list that are no longer sold."""
    before = [was for was, _ in lines if was is not None]
    _, now = lines[0]
    text = f"{_name(before)} {', '.join(price.component.describe() for price in before)}"
    held = now.held if now else before[0].held
    since = now.event.occurred if now else before[0].event.until
    change = (_listed(before), None)
    return compared.row("price", held, f"{text} no longer sold", since, change)


def _undone(lines: Sequence[Pair], revised: Revised, compared: Comparison) -> ChangeRow:
    """The lines of one price list that its source withdrew, or that were called off."""
    how, by = revised
    before = [was for was, _ in lines if was is not None]
    after = [now for _, now in lines if now is not None and _amount(now)]
    text = f"{_name(before)} price {how}: {_listed(before)}"
    if after:
        text += f"; {_listed(after)} {'holds' if len(after) == 1 else 'hold'}"
    kind = "retracted" if how == "withdrawn" else "price"
    change = (_listed(before), _listed(after) or None)
    return compared.row(kind, before[0].held, text, None, change, by)


def scheduled_changes(compared: Comparison) -> Iterator[ChangeRow]:
    """The prices that were announced, moved, put right or called off for a time to come."""
    old, new = compared.before.scheduled, compared.after.scheduled
    in_force = compared.after.prices
    for key in sorted({*old, *new}, key=str):
        was, coming = old.get(key), new.get(key)
        if was is None and coming is not None:
            if _amount(in_force.get(coming.statement.series)) != _amount(coming):
                yield _announced(coming, compared)
        elif was is not None:
            yield from _rescheduled(was, coming, compared)


def _announced(price: Price, compared: Comparison) -> ChangeRow:
    current = compared.after.prices.get(price.statement.series)
    amount = price.component.amount
    old = current.component.per_million if current else None
    new = price.component.per_million
    shift = f", {words.percent(old, new)}" if old is not None and new is not None else ""
    line = f"{_name([price])} {price.component.describe()}"
    text = f"{line} announced at {amount} from {price.event.occurred}{shift}"
    if amount == NONE:
        text = f"{line} no longer sold from {price.event.occurred}, as announced"
    before = current.component.amount if current and _amount(current) else None
    return compared.row("scheduled_price", price.held, text, price.event.occurred, (before, amount))


def _rescheduled(was: Price, now: Price | None, compared: Comparison) -> Iterator[ChangeRow]:
    """What became of an announced price; nothing where it stands, or has come into force."""
    held = compared.after.held.get(was.held.id)
    if held is None:
        yield _cancelled(was, compared)
        return
    before, after = was.component.amount, now.component.amount if now else NONE
    old, new = was.event.occurred, held.event.when
    line = f"{_name([was])} {was.component.describe()}: announced"
    if compared.corrected(was.held.id):
        if (before, old) != (after, new):
            text = f"{line} {before} from {old} corrected: {after} from {new}"
            yield compared.row("corrected", held, text, new, (before, after))
    elif old != new and (held.start is None or held.start > compared.after.view.as_of):
        text = f"{line} {before} moved from {old} to {new}"
        yield compared.row("scheduled_price", held, text, new, (before, before))


def _cancelled(price: Price, compared: Comparison) -> ChangeRow:
    how, by = compared.undone(price.held.id) or ("no longer stated", None)
    what = "increase" if _is_increase(price) else "change"
    amount = price.component.amount
    verb = "cancelled" if how == "called off" else how
    text = f"{_name([price])} {price.component.describe()}: announced {what} to {amount} {verb}"
    kind = "retracted" if how == "withdrawn" else "scheduled_price"
    return compared.row(kind, price.held, text, None, (amount, None), by)


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


def _listed(prices: Iterable[Price]) -> str:
    """Lines with their amounts, each once: `cache read 0.5, input 2`."""
    lines = (f"{price.component.describe()} {price.component.amount}" for price in prices)
    return ", ".join(dict.fromkeys(lines))


def _name(prices: Sequence[Price]) -> str:
    """What is sold, where, and in which regions."""
    event = prices[0].event
    regions = dict.fromkeys(price.region for price in prices)
    named = ", ".join(region for region in regions if region)
    where = f" ({named})" if named and None not in regions else ""
    return f"{words.name(event.subject, event.channel)}{where}"
