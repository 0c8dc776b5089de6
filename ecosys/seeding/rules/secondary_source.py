"""secondary_source: a fact that rests on what others say, while its own party said it."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping

from ecosys.event import Fact
from ecosys.events.registered import Registered
from ecosys.moment import Held, View
from ecosys.seeding.findings import Finding

TYPES = ("launched", "partnered", "funded", "deprecated", "price_changed")
"""Of what a party itself speaks."""


def secondary_source(view: View) -> Iterator[Finding]:
    """A fact that another event states of the same day from a provider's own word."""
    kinds = {
        event.source: event.kind
        for held in view.facts
        if (event := held.of(Registered)) is not None
    }
    told: dict[Hashable, list[Held]] = defaultdict(list)
    for held in view.facts:
        if held.type in TYPES and isinstance(held.event, Fact):
            for what in set(_what(held)):
                told[held.type, what, held.event.occurred].append(held)
    for same in told.values():
        own = [held for held in same if _is_primary(held, kinds)]
        for held in same if own else ():
            if held not in own and held.own_word:
                yield Finding(held.id, f"rests on others' word; {own[0].id} on the party's own")


def _what(held: Held) -> list[Hashable]:
    """What a fact is about: its series, else its subjects and what is so of them."""
    event = held.event
    words = tuple(getattr(event, name, None) for name in ("kind", "what", "stage", "channel"))
    return list(held.series) or [(event.subjects, words)]


def _is_primary(held: Held, kinds: Mapping[str, str]) -> bool:
    return any(kinds.get(each.source) == "provider" for each in held.event.sources)
