"""Listings: the models that a provider lists a price for and has not switched off."""

from collections.abc import Collection, Iterable
from itertools import chain

from ecosys.domain.endings import ended, endings
from ecosys.domain.launches import first_launches, is_of_model
from ecosys.domain.prices import in_force, sold_at
from ecosys.event import FIRST_PARTY
from ecosys.events.launched import Launched
from ecosys.events.price_changed import PriceChanged
from ecosys.moment import Held, View


def listed(view: View, channel: str = FIRST_PARTY) -> dict[str, Held]:
    """Models with a list price in force that were not shut down, each with that price.

    What is only known as an API, a product or anything else but a model is left out.
    """
    return dict(chain.from_iterable(view.parts.each(_listed, channel)))


def _listed(view: View, channel: str) -> Iterable[tuple[str, Held]]:
    gone = ended(endings(view, channel), view.as_of)
    other = other_than_models(view.of(Launched).facts)
    models: dict[str, Held] = {}
    for price in in_force(view, channel):
        subject = price.subject
        if subject not in gone and subject not in other:
            models.setdefault(subject, price.held)
    return models.items()


def own_launches(view: View) -> dict[str, Held]:
    """The first launch of each id at its provider's own channel, by a moment."""
    return dict(view.of(Launched).once(_own_launches))


def _own_launches(view: View) -> dict[str, Held]:
    return first_launches(view.only(lambda held: held.field("channel") == FIRST_PARTY))


def first_uses(view: View, names: Collection[str]) -> dict[str, Held]:
    """The first sign of the use of each id: its launch or its first price, whichever came first."""
    signs = own_launches(view.about(Launched, names))
    for held in view.about(PriceChanged, names).begun().facts:
        subject, channel = sold_at(held)
        before = signs.get(subject)
        if channel != FIRST_PARTY:
            continue
        if before is None or _order(held) < _order(before):
            signs[subject] = held
    return signs


def other_than_models(launches: Iterable[Held]) -> set[str]:
    """What was only ever launched as an API, a product or anything else but a model."""
    models: set[str] = set()
    others: set[str] = set()
    for held in launches:
        (models if is_of_model(held) else others).add(held.subject)
    return others - models


def _order(held: Held) -> tuple[int, int]:
    return (held.start or 0, held.position)
