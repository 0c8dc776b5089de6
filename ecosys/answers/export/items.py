"""Items: all that is known and may be lost, each with a key: prices, ends, names, launches."""

from collections.abc import Hashable, Iterable, Iterator

from ecosys.answers.export.loss import Item, Property
from ecosys.domain.endings import Ending
from ecosys.domain.prices import STANDARD, Price
from ecosys.event import FIRST_PARTY
from ecosys.events.price_changed import PER_MILLION, UNPUBLISHED

Keyed = tuple[Hashable, Item]
SCHEDULED, ENDED, REDIRECTED = (
    "scheduled price",
    "price of what has ended",
    "own price of what is redirected",
)
"""What a price may be that is not in force."""


def price_key(price: Price) -> Hashable:
    """What tells a price from others: what is priced where, and since when."""
    return price.statement.series, price.statement.start


def until_key(price: Price) -> Hashable:
    """What tells the end of a price from others."""
    return "until", price_key(price)


def end_key(ending: Ending) -> Hashable:
    """What tells an end from others."""
    return "end", ending.place


def softness_key(ending: Ending) -> Hashable:
    """What tells, of an end, that its date is none or no day from others."""
    return "softness", ending.place


def replacement_key(ending: Ending) -> Hashable:
    """What tells, of an end, what is recommended instead from others."""
    return "replacement", ending.place


def name_key(alias: str, channel: str) -> Hashable:
    """What tells a name for a model from others."""
    return "name", alias, channel


def launch_key(subject: str) -> Hashable:
    """What tells a launch from others."""
    return "launch", subject


def carried(prices: Iterable[Price], names: Iterable[str], channel: str) -> set[Hashable]:
    """The keys of some prices and of the names under which they stand."""
    return {*map(price_key, prices), *(name_key(name, channel) for name in names)}


def of_price(price: Price, state: str) -> Iterator[Keyed]:
    """A price, and its end if it was given with one; the state is empty of what is in force."""
    properties = tuple(_of_price(price, state))
    yield price_key(price), Item(price.subject, properties)
    if price.held.ends and not state:  # the end of what is lost is lost with it
        yield until_key(price), Item(price.subject, (("end of a price", ""), *properties))


def _of_price(price: Price, state: str) -> Iterator[Property]:
    line = price.component
    properties = {
        (state, ""): bool(state),
        ("price", ""): True,
        ("channel", price.channel): price.channel != FIRST_PARTY,
        ("region", price.region or ""): price.region is not None,
        ("currency", price.currency): price.currency != "USD",
        ("no list price", ""): line.amount == UNPUBLISHED,
        ("unit", line.unit): line.unit not in PER_MILLION,
        ("direction", line.direction): line.direction not in ("input", "output"),
        ("modality", line.modality): line.modality != "text",
        ("tier", line.tier): line.tier != STANDARD,
        ("hours", line.hours or ""): line.hours is not None,
        ("band", f"above {line.above:,}"): bool(line.above),
        ("marginal bands", ""): bool(line.above) and price.event.bands == "marginal",
    }
    yield from (each for each, is_so in properties.items() if is_so)


def of_ending(ending: Ending) -> Iterator[Keyed]:
    """An end, how firm its date is, and what is recommended instead."""
    subject, channel, deployment, region = ending.place
    parts = {"channel": channel, "deployment": deployment, "region": region}
    where = tuple(
        (what, which) for what, which in parts.items() if which not in (None, FIRST_PARTY)
    )
    if (shutdown := ending.shutdown) is not None:
        yield end_key(ending), Item(subject, (("end", ""), *where))
        if not shutdown.plain:
            how = (shutdown.bound or shutdown.precision).replace("_", " ")
            yield softness_key(ending), Item(subject, (("date of an end", how), *where))
    if ending.replacements:
        yield replacement_key(ending), Item(subject, (("replacement", ""), *where))


def of_name(alias: str, channel: str) -> Keyed:
    """A name that points to a model."""
    where = (("channel", channel),) if channel != FIRST_PARTY else ()
    return name_key(alias, channel), Item(alias, (("name", ""), *where))


def of_launch(subject: str) -> Keyed:
    """The launch of a model."""
    return launch_key(subject), Item(subject, (("launch", ""),))
