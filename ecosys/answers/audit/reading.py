"""Reading: which model one word of code names, with what stands before and behind the id."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from ecosys.answers.audit.names import Meaning, ModelNames
from ecosys.answers.audit.routes import (
    PATHS,
    VARIANTS,
    channel_of,
    is_route,
    normal,
    providers_of,
)
from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.event.subject import provider_of
from ecosys.values.cached import cached_property
from ecosys.values.trie import alternation

MAX_WORD = 250
"""How long a word is at most that may hold an id."""
ORDINARY = frozenset(
    {"audio", "code", "embedding", "image", "music", "search", "speech", "text", "video", "virtual"}
)
"""Beginnings of ids that are ordinary words: a number behind them makes no model."""
_MORE_VERSIONS = re.compile(r"\d+(?:\.\d+)?[a-z]?(?:/\d+(?:\.\d+)?[a-z]?)*\+?")
_FAMILY = re.compile(r"([A-Za-z]{2,})[-.]?\d")


@dataclass(frozen=True, slots=True)
class Reading:
    """A model that a word names."""

    name: str
    """The name as it is written, with the route before the id."""
    start: int
    """Where in the word the name begins."""
    id: str
    """The id alone."""
    id_start: int
    """Where in the word the id begins."""
    meaning: Meaning
    """What it means, at the channel of its route."""
    routed: bool
    """Whether a known route stands before it."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A word that looks like a model and is not known, or not as one."""

    name: str
    start: int
    why: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reader:
    """Reads words of code; `channel` is the one where ids are called that name none.

    >>> acme, other = (Meaning(f"acme/one-{n}", "first_party") for n in (1, 2))
    >>> names = ModelNames({"one-1": (acme,), "one-2": (other,)}, lambda name: (), {})
    >>> reading = Reader(names).read("azure/one-2")
    >>> reading.name, reading.meaning.subject, reading.meaning.channel
    ('azure/one-2', 'acme/one-2', 'azure')
    >>> Reader(names).read("everyone-2") is None
    True
    >>> Reader(names).read("one-22").why
    'not known'
    """

    names: ModelNames
    channel: str | None = None

    @cached_property
    def providers(self) -> frozenset[str]:
        """Whose models are known."""
        meanings = (meaning for each in self.names.by_name.values() for meaning in each)
        return frozenset(provider_of(meaning.subject) for meaning in meanings)

    @cached_property
    def families(self) -> frozenset[str]:
        """The words with which the ids of at least two models begin, before a number."""
        counted: dict[str, set[str]] = {}
        for name, meanings in self.names.by_name.items():
            if match := _FAMILY.match(name.rpartition("/")[2]):
                counted.setdefault(match[1], set()).add(meanings[0].subject)
        return frozenset(word for word, of in counted.items() if len(of) > 1) - ORDINARY

    @cached_property
    def _unknown(self) -> re.Pattern[str]:
        return re.compile(rf"{alternation(self.families)}[-.]?(?:[a-z]+-)*\d(?:[\w.:@-]*\w)?")

    @cached_property
    def _family_in(self) -> Callable[[str], object]:
        """Tells whether a word holds the beginning of a family: only then rules are asked."""
        return re.compile(alternation(self.families)).search

    def read(self, word: str) -> Reading | Unread | None:
        """The model that a word names; None: it looks like none."""
        word = word.rstrip(".:/")
        if len(word) > MAX_WORD:
            return None
        meanings_of = self.names.meanings if self._family_in(word) else self.names.declared
        for id_start, id in _ids(word, self.providers):
            if meanings := meanings_of(id):
                return self._meant(word, id_start, id, meanings)
        start, words = self._routes(word, len(word) - len(_last(word)))
        if self._looks_like_a_model(word[start:], routed=bool(words)):
            return Unread(word[start:], start, "not known")
        return None

    def _meant(
        self, word: str, id_start: int, id: str, meanings: Sequence[Meaning]
    ) -> Reading | Unread:
        start, words = self._routes(word, id_start)
        before = re.split("[/:]", word[:id_start])
        at = channel_of(before)
        says_whose = words or any(id == each.subject for each in meanings)
        if at is None and not says_whose:
            at = self.channel if self.channel != ANY_CHANNEL else None
        chosen = _at_channel(_by(meanings, providers_of(words, self.providers)), at)
        name = word[start : id_start + len(id)]
        subjects = {each.subject for each in chosen}
        if len(subjects) > 1:
            return Unread(name, start, "means several subjects", tuple(sorted(subjects)))
        meaning = chosen[0]
        if at is not None and meaning.channel == FIRST_PARTY:
            meaning = Meaning(
                meaning.subject, at, meaning.points_to, meaning.because, meaning.events
            )
        return Reading(name, start, id, id_start, meaning, bool(words))

    def _routes(self, word: str, id_start: int) -> tuple[int, list[str]]:
        """Where the name begins whose id begins at a place, and the words of its route."""
        parts = re.findall(r"[^/:]*[/:]", word[:id_start])
        ours = list(takewhile(lambda part: is_route(part[:-1], self.providers), reversed(parts)))
        return id_start - sum(map(len, ours)), [part[:-1] for part in ours]

    def _looks_like_a_model(self, name: str, *, routed: bool) -> bool:
        id = _last(name)
        if routed and re.fullmatch(r"[A-Za-z][\w.@-]*\d[\w.@-]*", id):
            return True
        return self._unknown.fullmatch(id) is not None


def _ids(word: str, providers: Collection[str]) -> Iterator[tuple[int, str]]:
    """What in a word may be an id, and where: all of it, then what follows a route.

    >>> list(_ids("azure/gpt-4o", ()))
    [(0, 'azure/gpt-4o'), (6, 'gpt-4o')]
    >>> list(_ids("deployments/gpt-4o/chat", ()))[-1]
    (12, 'gpt-4o')
    """
    starts = [0, *(match.end() for match in re.finditer("[/:]", word))]
    for start in starts:
        if rest := word[start:]:
            yield start, rest
    for start in starts:
        head = word[start:]
        id, separator, tail = head.partition(_separator(head))
        if separator and _may_go_on(word[:start], separator, tail, providers):
            yield start, id


def _separator(text: str) -> str:
    found = re.search("[/:]", text)
    return found[0] if found else "/"


def _may_go_on(before: str, separator: str, tail: str, providers: Collection[str]) -> bool:
    """Whether what follows an id may do so.

    It is the rest of a path behind a route, a verb, a variant, the name of a fine-tuning, or one
    more version: `gpt-5.1/5.2`.
    """
    last = normal(re.split("[/:]", before.rstrip("/:"))[-1]) if before else ""
    if separator == ":":
        return tail in VARIANTS or last == "ft" or (last in PATHS and tail.isalpha())
    if not before and _MORE_VERSIONS.fullmatch(tail):
        return True
    return last in PATHS or (bool(last) and is_route(last, providers))


def _last(word: str) -> str:
    return word.rpartition("/")[2].rpartition(":")[2] if "/" in word or ":" in word else word


def _by(meanings: Sequence[Meaning], providers: set[str]) -> Sequence[Meaning]:
    """The meanings that are of these providers' models, if any is."""
    return [each for each in meanings if provider_of(each.subject) in providers] or meanings


def _at_channel(meanings: Sequence[Meaning], channel: str | None) -> Sequence[Meaning]:
    """The meanings at a channel, else the providers' own names, else all."""
    there = [each for each in meanings if each.channel == channel]
    return there or [each for each in meanings if each.channel == FIRST_PARTY] or meanings
