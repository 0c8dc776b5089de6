"""Offers: what providers are said to give away, so that one can begin without paying."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ecosys.event.subject import provider_of
from ecosys.events.described import Described
from ecosys.events.launched import Launched
from ecosys.moment import Held
from ecosys.moment.series import Statement, choose, statements
from ecosys.values import words

KINDS = ("free_tier", "trial_credit")
"""The attributes that are read: what is free for good, and credit to begin with."""


@dataclass(slots=True)
class Offers:
    """What a provider is said to give away at a moment, by kind."""

    stated: dict[str, list[Statement]] = field(default_factory=lambda: defaultdict(list))

    def given(self, kind: str) -> list[Statement]:
        """What is in force and no denial, the newest first."""
        found = (each for each in self.stated[kind] if not words.denies(str(each.value)))
        return sorted(found, key=lambda each: each.order, reverse=True)

    def answer(self, kind: str) -> Decimal | None:
        """1: offered; 0: said not to be; None: nobody says."""
        if self.given(kind):
            return Decimal(1)
        return Decimal(0) if self.stated[kind] else None

    @property
    def either(self) -> Decimal | None:
        """Whether any of it is offered; 0 only where all of it is denied."""
        answers = [self.answer(kind) for kind in KINDS]
        return Decimal(1) if Decimal(1) in answers else None if None in answers else Decimal(0)

    @property
    def newest(self) -> Statement | None:
        """The last statement of all."""
        found = (each for said in self.stated.values() for each in said)
        return max(found, key=lambda each: each.order, default=None)


def offers(events: Iterable[Held], as_of: int, ranks: Mapping[str, int]) -> Mapping[str, Offers]:
    """What is said to be free, by provider, of those of which anything was said."""
    found: dict[str, Offers] = defaultdict(Offers)
    for (subject, _, kind), said in _said(events).items():
        if min(each.start for each in said) > as_of:
            continue
        offered, choice = found[provider_of(subject)], choose(said, as_of, ranks)
        if choice is not None:
            offered.stated[kind].append(choice.statement)
    return found


Series = tuple[str, str, str]
"""Subject, channel and kind."""


def _said(events: Iterable[Held]) -> Mapping[Series, Sequence[Statement]]:
    by: dict[Series, list[Statement]] = defaultdict(list)
    described = []
    for held in events:
        event = held.event
        if isinstance(event, Described) and event.attribute in KINDS:
            described.append(held)
        elif isinstance(event, Launched) and held.start is not None and _speaks_of_api(event):
            key = (event.subject, event.channel, "free_tier")
            value = "yes" if event.free_tier else "no"
            by[key].append(Statement(key, value, held.start, held.until, held))
    for said in statements(described).values():
        event = said[0].held.event
        assert isinstance(event, Described)
        by[event.subject, event.channel, event.attribute] += said
    return dict(sorted(by.items()))


def _speaks_of_api(event: Launched) -> bool:
    """Whether a launch says if an API can be used free: a free chat for people says nothing."""
    return event.free_tier is not None and event.what != "product"
