"""Loss: what a layout could not carry: what is known less what was carried, by the reason.

Nobody writes it down: each thing has properties, and of a thing that was left out the reason is the
property that nothing has which was carried, else the one that is carried least often.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from ecosys.values.schema import DOCSTRINGS_DESCRIBE

Property = tuple[str, str]
"""What tells a thing from plainer ones: a kind, and which of it: `("tier", "batch")`."""


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that is known, to be carried or lost."""

    subject: str
    properties: tuple[Property, ...]
    """What it is, and what tells it from others of its kind; at least one."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Things of one kind that a layout could not carry."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    what: str
    """The kind: tier, band, hours, region, currency, channel, scheduled price, end, name ..."""
    which: str
    """Which of the kind: `batch`, `above 200,000`; empty, where there is but one."""
    count: int
    """How many prices, ends or names."""
    subjects: tuple[str, ...]
    """What they are of, in the order of the alphabet."""


def losses(items: Mapping[Hashable, Item], carried: Collection[Hashable]) -> list[Loss]:
    """What of all items was not carried, by the reason.

    >>> plain, batch = ("price", ""), ("tier", "batch")
    >>> items = {1: Item("acme/a", (plain,)), 2: Item("acme/a", (plain, batch)),
    ...          3: Item("acme/b", (plain, batch, ("currency", "CNY")))}
    >>> [(loss.what, loss.which, loss.count) for loss in losses(items, {1})]
    [('tier', 'batch', 2)]
    >>> [(loss.what, loss.which, loss.count) for loss in losses(items, {1, 2})]
    [('currency', 'CNY', 1)]
    """
    known = Counter(each for item in items.values() for each in item.properties)
    said = Counter(each for key in carried if key in items for each in items[key].properties)

    def share(each: Property) -> Fraction:
        return Fraction(said[each], known[each])

    lost = (item for key, item in items.items() if key not in carried)
    return gathered((*min(item.properties, key=share), item.subject) for item in lost)


def gathered(lost: Iterable[tuple[str, str, str]]) -> list[Loss]:
    """Losses from what was lost, which of it, and of what subject, one after the other."""
    found: dict[Property, list[str]] = defaultdict(list)
    for what, which, subject in lost:
        found[what, which].append(subject)
    return [
        Loss(what, which, len(subjects), tuple(sorted(set(subjects))))
        for (what, which), subjects in sorted(found.items())
    ]
