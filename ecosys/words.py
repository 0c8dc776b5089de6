"""Events in people's words."""

from decimal import Decimal

from ecosys import amount
from ecosys.event import FIRST_PARTY, Event
from ecosys.events.alias_moved import AliasMoved
from ecosys.events.claimed import Claimed
from ecosys.events.deprecated import Deprecated
from ecosys.events.described import Described
from ecosys.events.funded import Funded
from ecosys.events.integrated import Integrated
from ecosys.events.launched import Launched
from ecosys.events.observed import Observed
from ecosys.events.partnered import Partnered
from ecosys.events.price_changed import Component, PriceChanged

MINUS = "−"
_STAGES = {
    "announced": "announced",
    "private_preview": "opened by invitation",
    "preview": "opened as a preview",
    "api": "available by API",
    "general": "launched",
}
_UNITS = {"1M tokens": "", "1K tokens": " per 1K"}


def tell(event: Event) -> str:
    """One line that says what an event states."""
    match event:
        case Launched():
            return (
                f"{event.name or _short(event.subject)} {_STAGES[event.stage]}{_at(event.channel)}"
            )
        case PriceChanged():
            return f"price of {_short(event.subject)}{_at(event.channel)}: {_prices(event)}"
        case Deprecated():
            end = f", shutdown {event.shutdown}" if event.shutdown else ""
            return f"{_short(event.subject)}{_at(event.channel)} deprecated{end}"
        case Observed():
            return f"{_short(event.subject)}: {figure(event)} ({event.metric})"
        case Partnered():
            return f"{' and '.join(party.party for party in event.parties)}: {event.what}"
        case Funded():
            sum_ = f": {event.currency} {number(event.amount)}" if event.amount is not None else ""
            return f"{event.recipient} funded ({event.stage}){sum_}"
        case Integrated():
            return f"{_short(event.integrator)} builds on {event.subject}"
        case Described():
            return f"{event.subject}{_at(event.channel)} {event.attribute}: {event.value}"
        case AliasMoved():
            return f"{_short(event.alias)}{_at(event.channel)} points to {event.to or 'nothing'}"
        case Claimed():
            return f"{event.document}: {event.statement}"
    return f"{event.type} {event.id}"


def figure(event: Observed) -> str:
    """A figure as it was stated: `> 2,000,000 developers`."""
    sign = "" if event.comparator == "=" else f"{event.comparator} "
    upto = f" to {number(event.high)}" if event.high is not None else ""
    return f"{sign}{number(event.value)}{upto} {event.unit}"


def number(value: Decimal | int) -> str:
    """Digits in groups of three."""
    digits = amount.text(Decimal(value))
    whole, dot, rest = digits.partition(".")
    return f"{int(whole):,}{dot}{rest}" if whole.lstrip("-").isdigit() else digits


def component(line: Component) -> str:
    """What a line of a price list is for: `input`, `batch output`, `input above 200,000`."""
    words = [
        line.tier if line.tier != "standard" else "",
        line.modality if line.modality != "text" else "",
        line.direction.replace("_", " "),
        f"above {line.above:,}" if line.above else "",
        str(line.hours or ""),
    ]
    return " ".join(word for word in words if word)


def percent(before: Decimal, after: Decimal) -> str:
    """The change from one price to another: `−80 %`, `+12.5 %`."""
    if before == 0:
        return f"from free to {amount.text(after)}"
    change = amount.ratio((after - before) * 100, before, 1)
    sign = MINUS if change < 0 else "+"
    return f"{sign}{amount.text(abs(change))} %"


def days(count: int) -> str:
    """A shift of a date: `+183 d`, `−6 d`."""
    return f"{MINUS if count < 0 else '+'}{abs(count)} d"


def _prices(event: PriceChanged) -> str:
    lines = [
        f"{component(line)} {line.amount}{_UNITS.get(line.unit, f' per {line.unit}')}"
        for line in event.components
    ]
    return ", ".join(lines)


def _short(subject: str) -> str:
    return subject.partition("/")[2] or subject


def _at(channel: str) -> str:
    return "" if channel == FIRST_PARTY else f" at {channel}"
