"""Models: which subjects are models, and how far each has come."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, cast

from ecosys.domain.endings import Ending
from ecosys.domain.launches import is_of_model
from ecosys.domain.listings import other_than_models
from ecosys.domain.open_weights import ATTRIBUTE
from ecosys.events.alias_moved import AliasMoved
from ecosys.events.deprecated import Deprecated
from ecosys.events.described import Described
from ecosys.events.launched import Launched
from ecosys.events.observed import Observed
from ecosys.events.price_changed import PriceChanged
from ecosys.moment import Held, View
from ecosys.moment.sought import is_of

Standing = Literal["announced", "preview", "available", "ending", "ended"]
"""How far a model has come at its provider's own channel."""


SPEAKING = (AliasMoved, Deprecated, Described, Launched, Observed, PriceChanged)
"""The classes of events that speak of models."""


def known_models(facts: Iterable[Held]) -> dict[str, list[Held]]:
    """The models that are known, each with the facts that speak of it as one.

    It was launched as a model, or it has a price, an end, a score, or a name that points to it, or
    its weights are open or not. What was only ever launched as an API, a product or anything else
    is none.

    >>> from ecosys.testing import given
    >>> end = {"type": "deprecated", "announced": "2023", "sources": [{"source": "acme"}]}
    >>> history = given(
    ...     {**end, "id": "a", "subject": "acme/m"}, {**end, "id": "b", "subject": "acme/api"},
    ...     {"type": "launched", "id": "c", "subject": "acme/api", "what": "api",
    ...      "occurred": "2023", "sources": [{"source": "acme"}]})
    >>> list(known_models(history.view().facts))
    ['acme/m']
    """
    held = list(facts)
    others = other_than_models(each for each in held if issubclass(each.kind, Launched))
    models: dict[str, list[Held]] = {}
    for each in held:
        for subject in _models_in(each):
            if "/" in subject and subject not in others:
                models.setdefault(subject, []).append(each)
    return models


def channels(facts: Iterable[Held]) -> tuple[str, ...]:
    """Where facts speak of an offer: a launch, a price, an end, or a name that is used there."""
    return tuple(sorted({channel for each in facts for channel in _offered_at(each)}))


def _offered_at(held: Held) -> Iterator[str]:
    if issubclass(held.kind, Launched):
        yield held.field("channel")
    elif issubclass(held.kind, (AliasMoved, Deprecated, PriceChanged)):
        at = held.kind.series_parts.index("channel")
        yield from (cast("tuple[str, ...]", series)[at] for series in held.series)


def standing(
    view: View, launches: Sequence[Held], end: Ending | None, *, priced: bool
) -> Standing | None:
    """How far a model has come by a moment, by what its own provider did; None: not known."""
    if end is not None:
        return "ended" if end.has_ended(view.as_of) else "ending"
    stages = {held.field("stage") for held in launches if view.has_begun(held)}
    if stages & {"api", "general"}:
        return "available"
    if stages & {"private_preview", "preview"}:
        return "preview"
    if priced:
        return "available"
    return "announced" if launches else None


def _models_in(held: Held) -> Iterator[str]:
    """The models that a statement speaks of, as far as it is about models."""
    if not issubclass(held.kind, SPEAKING):
        return
    if issubclass(held.kind, AliasMoved):
        named = (*(str(to) for _, to in held.stated() if to is not None), held.field("from_"))
        yield from (name for name in named if name is not None)
    elif _is_about_a_model(held):
        yield from held.subjects if issubclass(held.kind, Launched) else _subjects(held)


def _subjects(held: Held) -> Iterator[str]:
    """The subject of what is stated: a series begins with it."""
    for series in held.series:
        subject, *_ = cast("tuple[str, ...]", series)
        yield subject
        return


def _is_about_a_model(held: Held) -> bool:
    kind = held.kind
    if issubclass(kind, (PriceChanged, Deprecated)):
        return True
    if issubclass(kind, Described):
        return is_of(held, {Described.series_parts.index("attribute"): {ATTRIBUTE}})
    if issubclass(kind, Launched):
        return is_of_model(held)
    return issubclass(kind, Observed) and held.field("kind") == "score"
