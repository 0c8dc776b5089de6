"""Listings: the models that a provider lists a price for and has not switched off."""

from collections.abc import Iterable, Mapping, Sequence

from ecosys.domain.endings import Ending, endings
from ecosys.domain.launches import first_launches
from ecosys.domain.prices import in_force, price_lines
from ecosys.event import FIRST_PARTY
from ecosys.events.deprecated import Deprecated
from ecosys.events.launched import Launched
from ecosys.events.price_changed import PriceChanged
from ecosys.moment import Held, Moment

Ranks = Mapping[str, int]


def listed(
    facts: Sequence[Held], moment: Moment, ranks: Ranks, channel: str = FIRST_PARTY
) -> dict[str, Held]:
    """Models with a list price in force that were not shut down, each with that price.

    What is only known as an API, a product or anything else but a model is left out.
    """
    prices = [held for held in facts if isinstance(held.event, PriceChanged)]
    gone = ended(ending_of(facts, moment, ranks, channel).values(), moment)
    other = other_than_models(facts)
    found: dict[str, Held] = {}
    for price in in_force(price_lines(prices, channel), moment, ranks):
        subject = price.event.subject
        if subject not in gone and subject not in other:
            found.setdefault(subject, price.held)
    return found


def ending_of(
    facts: Iterable[Held], moment: Moment, ranks: Ranks, channel: str = FIRST_PARTY
) -> dict[str, Ending]:
    """The end of each id that has one, announced by a moment."""
    known = (held for held in facts if isinstance(held.event, Deprecated))
    return {each.event.subject: each for each in endings(known, moment, ranks, channel)}


def ended(found: Iterable[Ending], moment: Moment) -> dict[str, Ending]:
    """The ids that no longer answer at a moment."""
    return {each.event.subject: each for each in found if is_over(each, moment)}


def is_over(ending: Ending, moment: Moment) -> bool:
    """Whether a shutdown has come; an earliest possible date never comes by itself."""
    date = ending.shutdown
    return date is not None and not date.soft and date.start <= moment.as_of


def own_launches(facts: Iterable[Held], moment: Moment, ranks: Ranks) -> dict[str, Held]:
    """The first launch of each id at its provider's own channel, by a moment."""
    own = [
        held
        for held in facts
        if isinstance(held.event, Launched) and held.event.channel == FIRST_PARTY
    ]
    return first_launches(own, ranks, moment.as_of)


def first_uses(facts: Sequence[Held], moment: Moment, ranks: Ranks) -> dict[str, Held]:
    """The first sign of each id's use: its launch or its first price, whichever came first."""
    signs = own_launches(facts, moment, ranks)
    for held in facts:
        if isinstance(held.event, PriceChanged) and held.event.channel == FIRST_PARTY:
            before = signs.get(held.event.subject)
            if _begun(held, moment) and (before is None or _order(held) < _order(before)):
                signs[held.event.subject] = held
    return signs


def other_than_models(facts: Iterable[Held]) -> set[str]:
    """What was only ever launched as an API, a product or anything else but a model."""
    models: set[str] = set()
    others: set[str] = set()
    for held in facts:
        if isinstance(held.event, Launched):
            kind = models if held.event.what in ("model", "open_weights") else others
            kind.add(held.event.subject)
    return others - models


def _begun(held: Held, moment: Moment) -> bool:
    return held.start is not None and held.start <= moment.as_of


def _order(held: Held) -> tuple[int, int]:
    return (held.start or 0, held.position)
