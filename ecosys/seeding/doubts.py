"""Doubts: what no schema can find, and the seeds against which an event is held.

A doubt is settled by the event itself: by a note that repeats what is doubted.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

from ecosys.event import Event, Fact
from ecosys.event.subject import FIRST_PARTY, own_id, provider_of, seller
from ecosys.events.corrected import Corrected
from ecosys.events.price_changed import Component, PriceChanged
from ecosys.events.rescheduled import Rescheduled
from ecosys.events.retracted import Retracted
from ecosys.values import amount
from ecosys.values.cached import cached_property

K = TypeVar("K")
Told = tuple[str, tuple[str, ...]]
"""The type of a fact and its subjects."""
Content = Sequence[object]
"""What a fact says, whoever says it."""
MIN_FAMILY, HOME_SHARE = 10, 0.8
"""How many subjects of a family, and which part of them, a provider has at which it is at home."""
MIN_SUBJECTS, MIN_LETTERS = 5, 4
"""In how many subjects a word stands at least, and how long it is, that others are slips of."""


class Doubt(NamedTuple):
    """Something that an event says and that is hard to believe."""

    path: tuple[int | str, ...]
    """The field that says it."""
    values: tuple[str, ...]
    """What is doubted and what it is held against, as written: a note that names one settles it."""
    text: str
    """Why it is doubted."""


class PriceLine(NamedTuple):
    """A line of a known price list."""

    id: str
    event: PriceChanged
    line: Component
    per_million: float
    times_input: float | None
    """How many times the input of the same list it costs."""


Alike = tuple[str, str, str]
"""The provider, direction and modality of a line of a price list."""


class Known:
    """What the seeds state, ready to be held against one event that is not in it."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.everything = list(events)
        """All of them, corrected ones too."""
        wrong = {each.event for each in self.everything if isinstance(each, Corrected | Retracted)}
        right = [each.statement for each in self.everything if isinstance(each, Corrected)]
        self.events = [each for each in self.everything if each.id not in wrong] + right
        """The statements that stand, in the place of corrected ones the right ones."""
        self._contents: dict[Told, Sequence[tuple[str, Content]]] = {}

    @cached_property
    def put_right_by_sources(self) -> Mapping[str, str]:
        """For the events that their source corrected itself, the id of that correction."""
        corrections = [each for each in self.everything if isinstance(each, Corrected)]
        return {each.event: each.id for each in corrections if each.fault == "source"}

    @cached_property
    def _facts_told(self) -> Mapping[Told, Sequence[Fact]]:
        """All that was ever said of the same subjects by facts of the same type."""
        said = defaultdict(list)
        for each in self.everything:
            if isinstance(each, Fact):
                said[each.type, each.subjects].append(each)
        return said

    def contents(self, fact: Fact) -> Sequence[tuple[str, Content]]:
        """What was ever said by facts of its type of the same subjects, each with its id."""
        key = (fact.type, fact.subjects)
        if key not in self._contents:  # of most subjects nothing new is said
            told = self._facts_told.get(key, ())
            self._contents[key] = [(each.id, content_of(each)) for each in told]
        return self._contents[key]

    def facts(self) -> Iterator[Fact]:
        """What stands about the world."""
        return (each for each in self.events if isinstance(each, Fact))

    @cached_property
    def about(self) -> Mapping[str, Sequence[Fact]]:
        """The facts about each subject."""
        found = defaultdict(list)
        for fact in self.facts():
            for subject in fact.subjects:
                found[subject].append(fact)
        return found

    @cached_property
    def providers(self) -> Mapping[str, Sequence[str]]:
        """The subjects of each provider."""
        found = defaultdict(list)
        for subject in self.about:
            found[provider_of(subject)].append(subject)
        return found

    @cached_property
    def starts(self) -> Mapping[str, Sequence[tuple[int, str]]]:
        """By provider the first instants of its facts, the earliest first, with their ids."""
        found = defaultdict(list)
        for fact in self.facts():
            if not fact.occurred.unknown:
                for provider in set(map(provider_of, fact.subjects)):
                    found[provider].append((fact.occurred.start, fact.id))
        return {provider: sorted(starts) for provider, starts in found.items()}

    @cached_property
    def named(self) -> Mapping[str, Sequence[str]]:
        """The subjects of each name that providers give."""
        found = defaultdict(list)
        for subject in self.about:
            found[own_id(subject)].append(subject)
        return found

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """The provider of each family of names that is nearly its own: claude is anthropic's."""
        seen: dict[str, Counter[str]] = defaultdict(Counter)
        for each in self.about:
            if "/" in each:
                seen[family_of(own_id(each))][provider_of(each)] += 1
        homes = {}
        for family, providers in seen.items():
            provider, count = providers.most_common(1)[0]
            if family and count >= MIN_FAMILY and count >= HOME_SHARE * providers.total():
                homes[family] = provider
        return homes

    @cached_property
    def words(self) -> Counter[str]:
        """The words of subjects with their numbers."""
        return Counter(word for each in self.about for word in words_of(each))

    @cached_property
    def frequent_words(self) -> Sequence[str]:
        """The longer words that stand in several subjects."""
        return sorted(
            word
            for word, count in self.words.items()
            if count >= MIN_SUBJECTS and len(word) >= MIN_LETTERS
        )

    @cached_property
    def cancelled(self) -> frozenset[str]:
        """The ids of what was called off."""
        return frozenset(
            each.event for each in self.events if isinstance(each, Rescheduled) and each.cancelled
        )

    @cached_property
    def price_lines(self) -> Mapping[str, Sequence[PriceLine]]:
        """By provider the lines of sellers' own price lists that price tokens."""
        found: dict[str, list[PriceLine]] = defaultdict(list)
        for fact in self.facts():
            if isinstance(fact, PriceChanged) and is_sellers_own(fact):
                found[provider_of(fact.subject)] += [
                    PriceLine(fact.id, fact, line, float(line.per_million), times_input(fact, line))
                    for line in fact.components
                    if line.per_million
                ]
        return found

    @cached_property
    def lines_of(self) -> Mapping[str, Sequence[PriceLine]]:
        """These lines by the model that they are of."""
        return self._grouped(lambda each: each.event.subject)

    @cached_property
    def lines_alike(self) -> Mapping[Alike, Sequence[PriceLine]]:
        """These lines by provider, direction and modality."""
        return self._grouped(alike)

    @cached_property
    def tiers(self) -> Mapping[str, frozenset[str]]:
        """The tiers of these lines, each with the ids of the lists that have it."""
        return self._used(lambda each: each.line.tier)

    @cached_property
    def directions(self) -> Mapping[str, frozenset[str]]:
        """The directions of these lines, each with the ids of the lists that have it."""
        return self._used(lambda each: each.line.direction)

    @cached_property
    def currencies(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """The sellers and currencies of these lines, each with the ids of the lists of them."""
        return self._used(lambda each: (_seller(each.event), each.event.currency))

    @cached_property
    def hosts(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """The hosts of addresses, each with the sources cited there and the ids of their facts."""
        cited: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for fact in self.facts():
            for each in fact.sources:
                cited[host_of(each.url)][each.source].add(fact.id)
        return {
            host: {slug: frozenset(ids) for slug, ids in sources.items()}
            for host, sources in cited.items()
            if host
        }

    def _grouped(self, of: Callable[[PriceLine], K]) -> Mapping[K, Sequence[PriceLine]]:
        found: dict[K, list[PriceLine]] = defaultdict(list)
        for lines in self.price_lines.values():
            for each in lines:
                found[of(each)].append(each)
        return found

    def _used(self, of: Callable[[PriceLine], K]) -> Mapping[K, frozenset[str]]:
        used: dict[K, set[str]] = defaultdict(set)
        for lines in self.price_lines.values():
            for each in lines:
                used[of(each)].add(each.id)
        return {name: frozenset(ids) for name, ids in used.items()}


def alike(each: PriceLine) -> Alike:
    """Which lines a line is like."""
    return provider_of(each.event.subject), each.line.direction, each.line.modality


def times_input(price: PriceChanged, line: Component) -> float | None:
    """How many times the input of the same list a line costs; None: nothing says."""
    for each in price.components:
        if each.direction == "input" and each.key[1:] == line.key[1:] and each.per_million:
            return float(line.per_million / each.per_million) if line.per_million else None
    return None


def _seller(price: PriceChanged) -> str:
    return seller(price.subject, price.channel)


def is_sellers_own(price: PriceChanged) -> bool:
    """Whether a price list is its seller's own; what a mirror alone says may well be wrong."""
    return price.voice in (None, seller(price.subject, price.channel))


def statement_of(event: Event) -> Fact | None:
    """The fact that an event states: itself, or the right statement of a correction."""
    stated = event.statement if isinstance(event, Corrected) else event
    return stated if isinstance(stated, Fact) else None


def content_of(fact: Fact) -> Content:
    """What a fact says, whoever says it."""
    apart = {"id", "sources", "note", "confidence", "announcement"}
    return [value for name, value in fact if name not in apart]


def words_of(name: str) -> list[str]:
    """The words of a name: its runs of letters, in lower case."""
    return re.findall(r"[a-z]+", name.lower())


def family_of(name: str) -> str:
    """The first word of a name: claude of claude-3-opus."""
    return next(iter(words_of(name)), "")


def host_of(url: str | None) -> str:
    """The host of an address, in lower case and without www; none: an empty text."""
    return urlsplit(url or "").netloc.lower().removeprefix("www.")


def place_of_sale(event: Event) -> str:
    """The channel of an event, that of the maker where it has none."""
    return str(getattr(event, "channel", FIRST_PARTY))


def mentions(note: str, values: Sequence[str]) -> bool:
    """Whether a note names one of some values; 1.50 is 1.5.

    >>> mentions("The page has a tenth, 1.50.", ("15", "1.5")), mentions("", ("15",))
    (True, False)
    """
    words = {word.strip(".,:;()'\"").lower() for word in note.split()}
    words |= {
        amount.text(amount.read(word)) for word in words if word.replace(".", "", 1).isdigit()
    }
    return any(value.lower() in words for value in values if value)
